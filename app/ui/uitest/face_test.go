package uitest

import (
	"bytes"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/typeface/embedded"
	"zhunsheng/app/ui/look"
	"zhunsheng/assets/fonts"
)

// TestScreenFacesLookLikeTheirOriginals draws text with the window's faces and with the TrueType ones they are made of.
func TestScreenFacesLookLikeTheirOriginals(t *testing.T) {
	test.NewTempApp(t)
	const sample = "预算绩效评价自评表，得分92.50分（执行率≥95%）龘〇㎡ fgQ@8"
	for name, face := range map[string]struct{ screen, original func() []byte }{
		"regular": {embedded.ScreenRegular, fonts.SansRegular}, "bold": {embedded.ScreenBold, fonts.SansBold},
	} {
		for _, size := range []float32{12, 14, 34} {
			a, b := drawn(t, name+"a", sample, size, face.screen()), drawn(t, name+"b", sample, size, face.original())
			if !a.Bounds().Eq(b.Bounds()) {
				t.Fatalf("%s %v: %v, want %v", name, size, a.Bounds(), b.Bounds())
			}
			sum, worst, ink := compare(a, b)
			if ink < 1000 || worst > 24 || sum > ink/100 {
				t.Errorf("%s %v: a dot differs by %d of 255, all by %d of %d", name, size, worst, sum, ink)
			}
		}
	}
	if !bytes.HasPrefix(embedded.ScreenRegular(), []byte("OTTO")) || Theme(look.Light).Font(fyne.TextStyle{}).Name() == theme.DefaultTextFont().Name() {
		t.Error("the window has other faces")
	}
}

func drawn(t *testing.T, name, text string, size float32, font []byte) *image.NRGBA {
	t.Helper()
	o := canvas.NewText(text, theme.Color(theme.ColorNameForeground))
	o.TextSize, o.FontSource = size, fyne.NewStaticResource(name, font)
	w := test.NewTempWindow(t, o)
	return w.Canvas().Capture().(*image.NRGBA)
}

// compare adds up by how much the dots of two pictures differ, and how far the dots of the second are from its corner's.
func compare(a, b *image.NRGBA) (sum, worst, ink int) {
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		sum += max(d, -d)
		worst = max(worst, d, -d)
		of := int(b.Pix[i]) - int(b.Pix[i%4])
		ink += max(of, -of)
	}
	return sum, worst, ink
}
