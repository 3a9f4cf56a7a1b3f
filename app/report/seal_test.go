package report

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"testing"

	"zhunsheng/app/report/layout"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// redSeal is the image of a ring on a transparent ground, wider than high.
func redSeal(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 120, 90))
	for y := range 90 {
		for x := range 120 {
			if d := (x-60)*(x-60)*9/16 + (y-45)*(y-45); d < 44*44 && d > 30*30 {
				img.SetNRGBA(x, y, color.NRGBA{R: 220, G: 20, B: 20, A: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// overlap reports whether two rectangles have an area in common.
func overlap(a, b layout.Rect) bool {
	return a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H
}

func TestSealStandsInItsRoomsAndCoversNothing(t *testing.T) {
	long := synthetic(t)
	long.Project.Unit = "某省某市某县住房和城乡建设局老旧小区改造工程建设指挥部办公室"
	short := synthetic(t)
	short.Project.Unit, short.Project.Department = "局", "局"
	for _, c := range []struct {
		name  string
		kind  Kind
		lang  string
		e     *scoring.Evaluation
		seals int
	}{
		{"report", KindReport, "zh", synthetic(t), 2},
		{"long name", KindReport, "zh", long, 2},
		{"short name", KindReport, "en", short, 2},
		{"table", KindTable, "zh", synthetic(t), 1},
		{"blank", KindBlank, "zh", synthetic(t), 0},
	} {
		in := input(t, scoringtest.Scheme(t, "cn-2020"), c.e, c.lang)
		in.Kind, in.Seal = c.kind, redSeal(t)
		p, err := Prepare(t.Context(), in)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		seals := 0
		for i := range p.res.Pages {
			pg := &p.res.Pages[i]
			for _, s := range pg.Pictures {
				seals++
				if s.X < 0 || s.Y < 0 || s.X+s.W > pg.Width || s.Y+s.H > pg.Height || s.W != sealSide || s.H != sealSide*3/4 {
					t.Errorf("%s: page %d: the seal lies at %+v", c.name, i+1, s.Rect)
				}
				for _, text := range pg.Texts {
					if overlap(s.Rect, layout.Rect{X: text.X, Y: text.Y - text.Size, W: text.Width, H: text.Size + text.Size/5}) {
						t.Errorf("%s: page %d: the seal covers %q", c.name, i+1, text.Text)
					}
				}
				for _, f := range pg.Fields {
					if overlap(s.Rect, f.Rect) {
						t.Errorf("%s: page %d: the seal covers the field of %s", c.name, i+1, f.Name)
					}
				}
			}
		}
		if seals != c.seals {
			t.Errorf("%s: %d seals, want %d", c.name, seals, c.seals)
		}
	}
}

func TestSealIsWrittenOnceAndNotOnDrafts(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Seal = redSeal(t)
	for _, c := range []struct {
		draft, archive bool
		images         int
	}{{false, false, 1}, {true, false, 0}, {false, true, 1}} {
		in.Draft, in.Archive = c.draft, c.archive
		doc := render(t, in, "seal")
		if n := bytes.Count(doc.Bytes, []byte("/Subtype/Image")); n != c.images {
			t.Errorf("%+v: %d images", c, n)
		}
		if bytes.Contains(doc.Bytes, []byte("/SMask")) {
			t.Errorf("%+v: transparent, which PDF/A-1 forbids", c)
		}
	}
	in.Draft, in.Seal = false, []byte("no image")
	if _, err := Prepare(t.Context(), in); !errors.Is(err, sign.ErrSeal) {
		t.Errorf("got %v", err)
	}
}

func TestSealIsSeenOnScreenAndPrinter(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Seal = redSeal(t)
	p, err := Prepare(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	img, err := p.Image(0, 72)
	if err != nil {
		t.Fatal(err)
	}
	red := 0
	for i := 0; i < len(img.Pix); i += 4 {
		if img.Pix[i] > 180 && img.Pix[i+1] < 80 {
			red++
		}
	}
	if red < 500 {
		t.Errorf("%d red dots on the screen", red)
	}
	counted := &reds{}
	if err := p.Plot(0, 600, counted); err != nil {
		t.Fatal(err)
	}
	if counted.area < 50_000 {
		t.Errorf("a red area of %v square dots on paper", counted.area)
	}
}

// reds is a plotter that adds up the area that is filled in red. All that is red is rectangles.
type reds struct {
	corners []float32
	area    float32
}

func (r *reds) MoveTo(x, y float32)       { r.corners = append(r.corners, x, y) }
func (r *reds) LineTo(x, y float32)       { r.corners = append(r.corners, x, y) }
func (r *reds) QuadTo(_, _, x, y float32) { r.corners = append(r.corners, x, y) }
func (r *reds) Fill(tone color.RGBA) error {
	if tone.R > 180 && tone.G < 80 {
		for i := 0; i+8 <= len(r.corners); i += 8 {
			r.area += (r.corners[i+4] - r.corners[i]) * (r.corners[i+5] - r.corners[i+1])
		}
	}
	r.corners = r.corners[:0]
	return nil
}

func TestOrientationIsAsAsked(t *testing.T) {
	in := input(t, scoringtest.Scheme(t, "cn-2020"), synthetic(t), "zh")
	in.Kind = KindTable
	for _, c := range []struct {
		orientation Orientation
		lying       bool
	}{{OrientationUpright, false}, {OrientationLying, true}} {
		in.Orientation = c.orientation
		p, err := Prepare(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if w, h := p.Size(0); (w > h) != c.lying {
			t.Errorf("%s: %v by %v", c.orientation, w, h)
		}
	}
	in.Orientation = "askew"
	if _, err := Prepare(t.Context(), in); !errors.Is(err, ErrIncomplete) {
		t.Errorf("got %v", err)
	}
}

func TestSummaryIsOnePage(t *testing.T) {
	for name, in := range map[string]Input{
		"example":   exampleInput(t, "jiangmen-example-2022", "zh"),
		"english":   exampleInput(t, "jiangmen-example-2022", "en"),
		"synthetic": input(t, scoringtest.Scheme(t, "cn-2020"), synthetic(t), "zh"),
	} {
		p, err := Prepare(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		first := -1
		last := -1
		c := newComposer(&in)
		for i := range p.res.Pages {
			for _, text := range p.res.Pages[i].Texts {
				if i > 1 && text.Text == c.t("report.summary.title") {
					first = i
				}
				if text.Text == c.t("report.highest") {
					last = i
				}
			}
		}
		if first < 0 || first != last {
			t.Errorf("%s: the summary goes from page %d to %d", name, first+1, last+1)
		}
	}
}
