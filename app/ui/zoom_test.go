package ui

import "testing"

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
