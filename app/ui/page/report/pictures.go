package report

import "image"

// shot names a picture of a page.
type shot struct {
	page, dpi int // dots per inch, rounded
}

// pictures keeps page pictures up to a number of bytes, forgetting those that were not asked for the longest. It belongs to the window's
// goroutine.
type pictures struct {
	budget, used int
	clock        uint64
	kept         map[shot]*picture
}

type picture struct {
	image *image.RGBA
	last  uint64 // when it was asked for
}

func newPictures(budget int) *pictures { return &pictures{budget: budget, kept: map[shot]*picture{}} }

// get returns a picture, nil where it is not there.
func (p *pictures) get(s shot) *image.RGBA {
	kept := p.kept[s]
	if kept == nil {
		return nil
	}
	p.clock++
	kept.last = p.clock
	return kept.image
}

// put keeps a picture. One that is larger than all the room is kept alone.
func (p *pictures) put(s shot, img *image.RGBA) {
	if old := p.kept[s]; old != nil {
		p.used -= len(old.image.Pix)
		delete(p.kept, s)
	}
	for len(p.kept) > 0 && p.used+len(img.Pix) > p.budget {
		p.forgetOldest()
	}
	p.clock++
	p.kept[s] = &picture{img, p.clock}
	p.used += len(img.Pix)
}

func (p *pictures) forgetOldest() {
	var oldest shot
	at := ^uint64(0)
	for s, kept := range p.kept {
		if kept.last < at {
			oldest, at = s, kept.last
		}
	}
	p.used -= len(p.kept[oldest].image.Pix)
	delete(p.kept, oldest)
}

// clear forgets everything.
func (p *pictures) clear() {
	clear(p.kept)
	p.used = 0
}
