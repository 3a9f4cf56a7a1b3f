package guide

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// narrative is the step of the report's texts: the outline at the left, the section's paragraphs at the right. Every paragraph is a
// field of its own, because the toolkit lays out a whole field at every key.
type narrative struct {
	page     *Page
	outline  *widget.Grid
	title    *widget.Text
	count    *widget.Text
	claims   *claims
	section  string // ID of the section that is shown
	fields   []*widget.Entry
	joined   []bool        // the field goes on with the paragraph of the one before
	typing   *widget.Entry // the field that was typed in last
	list     *fyne.Container
	scroll   *container.Scroll
	box      fyne.CanvasObject
	building bool
}

func newNarrative(p *Page) *narrative {
	w := p.words
	s := &narrative{page: p, title: widget.NewHeading(""), count: widget.NewCaption(""), list: container.NewVBox()}
	s.outline = widget.NewGrid(
		widget.Column{Title: w.Say("ui.narrative.column.section"), Width: 150, Stretch: 1},
		widget.Column{Title: w.Say("ui.narrative.column.length"), Width: 64, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText},
	)
	s.outline.OnCurrent = func(string) { s.show() }
	s.outline.OnOpen = func(string) { s.focusText() }
	add := widget.NewButton(w.Say("ui.narrative.add"), func() {
		s.append(piece{})
		widget.Focus(s.fields[len(s.fields)-1])
		s.scroll.ScrollToBottom()
	})
	figure := widget.NewButton(w.Say("ui.command.figure"), s.askFigure).WithTip(w.Say("ui.tip.figure", "keys", keysFigure.String()))
	s.scroll = container.NewVScroll(inset(container.NewVBox(s.list, container.NewHBox(add))))
	s.claims = newClaims(p, s.goTo)
	head := widget.Frame(nil, nil, nil, container.NewCenter(figure), container.NewVBox(s.title, s.count))
	editor := widget.NewPanel(widget.Frame(container.NewVBox(head, widget.Gap(0, 2)), container.NewVBox(widget.Gap(0, 6), s.claims.box), nil, nil, s.scroll), 14)
	s.claims.fit = editor.Refresh
	s.box = widget.Frame(container.NewVBox(widget.NewSection(w.Say("ui.step.narrative")), widget.Gap(0, 2)), nil,
		container.NewHBox(container.New(wide(250), widget.NewPanel(s.outline, 1)), widget.Gap(6, 0)), nil, editor)
	return s
}

func (s *narrative) content() fyne.CanvasObject { return s.box }

func (s *narrative) commit() {
	if s.dirty() {
		s.store()
	}
}

func (s *narrative) dirty() bool {
	for _, f := range s.fields {
		if f.Dirty() {
			return true
		}
	}
	return false
}

func (s *narrative) refresh() {
	s.outline.SetRows(s.rows(s.page.session.Scheme().Outline, 0, nil))
	if s.outline.CurrentRow() == "" {
		s.outline.Select(firstToWrite(s.page.session.Scheme().Outline))
	}
	s.refreshCount()
	if text := s.page.session.Evaluation().Section(s.section); !s.dirty() && text != s.text() {
		s.fill(text)
	}
}

// rows lists the sections of the outline with the length of their texts.
func (s *narrative) rows(outline []scoring.Section, depth int, rows []widget.Row) []widget.Row {
	e, w := s.page.session.Evaluation(), s.page.words
	for i := range outline {
		text := e.Section(outline[i].ID)
		length := widget.Cell{Text: strconv.Itoa(utf8.RuneCountInString(text)), Tone: look.Quiet}
		switch {
		case len(outline[i].Children) > 0 && text == "":
			length.Text = ""
		case strings.TrimSpace(text) == "" && outline[i].Required:
			length = widget.Cell{Text: w.Say("ui.narrative.missing"), Tone: look.Warn}
		}
		rows = append(rows, widget.Row{ID: outline[i].ID, Cells: []widget.Cell{
			{Text: strings.Repeat("　", depth) + w.Name(outline[i].Title), Bold: depth == 0}, length,
		}})
		rows = s.rows(outline[i].Children, depth+1, rows)
	}
	return rows
}

// firstToWrite returns the first section without sub-sections.
func firstToWrite(outline []scoring.Section) string {
	for i := range outline {
		if len(outline[i].Children) == 0 {
			return outline[i].ID
		}
		if id := firstToWrite(outline[i].Children); id != "" {
			return id
		}
	}
	return ""
}

// show brings the current section's text to the screen.
func (s *narrative) show() {
	id := s.outline.CurrentRow()
	if id == s.section || id == "" {
		return
	}
	s.commit()
	s.section = id
	for _, row := range s.outline.Rows() {
		if row.ID == id {
			s.title.SetText(strings.TrimSpace(row.Cells[0].Text))
		}
	}
	s.fill(s.page.session.Evaluation().Section(id))
	s.refreshCount()
}

func (s *narrative) refreshCount() {
	text := s.page.session.Evaluation().Section(s.section)
	s.count.SetText(s.page.words.Say("ui.narrative.count", "count", strconv.Itoa(utf8.RuneCountInString(text))))
}

// fill makes a field for every paragraph, and several for a very long one.
func (s *narrative) fill(text string) {
	s.building = true // fields that go away must not hand their text over to another section
	defer func() { s.building = false }()
	s.fields, s.joined = nil, nil
	s.list.RemoveAll()
	for _, p := range split(text) {
		s.append(p)
	}
	s.scroll.ScrollToTop()
	s.claims.check(text)
}

func (s *narrative) append(p piece) {
	field := widget.NewProse(rowsFor(p.text), nil)
	field.SetValue(p.text)
	field.OnCommit = func(string) error {
		if s.building {
			return nil
		}
		return s.store()
	}
	field.OnChanged = func(string) {
		if !s.building {
			s.typing = field
			s.claims.typed(s.text())
		}
	}
	s.fields, s.joined = append(s.fields, field), append(s.joined, p.joined)
	s.list.Add(field)
}

// rowsFor estimates how many rows a paragraph needs, so that it is seen whole.
func rowsFor(paragraph string) int {
	const charactersInRow = 34
	return min(max(2, utf8.RuneCountInString(paragraph)/charactersInRow+1), 18)
}

// text returns what the fields hold, paragraphs separated by line breaks.
func (s *narrative) text() string {
	pieces := make([]piece, len(s.fields))
	for i, f := range s.fields {
		pieces[i] = piece{f.Text, s.joined[i]}
	}
	return join(pieces)
}

// goTo gives the keyboard to the field with a place of the text, by its offset in bytes.
func (s *narrative) goTo(start int) {
	at := 0
	for i, f := range s.fields {
		if i > 0 && !s.joined[i] {
			at++ // the line break
		}
		if at += len(f.Text); start < at || i == len(s.fields)-1 {
			widget.Focus(f)
			s.scroll.ScrollToOffset(fyne.NewPos(0, max(f.Position().Y-20, 0)))
			return
		}
	}
}

// store hands the whole section over, without empty paragraphs.
func (s *narrative) store() error {
	text := tidy(s.text())
	for _, f := range s.fields {
		f.Accept()
	}
	return s.page.apply(edit.SetNarrative(s.section, text))
}

func (s *narrative) focusText() {
	if len(s.fields) > 0 {
		widget.Focus(s.fields[0])
	}
}

func (s *narrative) focus(item string) {
	if item != "" {
		s.outline.Select(item)
	}
	s.outline.Focus()
}
