package typeface

import (
	"bytes"
	"math"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"pgregory.net/rapid"

	"zhunsheng/assets/fonts"
)

// CubeTo draws what only PostScript outlines have.
func (k *ink) CubeTo(ax, ay, bx, by, x, y float64) {
	k.curves++
	cross := func(x0, y0, x1, y1 float64) float64 { return x0*y1 - x1*y0 }
	// Exact for a cubic curve.
	k.area += (6*cross(k.x, k.y, ax, ay) + 3*cross(k.x, k.y, bx, by) + cross(k.x, k.y, x, y) +
		3*cross(ax, ay, bx, by) + 3*cross(ax, ay, x, y) + 6*cross(bx, by, x, y)) / 20
	k.x, k.y = k.at(float32(x), float32(y))
}

// close draws the line that closes a contour where it is not drawn.
func (k *ink) close() { k.area += (k.x*k.startY - k.startX*k.y) / 2 }

// TestPostScriptDrawsTheSame reads the font with somebody else's reader and compares every glyph with its TrueType outline.
func TestPostScriptDrawsTheSame(t *testing.T) {
	for name, data := range map[string][]byte{"regular": fonts.SansRegular(), "bold": fonts.SansBold()} {
		face := mustParse(t, data)
		converted := face.PostScript()
		if again := face.PostScript(); !bytes.Equal(converted, again) {
			t.Fatalf("%s: different bytes at the second time", name)
		}
		if most := len(data) * 4 / 3; len(converted) > most {
			t.Errorf("%s: %d bytes of %d", name, len(converted), len(data))
		}
		read, err := sfnt.Parse(converted)
		if err != nil {
			t.Fatal(err)
		}
		if n := read.NumGlyphs(); n != face.GlyphCount() {
			t.Fatalf("%s: %d glyphs, want %d", name, n, face.GlyphCount())
		}
		var buffer sfnt.Buffer
		em := fixed.I(face.UnitsPerEm())
		for g := range face.GlyphCount() {
			segments, err := read.LoadGlyph(&buffer, sfnt.GlyphIndex(g), em, nil)
			if err != nil {
				t.Fatalf("%s: glyph %d: %v", name, g, err)
			}
			want := newInk()
			face.Trace(GlyphID(g), want)
			got := measure(segments)
			compareInk(t, name, g, got, want)
			advance, err := read.GlyphAdvance(&buffer, sfnt.GlyphIndex(g), em, font.HintingNone)
			if err != nil || advance.Round() != face.Advance(GlyphID(g)) {
				t.Fatalf("%s: glyph %d: advance %v, want %d (%v)", name, g, advance, face.Advance(GlyphID(g)), err)
			}
		}
		for _, r := range face.Runes() {
			want, _ := face.Glyph(r)
			if got, err := read.GlyphIndex(&buffer, r); err != nil || GlyphID(got) != want {
				t.Fatalf("%s: %c is glyph %d, want %d (%v)", name, r, got, want, err)
			}
		}
	}
}

func measure(segments sfnt.Segments) *ink {
	k := newInk()
	at := func(p fixed.Point26_6) (float64, float64) { return float64(p.X) / 64, -float64(p.Y) / 64 }
	for _, s := range segments {
		x, y := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if k.contours > 0 {
				k.close()
			}
			k.MoveTo(float32(x), float32(y))
		case sfnt.SegmentOpLineTo:
			k.LineTo(float32(x), float32(y))
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			toX, toY := at(s.Args[2])
			k.CubeTo(x, y, bx, by, toX, toY)
		}
	}
	if k.contours > 0 {
		k.close()
	}
	return k
}

func compareInk(t *testing.T, name string, g int, got, want *ink) {
	t.Helper()
	if got.contours != want.contours {
		t.Fatalf("%s: glyph %d has %d contours, want %d", name, g, got.contours, want.contours)
	}
	if want.contours == 0 {
		return
	}
	for i, side := range [][2]float64{{got.x0, want.x0}, {got.y0, want.y0}, {got.x1, want.x1}, {got.y1, want.y1}} {
		if math.Abs(side[0]-side[1]) > 0.5 {
			t.Fatalf("%s: glyph %d: side %d at %v, want %v", name, g, i, side[0], side[1])
		}
	}
	// Half a unit along half of the outline would be more; an outline is at least as long as its box is wide and high.
	if slack := 1 + (want.x1-want.x0+want.y1-want.y0)/2; math.Abs(got.area-want.area) > slack {
		t.Fatalf("%s: glyph %d: area %v, want %v to within %v", name, g, got.area, want.area, slack)
	}
}

// lines is a [Pen] that remembers where whole-numbered straight lines lead.
type lines struct{ points [][2]int }

