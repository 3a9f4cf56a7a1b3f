package lines

import (
	"sync"

	"fyne.io/fyne/v2"
)

// Ruler measures the characters of one face. The program's faces have no kerning, so the widths of a line's characters add up to that of the
// line. Rulers are shared by all controls and may be used from any goroutine.
type Ruler struct {
	size  float32
	style fyne.TextStyle
	han   float32 // width of every Chinese character

	guard sync.Mutex
	other map[rune]float32
}

// face is what widths depend on.
type face struct {
	size  float32
	style fyne.TextStyle
}

var rulers struct {
	sync.Mutex
	theme fyne.Theme
	made  map[face]*Ruler
}

// RulerFor returns the ruler of a face at a size in device-independent pixels. After the theme has changed it is another one.
func RulerFor(size float32, style fyne.TextStyle) *Ruler {
	theme := fyne.CurrentApp().Settings().Theme()
	rulers.Lock()
	defer rulers.Unlock()
	if rulers.made == nil || rulers.theme != theme {
		rulers.theme, rulers.made = theme, make(map[face]*Ruler)
	}
	r, ok := rulers.made[face{size, style}]
	if !ok {
		r = &Ruler{size: size, style: style, other: make(map[rune]float32, 256)}
		r.han = fyne.MeasureText("国", size, style).Width
		rulers.made[face{size, style}] = r
	}
	return r
}

// Rune returns how wide a character is.
func (r *Ruler) Rune(char rune) float32 {
	if isHan(char) {
		return r.han
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	w, ok := r.other[char]
	if !ok {
		w = fyne.MeasureText(string(char), r.size, r.style).Width
		r.other[char] = w
	}
	return w
}

// Text returns how wide a line is.
func (r *Ruler) Text(s string) float32 {
	var sum float32
	for _, char := range s {
		sum += r.Rune(char)
	}
	return sum
}

// Height returns how high a line is.
func (r *Ruler) Height() float32 { return fyne.MeasureText("国", r.size, r.style).Height }
