package softwindow

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/wording"
)

// guideOn shows the real screen of the guided scoring.
func guideOn(t testing.TB, scale float32) *stage {
	t.Helper()
	s := newStage(t, scale, nil)
	words := uitest.Words(t, locale.Chinese)
	queue := uitest.NewQueue()
	runner, _ := uitest.Runner(t, queue.Post)
	shown := guide.New(guide.Needs{
		Host: page.Host{
			Words: words, Runner: runner, Folder: t.TempDir(), Back: func() {}, Fail: func(err error) { t.Error(err) },
			Prompts: prompt.New(s.window.Canvas(), func() wording.Words { return words }, func(string) {}),
		},
		Session: uitest.Session(t, &uitest.Keeper{}, queue.Post),
	}, "indicators")
	s.window.SetContent(shown.Content())
	shown.Shown()
	s.app.driver.drain()
	s.frame.paint()
	return s
}

func keep(t testing.TB, name string, picture image.Image) {
	t.Helper()
	folder := os.Getenv("SOFTWINDOW_PICTURES")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, picture); err != nil {
		t.Fatal(err)
	}
}

// The toolkit's own painter is the reference: a screen of ours has the same pixels but for rounding at edges.
func TestScreenLooksAsTheToolkitPaintsIt(t *testing.T) {
	for name, scale := range map[string]float32{"100": 1, "125": 1.25, "150": 1.5} {
		t.Run(name, func(t *testing.T) {
			entry, list := widget.NewMultiLineEntry(), widget.NewSelect([]string{"甲", "乙"}, nil)
			entry.SetText("项目支出绩效自评\n第二行")
			list.SetSelected("乙")
			s := newStage(t, scale, container.NewVBox(
				widget.NewLabelWithStyle("标题", fyne.TextAlignCenter, fyne.TextStyle{Bold: true}), entry, list,
				container.NewHBox(widget.NewButtonWithIcon("保存", theme.DocumentSaveIcon(), nil), widget.NewCheck("是", nil)),
				widget.NewProgressBarInfinite(), widget.NewSlider(0, 10), widget.NewCard("卡片", "说明", widget.NewSeparator()),
			))
			keep(t, "widgets-"+name, s.frame.shown)
			c := software.NewCanvas()
			c.SetPadded(false)
			c.SetScale(scale)
			c.SetContent(s.window.Content())
			c.Resize(s.window.Canvas().Size())
			want := c.Capture()
			keep(t, "toolkit-"+name, want)
			if off := difference(s.frame.shown, want); off > 0.01 {
				t.Errorf("%.2f %% of the pixels differ clearly", 100*off)
			}
		})
	}
}

// difference is the share of pixels that differ by more than a quarter of the range in some channel.
func difference(a, b image.Image) float64 {
	r := a.Bounds().Intersect(b.Bounds())
	off := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			if far(ar, br) || far(ag, bg) || far(ab, bb) {
				off++
			}
		}
	}
	return float64(off) / float64(max(1, area(r)))
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0xffff/4 }

func TestPartsPutTogetherAreTheWhole(t *testing.T) {
	s := guideOn(t, 1)
	for i, act := range []func(){
		func() { s.window.MouseWheel(600, 400, 0, -3) },
		func() { s.window.Key(fyne.KeyDown, 0, false) },
		func() { s.window.Char('8') },
		func() { s.window.Char('项') },
		func() { s.window.Key(fyne.KeyReturn, 0, false) },
		func() { s.window.MouseWheel(600, 400, 0, 9) },
		func() { s.window.MouseMoved(700, 300) },
	} {
		act()
		s.app.driver.drain()
		s.frame.paint()
		whole := image.NewRGBA(s.frame.shown.Bounds())
		fresh := newSurface(s.window)
		fresh.base, fresh.WindowlessCanvas = whole, s.window.canvas.WindowlessCanvas
		fresh.versions = s.window.canvas.versions
		fresh.compose(fresh.list(whole.Bounds().Dx(), whole.Bounds().Dy()), whole.Bounds())
		if string(whole.Pix) != string(s.frame.shown.Pix) {
			keep(t, "parts", s.frame.shown)
			keep(t, "whole", whole)
			t.Fatalf("step %d: the picture put together from parts differs from the whole", i)
		}
	}
}

func BenchmarkFirstPicture(b *testing.B) {
	s := guideOn(b, 1)
	for b.Loop() {
		s.window.canvas.pictures.clear()
		s.window.canvas.base = nil
		s.frame.paint()
	}
}

func BenchmarkFullRepaint(b *testing.B) {
	s := guideOn(b, 1)
	for b.Loop() {
		s.window.canvas.base = nil
		s.frame.paint()
	}
}

func BenchmarkNothingChanged(b *testing.B) {
	s := guideOn(b, 1)
	for b.Loop() {
		s.frame.paint()
	}
}

func BenchmarkKeystroke(b *testing.B) {
	s := guideOn(b, 1)
	for i := 0; b.Loop(); i++ {
		if i%10 == 9 {
			s.window.Key(fyne.KeyEscape, 0, false)
			s.window.Key(fyne.KeyEscape, 0, false)
		}
		s.window.Char('项')
		s.app.driver.drain()
		s.frame.paint()
	}
}

func BenchmarkScrollStep(b *testing.B) {
	s := guideOn(b, 1)
	for i := 0; b.Loop(); i++ {
		away := float32(-1)
		if i/8%2 == 1 {
			away = 1
		}
		s.window.MouseWheel(600, 400, 0, away)
		s.app.driver.drain()
		s.frame.paint()
	}
}
