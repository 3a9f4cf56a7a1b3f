package pdf

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

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
	huge := bytes.Clone(png16.Bytes())
	copy(huge[16:], "\x7f\xff\xff\xff")
	for name, file := range map[string][]byte{"none": nil, "text": []byte("hello"), "cut": png16.Bytes()[:50], "huge": huge, "cut JPEG": jpg.Bytes()[:400]} {
		if _, err := DecodeImage(file); !errors.Is(err, ErrImage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, add := range map[string]func(*Writer){
		"empty": func(w *Writer) { w.AddImage(image.NewGray(image.Rectangle{})) },
	} {
		w := NewWriter(Options{})
		w.AddPage(9, 9)
		add(w)
		if _, err := w.Bytes(); !errors.Is(err, ErrImage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
