package task

import (
	"context"
	"testing"
)

func TestARunnerIsBusyUntilResultsAreDelivered(t *testing.T) {
	posted := make(chan func(), 1)
	r := NewRunner(t.Context(), func(f func()) { posted <- f })
	if r.Busy() {
		t.Error("busy with nothing")
	}
	var slot Slot
	begun, release := make(chan struct{}), make(chan struct{})
	Run(r, &slot, func(context.Context, *Progress) (int, error) {
		close(begun)
		<-release
		return 1, nil
	}, func(int, error) {})
	<-begun
	if !r.Busy() {
		t.Error("not busy while work runs")
	}
	close(release)
	delivery := <-posted
	if !r.Busy() {
		t.Error("not busy before the result is delivered")
	}
	delivery()
	if r.Busy() {
		t.Error("busy after the result was delivered")
	}
}

func TestARunnerIsBusyUntilWhatWasQueuedIsTold(t *testing.T) {
	posted := make(chan func(), 1)
	r := NewRunner(t.Context(), func(f func()) { posted <- f })
	var line Line
	Queue(r, &line, func(context.Context) (int, error) { return 1, nil }, func(int, error) {})
	delivery := <-posted
	if !r.Busy() {
		t.Error("not busy before the result is delivered")
	}
	delivery()
	if r.Busy() {
		t.Error("busy after the result was delivered")
	}
}

func TestARunnerIsWritingUntilWhatWasQueuedIsDone(t *testing.T) {
	posted := make(chan func(), 2)
	r := NewRunner(t.Context(), func(f func()) { posted <- f })
	var line Line
	var slot Slot
	release := make(chan struct{})
	Run(r, &slot, func(context.Context, *Progress) (int, error) { return 1, nil }, func(int, error) {})
	if r.Writing() {
		t.Error("reading is taken for writing")
	}
	Queue(r, &line, func(context.Context) (int, error) { <-release; return 1, nil }, func(int, error) {})
	if !r.Writing() {
		t.Error("nothing is written while work is in line")
	}
	close(release)
	if err := line.Wait(); err != nil || r.Writing() {
		t.Errorf("still writing when the line is done (%v)", err)
	}
}
