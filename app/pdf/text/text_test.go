package text_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
)

// document is a page of given content with the fonts of [fonts] as F1 and F2, a form X, and a form L that draws itself.
func document(t testing.TB, content string, more pdf.Dict) *pdf.Reader {
	t.Helper()
	w := pdf.NewWriter(pdf.Options{})
	p := w.AddPage(200, 100)
	wide, narrow := fonts(w)
	form := w.AddStream(pdf.Dict{
		"Type": pdf.Name("XObject"), "Subtype": pdf.Name("Form"), "BBox": pdf.Rect{X1: 10, Y1: 10}.Array(),
		"Matrix":    pdf.Array{pdf.Int(1), pdf.Int(0), pdf.Int(0), pdf.Int(1), pdf.Int(100), pdf.Int(0)},
		"Resources": pdf.Dict{"Font": pdf.Dict{"F1": wide}},
	}, []byte("BT /F1 10 Tf 5 5 Td <0001> Tj ET"))
	loop := w.Alloc()
	w.SetStream(loop, pdf.Dict{
		"Type": pdf.Name("XObject"), "Subtype": pdf.Name("Form"), "BBox": pdf.Rect{X1: 10, Y1: 10}.Array(),
		"Resources": pdf.Dict{"XObject": pdf.Dict{"L": loop}},
	}, []byte("/L Do"))
	p.Extra = more
	file, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	u, err := pdf.NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := r.Pages()
	if err != nil {
		t.Fatal(err)
	}
	d := pdf.Dict{
		"Type": pdf.Name("Page"), "Parent": pages[0].Dict["Parent"], "MediaBox": pages[0].Dict["MediaBox"],
		"Contents":  u.AddStream(nil, []byte(content)),
		"Resources": pdf.Dict{"Font": pdf.Dict{"F1": wide, "F2": narrow}, "XObject": pdf.Dict{"X": form, "L": loop}},
	}
	for key, value := range more {
		d[key] = value
	}
	u.Set(pages[0].Ref, d)
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	if r, err = pdf.Read(s.Data); err != nil {
		t.Fatal(err)
	}
	return r
}

// fonts are a font of two-byte codes, in which 1 is 甲, 2 to 11 are the digits and 12 is "fi", and one of single bytes, in which A is X.
func fonts(w *pdf.Writer) (wide, narrow pdf.Ref) {
	toUnicode := w.AddStream(nil, []byte("1 begincodespacerange <0000> <FFFF> endcodespacerange\n"+
		"2 beginbfchar <0001> <7532> <000C> <00660069> endbfchar 1 beginbfrange <0002> <000B> <0030> endbfrange\n"+
		"1 beginbfrange <0010> <0011> [<D83DDE00> <0041>] endbfrange"))
	below := w.Add(pdf.Dict{
		"Type": pdf.Name("Font"), "Subtype": pdf.Name("CIDFontType2"), "DW": pdf.Int(1000),
		"W": pdf.Array{pdf.Int(2), pdf.Array{pdf.Int(500), pdf.Int(500)}, pdf.Int(4), pdf.Int(11), pdf.Int(500)},
	})
	wide = w.Add(pdf.Dict{"Type": pdf.Name("Font"), "Subtype": pdf.Name("Type0"), "Encoding": pdf.Name("Identity-H"), "DescendantFonts": pdf.Array{below}, "ToUnicode": toUnicode})
	narrow = w.Add(pdf.Dict{
		"Type": pdf.Name("Font"), "Subtype": pdf.Name("TrueType"), "FirstChar": pdf.Int(65), "Widths": pdf.Array{pdf.Int(600)},
		"ToUnicode": w.AddStream(nil, []byte("1 beginbfchar <41> <0058> endbfchar")),
	})
	return wide, narrow
}

