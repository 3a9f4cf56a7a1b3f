package guide

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// BenchmarkOpen opens an evaluation: session with scores and findings, the page built, laid out and shown; without painting.
func BenchmarkOpen(b *testing.B) {
	r := pagetest.New(b, locale.Chinese)
	e, scheme := uitest.Example(b)
	for b.Loop() {
		session := edit.Open(e, edit.Needs{Scheme: scheme, Keeper: &uitest.Keeper{}, Post: r.Queue.Post})
		page := New(Needs{Host: r.Host(), Session: session, Exporter: &fakeExporter{}}, "")
		r.Enter(page)
		page.Close()
		r.Queue.Drain()
	}
	if len(r.Failed) > 0 {
		b.Fatal(r.Failed)
	}
}

// benchmarkScroll scrolls a step by a notch of the wheel, without painting.
func benchmarkScroll(b *testing.B, step edit.Step, grid func(*room) *widget.Grid) {
	r := enter(b, step)
	g := grid(r)
	ids := make([]string, 0, len(g.Rows()))
	for _, row := range g.Rows() {
		if row.Level == 0 {
			ids = append(ids, row.ID)
		}
	}
	i := 0
	for b.Loop() {
		i++
		g.Select(ids[i%2*(len(ids)-1)]) // from one end to the other
		r.Queue.Drain()
	}
}

func BenchmarkScrollIndicators(b *testing.B) {
	benchmarkScroll(b, edit.Indicators, func(r *room) *widget.Grid { return r.indicators().grid })
}

func BenchmarkScrollChecks(b *testing.B) {
	benchmarkScroll(b, edit.Checks, func(r *room) *widget.Grid { return r.checks().grid })
}

// BenchmarkScrollText moves through a text of 20,000 characters by pages.
func BenchmarkScrollText(b *testing.B) {
	r := enterWith(b, edit.Narrative, func(e *scoring.Evaluation) {
		e.Narrative = []scoring.Narrative{{Section: "scope", Text: longText(300)}}
	})
	s := r.narrative()
	s.outline.Select("scope")
	s.editor.Focus()
	i := 0
	for b.Loop() {
		i++
		key := fyne.KeyPageDown
		if i/20%2 == 1 {
			key = fyne.KeyPageUp
		}
		uitest.Press(b, r.Canvas(), key)
	}
}

// BenchmarkTrial tries another actual in the panel that scores the whole evaluation anew.
func BenchmarkTrial(b *testing.B) {
	r := enter(b, edit.Checks)
	r.checks().showTrial()
	texts := []string{"1500家", strings.Repeat("1", 3) + "家"}
	i := 0
	for b.Loop() {
		i++
		r.checks().trial.try("hi-stock", texts[i%2])
	}
}
