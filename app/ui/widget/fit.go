package widget

import (
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/lines"
)

// fitter cuts single lines by the widths of their characters, because the toolkit's own cutting costs milliseconds a cell.
type fitter struct{ ruler *lines.Ruler }

const ellipsis = "…"

// use prepares the fitter for a text size.
func (f *fitter) use(size float32, style fyne.TextStyle) { f.ruler = lines.RulerFor(size, style) }

// fit returns text, cut at the end with an ellipsis where it is wider than room. Line breaks become spaces.
func (f *fitter) fit(text string, room float32) string {
	if strings.ContainsAny(text, "\n\r\t") {
		text = strings.Join(strings.Fields(text), " ")
	}
	mark := f.ruler.Rune('…')
	var sum float32
	cut := 0 // where the text is cut if it turns out too long
	for i, r := range text {
		if sum+mark <= room {
			cut = i
		}
		sum += f.ruler.Rune(r)
		if sum > room {
			return text[:cut] + ellipsis
		}
	}
	return text
}
