package guide

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// proof is the step of the evidence: every file of the evaluation, what it shows, and which indicators it proves.
type proof struct {
	page  *Page
	grid  *widget.Grid
	links *widget.Grid
	hint  *widget.Text

	open, deliver, remove, copy, toggle *widget.Button

	kind    *widget.Text
	text    *widget.Label
	picture *canvas.Image
	shown   string // digest of the file that is looked into
	looking task.Slot
	empty   fyne.CanvasObject
	detail  *fyne.Container
	box     fyne.CanvasObject
}

// columns of the grid
const (
	columnPiece = iota
	columnPiecePages
	columnPieceNote
	columnProves
	columnPieceState
	columnPieceDigest
)

func newProof(p *Page) *proof {
	w := p.words
	s := &proof{page: p, hint: widget.NewCaption(""), kind: widget.NewCaption(""), text: widget.SmallProse("")}
	s.hint.Cut, s.kind.Cut = true, true
	s.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.evidence.column.name"), Width: 200, Stretch: 3},
		widget.Column{Title: w.Say("ui.evidence.column.pages"), Width: 76},
		widget.Column{Title: w.Say("guide.evidence.column.note"), Width: 110, Stretch: 1},
		widget.Column{Title: w.Say("guide.evidence.column.proves"), Width: 80, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("guide.evidence.column.kept"), Width: 90, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.evidence.column.digest"), Width: 110, Stretch: 1, Size: theme.SizeNameCaptionText, Rank: 1},
	)
	s.grid.OnCommit = func(id string, column int, text string) error { return p.apply(evidenceChange(id, column, text)) }
	s.grid.Keep(drafts{p}, "evidence")
	s.grid.OnCurrent = func(string) { s.showDetail() }
	s.grid.OnOpen = func(string) { s.openFile() }
	s.links = widget.NewGrid(
		widget.Column{Title: w.Say("guide.evidence.column.linked"), Width: 52, Align: fyne.TextAlignCenter},
		widget.Column{Title: w.Say("ui.indicator.column.name"), Width: 160, Stretch: 1},
	)
	s.links.OnOpen = func(string) { s.toggleLink() }
	add := widget.NewPrimary(w.Say("ui.evidence.add"), s.pick).WithTip(w.Say("guide.evidence.add.tip") + "　" + keysAttach.String())
	tool := func(key string, do func(), keys string) *widget.Button {
		return widget.NewButton(w.Say("guide.evidence."+key), do).WithTip(strings.TrimSpace(w.Say("guide.evidence."+key+".tip") + "　" + keys))
	}
	s.open, s.deliver = tool("open", s.openFile, keysOpen.String()), tool("deliver", s.deliverFile, "")
	s.remove, s.copy = tool("remove", s.removePiece, keysDetach.String()), tool("copy", s.copyDigest, "")
	s.toggle = tool("toggle", s.toggleLink, "")
	s.picture = canvas.NewImageFromImage(nil)
	s.picture.FillMode = canvas.ImageFillContain
	s.picture.Hide()
	hint := container.NewVBox(layout.NewSpacer(), container.New(layout.NewCustomPaddedLayout(3, 0, 12, 0), s.hint), layout.NewSpacer())
	actions := widget.NewActions(add, s.open, s.deliver, s.remove, s.copy)
	actions.FirstStays = true
	head := widget.Headed(widget.Frame(nil, nil, container.NewCenter(widget.NewSection(w.Say("ui.step.evidence"))), nil, hint), actions)
	begin := widget.NewPrimary(w.Say("ui.evidence.add")+"  "+keysAttach.String(), s.pick)
	s.empty = container.NewCenter(container.NewVBox(container.NewCenter(widget.NewHeading(w.Say("guide.evidence.empty"))),
		widget.NewCaption(w.Say("guide.evidence.empty.text")), widget.Gap(0, 6), container.NewCenter(begin)))
	preview := widget.Frame(container.NewVBox(s.kind, widget.Gap(0, 2)), nil, nil, nil,
		container.NewStack(container.NewVScroll(widget.Flush(s.text)), s.picture))
	linking := widget.Frame(widget.Frame(nil, nil, container.NewCenter(widget.NewCaption(w.Say("guide.evidence.links"))), s.toggle, widget.Gap(0, 0)), nil, nil, nil,
		widget.NewPanel(s.links, 1))
	s.detail = container.New(tall(254), container.New(layout.NewCustomPaddedLayout(4, 0, 0, 0), container.New(shares{5, 5}, widget.NewPanel(preview, 12), widget.NewPanel(linking, 8))))
	s.box = widget.Frame(container.NewVBox(head, widget.Gap(0, 2)), nil, nil, nil, widget.NewPanes(fyne.NewSize(0, detailFold+66), widget.Below,
		widget.Pane{Name: w.Say("ui.pane.list"), Content: widget.NewPanel(container.NewStack(s.grid, s.empty), 1)},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: s.detail}))
	return s
}

