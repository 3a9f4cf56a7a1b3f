package report

import (
	"context"
	"image"

	"zhunsheng/app/task"
)

// drawLater draws once the window has settled.
func (p *Page) drawLater() { p.needs.Runner.Post(p.draw) }

// draw shows the page: at once where its picture is kept, else as soon as it is drawn.
func (p *Page) draw() {
	if p.pages() == 0 {
		return
	}
	document, number := p.preview.Document, p.current
	var points [2]float64
	points[0], points[1] = document.Size(number)
	p.view.points = points
	want := shot{number, p.view.dpi()}
	if img := p.large.get(want); img != nil {
		p.drawing.Drop()
		p.view.show(img, points)
		return
	}
	p.view.show(p.nearest(number), points)
	task.Run(p.needs.Runner, &p.drawing, func(context.Context, *task.Progress) (*image.RGBA, error) {
		return document.Image(want.page, float64(want.dpi))
	}, func(img *image.RGBA, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.large.put(want, img)
		if p.current == want.page {
			p.view.show(img, points)
		}
	})
}

// nearest is any picture of a page, to be seen until the right one is there.
func (p *Page) nearest(number int) image.Image {
	for s := range p.large.kept {
		if s.page == number {
			return p.large.get(s)
		}
	}
	if img := p.small.get(shot{number, smallDPI}); img != nil {
		return img
	}
	return nil
}

// mostWanted bounds the small pages that wait to be drawn: what was scrolled past long ago is not wanted any more.
const mostWanted = 24

// wantSmall asks for a small page.
func (p *Page) wantSmall(number int) {
	for _, w := range p.wanted {
		if w == number {
			return
		}
	}
	p.wanted = append(p.wanted, number)
	if len(p.wanted) > mostWanted {
		p.wanted = p.wanted[len(p.wanted)-mostWanted:]
	}
	if !p.shrinkingNow {
		p.needs.Runner.Post(p.shrink)
		p.shrinkingNow = true
	}
}

// shrink draws the small pages that are wanted, one after the other.
func (p *Page) shrink() {
	if len(p.wanted) == 0 || p.pages() == 0 {
		p.shrinkingNow = false
		return
	}
	document, number := p.preview.Document, p.wanted[0]
	p.wanted = p.wanted[1:]
	if number >= document.Pages() {
		p.shrink()
		return
	}
	p.shrinkingNow = true
	task.Run(p.needs.Runner, &p.shrinking, func(context.Context, *task.Progress) (*image.RGBA, error) {
		return document.Image(number, smallDPI)
	}, func(img *image.RGBA, err error) {
		if err == nil {
			p.small.put(shot{number, smallDPI}, img)
			p.strip.RefreshItem(number)
		}
		p.shrink()
	})
}

// turnTo shows another page.
func (p *Page) turnTo(number int) {
	number = min(max(number, 0), p.pages()-1)
	if number < 0 || number == p.current {
		return
	}
	p.current = number
	p.view.scroll.ScrollToTop()
	p.draw()
	p.strip.follow()
	p.foot.show()
}
