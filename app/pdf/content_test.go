package pdf

import (
	"strings"
	"testing"
)

// drawn returns what a page's content stream says, one operation a line.
func drawn(t *testing.T, draw func(*Writer, *Content)) string {
	t.Helper()
	w := NewWriter(Options{})
	p := w.AddPage(100, 100)
	draw(w, p.Content)
	if _, err := w.Bytes(); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(p.Content.out))
}

func TestContentOperators(t *testing.T) {
	for name, c := range map[string]struct {
		draw func(*Writer, *Content)
		want string
	}{
		"line":       {func(_ *Writer, c *Content) { c.Line(1, 2, 3.14159, -0.0001) }, "1 2 m\n3.142 0 l\nS"},
		"rectangles": {func(_ *Writer, c *Content) { c.StrokeRect(1, 2, 3, 4); c.FillRect(5, 6, 7, 8) }, "1 2 3 4 re\nS\n5 6 7 8 re\nf"},
		"polygon":    {func(_ *Writer, c *Content) { c.Polygon(Point{0, 0}, Point{1, 0}, Point{0, 1}); c.FillStroke() }, "0 0 m\n1 0 l\n0 1 l\nh\nB"},
		"curve":      {func(_ *Writer, c *Content) { c.MoveTo(0, 0); c.CurveTo(1, 2, 3, 4, 5, 6); c.FillEvenOdd() }, "0 0 m\n1 2 3 4 5 6 c\nf*"},
		"colours": {func(_ *Writer, c *Content) {
			c.SetFill(Black) // as it is at first
			c.SetFill(Color{255, 0, 51})
			c.SetFill(Color{255, 0, 51})
			c.SetStroke(White)
		}, "1 0 0.2 rg\n1 G"},
		"restored": {func(_ *Writer, c *Content) {
			c.SetLineWidth(1) // as it is at first
			c.Save()
			c.SetLineWidth(2)
			c.SetFill(White)
			c.Restore()
			c.SetLineWidth(2)
			c.SetFill(White)
		}, "q\n2 w\n1 g\nQ\n2 w\n1 g"},
		"dash":      {func(_ *Writer, c *Content) { c.SetDash(1, 3, 2.5); c.SetDash(0) }, "[3 2.5] 1 d\n[] 0 d"},
		"styles":    {func(_ *Writer, c *Content) { c.SetLineJoin(2) }, "2 j"},
		"clip":      {func(_ *Writer, c *Content) { c.Rectangle(0, 0, 1, 1); c.Clip() }, "0 0 1 1 re\nW n"},
		"transform": {func(_ *Writer, c *Content) { c.Transform(Rotate(90, 10, 20)); c.Transform(Translate(1.5, 0)) }, "0 1 -1 0 10 20 cm\n1 0 0 1 1.5 0 cm"},
		"artifact":  {func(_ *Writer, c *Content) { c.Artifact("Pagination"); c.End(); c.Artifact(""); c.End() }, "/Artifact <</Type/Pagination>> BDC\nEMC\n/Artifact BMC\nEMC"},
		"tagged": {func(w *Writer, c *Content) {
			e := w.Structure().Add("P")
			for range 2 {
				c.Tagged(e)
				c.End()
			}
		}, "/P <</MCID 0>> BDC\nEMC\n/P <</MCID 1>> BDC\nEMC"},
		"span": {func(_ *Writer, c *Content) { c.Span("〇"); c.End() }, "/Span <</ActualText<FEFF3007>>> BDC\nEMC"},
		"mark": {func(_ *Writer, c *Content) { c.Mark("X", nil); c.Mark("Y", Dict{"A": Int(1)}); c.End(); c.End() }, "/X BMC\n/Y <</A 1>> BDC\nEMC\nEMC"},
		"text": {func(w *Writer, c *Content) {
			f := w.AddFont(boxFace{name: "B"}, FontMetrics{})
			c.SetCharSpacing(0.5)
			c.Text(f, 10.5, 1, 2, run("aba"))
			c.Text(f, 10.5, 3, 4, nil)
			c.Text(f, 10.5, 3, 4, []Glyph{{ID: 97, Text: "a", Shift: 2.1}, {ID: 97, Text: "a", Shift: 9}})
		}, "0.5 Tc\nBT\n/F1 10.5 Tf\n1 2 Td\n<000100020001> Tj\nET\nBT\n3 4 Td\n[<0001>-200<0001>] TJ\nET"},
		"missing glyph": {func(w *Writer, c *Content) {
			c.Text(w.AddFont(boxFace{name: "B"}, FontMetrics{}), 9, 0, 0, []Glyph{{}})
		}, "BT\n/F1 9 Tf\n0 0 Td\n<0000> Tj\nET"},
		"form": {func(w *Writer, c *Content) { c.DrawForm(w.NewForm(Rect{}), Translate(1, 2)) }, "q\n1 0 0 1 1 2 cm\n/X4 Do\nQ"},
	} {
		if got := drawn(t, c.draw); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// TestFormAssumesNoState pins that a form sets what a page may leave as it is at first.
func TestFormAssumesNoState(t *testing.T) {
	w := NewWriter(Options{})
	c := w.NewForm(Rect{}).Content
	c.SetFill(Black)
	c.SetStroke(Black)
	c.SetLineWidth(1)
	c.SetCharSpacing(0)
	if got := string(c.out); got != "0 g\n0 G\n1 w\n0 Tc\n" {
		t.Errorf("%q", got)
	}
}
