package look

import (
	"sync"

	"fyne.io/fyne/v2"
)

// Face is a font for a theme that is made when the toolkit asks for it. The toolkit keeps what it needs of it, and asks again when the
// theme changes.
type Face struct {
	name string
	make func() []byte

	mu   sync.Mutex // held while the font is made, so that the toolkit waits for it
	data []byte
}

var _ fyne.Resource = (*Face)(nil)

// NewFace returns a face that load makes: an OpenType font. TrueType collections do not serve: the toolkit panics on them.
func NewFace(name string, load func() []byte) *Face { return &Face{name: name, make: load} }

// Name returns the name by which the toolkit knows the face.
func (f *Face) Name() string { return f.name }

// Content returns the font, made at the first call. It may be called from any goroutine, to have the font ready.
func (f *Face) Content() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.data == nil {
		f.data = f.make()
	}
	return f.data
}

// Forget lets go of the font until it is asked for again.
func (f *Face) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.data = nil
}
