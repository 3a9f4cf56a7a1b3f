package guide

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prose"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
)

// narrative is the step of the report's texts: the outline at the left, the section's text at the right, and below it what the text
// derives from figures.
type narrative struct {
	page    *Page
	outline *widget.Grid
	title   *widget.Text
	count   *widget.Text
	editor  *prose.Editor
	claims  *claims
	section string // ID of the section that is shown
	source  *figure.Source
	of      *scoring.Evaluation // what the source belongs to
	stop    func()              // keeps a text from being handed over later
	box     fyne.CanvasObject
}

// textFold is the width below which the outline is not shown beside the text.
const textFold = 660

func newNarrative(p *Page) *narrative {
	w := p.words
	s := &narrative{page: p, title: widget.NewHeading(""), count: widget.NewCaption(""), editor: prose.New(), stop: func() {}}
	s.count.Cut = true
	s.outline = widget.NewGrid(
		widget.Column{Title: w.Say("ui.narrative.column.section"), Width: 150, Stretch: 1},
		widget.Column{Title: w.Say("ui.narrative.column.length"), Width: 64, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText},
	)
	s.outline.OnCurrent = func(string) { s.show() }
	s.outline.OnOpen = func(string) { s.editor.Focus() }
	s.editor.OnCommit = s.store
	s.editor.OnSentence = s.sentence
	s.editor.OnChanged = func() {
		s.refreshCount()
		s.claims.typed(s.editor.Shown())
	}
	s.editor.Value = func(key string) (string, bool) { return s.figures().Value(key) }
	s.editor.OnMenu = s.showMenu
	s.editor.OnMark = func(index int) { s.claims.point(index) }
	button := widget.NewButton(w.Say("ui.command.figure"), s.askFigure).WithTip(w.Say("ui.tip.figure", "keys", keysFigure.String()))
	s.claims = newClaims(p, func(start int) {
		s.editor.Reveal(start)
		s.editor.Focus()
	})
	s.claims.mark = s.mark
	head := widget.Frame(nil, nil, nil, container.NewCenter(button), container.NewVBox(s.title, s.count))
	panel := widget.NewPanel(widget.Frame(container.NewVBox(head, widget.Gap(0, 2)), container.NewVBox(widget.Gap(0, 6), s.claims.box), nil, nil, s.editor), 14)
	s.claims.fit = panel.Refresh
	s.box = widget.Frame(container.NewVBox(widget.NewSection(w.Say("ui.step.narrative")), widget.Gap(0, 2)), nil, nil, nil,
		widget.NewPanes(fyne.NewSize(textFold, 0), widget.LeftOf,
			widget.Pane{Name: w.Say("ui.help.contents"), Content: container.New(layout.NewCustomPaddedLayout(0, 0, 0, 10), container.New(wide(250), widget.NewPanel(s.outline, 1)))},
			widget.Pane{Name: w.Say("ui.pane.text"), Content: panel}))
	return s
}

func (s *narrative) content() fyne.CanvasObject { return s.box }
func (s *narrative) commit()                    { s.editor.Commit() }

// figures returns the values that texts can be bound to, as they are now.
func (s *narrative) figures() *figure.Source {
	if e := s.page.session.Evaluation(); s.source == nil || s.of != e {
		s.source, s.of = s.page.figures(), e
	}
	return s.source
}

func (s *narrative) refresh() {
	s.outline.SetRows(s.without(s.rows(s.page.session.Scheme().Outline, 0, nil)))
	if s.outline.CurrentRow() == "" {
		s.outline.Select(firstToWrite(s.page.session.Scheme().Outline))
	}
	text := s.page.session.Evaluation().Section(s.section)
	switch {
	case s.editor.Dirty():
	case tidy(s.editor.Text()) != text:
		s.editor.SetValue(text)
		s.claims.check(s.editor.Shown())
	case s.of != s.page.session.Evaluation():
		s.editor.Refigure()
	}
	s.refreshCount()
}

