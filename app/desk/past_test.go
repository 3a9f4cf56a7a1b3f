package desk

import (
	"errors"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func TestPastTellsWhoDidWhat(t *testing.T) {
	d, w := newDesk(t), speak(t)
	id := example(t, d).Evaluation.ID
	d.store.SetActor("张三")
	change(t, d, setStock("1500"))
	change(t, d, func(e *scoring.Evaluation) { e.Project.Department = "省科技厅" })
	if _, err := d.UndoLast(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	events, err := d.Past(t.Context(), w, storage.Scope{Year: 2022, ID: id}, 0, nil)
	if err != nil || len(events) != 4 {
		t.Fatal(events, err)
	}
	if ev := events[1]; !ev.Undone || ev.Actor != "张三" || ev.Project != "江门市级扶持科技发展资金" || !strings.Contains(ev.Text, "主管部门") || ev.Fields[0] != "project.department" {
		t.Errorf("%+v", ev)
	}
	if ev := events[0]; ev.Kind != "撤销" || ev.Undone {
		t.Errorf("%+v", ev)
	}
	whole, err := d.Past(t.Context(), w, storage.Scope{}, 2, nil)
	if err != nil || len(whole) != 2 || whole[0].Seq != events[0].Seq {
		t.Errorf("the newest two: %+v, %v", whole, err)
	}
	deed, err := d.Deed(t.Context(), w, events[2].Seq)
	if err != nil || len(deed.Fields) != 1 || deed.Fields[0].New != "1500" || deed.Fields[0].Label != "实际完成值" {
		t.Errorf("%+v, %v", deed, err)
	}
	if _, err := d.Deed(t.Context(), w, 999); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a deed that is not there gave %v", err)
	}
}

func TestFieldsAndVersionsAreRestoredAsNewActions(t *testing.T) {
	d, w := newDesk(t), speak(t)
	e := example(t, d).Evaluation
	old := stock(e).Actual.Text
	change(t, d, setStock("1500"))
	change(t, d, func(e *scoring.Evaluation) { e.Project.Department = "省科技厅" })
	of := storage.Scope{Year: 2022, ID: e.ID}
	events, err := d.Past(t.Context(), w, of, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	deed, err := d.Deed(t.Context(), w, events[1].Seq)
	if err != nil {
		t.Fatal(err)
	}
	if changed, err := d.RestoreField(t.Context(), deed.Fields[0], true); err != nil || !changed {
		t.Fatal(changed, err)
	}
	now, _, err := d.Open(t.Context(), 2022, e.ID)
	if err != nil || stock(now).Actual.Text != old || now.Project.Department != "省科技厅" {
		t.Fatalf("%q %q %v", stock(now).Actual.Text, now.Project.Department, err)
	}
	if changed, err := d.RestoreField(t.Context(), deed.Fields[0], true); err != nil || changed {
		t.Errorf("a second time: %v, %v", changed, err)
	}
	differences, err := d.Differences(t.Context(), w, 2022, e.ID, events[2].Seq, 0)
	if err != nil || len(differences) != 1 || differences[0].Label != "主管部门" {
		t.Errorf("%+v, %v", differences, err)
	}
	// What was added and has been taken away again is as it was before it was added.
	change(t, d, func(e *scoring.Evaluation) { e.Indicators[0].Judgement = scoring.Judgement{Tier: "reached"} })
	newer, err := d.Past(t.Context(), w, of, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	added, err := d.Deed(t.Context(), w, newer[0].Seq)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false} {
		if changed, err := d.RestoreField(t.Context(), added.Fields[0], true); err != nil || changed != want {
			t.Errorf("taken away %d times: %v, %v", i, changed, err)
		}
	}
	// An indicator that is gone cannot be given back one of its fields, but its version can.
	change(t, d, func(e *scoring.Evaluation) { e.Indicators = e.Indicators[:1] })
	var gone *GoneError
	if _, err := d.RestoreField(t.Context(), deed.Fields[0], false); !errors.As(err, &gone) {
		t.Errorf("restoring into nothing gave %v", err)
	}
	if err := d.RestoreVersion(t.Context(), 2022, e.ID, events[1].Seq); err != nil {
		t.Fatal(err)
	}
	if now, _, err = d.Open(t.Context(), 2022, e.ID); err != nil || stock(now).Actual.Text != "1500" {
		t.Error(err)
	}
	if err := d.Delete(t.Context(), 2022, e.ID); err != nil {
		t.Fatal(err)
	}
	events, err = d.Past(t.Context(), w, of, 1, nil)
	if err != nil || events[0].Project != e.Project.Name || events[0].Kind != "删除" {
		t.Fatalf("%+v, %v", events, err)
	}
	if err := d.RestoreVersion(t.Context(), 2022, e.ID, events[0].Seq-1); err != nil {
		t.Fatal(err)
	}
	v, err := d.VerifyHistory(t.Context(), nil)
	if err != nil || !v.Whole() {
		t.Errorf("%+v, %v", v, err)
	}
}
