package softwindow

import (
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"
)

// Whatever happens to a list, all pixels outside the damage are the same: the topmost look at every point is.
func TestOutsideTheDamageNothingDiffers(t *testing.T) {
	const side = 12
	items := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) item {
		x, y := rapid.IntRange(0, side-1).Draw(t, "x"), rapid.IntRange(0, side-1).Draw(t, "y")
		r := image.Rect(x, y, x+rapid.IntRange(1, 5).Draw(t, "w"), y+rapid.IntRange(1, 5).Draw(t, "h"))
		return item{
			rect: r, clip: image.Rect(0, 0, side, side),
			look: fill{color.RGBA{R: uint8(rapid.IntRange(1, 3).Draw(t, "colour")), A: 255}},
		}
	}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		before, after := items.Draw(t, "before"), items.Draw(t, "after")
		parts := damage(before, after)
		for y := range side {
			for x := range side {
				p := image.Pt(x, y)
				if within(p, parts) {
					continue
				}
				if a, b := stack(before, p), stack(after, p); a != b {
					t.Fatalf("at %v: %s before, %s after, damage %v", p, a, b, parts)
				}
			}
		}
	})
}

func within(p image.Point, parts []image.Rectangle) bool {
	for _, part := range parts {
		if p.In(part) {
			return true
		}
	}
	return false
}

// stack names the looks over a point, from below.
func stack(items []item, p image.Point) string {
	var names []byte
	for _, i := range items {
		if p.In(i.visible()) {
			names = append(names, '0'+i.look.(fill).colour.R)
		}
	}
	return string(names)
}
