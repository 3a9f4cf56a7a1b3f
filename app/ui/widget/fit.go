package widget

import (
	"strings"

	"fyne.io/fyne/v2"
)

// fitter measures and cuts single lines. It adds up widths of single characters, each measured once, because the toolkit's own
// cutting costs milliseconds a cell.
type fitter struct {
	size   float32
	style  fyne.TextStyle
	widths map[rune]float32
}

const ellipsis = "…"

// use prepares the fitter for a text size; widths of another size are forgotten.
func (f *fitter) use(size float32, style fyne.TextStyle) {
	if f.widths == nil || f.size != size || f.style != style {
		f.size, f.style, f.widths = size, style, make(map[rune]float32, 256)
	}
}

func (f *fitter) rune(r rune) float32 {
	w, ok := f.widths[r]
	if !ok {
		w = fyne.MeasureText(string(r), f.size, f.style).Width
		f.widths[r] = w
	}
	return w
}

// width returns how wide a line is.
func (f *fitter) width(text string) float32 {
	var sum float32
	for _, r := range text {
		sum += f.rune(r)
	}
	return sum
}

// fit returns text, cut at the end with an ellipsis where it is wider than room. Line breaks become spaces.
func (f *fitter) fit(text string, room float32) string {
	if strings.ContainsAny(text, "\n\r\t") {
		text = strings.Join(strings.Fields(text), " ")
	}
	mark := f.rune('…')
	var sum float32
	cut := 0 // where the text is cut if it turns out too long
	for i, r := range text {
		if sum+mark <= room {
			cut = i
		}
		sum += f.rune(r)
		if sum > room {
			return text[:cut] + ellipsis
		}
	}
	return text
}
