package task

import (
	"context"
	"testing"
)

func TestARunnerIsBusyUntilItsWorkHasReturned(t *testing.T) {
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
	(<-posted)()
	if r.Busy() {
		t.Error("busy after the work has returned")
	}
}
