package desk

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

func speak(t *testing.T) *locale.Printer {
	t.Helper()
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(locale.Chinese)
}

// change edits the example and stores it.
func change(t *testing.T, d *Desk, do func(*scoring.Evaluation)) {
	t.Helper()
	e, _, err := d.Open(t.Context(), 2022, exampleID(t, d))
	if err != nil {
		t.Fatal(err)
	}
	do(e)
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func exampleID(t *testing.T, d *Desk) string {
	t.Helper()
	headers, err := d.Headers(t.Context(), 2022)
	if err != nil || len(headers) == 0 {
		t.Fatal(headers, err)
	}
	return headers[0].ID
}

func stock(e *scoring.Evaluation) *scoring.Indicator {
	return &e.Indicators[slices.IndexFunc(e.Indicators, func(i scoring.Indicator) bool { return i.ID == "hi-stock" })]
}

func setStock(text string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		stock(e).Actual = target.Parse(text, target.Context{FiscalYear: e.FiscalYear})
	}
}

func TestUndoLastSaysWhatItUndid(t *testing.T) {
	d, w := newDesk(t), speak(t)
	old := stock(example(t, d).Evaluation).Actual.Text
	change(t, d, setStock("1500"))
	next, err := d.NextSteps(t.Context(), w)
	if err != nil || !strings.Contains(next.Undo, "实际完成值："+old+" → 1500") || next.Redo != "" {
		t.Fatalf("next %+v, %v", next, err)
	}
	turned, err := d.UndoLast(t.Context(), w)
	if err != nil || turned.What != next.Undo || turned.Year != 2022 || turned.ID == "" {
		t.Fatalf("%+v, %v", turned, err)
	}
	e, _, err := d.Open(t.Context(), 2022, turned.ID)
	if err != nil || stock(e).Actual.Text != old {
		t.Fatalf("%q, %v", stock(e).Actual.Text, err)
	}
	if again, err := d.RedoLast(t.Context(), w); err != nil || again.What != turned.What {
		t.Fatalf("%+v, %v", again, err)
	}
	if _, err := d.RedoLast(t.Context(), w); !errors.Is(err, storage.ErrNothingToUndo) || !strings.Contains(app.Sentence(w, err), "没有") {
		t.Errorf("%v", err)
	}
}

func TestDeletingCarryingAndTakingAreUndoneAsOne(t *testing.T) {
	d, w := counted(newDesk(t)), speak(t)
	e := example(t, d).Evaluation
	count := func(year int) int {
		headers, err := d.Headers(t.Context(), year)
		if errors.Is(err, storage.ErrNotFound) {
			return -1
		}
		if err != nil {
			t.Fatal(err)
		}
		return len(headers)
	}
	undo := func(want string) {
		t.Helper()
		turned, err := d.UndoLast(t.Context(), w)
		if err != nil || !strings.Contains(turned.What, want) {
			t.Fatalf("undone %q (%v), want %q", turned.What, err, want)
		}
	}
	if _, _, err := d.Take(t.Context(), []IncomingItem{{Evaluation: e, From: "表一"}, {Evaluation: e, From: "表一"}}); err != nil || count(2022) != 3 {
		t.Fatal(err, count(2022))
	}
	ids := []string{}
	headers, _ := d.Headers(t.Context(), 2022)
	for _, h := range headers {
		ids = append(ids, h.ID)
	}
	if _, err := d.CarryOver(t.Context(), 2022, ids, 2023); err != nil || count(2023) != 3 {
		t.Fatal(err, count(2023))
	}
	if err := d.Delete(t.Context(), 2022, ids...); err != nil || count(2022) != 0 {
		t.Fatal(err, count(2022))
	}
	undo("删除")
	if count(2022) != 3 {
		t.Errorf("%d after undoing the deletion", count(2022))
	}
	undo("从上年带入")
	if count(2023) != -1 {
		t.Errorf("the year that carrying over added holds %d", count(2023))
	}
	undo("从文件导入（表一）")
	if count(2022) != 1 {
		t.Errorf("%d after undoing the import", count(2022))
	}
}

func TestUndoMeetsAnotherChange(t *testing.T) {
	d, w := newDesk(t), speak(t)
	example(t, d)
	change(t, d, setStock("1500"))
	history := d.Edits(w)
	e, _, err := d.Open(t.Context(), 2022, exampleID(t, d))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := history.UndoEdit(t.Context(), 2022, e.ID, 4711); !errors.Is(err, storage.ErrConflict) {
		t.Fatalf("another number gave %v", err)
	}
	back, err := history.UndoEdit(t.Context(), 2022, e.ID, 0)
	if err != nil || back.Place != (edit.Place{Step: edit.Indicators, Item: "hi-stock"}) || stock(back.Evaluation).Actual.Text == "1500" {
		t.Fatalf("%+v, %v", back.Place, err)
	}
	if next, err := history.NextEdits(t.Context(), 2022, e.ID); err != nil || next.Undo != "" || next.Redo == "" {
		t.Fatalf("next %+v, %v: the creation is no edit", next, err)
	}
	if again, err := history.RedoEdit(t.Context(), 2022, e.ID, back.Seq); err != nil || stock(again.Evaluation).Actual.Text != "1500" {
		t.Fatal(err)
	}
	recorded, err := history.RecordEdit(t.Context(), edit.Edit{Before: e, After: e})
	if err != nil || recorded.Seq != 0 {
		t.Errorf("storing what is there made action %d, %v", recorded.Seq, err)
	}
}

func TestImportOfABundleIsUndoneAsAWhole(t *testing.T) {
	w := speak(t)
	here, there := counted(newDesk(t)), counted(newDesk(t))
	example(t, there)
	path := filepath.Join(t.TempDir(), "年度"+bundle.Extension)
	exchange := func(d *Desk) *handover.Exchange {
		n := 0
		return handover.New(handover.OfStore(d.store), handover.EvidenceOf(d.store), handover.Who{
			Device: handover.DeviceOf(d.store), Author: "甲", Now: d.now, NewID: func() string { n++; return handover.DeviceOf(d.store)[:8] + strconv.Itoa(n) },
		})
	}
	content, err := exchange(there).Export(t.Context(), handover.Selection{Kind: bundle.KindYear})
	if err != nil {
		t.Fatal(err)
	}
	content.Signers = []bundle.Signer{handover.SignerOf(there.store)}
	if _, err := bundle.WriteFile(t.Context(), path, content); err != nil {
		t.Fatal(err)
	}
	take := func() {
		t.Helper()
		r, err := bundle.OpenFile(path, bundle.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if _, err := exchange(here).Import(t.Context(), r, handover.Choice{AnyOrigin: true}); err != nil {
			t.Fatal(err)
		}
	}
	take()
	if headers, err := here.Headers(t.Context(), 2022); err != nil || len(headers) != 1 {
		t.Fatal(headers, err)
	}
	turned, err := here.UndoLast(t.Context(), w)
	if err != nil || !strings.Contains(turned.What, "收取数据包") {
		t.Fatal(turned, err)
	}
	if headers, err := here.Headers(t.Context(), 2022); err == nil && len(headers) != 0 {
		t.Fatalf("%d evaluations after undoing the import", len(headers))
	}
	if next, err := here.NextSteps(t.Context(), w); err != nil || next.Undo != "" {
		t.Errorf("next %+v, %v", next, err)
	}
	take()
	change(t, here, setStock("1500"))
	if _, err := here.UndoLast(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if _, err := here.UndoLast(t.Context(), w); err != nil && !errors.Is(err, handover.ErrLater) {
		t.Fatal(err)
	}
}
