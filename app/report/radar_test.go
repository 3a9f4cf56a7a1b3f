package report

import (
	"math"
	"testing"

	"zhunsheng/app/report/layout"
)

// Points of the radar are the same whatever the last bit of a sine or cosine is: processors differ in it.
func TestPortionDoesNotHangOnTheLastBit(t *testing.T) {
	for radius := layout.Length(1); radius < 4000; radius++ {
		for _, factor := range []float64{0.5, -0.5, 0, 1, -1, math.Sqrt2 / 2, math.Sqrt(3) / 2} {
			want := portion(radius, 1000, factor)
			for _, near := range []float64{math.Nextafter(factor, 2), math.Nextafter(factor, -2)} {
				if found := portion(radius, 1000, near); found != want {
					t.Fatalf("%d × %v = %d, × %v = %d", radius, factor, want, near, found)
				}
			}
			if exact := float64(radius) * factor; math.Abs(float64(want)-exact) > 0.5 {
				t.Fatalf("%d × %v = %d", radius, factor, want)
			}
			if portion(radius, 1000, -factor) != -want {
				t.Fatalf("%d × %v is not symmetrical", radius, factor)
			}
		}
	}
	if found := portion(1001, 500, 1); found != 500 {
		t.Errorf("half of 1001 is %d", found)
	}
}
