package report

import (
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

const (
	stripWidth  = 124
	smallWidth  = 84
	smallHeight = 118
	smallDPI    = 18 // a sheet of A4 is 149 dots wide
)

// strip is the column of small pages. Only those in sight have objects.
type strip struct {
	toolkit.List
	page *Page
}

func newStrip(p *Page) *strip {
	s := &strip{page: p}
	s.Length = p.pages
	s.CreateItem = func() fyne.CanvasObject {
		picture := canvas.NewImageFromImage(nil)
		picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		ground := canvas.NewRectangle(look.None)
		number := widget.NewCaption("")
		number.Align = fyne.TextAlignCenter
		small := container.New(layout.NewGridWrapLayout(fyne.NewSize(smallWidth, smallHeight)), container.NewStack(ground, picture))
		return container.NewVBox(container.NewCenter(small), number)
	}
	s.UpdateItem = func(id toolkit.ListItemID, o fyne.CanvasObject) {
		rows := o.(*fyne.Container).Objects
		small := rows[0].(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*fyne.Container).Objects
		ground, picture := small[0].(*canvas.Rectangle), small[1].(*canvas.Image)
		ground.FillColor, ground.StrokeColor, ground.StrokeWidth = image.White.C, look.Paint(look.Line), 1
		ground.Refresh()
		picture.Image = nil
		if img := p.small.get(shot{id, smallDPI}); img != nil {
			picture.Image = img
		} else {
			p.wantSmall(id)
		}
		picture.Refresh()
		ink := look.Muted
		if id == p.current {
			ink = theme.ColorNamePrimary
		}
		rows[1].(*widget.Text).Set(strconv.Itoa(id+1), ink)
	}
	s.HideSeparators = true
	s.OnSelected = func(id toolkit.ListItemID) { p.turnTo(id) }
	s.ExtendBaseWidget(s)
	return s
}

// MinSize leaves room for one page.
func (s *strip) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return fyne.NewSize(stripWidth, smallHeight+40)
}

// TypedKey goes from page to page and passes the rest on.
func (s *strip) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		s.page.turnTo(s.page.current - 1)
	case fyne.KeyDown, fyne.KeyRight:
		s.page.turnTo(s.page.current + 1)
	case fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyEnd:
		s.page.view.TypedKey(ev)
	case fyne.KeyEscape:
		widget.PassKey(s, ev)
	default:
		widget.PassOn(s, ev)
	}
}

// TypedShortcut passes shortcuts on.
func (s *strip) TypedShortcut(sc fyne.Shortcut) { widget.PassShortcut(s, sc) }

// follow shows which page is current.
func (s *strip) follow() {
	s.Refresh()
	if s.page.pages() > 0 {
		s.Select(s.page.current)
	}
}
