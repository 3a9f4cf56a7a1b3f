package task

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestLineDoesEverythingInOrder(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var line Line
	var done []int
	var told []int
	release := make(chan struct{})
	for i := range 3 {
		Queue(r, &line, func(context.Context) (int, error) {
			<-release
			done = append(done, i) // one piece at a time
			return i, nil
		}, func(v int, _ error) { told = append(told, v) })
	}
	close(release)
	if err := line.Wait(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(done, []int{0, 1, 2}) {
		t.Fatalf("done: %v", done)
	}
	for range 3 {
		d.takeOne()
	}
	if !slices.Equal(told, []int{0, 1, 2}) {
		t.Errorf("told: %v", told)
	}
}

func TestLineIsNotCutShortWhenTheWindowCloses(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var line Line
	release, begun := make(chan struct{}), make(chan struct{})
	kept := 0
	Queue(r, &line, func(context.Context) (int, error) { close(begun); <-release; return 0, nil }, func(int, error) {})
	Queue(r, &line, func(ctx context.Context) (int, error) { kept++; return 0, ctx.Err() }, func(int, error) {})
	<-begun
	r.stop()
	close(release)
	r.Close()
	if err := line.Wait(); err != nil || kept != 1 {
		t.Errorf("kept %d, %v", kept, err)
	}
}

func TestLineSaysWhatNobodyHeardOfYet(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var line Line
	full := errors.New("full")
	heard := 0
	Queue(r, &line, func(context.Context) (int, error) { return 0, full }, func(_ int, err error) {
		if errors.Is(err, full) {
			heard++
		}
	})
	if err := line.Wait(); !errors.Is(err, full) {
		t.Fatalf("before it was delivered: %v", err)
	}
	d.takeOne()
	if err := line.Wait(); err != nil || heard != 1 {
		t.Errorf("after it was delivered: %v, heard %d times", err, heard)
	}
}
