package review

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
)

// hasty is a store whose saves are as slow as can be: one that can be called off is.
type hasty struct {
	*desk.Desk
	refuse error
}

func (h *hasty) SaveRound(ctx context.Context, r *round.Review) error {
	if ctx.Done() != nil {
		<-ctx.Done()
		return ctx.Err()
	}
	if h.refuse != nil {
		return h.refuse
	}
	return h.Desk.SaveRound(ctx, r)
}

func (h *hasty) SaveForm(ctx context.Context, key string, form panel.Form, submit bool) error {
	if ctx.Done() != nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return h.Desk.SaveForm(ctx, key, form, submit)
}

// judging enters the screen with rounds begun for the first evaluations of the example year.
func judging(t *testing.T, count int) (r *room, source *hasty, year int, ids []string) {
	t.Helper()
	d := newDesk(t, "审核员")
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := d.Open(t.Context(), year, firstOf(t, d, year))
	if err != nil {
		t.Fatal(err)
	}
	ids = []string{e.ID}
	for range count - 1 {
		_, made, err := d.Take(t.Context(), []desk.IncomingItem{{Evaluation: e}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, made...)
	}
	for _, id := range ids {
		if _, err := d.BeginRound(t.Context(), year, id, round.Person{Name: "审核员"}); err != nil {
			t.Fatal(err)
		}
	}
	source = &hasty{Desk: d}
	r = enter(t, d, locale.Chinese)
	r.page.needs.Source = source
	r.Until(t, "the round", func() bool { return r.page.round.writable() && len(r.page.round.scores.Rows()) > 0 })
	return r, source, year, ids
}

func firstOf(t *testing.T, d *desk.Desk, year int) string {
	t.Helper()
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	return headers[0].ID
}

// reasons are those of an evaluation's round in the store.
func reasons(t *testing.T, d *desk.Desk, year int, id string) (said []string) {
	t.Helper()
	all, err := d.Rounds(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all[0].Scores {
		said = append(said, s.Reason)
	}
	return said
}

func TestWhatWasTypedIsKeptWhenThePageIsLeftAtOnce(t *testing.T) {
	r, _, year, ids := judging(t, 1)
	rows := r.page.round.scores.Rows()
	for _, row := range rows[:2] {
		if err := r.page.round.typed(row.ID, scoreReason, "依据不足"); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	if said := reasons(t, r.desk, year, ids[0]); len(said) != 2 {
		t.Errorf("kept %q", said)
	}
}

func TestWhatIsBeingTypedIsKeptWhenThePageIsLeft(t *testing.T) {
	r, _, year, ids := judging(t, 1)
	r.page.round.scores.SelectCell(r.page.round.scores.Rows()[0].ID, scoreReason)
	r.page.round.scores.Focus()
	r.Canvas().Focused().TypedRune('据')
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	if said := reasons(t, r.desk, year, ids[0]); len(said) != 1 || said[0] != "据" {
		t.Errorf("kept %q", said)
	}
}

func TestAnotherReviewCanBeLookedAtWhileOneIsSaved(t *testing.T) {
	r, _, year, _ := judging(t, 2)
	first := r.page.round.of
	row := r.page.round.scores.Rows()[0].ID
	if err := r.page.round.typed(row, scoreReason, "依据不足"); err != nil {
		t.Fatal(err)
	}
	for _, it := range r.page.items {
		if it.review.ID != first.id {
			r.page.list.Select(it.id())
		}
	}
	r.Until(t, "the other", func() bool { return r.page.round.of != first && r.page.round.found != nil })
	if len(r.page.round.round().Scores) != 0 {
		t.Error("the other review shows what was typed into the first")
	}
	if said := reasons(t, r.desk, year, first.id); len(said) != 1 {
		t.Errorf("kept %q", said)
	}
}

func TestWhatIsReadNeverOverwritesWhatWasTypedSince(t *testing.T) {
	r, _, _, _ := judging(t, 1)
	r.page.round.reload() // reads what is there before anything is typed
	row := r.page.round.scores.Rows()[0].ID
	if err := r.page.round.typed(row, scoreReason, "依据不足"); err != nil {
		t.Fatal(err)
	}
	reads := 0
	r.Until(t, "all read and saved", func() bool {
		reads++
		return reads > 4 || r.page.round.found.Table.Rows[0].Reason != ""
	})
	if s := r.page.round.round().Scores; len(s) != 1 || s[0].Reason != "依据不足" {
		t.Errorf("shows %+v", s)
	}
}

func TestACommentGoesIntoTheRoundAsItIsThen(t *testing.T) {
	r, _, _, _ := judging(t, 1)
	r.Run(t, "comment")
	before := r.page.round.found
	r.page.reload() // as after something else was done
	r.Until(t, "read anew", func() bool { return r.page.round.found != before })
	r.page.round.say("", round.Anchor{}, "请补充佐证")
	if n := len(r.page.round.round().Comments); n != 1 {
		t.Errorf("%d comments", n)
	}
}

func TestWhatCannotBeKeptKeepsThePage(t *testing.T) {
	r, source, _, _ := judging(t, 1)
	source.refuse = errors.New("the disk is full")
	if err := r.page.round.typed(r.page.round.scores.Rows()[0].ID, scoreReason, "依据不足"); err != nil {
		t.Fatal(err)
	}
	if err := r.page.Leave(); !errors.Is(err, source.refuse) {
		t.Errorf("before anybody was told: %v", err)
	}
	_ = r.UntilFailed()
	if err := r.page.Leave(); !errors.Is(err, source.refuse) {
		t.Errorf("after: %v", err)
	}
	source.refuse = nil
	r.page.round.save()
	if err := r.page.writing.Wait(); err != nil {
		t.Fatal(err)
	}
	for r.page.round.failure != nil {
		r.Queue.Take()
	}
}

func TestCallsAreNamedApartAndStayInTheirFolder(t *testing.T) {
	p := &panel.Panel{ID: "../p1", Members: []panel.Member{
		{ID: "e1", Name: "张三"}, {ID: "e2", Name: "李四"}, {ID: "e3", Name: "张三"}, {ID: "e4", Name: "a/b"}, {ID: "../e5", Name: ""},
	}}
	names, seen := callNames(p), map[string]bool{}
	for id, name := range names {
		if seen[name] || filepath.Base(name) != name || name[0] == '.' {
			t.Errorf("%s is called %q", id, name)
		}
		seen[name] = true
	}
	if names["e2"] != "___p1-李四.zsb" {
		t.Errorf("e2 is called %q", names["e2"])
	}
}