// evidenceChange is what typing into a column of the grid means.
func evidenceChange(id string, column int, text string) edit.Change {
	switch column {
	case columnPiece:
		return edit.SetEvidenceName(id, text)
	case columnPieceNote:
		return edit.SetEvidenceNote(id, text)
	}
	return edit.SetEvidencePages("", id, text)
}

func (s *proof) content() fyne.CanvasObject { return s.box }
func (s *proof) commit()                    { s.grid.Commit() }

func (s *proof) focus(item string) {
	if item != "" {
		s.grid.Select(item)
	}
	s.grid.Focus()
}

func (s *proof) refresh() {
	s.page.files.ask(s.refresh)
	w, e := s.page.words, s.page.session.Evaluation()
	proves := map[string]int{}
	for i := range e.Indicators {
		for _, id := range e.Indicators[i].Evidence {
			proves[id]++
		}
	}
	rows := make([]widget.Row, 0, len(e.Evidence))
	missing := 0
	for i := range e.Evidence {
		piece := &e.Evidence[i]
		state, tone := s.page.files.state(piece)
		if tone == look.Warn {
			missing++
		}
		count := widget.Cell{Text: strconv.Itoa(proves[piece.ID])}
		if proves[piece.ID] == 0 {
			count = widget.Cell{Text: w.Say("guide.evidence.unused"), Tone: look.Warn}
		}
		rows = append(rows, widget.Row{ID: piece.ID, Cells: []widget.Cell{
			columnPiece: {Text: piece.Name, Edit: true}, columnPiecePages: {Text: piece.Pages, Edit: true}, columnPieceNote: {Text: piece.Note, Edit: true},
			columnProves: count, columnPieceState: {Text: state, Shape: widget.AsBadge, Tone: tone}, columnPieceDigest: {Text: piece.SHA256, Tone: look.Quiet},
		}})
	}
	s.grid.SetRows(rows)
	if s.grid.CurrentRow() == "" && len(rows) > 0 {
		s.grid.Select(rows[0].ID)
	}
	setVisible(s.empty, len(rows) == 0)
	setVisible(s.detail, len(rows) > 0)
	s.hint.SetText(w.Say("guide.evidence.hint", "count", strconv.Itoa(len(rows)), "missing", strconv.Itoa(missing)))
	for _, b := range []*widget.Button{s.open, s.remove, s.copy} {
		widget.SetEnabled(b, len(rows) > 0)
	}
	s.showDetail()
}

// selectDigest makes the piece with a digest current.
func (s *proof) selectDigest(digest string) {
	for _, piece := range s.page.session.Evaluation().Evidence {
		if strings.EqualFold(piece.SHA256, digest) {
			s.grid.Select(piece.ID)
		}
	}
}

func (s *proof) piece() (scoring.Evidence, bool) { return s.page.pieceOf(s.grid.CurrentRow()) }