// TestCharstringsLeadWhereThePenWent draws random contours of lines along and across the axes, as many as overflow an operator's arguments,
// with lines back to the start in the midst, and follows the charstring by the rules of its format.
func TestCharstringsLeadWhereThePenWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.OneOf(rapid.IntRange(-3, 3), rapid.IntRange(-1200, 1200), rapid.IntRange(-16383, 16383))
		var pen charstring
		difference := rapid.SampledFrom([]int{0, 0, -500, 31}).Draw(t, "difference")
		pen.begin(difference)
		var want lines
		for range rapid.IntRange(0, 3).Draw(t, "contours") {
			start := [2]int{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
			at := start
			pen.MoveTo(float32(at[0]), float32(at[1]))
			want.points = append(want.points, at)
			begin := len(want.points)
			for range rapid.IntRange(1, 120).Draw(t, "points") {
				next := at
				switch rapid.IntRange(0, 4).Draw(t, "way") {
				case 0:
					next = start
				case 1, 2:
					next[rapid.IntRange(0, 1).Draw(t, "axis")] = coordinate.Draw(t, "along")
				default:
					next = [2]int{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
				}
				pen.LineTo(float32(next[0]), float32(next[1]))
				if next != at {
					want.points = append(want.points, next)
				}
				at = next
			}
			if at == start && len(want.points) > begin { // the line that closes the contour is not written
				want.points = want.points[:len(want.points)-1]
			}
		}
		pen.end()
		var got lines
		got.follow(t, pen.out, difference)
		if len(got.points) != len(want.points) {
			t.Fatalf("%d points %v, want %d %v", len(got.points), got.points, len(want.points), want.points)
		}
		for i := range got.points {
			if got.points[i] != want.points[i] {
				t.Fatalf("point %d at %v, want %v", i, got.points[i], want.points[i])
			}
		}
	})
}

// numberOf reads a number at the beginning of a charstring, if one is there.
func numberOf(code []byte) (v int, rest []byte, ok bool) {
	switch first := int(code[0]); {
	case first >= 32 && first <= 246:
		return first - 139, code[1:], true
	case first >= 247 && first <= 250:
		return (first-247)*256 + int(code[1]) + 108, code[2:], true
	case first >= 251 && first <= 254:
		return -(first-251)*256 - int(code[1]) - 108, code[2:], true
	case first == 28:
		return int(int16(int(code[1])<<8 | int(code[2]))), code[3:], true
	}
	return 0, code, false
}

// follow runs a charstring of moves and lines.
func (l *lines) follow(t *rapid.T, code []byte, difference int) {
	var args []int
	var at [2]int
	width := difference != 0
	to := func(dx, dy int) {
		at[0], at[1] = at[0]+dx, at[1]+dy
		l.points = append(l.points, at)
	}
	for len(code) > 0 {
		if v, rest, ok := numberOf(code); ok {
			args, code = append(args, v), rest
			continue
		}
		op := code[0]
		code = code[1:]
		if len(args) > maxArguments {
			t.Fatalf("%d arguments", len(args))
		}
		if width {
			if args[0] != difference {
				t.Fatalf("width %d, want %d", args[0], difference)
			}
			width, args = false, args[1:]
		}
		switch op {
		case opRMoveTo, opRLineTo:
			for i := 0; i < len(args); i += 2 {
				to(args[i], args[i+1])
			}
		case opHMoveTo, opVMoveTo, opHLineTo, opVLineTo:
			for i, by := range args {
				if (i%2 == 0) == (op == opHLineTo || op == opHMoveTo) {
					to(by, 0)
				} else {
					to(0, by)
				}
			}
		case opEndChar:
			if len(code) > 0 || len(args) > 0 {
				t.Fatalf("% x after the end", code)
			}
		default:
			t.Fatalf("operator %d", op)
		}
		args = args[:0]
	}
}

func TestPostScriptOfOtherUnitsPerEm(t *testing.T) {
	tables := testTables()
	tables["head"] = bytes.Clone(tables["head"])
	tables["head"][18], tables["head"][19] = 2048>>8, 2048&0xff
	read, err := sfnt.Parse(mustParse(t, fontOf(tables)).PostScript())
	if err != nil {
		t.Fatal(err)
	}
	if read.UnitsPerEm() != 2048 || read.NumGlyphs() != testGlyphs {
		t.Errorf("%d units, %d glyphs", read.UnitsPerEm(), read.NumGlyphs())
	}
	if got, want := appendReal(nil, "0.00048828125"), []byte{30, 0x0a, 0x00, 0x04, 0x88, 0x28, 0x12, 0x5f}; !bytes.Equal(got, want) {
		t.Errorf("% x, want % x", got, want)
	}
}

func BenchmarkPostScript(b *testing.B) {
	f := mustParse(b, fonts.SansRegular())
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(f.PostScript())
	}
	b.ReportMetric(float64(size)/1e6, "MB")
}
