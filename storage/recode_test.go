package storage

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/storage/delta"
)

// Whatever an edit does: encoding it by what is known gives what encoding the whole gives, and the changes lead from one to the other.
func TestRecodingEqualsEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := sample("a")
		var k *known
		stored, err := encodeEvaluation(e)
		if err != nil {
			t.Fatal(err)
		}
		fast := 0
		for range rapid.IntRange(1, 12).Draw(t, "edits") {
			e, err = k.evaluation(evaluationKey(e.FiscalYear, e.ID), stored)
			if err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(0, 3).Draw(t, "at once") {
				randomEdit(t, e)
			}
			want, err := encodeEvaluation(e)
			if err != nil {
				t.Fatal(err)
			}
			if k != nil {
				fast++
			}
			now, changes, err := k.after(e, stored)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(want, stored) {
				if len(changes) > 0 {
					t.Fatalf("changes without a change: %+v", changes)
				}
				continue
			}
			if !bytes.Equal(now.content, want) {
				t.Fatalf("recoded\n%s\nencoded\n%s", now.content, want)
			}
			after, err := delta.Apply(stored, changes)
			if err != nil || !bytes.Equal(after, want) {
				t.Fatalf("the changes %+v lead to %v\n%s\ninstead of\n%s", changes, err, after, want)
			}
			if back, err := delta.Apply(want, delta.Invert(changes)); err != nil || !bytes.Equal(back, stored) {
				t.Fatalf("the changes do not lead back: %v", err)
			}
			if now.twin == nil {
				t.Fatalf("nothing is known of\n%s", want)
			}
			// What the caller does with the evaluation later must not matter.
			for i := range e.Indicators {
				e.Indicators[i].Evidence = append(e.Indicators[i].Evidence[:0], "spoilt")
			}
			k, stored = now, want
		}
	})
}

func randomEdit(t *rapid.T, e *scoring.Evaluation) {
	text := rapid.SampledFrom([]string{"", "原因", `"indicators":[{"id":""`, "a<b&c", "多行\n文本"}).Draw(t, "text")
	at := rapid.IntRange(0, max(0, len(e.Indicators)-1)).Draw(t, "at")
	edits := []func(){
		func() { e.Project.Name = text },
		func() { e.Status = scoring.StatusSubmitted },
		func() { e.Goals = append(e.Goals, scoring.Goal{Expected: text}) },
		func() { e.Goals = nil },
		func() { e.Evidence = append(e.Evidence, scoring.Evidence{ID: fmt.Sprint(len(e.Evidence)), Name: text}) },
		func() { e.Narrative = append(e.Narrative, scoring.Narrative{Section: text, Text: "x"}) },
		func() { e.Narrative = nil },
		func() {
			if len(e.Narrative) > 0 {
				e.Narrative[0].Text += text
			}
		},
		func() {
			e.Indicators = append(e.Indicators, scoring.Indicator{ID: fmt.Sprint("n", len(e.Indicators)), Name: text})
		},
	}
	if len(e.Indicators) > 0 {
		ind := &e.Indicators[at]
		edits = append(edits,
			func() { ind.Reason = text },
			func() { ind.Reason += text },
			func() { ind.Weight = decimal.MustNew(int64(len(text)), 1) },
			func() { ind.Evidence = append(ind.Evidence, text) },
			func() { ind.Evidence = nil },
			func() { ind.Override = &scoring.Override{Reason: text} },
			func() { ind.Override = nil },
			func() { ind.Method.Figures = map[string]decimal.Decimal{"a": decimal.One, "b": decimal.Two} },
			func() { ind.ID = text },
			func() { e.Indicators = slices.Delete(e.Indicators, at, at+1) },
			func() { e.Indicators[0], *ind = *ind, e.Indicators[0] },
			func() { e.Indicators = nil },
		)
	}
	edits[rapid.IntRange(0, len(edits)-1).Draw(t, "edit")]()
}