// showDetail shows what the current file is and what it proves.
func (s *proof) showDetail() {
	piece, ok := s.piece()
	digest := strings.ToLower(piece.SHA256)
	widget.SetEnabled(s.deliver, ok && !s.page.files.here[digest])
	widget.SetEnabled(s.copy, ok && digest != "")
	if !ok {
		return
	}
	e := s.page.session.Evaluation()
	rows := make([]widget.Row, len(e.Indicators))
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		mark := widget.Cell{Text: "○", Tone: look.Quiet}
		if slices.Contains(ind.Evidence, piece.ID) {
			mark = widget.Cell{Text: "✓", Bold: true, Tone: look.Fine}
		}
		rows[i] = widget.Row{ID: ind.ID, Cells: []widget.Cell{mark, {Text: ind.Name}}}
	}
	s.links.SetRows(rows)
	if s.links.CurrentRow() == "" && len(rows) > 0 {
		s.links.Select(rows[0].ID)
	}
	s.look(piece, digest)
}

// look shows how the file begins; it is read in the background.
func (s *proof) look(piece scoring.Evidence, digest string) {
	w := s.page.words
	if !s.page.files.here[digest] {
		s.looking.Drop()
		s.shown = ""
		s.showSight(desk.EvidenceFile{}, w.Say("guide.evidence.not-here", "file", piece.Name))
		return
	}
	if s.shown == digest {
		return
	}
	s.shown = digest
	keeper := s.page.needs.Evidence
	task.Run(s.page.needs.Runner, &s.looking, func(ctx context.Context, _ *task.Progress) (desk.EvidenceFile, error) {
		return keeper.EvidenceFile(ctx, digest)
	}, func(file desk.EvidenceFile, err error) {
		if err != nil {
			s.showSight(desk.EvidenceFile{}, w.Error(err))
			return
		}
		text := file.Seen.Text
		if text == "" && file.Seen.Image == nil {
			text = w.Say("guide.evidence.no-preview")
		}
		s.showSight(file, text)
	})
}

func (s *proof) showSight(file desk.EvidenceFile, text string) {
	s.kind.SetText("")
	if file.Digest != "" {
		s.kind.SetText(s.page.files.describe(file))
	}
	s.text.SetText(text)
	s.picture.Image = file.Seen.Image
	setVisible(s.picture, file.Seen.Image != nil)
	s.picture.Refresh()
}

func (s *proof) pick() { s.page.files.pick(s.takeFile) }

// takeFile puts a file on the list.
func (s *proof) takeFile(path string) { s.page.files.take(incoming{path: path}) }

func (s *proof) openFile() {
	if piece, ok := s.piece(); ok {
		s.page.files.open(piece)
	}
}

func (s *proof) deliverFile() {
	if piece, ok := s.piece(); ok {
		s.page.files.deliver(piece)
	}
}

func (s *proof) removePiece() {
	if piece, ok := s.piece(); ok && s.page.apply(edit.RemoveEvidence(piece.ID)) == nil {
		s.page.notice.offer(s.page.words.Say("guide.evidence.removed", "file", piece.Name), look.Current, s.page.words.Say("ui.command.undo"), s.page.undo)
	}
}

func (s *proof) copyDigest() {
	if piece, ok := s.piece(); ok {
		s.page.needs.Copy(piece.SHA256)
		s.page.needs.Toast(s.page.words.Say("guide.evidence.copied"), look.Fine)
	}
}

// toggleLink says that the file proves the indicator that is current in the list, or that it does not.
func (s *proof) toggleLink() {
	piece, ok := s.piece()
	ind, _, found := s.page.session.Line(s.links.CurrentRow())
	if ok && found {
		_ = s.page.apply(edit.Link(piece.ID, ind.ID, !slices.Contains(ind.Evidence, piece.ID))) // a refusal was said
	}
}
