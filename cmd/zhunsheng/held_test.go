package main

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"zhunsheng/app/pulse"
)

// TestTheLogTellsEachPlaceThatHeldTheWindowOnce tells of several holds: the same place twice, a dialog of the system, a machine that slept,
// and more places than the log shall have.
func TestTheLogTellsEachPlaceThatHeldTheWindowOnce(t *testing.T) {
	var told []string
	tell := holdTeller(func(err error) { told = append(told, err.Error()) })
	at := func(frames ...string) pulse.Hold {
		return pulse.Hold{Wall: 1234 * time.Millisecond, Looks: []pulse.Look{{Frames: frames}}}
	}
	for _, h := range []pulse.Hold{
		at("os.Stat", "zhunsheng/app/ui.(*Shell).put", "main.show"), at("os.Stat", "zhunsheng/app/ui.(*Shell).put"),
		at("syscall.Syscall", "zhunsheng/app/platform.OpenDialog"),
		{Wall: time.Hour},
	} {
		tell(h)
	}
	if want := []string{"the window's goroutine was held for 1234 ms in zhunsheng/app/ui.(*Shell).put > os.Stat"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	for i := range 2 * heldTold {
		tell(at("zhunsheng/app.F" + strconv.Itoa(i)))
	}
	if len(told) != heldTold {
		t.Errorf("told %d times, want %d", len(told), heldTold)
	}
}
