package guide

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

func TestSplitTextIsJoinedAgain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Repeat(rapid.StringOf(rapid.RuneFrom([]rune("甲乙。；\nab "))).Draw(r, "text"), rapid.IntRange(1, 200).Draw(r, "times"))
		pieces := split(text)
		if join(pieces) != text {
			r.Fatalf("%q came back as %q", text, join(pieces))
		}
		for _, p := range pieces {
			if n := utf8.RuneCountInString(p.text); n > longestPiece || strings.Contains(p.text, "\n") {
				r.Fatalf("a piece of %d characters", n)
			}
		}
	})
}

func (r *room) narrative() *narrative { return r.page.screens[edit.Narrative].(*narrative) }

func TestDerivedClaimsAreMarkedWhileOneTypes(t *testing.T) {
	r := enter(t, edit.Narrative)
	s := r.narrative()
	s.outline.Select("scope")
	s.append(piece{})
	r.canvas.Focus(s.fields[len(s.fields)-1])
	uitest.Type(t, r.canvas, "申报1141家中941家通过，通过率82.47%，从2019年的908家增至2021年的1273家，增加300家")
	s.claims.check(s.text()) // what the end of the delay does
	for len(s.claims.found) < 2 || s.claims.found[len(s.claims.found)-1].Stated.Text == "" {
		r.queue.Take()
	}
	verdicts := map[string]bool{}
	for _, row := range s.claims.grid.Rows() {
		verdicts[row.Cells[columnVerdict].Text] = true
	}
	if !verdicts["相符"] || !verdicts["不符"] {
		t.Errorf("verdicts %v of %d claims", verdicts, len(s.claims.found))
	}
	s.claims.goTo(s.claims.found[len(s.claims.found)-1].Place.Start)
	if r.canvas.Focused() != s.fields[len(s.fields)-1] {
		t.Error("the claim did not lead to its paragraph")
	}
}

func TestFigureGoesWhereTheCursorIs(t *testing.T) {
	r := enter(t, edit.Narrative)
	s := r.narrative()
	s.outline.Select("scope")
	s.append(piece{})
	field := s.fields[len(s.fields)-1]
	r.canvas.Focus(field)
	uitest.Type(t, r.canvas, "得分为")
	r.command(t, "figure")
	uitest.Type(t, r.canvas, "总分")
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	for field.Text == "得分为" {
		r.queue.Take()
	}
	if field.Text != "得分为99.00" || r.canvas.Focused() != field {
		t.Errorf("field %q, keyboard in %T", field.Text, r.canvas.Focused())
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
	r.canvas.Focus(s.fields[len(s.fields)/2])
	for b.Loop() {
		uitest.Type(b, r.canvas, text)
		r.queue.Drain()
	}
}

func BenchmarkKeyInTextOf20000Characters(b *testing.B)      { benchmarkTyping(b, 300, "文") }
func BenchmarkKeyInParagraphOf20000Characters(b *testing.B) { benchmarkTyping(b, 0, "文") }
func BenchmarkSentenceInTextOf20000Characters(b *testing.B) { benchmarkTyping(b, 300, "。") }
