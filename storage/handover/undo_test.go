package handover

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

func TestUndo(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	b.take(a)
	a.edit("2022/p1", rename("changed"))
	a.edit("2022/p2", rename("new"))
	b.edit("2022/p3", rename("own"))
	b.edit("2022/p1", note(0, "own"))
	if _, err := b.x.noteEdits(t.Context(), Selection{}); err != nil {
		t.Fatal(err)
	}
	before := b.contents()
	out := b.take(a)
	if out.Changed != 2 {
		t.Fatalf("%+v", out)
	}
	if err := b.x.Undo(t.Context(), out.Bundle); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(before, b.contents()) {
		t.Errorf("undone to something else:\n%v\n%v", before, b.contents())
	}
	if err := b.x.Undo(t.Context(), out.Bundle); !errors.Is(err, ErrNoImport) {
		t.Errorf("undone twice: %v", err)
	}
	if out := b.take(a); out.Changed != 2 {
		t.Errorf("after undoing it cannot be imported again: %+v", out)
	}
}

func TestUndoAfterHandingOn(t *testing.T) {
	a, b, c := newDesk(t, "a"), newDesk(t, "b"), newDesk(t, "c")
	a.edit("2022/p1", rename("start"))
	b.take(a)
	a.edit("2022/p1", rename("changed"))
	out := b.take(a)
	c.take(b)
	if err := b.x.Undo(t.Context(), out.Bundle); err != nil {
		t.Fatal(err)
	}
	if got := b.get("2022/p1").Project.Name; got != "start" {
		t.Errorf("got %s", got)
	}
	c.take(b)
	if got := c.get("2022/p1").Project.Name; got != "start" {
		t.Errorf("taking back was not handed on: %s", got)
	}
	same(t, b, c)
}

func TestUndoRefusedAfterEdit(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	out := b.take(a)
	b.edit("2022/p1", rename("edited"))
	var later *LaterError
	if err := b.x.Undo(t.Context(), out.Bundle); !errors.As(err, &later) || later.Records[0] != "evaluation/2022/p1" || b.get("2022/p1").Project.Name != "edited" {
		t.Errorf("%v", err)
	}
}

// many gives a desk evaluations that do not fit into one change of the store.
func many(d *desk, count int) {
	for i := range count {
		d.edit(fmt.Sprintf("2022/p%03d", i), func(e *scoring.Evaluation) {
			e.Project.Name = fmt.Sprint("changed ", d.clock, i)
			e.Narrative = []scoring.Narrative{{Section: "s", Text: strings.Repeat("情况说明", 8000)}}
		})
	}
}

// TestInterrupted fails, as a full disk or a kill does, at every change of the store that an import makes.
func TestInterrupted(t *testing.T) {
	a := newDesk(t, "a")
	many(a, 30)
	data := a.pack(Selection{})
	for failAt := 1; ; failAt++ {
		b := newDesk(t, "b")
		b.edit("2022/p001", rename("own"))
		if _, err := b.x.noteEdits(t.Context(), Selection{}); err != nil {
			t.Fatal(err)
		}
		before := b.contents()
		b.store.changes, b.store.failAt, b.store.failure = 0, failAt, errDisk
		out, err := b.x.Import(t.Context(), b.open(data, a), Choice{})
		if err == nil {
			if failAt < 3 {
				t.Fatalf("the import took %d changes only", failAt-1)
			}
			if out.Changed != 30 {
				t.Errorf("%+v", out.Counts)
			}
			return
		}
		if !errors.Is(err, errDisk) {
			t.Fatal(err)
		}
		pending, err := b.x.Pending(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if pending == "" && !maps.Equal(before, b.contents()) {
			t.Fatal("changed without being pending")
		}
		if pending != "" {
			if _, err := b.x.Export(t.Context(), Selection{}); !errors.Is(err, ErrPending) {
				t.Errorf("half an import was handed over: %v", err)
			}
		}
		half := b.store.clone()
		b.store.failAt = 0
		if out, err := b.x.Import(t.Context(), b.open(data, a), Choice{}); err != nil || len(b.store.evaluations) != 30 {
			t.Fatalf("not resumed: %+v %v", out, err)
		}
		if left, err := b.x.Pending(t.Context()); err != nil || left != "" {
			t.Fatalf("still pending: %v", err)
		}
		if err := b.x.Undo(t.Context(), b.open(data, a).Manifest().Bundle); err != nil || !maps.Equal(before, b.contents()) {
			t.Fatalf("undone to something else: %v", err)
		}
		if pending != "" {
			b.store.restore(half)
			interruptedUndo(t, b, pending, before)
		}
	}
}

// interruptedUndo undoes a half import, being interrupted once.
func interruptedUndo(t *testing.T, b *desk, pending string, before map[string]string) {
	t.Helper()
	b.store.changes, b.store.failAt = 0, 2
	if err := b.x.Undo(t.Context(), pending); err != nil && !errors.Is(err, errDisk) {
		t.Fatal(err)
	}
	b.store.failAt = 0
	if err := b.x.Undo(t.Context(), pending); err != nil && !errors.Is(err, ErrNoImport) {
		t.Fatal(err)
	}
	if !maps.Equal(before, b.contents()) {
		t.Fatal("a half import was undone to something else")
	}
}

// TestStickPulled lets reading fail anywhere; before everything is checked nothing is applied.
func TestStickPulled(t *testing.T) {
	a := newDesk(t, "a")
	many(a, 5)
	data := a.pack(Selection{})
	for left := 2000; left < len(data); left += len(data) / 37 {
		b := newDesk(t, "b")
		r, err := bundle.Open(&pulled{bytes.NewReader(data), left}, int64(len(data)), bundle.Options{Devices: bundle.Devices{bundle.KeyID(a.public()): "a"}})
		if err != nil {
			continue
		}
		_, err = b.x.Import(t.Context(), r, Choice{})
		if pending, pendingErr := b.x.Pending(t.Context()); err != nil && (pendingErr != nil || pending == "" && len(b.contents()) > 0) {
			t.Fatalf("after %d bytes: %v, %v", left, err, pendingErr)
		}
	}
}

type pulled struct {
	from *bytes.Reader
	left int
}

func (p *pulled) ReadAt(into []byte, at int64) (int, error) {
	if p.left -= len(into); p.left < 0 {
		return 0, errors.New("input/output error")
	}
	return p.from.ReadAt(into, at)
}
