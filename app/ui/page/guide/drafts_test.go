package guide

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

// again leaves the guide and enters it anew, as a session on the same evaluation does that is given what waits.
func (r *room) again(t *testing.T, step edit.Step) {
	t.Helper()
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.page.Close()
	r.page = New(Needs{Host: r.Host(), Session: r.page.session, Exporter: r.export, Evidence: r.shelf}, step)
	r.Enter(r.page)
	r.Queue.Drain()
}

func TestRefusedInputStandsInItsPlaceWithItsReason(t *testing.T) {
	r := enter(t, edit.Money)
	r.page.Go(edit.Place{Step: edit.Money, Item: "0.executed"}, true)
	uitest.Type(t, r.Canvas(), "abc")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	reason := r.page.notice.text.Say()
	if !strings.Contains(reason, "abc") {
		t.Fatalf("refused with %q", reason)
	}
	before := r.page.session.Evaluation()
	r.again(t, edit.Indicators)
	if said := r.page.notice.text.Say(); !strings.Contains(said, "1 处输入没有被接受") || !r.page.notice.button.Visible() {
		t.Fatalf("on entering it says %q", said)
	}
	r.page.notice.do()
	if r.page.step != edit.Money || r.page.notice.text.Say() != reason || !r.page.notice.content.Visible() {
		t.Errorf("at %s it says %q, want %q", r.page.step, r.page.notice.text.Say(), reason)
	}
	found := false
	for _, p := range r.page.screens[edit.Money].(*money).grid.Parts() {
		found = found || p.Text == "abc"
	}
	if !found || r.page.session.Evaluation() != before {
		t.Errorf("in its cell: %v", found)
	}
}

func TestRefusedPointsWaitForTheirIndicator(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) {
		e.Indicators[0].Method = scoring.Method{Kind: scoring.MethodManual}
	})
	id := r.page.session.Evaluation().Indicators[0].ID
	points := func() *scorePane { return r.indicators().detail.panes[paneScore].(*scorePane) }
	r.indicators().focus(id)
	points().points.SetText("1000")
	points().points.Commit()
	if !points().points.Dirty() {
		t.Fatal("more points than the weight were taken")
	}
	r.again(t, edit.Indicators)
	r.indicators().focus(id)
	if got := points().points.Text; got != "1000" {
		t.Errorf("the field holds %q", got)
	}
	other := r.page.session.Evaluation().Indicators[1].ID
	if r.indicators().focus(other); points().points.Text == "1000" {
		t.Error("it stands at another indicator too")
	}
}

func TestChosenDateTakesThePlaceOfWhatWasRefused(t *testing.T) {
	r := enter(t, edit.Basics)
	r.page.Go(edit.Place{Step: edit.Basics, Item: string(edit.FieldDate)}, true)
	uitest.Type(t, r.Canvas(), "年底前后")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if count, _ := r.page.session.Waiting(); count != 1 {
		t.Fatalf("%d wait", count)
	}
	r.page.askDate()
	r.Prompts.Accept()
	date := r.page.screens[edit.Basics].(*basics).fields[edit.FieldDate]
	if count, _ := r.page.session.Waiting(); count != 0 || date.Dirty() || date.Text != r.page.session.Evaluation().SignOff.Date {
		t.Errorf("%d wait, the field holds %q", count, date.Text)
	}
}
