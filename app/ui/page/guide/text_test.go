package guide

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

func (r *room) narrative() *narrative { return r.page.screens[edit.Narrative].(*narrative) }

func TestDerivedClaimsAreMarkedWhileOneTypes(t *testing.T) {
	r := enter(t, edit.Narrative)
	s := r.narrative()
	s.outline.Select("scope")
	s.write(t, r, "申报1141家中941家通过，通过率82.47%，从2019年的908家增至2021年的1273家，增加300家")
	s.claims.check(s.editor.Shown()) // what the end of the delay does
	r.until(func() bool { return len(s.claims.found) >= 2 && len(marks(s)) >= 2 })
	verdicts := map[string]bool{}
	for _, row := range s.claims.grid.Rows() {
		verdicts[row.Cells[columnVerdict].Text] = true
	}
	if !verdicts["相符"] || !verdicts["不符"] {
		t.Errorf("verdicts %v of %d claims", verdicts, len(s.claims.found))
	}
	if got := marks(s); !slices.ContainsFunc(got, func(p widget.Part) bool { return p.At == "differs" && strings.HasSuffix(p.Text, "300家") }) {
		t.Errorf("marked %+v", got)
	}
	s.claims.grid.Focus()
	s.claims.grid.Select("0")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if r.Canvas().Focused() != s.editor.Target() {
		t.Error("the claim did not lead to its words")
	}
	s.editor.Reveal(s.claims.found[1].Place.Start)
	if s.claims.grid.CurrentRow() != "1" {
		t.Errorf("claim %q is current with the caret in the second", s.claims.grid.CurrentRow())
	}
	before := len(marks(s))
	uitest.Press(t, r.Canvas(), fyne.KeyRight)
	uitest.Type(t, r.Canvas(), "0")
	if got := len(marks(s)); got >= before {
		t.Errorf("%d marks, %d before: a claim that was changed is still marked", got, before)
	}
}

// write types at the end of the section.
func (s *narrative) write(t testing.TB, r *room, text string) {
	t.Helper()
	s.editor.Focus()
	s.editor.Reveal(len(s.editor.Shown()))
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), text)
}

func marks(s *narrative) []widget.Part {
	var list []widget.Part
	for _, p := range s.editor.Parts() {
		if p.Name == "mark" {
			list = append(list, p)
		}
	}
	return list
}

func TestFigureIsBoundWhereTheCaretIs(t *testing.T) {
	r := enter(t, edit.Narrative)
	s := r.narrative()
	s.outline.Select("scope")
	before := s.editor.Text()
	s.write(t, r, "得分为")
	r.Run(t, "figure")
	uitest.Type(t, r.Canvas(), "总分")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.until(func() bool { return s.editor.Text() != before+"\n得分为" })
	if got := s.editor.Text(); got != before+"\n得分为{{total}}" || r.Canvas().Focused() != s.editor.Target() {
		t.Errorf("text ends %q, keyboard in %T", got[len(before):], r.Canvas().Focused())
	}
	uitest.Type(t, r.Canvas(), "。")
	if got := r.page.session.Evaluation().Section("scope"); got != before+"\n得分为{{total}}。" {
		t.Errorf("stored %q", got[len(before):])
	}
	if err := r.page.session.Apply(edit.SetActual("hi-stock", "1500家")); err != nil {
		t.Fatal(err)
	}
	if got := s.editor.Shown(); !strings.HasSuffix(got, "得分为97.75。") {
		t.Errorf("shown %q after the total has changed", got[len(got)-40:])
	}
}

func TestEveryFigureHasAName(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		r := enter(t, edit.Narrative)
		r.page.words = uitest.Words(t, language)
		for _, v := range r.page.figures().All() {
			if name := r.page.figureName(v.Key); name == "" || name == v.Key || strings.HasPrefix(name, "guide.") {
				t.Errorf("%s: %s is called %q", language, v.Key, name)
			}
		}
	}
}

func TestLongSectionIsHandedOverWhenTypingRests(t *testing.T) {
	r := enterWith(t, edit.Narrative, func(e *scoring.Evaluation) {
		e.Narrative = []scoring.Narrative{{Section: "scope", Text: longText(300)}}
	})
	s := r.narrative()
	s.outline.Select("scope")
	s.write(t, r, "完。")
	stored := func() bool { return strings.HasSuffix(r.page.session.Evaluation().Section("scope"), "\n完。") }
	if stored() {
		t.Error("the key that ends a sentence has the whole section checked")
	}
	r.Clock.Pass()
	r.until(stored)
	s.write(t, r, "又。")
	if err := r.page.Leave(); err != nil || !strings.HasSuffix(r.page.session.Evaluation().Section("scope"), "\n又。") {
		t.Errorf("left before typing rested: %v", err)
	}
}

// longText has 20,000 characters in paragraphs, with figures in them.
func longText(paragraph int) string {
	const sentence = "全年服务企业1141家，其中941家通过，通过率82.47%，同比增加285家，工作有序推进。"
	var b strings.Builder
	for n := 0; n < 20_000; n += utf8.RuneCountInString(sentence) {
		b.WriteString(sentence)
		if paragraph > 0 && n/paragraph != (n+utf8.RuneCountInString(sentence))/paragraph {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func benchmarkTyping(b *testing.B, paragraph int, text string) {
	r := enterWith(b, edit.Narrative, func(e *scoring.Evaluation) {
		e.Narrative = []scoring.Narrative{{Section: "scope", Text: longText(paragraph)}}
	})
	s := r.narrative()
	s.outline.Select("scope")
	s.editor.Focus()
	s.editor.Reveal(len(s.editor.Shown()) / 2)
	for b.Loop() {
		uitest.Type(b, r.Canvas(), text)
		r.Queue.Drain()
	}
}

func BenchmarkKeyInTextOf20000Characters(b *testing.B)      { benchmarkTyping(b, 300, "文") }
func BenchmarkKeyInParagraphOf20000Characters(b *testing.B) { benchmarkTyping(b, 0, "文") }
func BenchmarkSentenceInTextOf20000Characters(b *testing.B) { benchmarkTyping(b, 300, "。") }
