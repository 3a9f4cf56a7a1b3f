package ui

import (
	"slices"
	"testing"

	"zhunsheng/app/ui/look"
)

func TestAZoomThatWasKeptIsTheNearestThereIs(t *testing.T) {
	for text, want := range map[string]int{"125": 120, "175": 170, "100": 100, "1000": 200, "-5": 80, "": 100, "groß": 100} {
		if got := nearestZoom(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
	for _, percent := range zooms {
		if percent%10 != 0 {
			t.Errorf("the toolkit does not draw %d percent", percent)
		}
	}
}

// TestThemesWaitForTheirFontsBesideTheWindow changes zoom and colours while the fonts are still being read: the window goes on, and then all
// changes are made, in order.
func TestThemesWaitForTheirFontsBesideTheWindow(t *testing.T) {
	h := build(t)
	release := make(chan struct{})
	h.shell.needs.Fabric = func() { <-release }
	h.shell.Run("zoom.in")
	h.shell.Run("zoom.in")
	h.shell.Run("theme.dark")
	if len(h.zoomed) > 0 || len(h.themed) > 0 {
		t.Fatalf("zooms %v and themes %v before the fonts are there", h.zoomed, h.themed)
	}
	close(release)
	h.settle()
	if !slices.Equal(h.zoomed, []int{110, 120}) || len(h.themed) != 3 || h.themed[2] != look.Dark {
		t.Errorf("zooms %v, themes %v", h.zoomed, h.themed)
	}
}
