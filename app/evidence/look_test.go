package evidence

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/scoring/scoringtest"
)

func report(t testing.TB) []byte {
	t.Helper()
	e := scoringtest.Example(t)
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	made, err := app.Publish(t.Context(), app.Publication{Assessment: app.Assess(scheme, e), Words: catalogue.Printer(locale.Chinese)})
	if err != nil {
		t.Fatal(err)
	}
	return made.Data
}

func TestPDF(t *testing.T) {
	data := report(t)
	seen := Look(data)
	if seen.Kind != PDF || seen.Pages < 10 {
		t.Errorf("%s of %d pages", seen.Kind, seen.Pages)
	}
	if !strings.Contains(seen.Text, "绩效") || utf8.RuneCountInString(seen.Text) > mostText+strings.Count(seen.Text, "\n")+1 {
		t.Errorf("begins %q", seen.Text)
	}
	if cut := Look(data[:len(data)/2]); cut.Kind != PDF || cut.Pages != 0 || cut.Text != "" {
		t.Errorf("half a file: %+v", cut)
	}
}

func TestPicture(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 2240, 1120))
	picture.Set(3, 3, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	seen := Look(b.Bytes())
	if seen.Kind != Picture || seen.Width != 2240 || seen.Height != 1120 || seen.Image.Bounds().Size() != image.Pt(560, 280) {
		t.Errorf("%+v", seen)
	}
	if cut := Look(b.Bytes()[:20]); cut.Kind != Picture || cut.Image != nil {
		t.Errorf("the beginning of a picture: %+v", cut)
	}
}

func TestText(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		kind Kind
		text string
	}{
		"lines":   {"回收问卷 120 份\r\n\r\n  满意 114 份\n", Text, "回收问卷 120 份\n满意 114 份"},
		"empty":   {"", Text, ""},
		"bytes":   {"\x00\x01\x02\xff", Other, ""},
		"not zip": {"PK\x03\x04 \xff\x00", Other, ""},
	} {
		seen := Look([]byte(c.data))
		if seen.Kind != c.kind || seen.Text != c.text {
			t.Errorf("%s: %s %q, want %s %q", name, seen.Kind, seen.Text, c.kind, c.text)
		}
	}
	if long := Look([]byte(strings.Repeat("长", 5000))).Text; utf8.RuneCountInString(long) != mostText+1 {
		t.Errorf("%d characters of a long text", utf8.RuneCountInString(long))
	}
}

func FuzzLook(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("问卷"))
	f.Fuzz(func(t *testing.T, data []byte) {
		seen := Look(data)
		if !utf8.ValidString(seen.Text) || utf8.RuneCountInString(seen.Text) > 2*mostText || seen.Pages < 0 {
			t.Errorf("%+v", seen)
		}
	})
}
