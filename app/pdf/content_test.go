package pdf

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"reflect"
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
		"styles":    {func(_ *Writer, c *Content) { c.SetLineCap(1); c.SetLineJoin(2) }, "1 J\n2 j"},
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
		"span":  {func(_ *Writer, c *Content) { c.Span("〇"); c.End() }, "/Span <</ActualText<FEFF3007>>> BDC\nEMC"},
		"mark":  {func(_ *Writer, c *Content) { c.Mark("X", nil); c.Mark("Y", Dict{"A": Int(1)}); c.End(); c.End() }, "/X BMC\n/Y <</A 1>> BDC\nEMC\nEMC"},
		"state": {func(w *Writer, c *Content) { c.UseState(w.Add(Dict{"ca": Real(0.5)})) }, "/G4 gs"},
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

func fontDicts(t *testing.T, draw func(*Font, *Content)) (r *Reader, font, cid Dict) {
	t.Helper()
	w := NewWriter(Options{})
	f := w.AddFont(boxFace{name: "Box"}, FontMetrics{Ascent: 880, Serif: true, FixedPitch: true, ItalicAngle: -12})
	draw(f, w.AddPage(100, 100).Content)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r = mustRead(t, data)
	font, _, err = r.ResolveDict(f.Ref())
	if err != nil {
		t.Fatal(err)
	}
	cid, _, err = r.ResolveDict(font["DescendantFonts"].(Array)[0])
	if err != nil {
		t.Fatal(err)
	}
	return r, font, cid
}

