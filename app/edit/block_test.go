package edit

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
)

// funds names an amount of the example's first row as a table does.
func fund(column Column, text string) Typed {
	return Typed{Text: text, Change: SetAmount(0, column, text), About: "funds/", Part: string(column)}
}

func weight(id, text string) Typed {
	return Typed{Text: text, Change: SetWeight(id, text), About: "indicators/", Part: "3 " + id}
}

// reasons lists the keys of why texts were refused, "" for those that were taken.
func reasons(errs []error) string {
	keys := make([]string, 0, len(errs))
	for _, err := range errs {
		var refusal *Refusal
		errors.As(err, &refusal)
		if refusal == nil {
			keys = append(keys, "")
			continue
		}
		keys = append(keys, refusal.Reason.Key)
	}
	return strings.Join(keys, " ")
}

// all tells the drafts of a session.
func all(s *Session) string {
	var b strings.Builder
	for _, about := range []string{"funds/", "indicators/"} {
		parts := s.Drafts(about)
		for _, part := range []string{"initial", "adjusted", "executed", "3 hi-stock", "2 hi-stock"} {
			if d, ok := parts[part]; ok {
				fmt.Fprintf(&b, "%s%s=%s ", about, part, d.Text)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

func amounts(s *Session) string {
	row := &s.Evaluation().Funds[0]
	return row.Initial.Decimal.String() + " " + row.Adjusted.Decimal.String() + " " + row.Executed.Decimal.String()
}

func TestBlockTakesWhatItCanAndKeepsTheRest(t *testing.T) {
	const budget = "16052 12480.11 9459.61"
	for _, c := range []struct {
		name          string
		texts         []Typed
		reasons       string
		amounts       string
		drafts        string
		nothingIsMade bool
	}{
		{"all of it", []Typed{fund(Initial, "1"), fund(Adjusted, "200"), fund(Executed, "3")}, "  ", "1 200 3", "", false},
		{"a word", []Typed{fund(Initial, "1"), fund(Adjusted, "甲"), fund(Executed, "3")}, " ui.refuse.number ", "1 12480.11 3", "funds/adjusted=甲", false},
		{"below nought", []Typed{fund(Initial, "-1"), fund(Executed, "3")}, "impossible.amount.negative ", "16052 12480.11 3", "funds/initial=-1", false},
		{
			"two of one row",
			[]Typed{fund(Initial, "-1"), fund(Adjusted, "乙"), fund(Executed, "3")},
			"impossible.amount.negative ui.refuse.number ",
			"16052 12480.11 3", "funds/initial=-1 funds/adjusted=乙", false,
		},
		{"a small budget with a small amount", []Typed{fund(Adjusted, "1"), fund(Executed, "2")}, " ", "16052 1 2", "", false},
		{
			"a small budget after a small amount, with a word",
			[]Typed{fund(Initial, "丙"), fund(Adjusted, "1"), fund(Executed, "2")},
			"ui.refuse.number  ",
			"16052 1 2", "funds/initial=丙", false,
		},
		{
			"a budget that is too small for what is spent",
			[]Typed{fund(Initial, "5"), fund(Adjusted, "1")},
			" impossible.execution",
			"5 12480.11 9459.61", "funds/adjusted=1", false,
		},
		{
			"nothing",
			[]Typed{fund(Initial, "-1"), fund(Adjusted, "乙")},
			"impossible.amount.negative ui.refuse.number", budget,
			"funds/initial=-1 funds/adjusted=乙", true,
		},
		{
			"two tables' rows",
			[]Typed{fund(Initial, "甲"), weight("hi-stock", "1000"), fund(Executed, "3")},
			"ui.refuse.number impossible.weight.large ", "16052 12480.11 3", "funds/initial=甲 indicators/3 hi-stock=1000", false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := calm(t)
			before := s.Evaluation()
			if got := amounts(s); got != budget {
				t.Fatalf("the example has %s", got)
			}
			if got := reasons(s.ApplyBlock(Place{Step: Money}, c.texts)); got != c.reasons {
				t.Errorf("refused with %q, want %q", got, c.reasons)
			}
			if got := amounts(s); got != c.amounts {
				t.Errorf("amounts %s, want %s", got, c.amounts)
			}
			if got := all(s); got != c.drafts {
				t.Errorf("waiting %q, want %q", got, c.drafts)
			}
			if c.nothingIsMade != (s.Evaluation() == before) {
				t.Errorf("another evaluation: %v", s.Evaluation() != before)
			}
			after := s.Evaluation()
			if place, ok := s.Undo(); !ok || place != (Place{Step: Money}) || s.Evaluation() != before || all(s) != "" {
				t.Errorf("undo went to %v, %v; waiting %q", place, ok, all(s))
			}
			if _, ok := s.Redo(); !ok || s.Evaluation() != after || all(s) != c.drafts {
				t.Errorf("redo: waiting %q", all(s))
			}
		})
	}
}

func TestUndoOfABlockBringsBackTheDraftsOfBefore(t *testing.T) {
	s := calm(t)
	s.KeepDraft("funds/", "initial", refusedAs("甲"))
	s.KeepDraft("funds/", "executed", refusedAs("乙"))
	s.ApplyBlock(Place{Step: Money}, []Typed{fund(Initial, "1"), fund(Adjusted, "丙"), fund(Executed, "丁")})
	if got := all(s); got != "funds/adjusted=丙 funds/executed=丁" {
		t.Fatalf("waiting %q", got)
	}
	if s.Undo(); all(s) != "funds/initial=甲 funds/executed=乙" {
		t.Errorf("after undo %q", all(s))
	}
	s.Redo()
	s.KeepDraft("funds/", "executed", refusedAs("戊")) // typed since
	if s.Undo(); all(s) != "funds/initial=甲 funds/executed=戊" {
		t.Errorf("after undo %q: what was typed since is not the block's", all(s))
	}
}

func TestBlockThatOnlyEndsADraftIsAStepWithoutTheStore(t *testing.T) {
	l := &ledger{}
	s, d, said := restart(t, l)
	s.KeepDraft("funds/", "initial", refusedAs("甲"))
	s.ApplyBlock(Place{Step: Money}, []Typed{fund(Initial, s.Evaluation().Funds[0].Initial.Decimal.String())})
	if all(s) != "" || !s.CanUndo() || s.Next() != (Next{}) {
		t.Errorf("waiting %q, undo %v, next %+v", all(s), s.CanUndo(), s.Next())
	}
	if _, ok := s.Undo(); !ok || all(s) != "funds/initial=甲" {
		t.Errorf("after undo %q", all(s))
	}
	settle(t, s, d)
	if s.CanUndo() || !s.CanRedo() || l.at != 0 || len(*said) != 0 {
		t.Errorf("undo %v, redo %v, %d edits in the store, said %v", s.CanUndo(), s.CanRedo(), l.at, *said)
	}
	s.ApplyBlock(Place{Step: Money}, []Typed{fund(Initial, "1"), fund(Executed, "-1")})
	settle(t, s, d)
	if l.at != 1 || all(s) != "funds/executed=-1" {
		t.Errorf("%d edits in the store, waiting %q", l.at, all(s))
	}
	s.Undo()
	settle(t, s, d)
	if l.at != 0 || all(s) != "funds/initial=甲" {
		t.Errorf("after undo %d edits in the store, waiting %q", l.at, all(s))
	}
}

func TestBlockThatChangesNothingIsNoStep(t *testing.T) {
	s := calm(t)
	s.ApplyBlock(Place{Step: Money}, []Typed{fund(Initial, s.Evaluation().Funds[0].Initial.Decimal.String())})
	if s.CanUndo() {
		t.Error("there is something to undo")
	}
}

func TestSubmittedEvaluationIsADraftAfterABlock(t *testing.T) {
	s := calm(t)
	e := clone(s.Evaluation())
	e.Status = scoring.StatusSubmitted
	s = Open(e, s.needs)
	if s.ApplyBlock(Place{Step: Money}, []Typed{fund(Initial, "甲")}); s.Evaluation().Status != scoring.StatusSubmitted {
		t.Error("what was refused has reopened it")
	}
	if s.ApplyBlock(Place{Step: Money}, []Typed{fund(Initial, "1")}); s.Evaluation().Status != scoring.StatusDraft {
		t.Errorf("it is %s", s.Evaluation().Status)
	}
}

// TestBlockIsWhatTypingWouldBe lays random texts over random cells: what is refused would be refused if it were typed afterwards, what is
// taken is what typing it alone leaves, no impossible figure comes in, and undo and redo go between exactly two states.
func TestBlockIsWhatTypingWouldBe(t *testing.T) {
	texts := rapid.SampledFrom([]string{"", "1", "3", "0.5", "-1", "甲", "1000", "12480.11", "9999999999999999", "150%", "99%", "1.23456"})
	example := calm(t)
	rapid.Check(t, func(r *rapid.T) {
		s := Open(example.Evaluation(), example.needs)
		rows := s.Evaluation().Indicators
		seen := make(map[string]bool)
		var block []Typed
		for range rapid.IntRange(1, 8).Draw(r, "cells") {
			text := texts.Draw(r, "text")
			id := rapid.SampledFrom(rows).Draw(r, "row").ID
			funds := rapid.SampledFrom([]Column{Initial, Adjusted, Executed}).Draw(r, "amount")
			row := rapid.IntRange(0, len(s.Evaluation().Funds)-1).Draw(r, "fund")
			cell := rapid.SampledFrom([]Typed{
				{About: "funds/", Part: fmt.Sprint(funds, row), Change: SetAmount(row, funds, text)},
				{About: "indicators/", Part: "3 " + id, Change: SetWeight(id, text)},
				{About: "indicators/", Part: "4 " + id, Change: s.GivePoints(id, text)},
				{About: "indicators/", Part: "2 " + id, Change: SetActual(id, text)},
				{About: "indicators/", Part: "0 " + id, Change: SetName(id, text)},
				{About: "indicators/", Part: "1 " + id, Change: SetTarget(id, text)},
			}).Draw(r, "cell")
			if at := cell.About + cell.Part; !seen[at] { // a block has every cell once
				seen[at] = true
				cell.Text = text
				block = append(block, cell)
			}
		}
		slices.SortFunc(block, func(a, b Typed) int { return strings.Compare(a.Part, b.Part) }) // weights come before points
		before, waiting := s.Evaluation(), s.drafts.clone()
		refused := s.ApplyBlock(Place{Step: Indicators}, block)
		after, drafts := s.Evaluation(), s.drafts.clone()
		if wrong := scoring.TurnedImpossible(s.Scheme(), before, after); len(wrong) > 0 {
			r.Fatalf("it brought in %v", wrong)
		}
		for i := range block {
			err := Open(after, s.needs).Apply(block[i].Change)
			if (err != nil) != (refused[i] != nil) {
				r.Fatalf("%q at %s: refused with %v, typed afterwards %v", block[i].Text, block[i].Part, refused[i], err)
			}
			if d, ok := drafts[block[i].About][block[i].Part]; ok != (err != nil) || ok && d.Text != block[i].Text {
				r.Fatalf("%q at %s: %+v waits", block[i].Text, block[i].Part, d)
			}
			if err != nil && err.Error() != refused[i].Error() {
				r.Fatalf("refused with %v, typed afterwards %v", refused[i], err)
			}
		}
		if after == before && len(drafts) == 0 {
			return
		}
		for range 2 {
			if s.Undo(); s.Evaluation() != before || !sameDrafts(s.drafts, waiting) {
				r.Fatal("undo did not lead back")
			}
			if s.Redo(); s.Evaluation() != after || !sameDrafts(s.drafts, drafts) {
				r.Fatal("redo did not lead there again")
			}
		}
	})
}

func sameDrafts(a, b Drafts) bool {
	return maps.EqualFunc(a, b, func(x, y map[string]Draft) bool {
		return maps.EqualFunc(x, y, func(c, d Draft) bool { return sameDraft(&c, &d) })
	})
}
