package platform

import (
	"errors"
	"image/color"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPagesLeaveThePrinterInTheOrderAskedFor(t *testing.T) {
	tests := []struct {
		name     string
		pages    int
		ranges   []pageRange
		copies   int
		collated bool
		want     []int
	}{
		{"all", 3, nil, 1, true, []int{0, 1, 2}},
		{"no number of copies is one", 2, nil, 0, true, []int{0, 1}},
		{"a range", 5, []pageRange{{2, 3}}, 1, true, []int{1, 2}},
		{"ranges as given", 5, []pageRange{{4, 5}, {1, 1}}, 1, true, []int{3, 4, 0}},
		{"collated", 2, nil, 2, true, []int{0, 1, 0, 1}},
		{"page after page", 2, nil, 2, false, []int{0, 0, 1, 1}},
		{"beyond the end", 2, []pageRange{{2, 9}}, 1, true, []int{1}},
		{"nothing in the range", 2, []pageRange{{5, 9}}, 1, true, nil},
		{"backwards", 4, []pageRange{{3, 2}}, 1, true, nil},
		{"from nought", 2, []pageRange{{0, 1}}, 1, true, []int{0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printOrder(tt.pages, tt.ranges, tt.copies, tt.collated); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestCollatedOrNotTheSamePagesArePrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages, copies := rapid.IntRange(1, 20).Draw(t, "pages"), rapid.IntRange(1, 5).Draw(t, "copies")
		a, b := printOrder(pages, nil, copies, true), printOrder(pages, nil, copies, false)
		slices.Sort(a)
		if !slices.Equal(a, b) || len(a) != pages*copies {
			t.Errorf("collated %v, not collated %v", a, b)
		}
	})
}

// a4 is an A4 sheet at 600 dots per inch of which the printer leaves 100 dots around blank.
var a4 = paper{dpiX: 600, dpiY: 600, width: 4960, height: 7016, offsetX: 100, offsetY: 100}

func TestAPageKeepsItsSizeOnItsSheet(t *testing.T) {
	const width, height = 595.28, 841.89
	f := fitPage(width, height, a4)
	if f.scaleX != 1 || f.scaleY != 1 || f.shiftX < -101 || f.shiftX > -99 || f.shiftY < -101 || f.shiftY > -99 {
		t.Errorf("on its own sheet: %+v", f)
	}
	letter := paper{dpiX: 300, dpiY: 300, width: 2550, height: 3300}
	if f := fitPage(width, height, letter); f.scaleX >= 0.95 || f.scaleX < 0.93 || f.shiftY < -0.01 || f.shiftY > 0.01 || f.shiftX <= 0 {
		t.Errorf("on a sheet that is too short: %+v", f)
	}
	a3 := paper{dpiX: 600, dpiY: 300, width: 7016, height: 4960}
	if f := fitPage(width, height, a3); f.scaleX != 1 || f.scaleY != 0.5 || f.shiftX < 1000 || f.shiftY < 700 {
		t.Errorf("in the middle of a larger sheet with uneven dots: %+v", f)
	}
}

func TestShapesBecomePolygons(t *testing.T) {
	var shapes [][]winPoint
	var counts [][]int32
	failed := errors.New("out of paper")
	o := &outline{fit: fit{scaleX: 1, scaleY: 1, shiftX: 1}, fillWith: func(o *outline, tone color.RGBA) error {
		shapes, counts = append(shapes, slices.Clone(o.points)), append(counts, slices.Clone(o.counts))
		if tone.R == 1 {
			return failed
		}
		return nil
	}}
	o.MoveTo(0, 0)
	o.LineTo(3, 0)
	o.LineTo(3, 0.01) // the same step
	o.QuadTo(3, 3, 0, 3)
	o.MoveTo(10, 10) // a line, which has no area
	o.LineTo(-11.5, 10)
	o.MoveTo(1, 1)
	o.LineTo(2, 1)
	o.LineTo(1, 2)
	if err := o.Fill(color.RGBA{A: 255}); err != nil {
		t.Fatal(err)
	}
	if err := o.Fill(color.RGBA{R: 1}); err != nil {
		t.Errorf("nothing to fill failed: %v", err)
	}
	o.MoveTo(1, 1)
	o.LineTo(2, 1)
	o.LineTo(1, 2)
	if err := o.Fill(color.RGBA{R: 1}); !errors.Is(err, failed) {
		t.Errorf("got %v, want the printer's error", err)
	}
	if len(shapes) != 2 || len(counts[0]) != 2 || counts[0][1] != 3 || !slices.Equal(counts[1], []int32{3}) {
		t.Fatalf("shapes %v, counts %v", shapes, counts)
	}
	curve := shapes[0][:counts[0][0]]
	if curve[0] != (winPoint{8, 0}) || curve[1] != (winPoint{32, 0}) || curve[len(curve)-1] != (winPoint{8, 24}) || len(curve) < 5 {
		t.Errorf("the shape with the curve: %v", curve)
	}
}

// A curve's lines keep within a step of it, wherever it lies.
func TestCurvesAreFollowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := func(name string) float32 { return float32(rapid.IntRange(-2000, 2000).Draw(t, name)) }
		x0, y0, cx, cy, x, y := at("x0"), at("y0"), at("cx"), at("cy"), at("x"), at("y")
		o := &outline{fit: fit{scaleX: 1, scaleY: 1}}
		o.MoveTo(x0, y0)
		o.QuadTo(cx, cy, x, y)
		for i := range 33 {
			u := float64(i) / 32
			px := ((1-u)*(1-u)*float64(x0) + 2*u*(1-u)*float64(cx) + u*u*float64(x)) * dotsPerDot
			py := ((1-u)*(1-u)*float64(y0) + 2*u*(1-u)*float64(cy) + u*u*float64(y)) * dotsPerDot
			if d := distance(o.points, px, py); d > 1.5 {
				t.Fatalf("at %v the lines are %v steps away", u, d)
			}
		}
	})
}

// distance returns how far a point is from a line through others.
func distance(line []winPoint, x, y float64) float64 {
	nearest := math.Inf(1)
	for i := range line {
		a, b := line[max(i-1, 0)], line[i]
		ax, ay, dx, dy := float64(a.x), float64(a.y), float64(b.x-a.x), float64(b.y-a.y)
		u := 0.0
		if length := dx*dx + dy*dy; length > 0 {
			u = min(max(((x-ax)*dx+(y-ay)*dy)/length, 0), 1)
		}
		nearest = min(nearest, math.Hypot(ax+u*dx-x, ay+u*dy-y))
	}
	return nearest
}