func decodeOf(t *testing.T, r *Reader, o Object) string {
	t.Helper()
	o, err := r.Resolve(o)
	if err != nil {
		t.Fatal(err)
	}
	data, err := r.Decode(o.(*Stream))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestToUnicode(t *testing.T) {
	r, font, cid := fontDicts(t, func(f *Font, c *Content) {
		c.Text(f, 10, 0, 0, []Glyph{
			{ID: 0x4e00, Text: "一"},
			{ID: 0x5409, Text: "𠮷"},
			{ID: 7, Text: "ffi"},
			{ID: 8},
			{ID: 9, Text: "a\xff"},
		})
	})
	cmap := decodeOf(t, r, font["ToUnicode"])
	for _, want := range []string{"4 beginbfchar", "<0001> <4E00>", "<0002> <D842DFB7>", "<0003> <006600660069>", "<0005> <0061FFFD>"} {
		if !strings.Contains(cmap, want) {
			t.Errorf("%q is missing from\n%s", want, cmap)
		}
	}
	if strings.Contains(cmap, "<0004>") {
		t.Error("a glyph without text is mapped")
	}
	if want := (Array{Int(0), Array{Int(500)}, Int(3), Array{Int(500), Int(500), Int(500)}}); !reflect.DeepEqual(cid["W"], want) || cid["DW"] != Int(1000) {
		t.Errorf("%v; want %v", cid["W"], want)
	}
	if cid["CIDToGIDMap"] != Name("Identity") {
		t.Error(cid["CIDToGIDMap"])
	}
	descriptor, _, err := r.ResolveDict(cid["FontDescriptor"])
	if err != nil || descriptor["Flags"] != Int(4+1+2+64) || decodeOf(t, r, descriptor["CIDSet"]) != "\xfc" {
		t.Error(descriptor, err)
	}
	name := string(cid["BaseFont"].(Name))
	if len(name) != len("ABCDEF+Box") || name[6:] != "+Box" || descriptor["FontName"] != Name(name) || font["BaseFont"] != Name(name) {
		t.Error(name)
	}
}

// TestOneGlyphTwoTexts shows one glyph for 一 and for the radical ⼀: both must come back as written.
func TestOneGlyphTwoTexts(t *testing.T) {
	r, font, cid := fontDicts(t, func(f *Font, c *Content) {
		c.Text(f, 10, 0, 0, []Glyph{{ID: 300, Text: "一"}, {ID: 300, Text: "⼀"}, {ID: 301, Text: "二"}, {ID: 300, Text: "一"}})
	})
	cmap := decodeOf(t, r, font["ToUnicode"])
	if !strings.Contains(cmap, "<0001> <4E00>") || !strings.Contains(cmap, "<0002> <2F00>") {
		t.Error(cmap)
	}
	if got := decodeOf(t, r, cid["CIDToGIDMap"]); got != "\x00\x00\x00\x01\x00\x01\x00\x02" {
		t.Errorf("%q", got)
	}
}

func TestManyMappings(t *testing.T) {
	r, font, _ := fontDicts(t, func(f *Font, c *Content) {
		for i := range 250 {
			c.Text(f, 10, 0, 0, []Glyph{{ID: uint16(i + 1), Text: string(rune(0x4e00 + i))}})
		}
	})
	cmap := decodeOf(t, r, font["ToUnicode"])
	if strings.Count(cmap, "100 beginbfchar") != 2 || strings.Count(cmap, "\n50 beginbfchar") != 1 {
		t.Error(cmap)
	}
}

// face variants that break their promises.
type brokenFace struct {
	boxFace
	em      int
	program []byte
	numbers map[uint16]uint16
}

func (f brokenFace) UnitsPerEm() int { return f.em }

func (f brokenFace) Subset(glyphs []uint16) ([]byte, map[uint16]uint16, error) {
	if f.program != nil {
		return f.program, f.numbers, nil
	}
	program, _, err := f.boxFace.Subset(glyphs)
	return program, f.numbers, err
}

func TestBrokenFaces(t *testing.T) {
	program, _, _ := boxFace{}.Subset([]uint16{0})
	for name, f := range map[string]brokenFace{
		"no scale":      {em: 0},
		"empty":         {em: 1000, program: []byte{}},
		"short table":   {em: 1000, program: program[:200]},
		"no maxp":       {em: 1000, program: append([]byte{0, 1, 0, 0, 0, 0}, make([]byte, 10)...)},
		"glyph missing": {em: 1000, numbers: map[uint16]uint16{0: 0}},
		"number beyond": {em: 1000, numbers: map[uint16]uint16{0: 0, 97: 2}},
		"zero moved":    {em: 1000, numbers: map[uint16]uint16{0: 1, 97: 0}},
	} {
		w := NewWriter(Options{})
		w.AddPage(9, 9).Content.Text(w.AddFont(f, FontMetrics{}), 1, 0, 0, run("a"))
		if _, err := w.Bytes(); !errors.Is(err, ErrFont) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooManyGlyphs(t *testing.T) {
	w := NewWriter(Options{})
	f := w.AddFont(boxFace{name: "B"}, FontMetrics{})
	c := w.AddPage(9, 9).Content
	for i := range 0x10000 {
		c.Text(f, 1, 0, 0, []Glyph{{ID: 1, Text: string(rune(0x10000 + i))}})
	}
	if _, err := w.Bytes(); !errors.Is(err, ErrFont) {
		t.Error(err)
	}
}

func TestImages(t *testing.T) {
	nrgba := image.NewNRGBA(image.Rect(5, 5, 7, 6))
	nrgba.SetNRGBA(5, 5, color.NRGBA{200, 100, 50, 3}) // so faint that multiplying by alpha would lose the colour
	nrgba.SetNRGBA(6, 5, color.NRGBA{1, 2, 3, 255})
	deep := image.NewNRGBA64(image.Rect(0, 0, 1, 1))
	deep.SetNRGBA64(0, 0, color.NRGBA64{0xc8c8, 0x6464, 0x3232, 0x8080})
	palette := image.NewPaletted(image.Rect(0, 0, 2, 1), color.Palette{color.NRGBA{9, 8, 7, 255}, color.Transparent})
	palette.SetColorIndex(1, 0, 1)
	grey := image.NewGray(image.Rect(-1, -1, 0, 0))
	grey.SetGray(-1, -1, color.Gray{77})
	for name, c := range map[string]struct {
		src   image.Image
		rgb   string
		alpha string
	}{
		"faint":   {nrgba, "\xc8\x64\x32\x01\x02\x03", "\x03\xff"},
		"part":    {nrgba.SubImage(image.Rect(6, 5, 7, 6)), "\x01\x02\x03", ""},
		"16 bit":  {deep, "\xc8\x64\x32", "\x80"},
		"palette": {palette, "\x09\x08\x07\x00\x00\x00", "\xff\x00"},
		"grey":    {grey, "MMM", ""},
	} {
		w := NewWriter(Options{})
		i := w.AddImage(c.src)
		w.AddPage(9, 9).Content.DrawImage(i, 0, 0, 9, 9)
		data, err := w.Bytes()
		if err != nil {
			t.Fatal(name, err)
		}
		r := mustRead(t, data)
		d, _, err := r.ResolveDict(i.Ref)
		if err != nil || d["Width"] != Int(c.src.Bounds().Dx()) || decodeOf(t, r, i.Ref) != c.rgb {
			t.Errorf("%s: %v, %q", name, d, decodeOf(t, r, i.Ref))
		}
		if mask, has := d["SMask"]; has != (c.alpha != "") || has && decodeOf(t, r, mask) != c.alpha {
			t.Errorf("%s: mask %v", name, mask)
		}
	}
}

func TestImageFiles(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 4, 3))
	var jpg, png16 bytes.Buffer
	if err := jpeg.Encode(&jpg, src, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&png16, image.NewNRGBA64(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	for _, file := range [][]byte{jpg.Bytes(), png16.Bytes()} {
		if i, err := DecodeImage(file); err != nil || i.Bounds().Dx() != 4 {
			t.Error(err)
		}
	}
	w := NewWriter(Options{})
	i := w.AddJPEG(jpg.Bytes())
	w.AddPage(9, 9).Content.DrawImage(i, 0, 0, 9, 9)
	data, err := w.Bytes()
	if err != nil || i.Width != 4 || i.Height != 3 || !bytes.Contains(data, jpg.Bytes()) {
		t.Error(i, err)
	}
	huge := bytes.Clone(png16.Bytes())
	copy(huge[16:], "\x7f\xff\xff\xff")
	for name, file := range map[string][]byte{"none": nil, "text": []byte("hello"), "cut": png16.Bytes()[:50], "huge": huge, "cut JPEG": jpg.Bytes()[:400]} {
		if _, err := DecodeImage(file); !errors.Is(err, ErrImage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, add := range map[string]func(*Writer){
		"empty":   func(w *Writer) { w.AddImage(image.NewGray(image.Rectangle{})) },
		"no JPEG": func(w *Writer) { w.AddJPEG([]byte("x")) },
	} {
		w := NewWriter(Options{})
		w.AddPage(9, 9)
		add(w)
		if _, err := w.Bytes(); !errors.Is(err, ErrImage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTokenizer(t *testing.T) {
	content := "q 1 0 0 1 72 720.5 cm % comment\nBT/F1 12 Tf[(a)-20<62>]TJ T* (x)' ET\n" +
		"/P<</MCID 0>>BDC EMC f* true\nnull n\nBI/W 2/H 1/BPC 8 ID\nab EIx\nEI Q"
	var got []string
	tokens := NewTokenizer([]byte(content))
	for {
		op, err := tokens.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := Append(nil, append(Array{}, op.Operands...))
		if err != nil {
			t.Fatal(err)
		}
		line := op.Operator + string(text)
		if op.Image != nil {
			line += string(op.Image.Data)
		}
		if !strings.HasPrefix(content[op.Offset:], op.Operator) {
			t.Errorf("%s is not at %d", op.Operator, op.Offset)
		}
		got = append(got, line)
	}
	want := []string{
		"q[]", "cm[1 0 0 1 72 720.5]", "BT[]", "Tf[/F1 12]", "TJ[[(a) -20 <62>]]", "T*[]", "'[(x)]", "ET[]",
		"BDC[/P <</MCID 0>>]", "EMC[]", "f*[]", "n[true null]", "BI[]ab EIx", "Q[]",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestTokenizerRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		kind    error
		offset  int
	}{
		"operands left":    {"1 2", ErrSyntax, 3},
		"stray bracket":    {"q ]", ErrSyntax, 2},
		"brace":            {"q {", ErrSyntax, 2},
		"string":           {"(abc", ErrSyntax, 0},
		"deep":             {strings.Repeat("[", 100), ErrLimit, 65},
		"operands":         {strings.Repeat("1 ", 2000), ErrLimit, 2049},
		"image, no data":   {"BI /W 1", ErrSyntax, 7},
		"image, no end":    {"BI /W 1 ID abcEI", ErrSyntax, 10},
		"image, bad key":   {"BI 1 2 ID x EI", ErrSyntax, 3},
		"image, two keys":  {"BI /W 1/W 2 ID x EI", ErrSyntax, 11},
		"image, bad value": {"BI /W ) ID x EI", ErrSyntax, 6},
	} {
		tokens := NewTokenizer([]byte(c.content))
		var err error
		for err == nil {
			_, err = tokens.Next()
		}
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, c.kind) || e.Offset != c.offset {
			t.Errorf("%s: %v; want %v at %d", name, err, c.kind, c.offset)
		}
		if _, err := tokens.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: goes on with %v", name, err)
		}
	}
	for _, content := range []string{"", " \n%x", "BI ID EI", "BI ID\nEI Q"} {
		tokens := NewTokenizer([]byte(content))
		for {
			op, err := tokens.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || op.Image != nil && len(op.Image.Data) != 0 {
				t.Errorf("%q: %v, %v", content, op, err)
				break
			}
		}
	}
}
