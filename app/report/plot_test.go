package report

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"golang.org/x/image/vector"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
)

// sketch is a plotter that paints what it is given.
type sketch struct {
	raster *vector.Rasterizer
	img    *image.RGBA
	fills  int
	err    error
}

func (s *sketch) MoveTo(x, y float32)         { s.raster.ClosePath(); s.raster.MoveTo(x, y) }
func (s *sketch) LineTo(x, y float32)         { s.raster.LineTo(x, y) }
func (s *sketch) QuadTo(cx, cy, x, y float32) { s.raster.QuadTo(cx, cy, x, y) }

func (s *sketch) Fill(tone color.RGBA) error {
	s.fills++
	s.raster.ClosePath()
	s.raster.Draw(s.img, s.img.Rect, image.NewUniform(tone), image.Point{})
	s.raster.Reset(s.img.Rect.Dx(), s.img.Rect.Dy())
	return s.err
}

func plainPage(t *testing.T) *Prepared {
	t.Helper()
	doc := &layout.Document{Sections: []layout.Section{{
		Frame: layout.Frame{Width: 60 * pt1, Height: 40 * pt1, Top: 4 * pt1, Left: 4 * pt1, Right: 4 * pt1, Bottom: 4 * pt1},
		Blocks: []layout.Block{
			layout.Paragraph{Spans: []layout.Span{{Text: "准绳 8%", Style: style(FaceHeavy, 10*pt1)}}},
		},
	}}}
	p, err := PrepareTypeset(t.Context(), doc, pdf.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlotDrawsWhatTheImageShows(t *testing.T) {
	p := plainPage(t)
	want, err := p.Image(0, 144)
	if err != nil {
		t.Fatal(err)
	}
	got := &sketch{raster: vector.NewRasterizer(want.Rect.Dx(), want.Rect.Dy()), img: image.NewRGBA(want.Rect)}
	draw.Draw(got.img, got.img.Rect, image.White, image.Point{}, draw.Src)
	if err := p.Plot(0, 144, got); err != nil || got.fills == 0 {
		t.Fatalf("%d shapes, %v", got.fills, err)
	}
	dark := 0
	for i, v := range want.Pix {
		if d := int(v) - int(got.img.Pix[i]); d < -8 || d > 8 {
			t.Fatalf("byte %d: %d in the image, %d plotted", i, v, got.img.Pix[i])
		}
		if v < 64 {
			dark++
		}
	}
	if dark < 100 {
		t.Errorf("the page is all but empty: %d dark bytes", dark)
	}
}

func TestPlotStopsAtTheFirstError(t *testing.T) {
	p := plainPage(t)
	failed := errors.New("out of paper")
	s := &sketch{raster: vector.NewRasterizer(1, 1), img: image.NewRGBA(image.Rect(0, 0, 1, 1)), err: failed}
	if err := p.Plot(0, 72, s); !errors.Is(err, failed) || s.fills != 1 {
		t.Errorf("%d shapes after the error, %v", s.fills, err)
	}
	for _, test := range []struct {
		page int
		dpi  float64
	}{{-1, 72}, {1, 72}, {0, 0}, {0, 1e9}} {
		if err := p.Plot(test.page, test.dpi, s); !errors.Is(err, ErrImage) {
			t.Errorf("page %d at %v: %v", test.page, test.dpi, err)
		}
	}
}