func TestRuns(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"two-byte codes":  {"BT /F1 10 Tf 20 30 Td <00010002000B> Tj ET", "甲09 at 20.0 30.0 wide 20.0 size 10.0"},
		"ligature":        {"BT /F1 10 Tf 0 0 Td <000C> Tj ET", "fi at 0.0 0.0 wide 10.0 size 10.0"},
		"list of a range": {"BT /F1 10 Tf 0 0 Td <00100011> Tj ET", "😀A at 0.0 0.0 wide 20.0 size 10.0"},
		"one-byte codes":  {"BT /F2 10 Tf 1 2 Td (AA) Tj ET", "XX at 1.0 2.0 wide 12.0 size 10.0"},
		"shifts":          {"BT /F1 10 Tf [<0001> -500 <0001>] TJ ET", "甲甲 at 0.0 0.0 wide 25.0 size 10.0"},
		"spacing":         {"BT /F1 10 Tf 1 Tc <00010001> Tj ET", "甲甲 at 0.0 0.0 wide 22.0 size 10.0"},
		"scaled page":     {"q 2 0 0 2 5 5 cm BT /F1 10 Tf 10 10 Td <0001> Tj ET Q", "甲 at 25.0 25.0 wide 20.0 size 20.0"},
		"text matrix":     {"BT /F1 10 Tf 1 0 0 1 7 8 Tm <0001> Tj <0001> Tj ET", "甲 at 7.0 8.0 wide 10.0 size 10.0; 甲 at 17.0 8.0 wide 10.0 size 10.0"},
		"lines":           {"BT /F1 10 Tf 12 TL 0 50 Td <0001> Tj T* <0001> Tj <0001> ' ET", "甲 at 0.0 50.0 wide 10.0 size 10.0; 甲 at 0.0 38.0 wide 10.0 size 10.0; 甲 at 0.0 26.0 wide 10.0 size 10.0"},
		"hidden":          {"BT /F1 10 Tf 3 Tr <0001> Tj ET", "甲 at 0.0 0.0 wide 10.0 size 10.0 hidden"},
		"form":            {"/X Do", "甲 at 105.0 5.0 wide 10.0 size 10.0 form"},
		"unmapped":        {"BT /F1 10 Tf <0099> Tj ET", "\ufffd at 0.0 0.0 wide 10.0 size 10.0"},
		"restored font":   {"BT /F1 10 Tf ET q BT /F2 9 Tf ET Q BT <0001> Tj ET", "甲 at 0.0 0.0 wide 10.0 size 10.0"},
		"nothing to show": {"BT /F1 10 Tf () Tj ET 0 0 m 10 10 l S", ""},
	} {
		pages, err := text.NewReader(document(t, c.content, nil)).Pages()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range pages[0].Runs {
			s := fmt.Sprintf("%s at %.1f %.1f wide %.1f size %.1f", r.Text, r.X, r.Y, r.Width, r.Size)
			if r.Hidden {
				s += " hidden"
			}
			if r.Form {
				s += " form"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: got %s, want %s", name, s, c.want)
		}
	}
}

func TestPaintsAndDoubts(t *testing.T) {
	pages, err := text.NewReader(document(t, "10 20 30 40 re f 0 0 m 100 0 l S 5 5 m 5 9 l 9 9 l s", nil)).Pages()
	if err != nil {
		t.Fatal(err)
	}
	p := pages[0]
	if len(p.Paints) != 1 || p.Paints[0].Rect != (pdf.Rect{X0: 10, Y0: 20, X1: 40, Y1: 60}) {
		t.Errorf("paints %+v", p.Paints)
	}
	if len(p.Lines) != 3 || p.Lines[0].X2 != 100 {
		t.Errorf("lines %+v", p.Lines)
	}
	for content, want := range map[string]text.Doubt{
		"0 0 1 1 re W n": text.DoubtClip, "/G gs": text.DoubtState, "/P cs 1 scn": text.DoubtColour, "/S sh": text.DoubtShade,
		"BI /W 1 /H 1 ID x EI": text.DoubtInline, "/OC /A BDC EMC": text.DoubtLayer, "BT /F1 1 Tf 7 Tr <0001> Tj ET": text.DoubtClip,
	} {
		pages, err := text.NewReader(document(t, content, nil)).Pages()
		if err != nil || !slices.Contains(pages[0].Doubts, want) {
			t.Errorf("%s: %v, %v", content, pages, err)
		}
	}
	pages, err = text.NewReader(document(t, "", pdf.Dict{"Rotate": pdf.Int(90), "Annots": pdf.Array{pdf.Dict{"Subtype": pdf.Name("Stamp"), "Rect": pdf.Rect{X1: 5, Y1: 6}.Array()}}})).Pages()
	if err != nil || !slices.Contains(pages[0].Doubts, text.DoubtCrop) || len(pages[0].Annotations) != 1 || pages[0].Annotations[0].Subtype != "Stamp" {
		t.Errorf("turned page: %+v, %v", pages, err)
	}
}

func TestContentThatCannotBeFollowed(t *testing.T) {
	for content, want := range map[string]error{
		"BT <0001> Tj ET":              text.ErrContent,
		"BT /F9 1 Tf <0001> Tj ET":     text.ErrContent,
		"BT /F1 (x) Tf ET":             text.ErrContent,
		"1 w (a) w":                    text.ErrContent,
		"/L Do":                        text.ErrLimit,
		strings.Repeat("q ", 1000):     text.ErrLimit,
		"BT /F1 10 Tf [/x] TJ ET":      text.ErrContent,
		"BT /F1 10 Tf 1 2 (x) \" ET Q": nil,
		"<< ":                          pdf.ErrSyntax,
	} {
		_, err := text.NewReader(document(t, content, nil)).Pages()
		var typed *text.Error
		if !errors.Is(err, want) || want != nil && (!errors.As(err, &typed) || typed.Page != 1) {
			t.Errorf("%.40q: got %v, want %v", content, err, want)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{"BT /F1 10 Tf [<0001> -500 <0002>] TJ ET", "q 1 0 0 1 0 0 cm /X Do Q", "0 0 1 1 re B* W n /L Do", "BT 1 2 (x) \" ET"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		pages, err := text.NewReader(document(t, content, nil)).Pages()
		var typed *text.Error
		if err != nil && !errors.As(err, &typed) {
			t.Fatalf("untyped error %v", err)
		}
		if err == nil && len(pages) != 1 {
			t.Fatalf("%d pages", len(pages))
		}
	})
}