// rows lists the sections of the outline with the length of their texts.
func (s *narrative) rows(outline []scoring.Section, depth int, rows []widget.Row) []widget.Row {
	e, w := s.page.session.Evaluation(), s.page.words
	for i := range outline {
		text := e.Section(outline[i].ID)
		length := widget.Cell{Text: strconv.Itoa(s.length(text)), Tone: look.Quiet}
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

// without adds the texts that the scheme's outline has no heading for: they are kept, and printed nowhere.
func (s *narrative) without(rows []widget.Row) []widget.Row {
	e, w := s.page.session.Evaluation(), s.page.words
	for i := range e.Narrative {
		n := &e.Narrative[i]
		if strings.TrimSpace(n.Text) == "" || recast.HasSection(s.page.session.Scheme().Outline, n.Section) {
			continue
		}
		name := w.Message(review.PlaceMessage(e, review.PlaceSection(n.Section)))
		rows = append(rows, widget.Row{ID: n.Section, Cells: []widget.Cell{
			{Text: name, Tone: look.Quiet}, {Text: w.Say("guide.narrative.without"), Tone: look.Quiet},
		}})
	}
	return rows
}

// length counts the characters of a text as it is shown, line breaks aside, as the editor does.
func (s *narrative) length(text string) int {
	if figure.Has(text) {
		text = s.figures().Fill(text)
	}
	return utf8.RuneCountInString(text) - strings.Count(text, "\n")
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
	s.editor.Reset(s.page.session.Evaluation().Section(id))
	s.refreshCount()
	s.claims.check(s.editor.Shown())
}

func (s *narrative) refreshCount() {
	s.count.SetText(s.page.words.Say("guide.narrative.count", "count", strconv.Itoa(s.editor.Length())))
}

// mark shows what was found out about the text in the text, unless it has changed since.
func (s *narrative) mark(text string, marks []prose.Mark) {
	if s.editor.Shown() == text {
		s.editor.SetMarks(marks)
	}
}

// From so many characters on a section is handed over when typing rests, not at the key that ends a sentence: the checks read it all.
const longSection = 6000

// handOverDelay is how long typing rests before that.
const handOverDelay = 150 * time.Millisecond

// sentence hands the text over at the end of a sentence.
func (s *narrative) sentence() {
	s.stop()
	if s.editor.Length() < longSection {
		s.editor.Commit()
		return
	}
	s.stop = s.page.needs.Runner.After(handOverDelay, s.editor.Commit)
}

// store hands the section over, without empty paragraphs.
func (s *narrative) store(text string) error {
	return s.page.apply(edit.SetNarrative(s.section, tidy(text)))
}

// tidy leaves empty paragraphs out.
func tidy(text string) string {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(paragraph) != "" {
			paragraphs = append(paragraphs, paragraph)
		}
	}
	return strings.Join(paragraphs, "\n")
}

// showMenu offers what can be done with what is selected.
func (s *narrative) showMenu(at fyne.Position) {
	c := widget.CanvasOf(s.box)
	if c == nil {
		return
	}
	w, clipboard := s.page.words, fyne.CurrentApp().Clipboard()
	item := func(key string, do func()) *fyne.MenuItem { return fyne.NewMenuItem(w.Say(key), do) }
	toolkit.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		item("guide.text.cut", func() { s.editor.Cut(clipboard) }),
		item("guide.text.copy", func() { s.editor.Copy(clipboard) }),
		item("guide.text.paste", func() { s.editor.Paste(clipboard) }),
		item("guide.text.all", s.editor.SelectAll),
		fyne.NewMenuItemSeparator(),
		item("ui.command.figure", s.askFigure),
	), c, at)
}

func (s *narrative) focus(item string) {
	if item == "" {
		s.outline.Focus()
		return
	}
	s.outline.Select(item)
	s.editor.Focus()
}
