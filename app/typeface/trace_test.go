package typeface

import (
	"math"
	"testing"

	"zhunsheng/assets/fonts"
)

// ink measures an outline: its box and the area its contours enclose.
type ink struct {
	x, y, startX, startY  float64
	x0, y0, x1, y1        float64
	area                  float64
	contours, curves, bad int
}

func newInk() *ink {
	return &ink{x0: math.Inf(1), y0: math.Inf(1), x1: math.Inf(-1), y1: math.Inf(-1)}
}

func (k *ink) at(x, y float32) (float64, float64) {
	fx, fy := float64(x), float64(y)
	if math.IsNaN(fx+fy) || math.IsInf(fx+fy, 0) {
		k.bad++
	}
	k.x0, k.x1 = min(k.x0, fx), max(k.x1, fx)
	k.y0, k.y1 = min(k.y0, fy), max(k.y1, fy)
	return fx, fy
}

func (k *ink) MoveTo(x, y float32) {
	k.contours++
	k.x, k.y = k.at(x, y)
	k.startX, k.startY = k.x, k.y
}

func (k *ink) LineTo(x, y float32) {
	fx, fy := k.at(x, y)
	k.area += (k.x*fy - fx*k.y) / 2
	k.x, k.y = fx, fy
}

func (k *ink) QuadTo(cx, cy, x, y float32) {
	k.curves++
	fx, fy := k.at(x, y)
	gx, gy := float64(cx), float64(cy)
	// Exact for a quadratic curve.
	k.area += (2*(k.x*gy-gx*k.y) + 2*(gx*fy-fx*gy) + (k.x*fy - fx*k.y)) / 6
	k.x, k.y = fx, fy
}

func TestTraceFillsTheBoxOfTheGlyph(t *testing.T) {
	face, err := Parse(fonts.SerifRegular())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "国0Aé，" {
		g, ok := face.Glyph(r)
		if !ok {
			t.Fatalf("no %c", r)
		}
		k := newInk()
		face.Trace(g, k)
		body := view(face.outline(g))
		for i, got := range []float64{k.x0, k.y0, k.x1, k.y1} {
			// The header's box also holds control points that the curve does not reach.
			if want := float64(body.signed16(2 + 2*i)); math.Abs(got-want) > 2 {
				t.Errorf("%c: side %d at %v, the font says %v", r, i, got, want)
			}
		}
		if k.contours == 0 || k.area == 0 || k.bad > 0 {
			t.Errorf("%c: %+v", r, k)
		}
	}
	space, _ := face.Glyph(' ')
	k := newInk()
	face.Trace(space, k)
	face.Trace(65535, k)
	if k.contours != 0 {
		t.Error("an empty glyph was drawn")
	}
}

// FuzzTrace draws a glyph with a damaged body.
func FuzzTrace(f *testing.F) {
	face, err := Parse(fonts.SerifRegular())
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range "国é" {
		g, _ := face.Glyph(r)
		f.Add([]byte(face.outline(g)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > math.MaxInt16 {
			return
		}
		damaged := *face
		damaged.wide, damaged.glyphs = true, 1
		damaged.loca = []byte{0, 0, 0, 0, 0, 0, byte(len(body) >> 8), byte(len(body))}
		damaged.glyf = body
		k := newInk()
		damaged.Trace(0, k)
		if k.bad > 0 {
			t.Fatalf("%d points nowhere", k.bad)
		}
	})
}
