package desk

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// holdings are all evaluations of the desk's store, encoded, by year and ID.
func holdings(t *testing.T, d *Desk) map[string]string {
	t.Helper()
	all := map[string]string{}
	years, err := d.Years(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range years {
		headers, err := d.Headers(t.Context(), y.Year)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range headers {
			e, _, err := d.Open(t.Context(), y.Year, h.ID)
			if err != nil {
				t.Fatal(err)
			}
			all[fmt.Sprint(y.Year, "/", h.ID)] = fmt.Sprintf("%+v", *e)
		}
	}
	return all
}

// turning undoes or redoes and makes sure that the import of the bundle was what was turned.
func turning(t *testing.T, d *Desk, redo bool) {
	t.Helper()
	do := d.UndoLast
	if redo {
		do = d.RedoLast
	}
	turned, err := do(t.Context(), speak(t))
	if err != nil || !strings.Contains(turned.What, "收取数据包") {
		t.Fatalf("redo %t: %+v, %v", redo, turned, err)
	}
}

func TestUndoneImportIsMadeAgain(t *testing.T) {
	for name, many := range map[string]int{"one": 0, "in parts": 30} {
		t.Run(name, func(t *testing.T) {
			a, b, key := pair(t)
			e, _, err := a.Open(t.Context(), 2022, strings.TrimPrefix(key, "2022/"))
			if err != nil {
				t.Fatal(err)
			}
			var clones iter.Seq2[*scoring.Evaluation, error] = func(yield func(*scoring.Evaluation, error) bool) {
				for i := range many {
					next := e.Clone()
					next.ID = fmt.Sprintf("p%03d", i)
					next.Narrative = []scoring.Narrative{{Section: "s", Text: strings.Repeat("情况说明", 8000)}}
					if !yield(next, nil) {
						return
					}
				}
			}
			if _, err := a.store.Import(t.Context(), clones, nil); err != nil {
				t.Fatal(err)
			}
			apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear}))
			rename(t, a, key, "改过的")
			before := holdings(t, b)
			in := hand(t, a, b, BundleOrder{Kind: bundle.KindYear})
			if out := apply(t, in); out.Changed != 1 {
				t.Fatalf("%+v", out)
			}
			after := holdings(t, b)
			for range 2 {
				turning(t, b, false)
				if !maps.Equal(holdings(t, b), before) {
					t.Fatal("undone to something else")
				}
				turning(t, b, true)
				if !maps.Equal(holdings(t, b), after) {
					t.Fatal("redone to something else")
				}
			}
			if list, err := b.Imports(t.Context()); err != nil || len(list) != 2 {
				t.Errorf("%d imports are listed, %v", len(list), err)
			}
			if err := in.Refresh(t.Context()); err != nil || !in.Preview.Imported || in.Preview.Counts[handover.Same] != many+1 {
				t.Errorf("%+v, %v", in.Preview.Counts, err)
			}
			// What is done next builds on it as on any import.
			rename(t, a, key, "又改过的")
			if out := apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear})); out.Changed != 1 || out.Conflicts != 0 {
				t.Errorf("the next bundle gives %+v", out)
			}
			turning(t, b, false)
			turning(t, b, false)
			turning(t, b, false) // the first one, which is in parts
			if len(holdings(t, b)) != 0 {
				t.Error("the first import was not undone")
			}
			for range 3 {
				turning(t, b, true)
			}
			if got := holdings(t, b); len(got) != many+1 || !strings.Contains(got[key], "又改过的") {
				t.Errorf("redone to %d evaluations", len(got))
			}
		})
	}
}

func TestUndoneImportIsNotMadeAgainOverWhatWasDoneSince(t *testing.T) {
	a, b, key := pair(t)
	apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear}))
	rename(t, a, key, "改过的")
	apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear}))
	turning(t, b, false)
	rename(t, b, key, "自己的")
	if _, err := b.RedoLast(t.Context(), speak(t)); !errors.Is(err, storage.ErrNothingToUndo) {
		t.Fatalf("after an edit: %v", err)
	}
	if _, err := b.UndoLast(t.Context(), speak(t)); err != nil {
		t.Fatal(err)
	}
	turning(t, b, false)                              // an edit that was undone is no edit since the import
	hand(t, b, a, BundleOrder{Kind: bundle.KindYear}) // others have it as it is now
	if _, err := b.RedoLast(t.Context(), speak(t)); !errors.Is(err, storage.ErrNothingToUndo) {
		t.Fatalf("after handing over: %v", err)
	}
}

func TestUndoneImportIsMadeAgainAfterARestart(t *testing.T) {
	a := counted(newDesk(t))
	example(t, a)
	folder := t.TempDir()
	b, store := deskOn(t, folder, nil, clock)
	if err := b.TrustDevice(t.Context(), a.DeviceKey(), "同事"); err != nil {
		t.Fatal(err)
	}
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindYear})
	apply(t, in)
	after := holdings(t, b)
	turning(t, b, false)
	for _, redo := range []bool{true, false, true} {
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		b, store = deskOn(t, folder, nil, clock)
		turning(t, b, redo)
		if got := holdings(t, b); redo && !maps.Equal(got, after) || !redo && len(got) != 0 {
			t.Fatalf("redo %t: %d evaluations", redo, len(got))
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}
