package handover

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/panel"
	"zhunsheng/storage/bundle"
)

func (d *desk) seal(c bundle.Content, err error) []byte {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	c.Signers = []bundle.Signer{d.key}
	var out bytes.Buffer
	if _, err := bundle.Write(context.Background(), &out, c); err != nil {
		d.t.Fatal(err)
	}
	return out.Bytes()
}

// TestPanelRoundTrip sends calls, has forms filled in blind, and takes the answers, late and repeated ones included.
// wantNothingOf: a call is blind, so no record in it names another evaluator.
func wantNothingOf(t *testing.T, r *bundle.Reader, names ...string) {
	t.Helper()
	if err := r.Records(t.Context(), func(_ *bundle.RecordInfo, line []byte) error {
		for _, name := range names {
			if strings.Contains(string(line), name) {
				t.Errorf("the call is not blind: %s", line)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestPanelRoundTrip(t *testing.T) {
	coordinator, evaluator := newDesk(t, "coordinator"), newDesk(t, "evaluator")
	e := evaluation("2022/p1")
	for i := range e.Indicators {
		e.Indicators[i].Weight = decimal.Ten
	}
	p := &panel.Panel{Format: panel.Format, ID: "panel-1", Evaluation: e, Members: []panel.Member{{ID: "m1", Name: "甲"}, {ID: "m2", Name: "乙"}}}
	other := p.BlankForm("m2")
	other.Answers[0].Comment = "secret of m2"
	if err := p.Add(other); err != nil {
		t.Fatal(err)
	}
	r := evaluator.open(coordinator.seal(coordinator.x.Call(t.Context(), p, "m1")), coordinator)
	wantNothingOf(t, r, "m2", "乙")
	seen, err := callIn(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	form, ok := seen.Form("m1")
	if !ok || len(form.Answers) != 3 {
		t.Fatalf("%+v", seen.Forms)
	}
	form.Panel = seen.ID
	fill := func(points int64) []byte {
		for i := range form.Answers {
			form.Answers[i].Points = decimal.NullDecimal{Decimal: decimal.MustNew(points, 0), Valid: true}
		}
		if err := seen.Submit(form); err != nil {
			t.Fatal(err)
		}
		return evaluator.seal(evaluator.x.Reply(t.Context(), form))
	}
	answer, contrary := fill(7), fill(3)
	steps := []struct {
		data []byte
		due  string
		want Reception
	}{{answer, "2022-01-01", TooLate}, {answer, "2023-12-31", Taken}, {answer, "2022-01-01", Repeat}, {contrary, "", Contrary}}
	for i, step := range steps {
		got, err := TakeAnswers(t.Context(), coordinator.open(step.data, evaluator), p, step.due)
		if err != nil || !slices.Equal(got, []Received{{Evaluator: "m1", Reception: step.want}}) {
			t.Errorf("step %d: %+v %v", i, got, err)
		}
	}
	if kept, _ := p.Form("m1"); kept.Answers[0].Points.Decimal.String() != "7" {
		t.Errorf("%+v", kept)
	}
	form.Panel = "another"
	if got, err := TakeAnswers(t.Context(), coordinator.open(evaluator.seal(evaluator.x.Reply(t.Context(), form))), p, ""); err != nil || got[0].Reception != NotAnswered {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := callIn(t.Context(), coordinator.open(answer)); err == nil {
		t.Error("an answer is read as a call")
	}
	if _, err := coordinator.x.Call(t.Context(), p, "nobody"); err == nil {
		t.Error("nobody was called")
	}
}

// callIn returns the panel in the bundle of a call, as its evaluator may see it.
func callIn(ctx context.Context, r *bundle.Reader) (*panel.Panel, error) {
	var p *panel.Panel
	err := r.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		if info.Kind != bundle.RecordPanel {
			return nil
		}
		document, err := documentIn(info, line)
		if err == nil {
			p, err = panel.Read(document)
		}
		return err
	})
	if err == nil && p == nil {
		err = fmt.Errorf("panel: %w", ErrAbsent)
	}
	return p, err
}
