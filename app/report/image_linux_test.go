package report

import (
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// greys sums up the darkness of squares of n dots, so that pictures can be compared that differ in smoothing.
func greys(img image.Image, n int) [][]float64 {
	b := img.Bounds()
	out := make([][]float64, (b.Dy()+n-1)/n)
	for i := range out {
		out[i] = make([]float64, (b.Dx()+n-1)/n)
	}
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			out[y/n][x/n] += 1 - float64(r+g+bl)/3/0xffff
		}
	}
	for _, row := range out {
		for i := range row {
			row[i] /= float64(n * n)
		}
	}
	return out
}

func TestPageImagesLookLikeThePDF(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Draft = true
	p, err := Prepare(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Write(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := save(t, doc.Bytes)
	const dpi = 96
	for _, page := range []int{0, 2, 11, 14, 16} {
		got, err := p.Image(page, dpi)
		if err != nil {
			t.Fatal(err)
		}
		stem := filepath.Join(t.TempDir(), "page")
		run(t, "poppler-utils", "pdftoppm", "-r", "96", "-f", itoa(page+1), "-l", itoa(page+1), "-singlefile", "-png", path, stem)
		file, err := os.Open(stem + ".png")
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(file)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		if *keep != "" {
			out, err := os.Create(filepath.Join(*keep, "image-"+itoa(page)+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(out, got); err != nil {
				t.Fatal(err)
			}
			out.Close()
		}
		compare(t, page, got, want)
	}
}

// compare looks at squares of 8 dots: their darkness may differ by the smoothing of thin lines and the edges of letters only.
func compare(t *testing.T, page int, got, want image.Image) {
	t.Helper()
	g, w := got.Bounds(), want.Bounds()
	if abs(g.Dx()-w.Dx()) > 1 || abs(g.Dy()-w.Dy()) > 1 {
		t.Fatalf("page %d: %v, pdftoppm makes %v", page+1, g, w)
	}
	a, b := greys(got, 8), greys(want, 8)
	squares, sum, far := 0, 0.0, 0
	for y := range min(len(a), len(b)) {
		for x := range min(len(a[y]), len(b[y])) {
			d := a[y][x] - b[y][x]
			if d < 0 {
				d = -d
			}
			squares++
			sum += d
			if d > 0.2 {
				far++
			}
		}
	}
	if mean := sum / float64(squares); mean > 0.009 || far*1000 > squares {
		t.Errorf("page %d: mean difference %.4f, %d of %d squares far off", page+1, mean, far, squares)
	}
}

func abs(n int) int { return max(n, -n) }

func TestNoSuchImage(t *testing.T) {
	p, err := Prepare(t.Context(), exampleInput(t, "cn-2020", "zh"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		page int
		dpi  float64
	}{{-1, 96}, {p.Pages(), 96}, {0, 0}, {0, -5}, {0, 1e6}} {
		if _, err := p.Image(c.page, c.dpi); !errors.Is(err, ErrImage) {
			t.Errorf("page %d at %v: %v", c.page, c.dpi, err)
		}
	}
	if w, h := p.Size(0); int(w) != 595 || int(h) != 841 {
		t.Errorf("size %v x %v", w, h)
	}
}

func BenchmarkPageImage(b *testing.B) {
	p, err := Prepare(b.Context(), exampleInput(b, "jiangmen-example-2022", "zh"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.Image(3, 96); err != nil {
			b.Fatal(err)
		}
	}
}
