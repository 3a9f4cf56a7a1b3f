package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Stage is a window's content: a page; below it a strip in which a toast says that something was done; and over it a tip, which says what the
// control under the pointer does. Neither takes the keyboard.
type Stage struct {
	widget.BaseWidget
	page  fyne.CanvasObject
	frame *container.Scroll // the page is scrolled where the window is too small for it, as with a large zoom
	after After
	toast *strip // nil in a dialog
	tip   bubble

	dialog *Stage // over this one
}

// After runs f on the window's goroutine after a time, unless it is stopped before.
type After func(d time.Duration, f func()) (stop func())

// How long a toast stays, and how long the pointer rests on a control before its tip shows.
const (
	ToastTime = 4 * time.Second
	TipDelay  = 500 * time.Millisecond
)

// bubble is a short text over the page.
type bubble struct {
	text  *Label
	panel *Panel
	stop  func()
}

// tipWidth is how wide a tip may be before it is wrapped, in device-independent pixels.
const tipWidth = 460

func newBubble() bubble {
	b := bubble{text: SmallProse(""), stop: func() {}}
	b.panel = NewPanel(container.New(layout.NewCustomPaddedLayout(0, 0, 5, 5), b.text), 0)
	b.panel.Hide()
	return b
}

// fit gives the bubble the size that its text needs within a width.
func (b *bubble) fit(room float32) fyne.Size {
	const sides = 10
	wide := min(b.text.Natural()+sides, tipWidth, room)
	b.text.Resize(fyne.NewSize(wide-sides, 0))
	size := fyne.NewSize(wide, b.text.MinSize().Height)
	b.panel.Resize(size)
	return size
}

func (b *bubble) hide() {
	b.stop()
	b.panel.Hide()
}

// NewStage returns a stage with a page on it. after may be nil: toasts then stay and tips never come.
func NewStage(page fyne.CanvasObject, after After) *Stage {
	s := &Stage{page: page, after: after, tip: newBubble()}
	s.toast = newStrip(s)
	s.frame = container.NewScroll(page)
	s.frame.SetMinSize(fyne.NewSize(480, 320))
	s.ExtendBaseWidget(s)
	return s
}

// NewTips returns a dialog's content with room for tips over it.
func NewTips(content fyne.CanvasObject) *Stage {
	s := &Stage{page: content, tip: newBubble()}
	s.ExtendBaseWidget(s)
	return s
}

// room is what the stage shows below its bubbles.
func (s *Stage) room() fyne.CanvasObject {
	if s.frame != nil {
		return s.frame
	}
	return s.page
}

func (s *Stage) held() []fyne.CanvasObject { return []fyne.CanvasObject{s.page} }

// Page returns what stands on the stage.
func (s *Stage) Page() fyne.CanvasObject { return s.page }

// Toast says for a while that something was done.
func (s *Stage) Toast(text string, tone look.Tone) {
	s.toast.button.Hide()
	s.say(text, tone, ToastTime)
}

// Offer is a toast with a button, such as one that takes back what was done. It stays twice as long and does not take the keyboard: what
// the button does needs a command too.
func (s *Stage) Offer(text string, tone look.Tone, label string, do func()) {
	s.toast.button.OnTapped = func() {
		s.toast.rest()
		do()
	}
	s.toast.button.SetText(label)
	s.toast.button.Show()
	s.say(text, tone, 2*ToastTime)
}

// Offered returns the button of the toast on the screen, nil when there is none.
func (s *Stage) Offered() *Button {
	if s.toast == nil || !s.toast.saying || !s.toast.button.Visible() {
		return nil
	}
	return s.toast.button
}

func (s *Stage) say(text string, tone look.Tone, stays time.Duration) {
	s.toast.say(text, tone)
	if s.after != nil {
		s.toast.stop = s.after(stays, s.toast.rest)
	}
}

// Said returns the toast on the screen, "" when there is none, or it has become an old story.
func (s *Stage) Said() string {
	if s.toast == nil || !s.toast.saying {
		return ""
	}
	return s.toast.text.Say()
}

// Tipped returns the tip on the screen, "" when there is none.
func (s *Stage) Tipped() string {
	if !s.tip.panel.Visible() {
		return ""
	}
	return s.tip.text.Text
}

// PointAt shows a tip below a control once the pointer has rested on it.
func (s *Stage) PointAt(control fyne.CanvasObject, text string) {
	s.PointIn(control, fyne.NewPos(0, 0), control.Size(), text)
}

// PointIn shows a tip below a part of a control once the pointer has rested on it.
func (s *Stage) PointIn(control fyne.CanvasObject, pos fyne.Position, size fyne.Size, text string) {
	s.PointAway()
	if s.after == nil || text == "" {
		return
	}
	s.tip.stop = s.after(TipDelay, func() {
		s.tip.text.SetText(text)
		s.tip.panel.Show()
		s.placeTip(Area{Pos: fyne.CurrentApp().Driver().AbsolutePositionForObject(control).Add(pos), Size: size})
		s.Refresh()
	})
}

// PointAway takes the tip away.
func (s *Stage) PointAway() { s.tip.hide() }

// placeTip puts the tip below an area, or above it at the bottom of the window, and within its sides.
func (s *Stage) placeTip(area Area) {
	const gap = 4
	at := area.Pos.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(s))
	size := s.tip.fit(s.Size().Width - 2*gap)
	y := at.Y + area.Size.Height + gap
	if y+size.Height > s.Size().Height {
		y = at.Y - size.Height - gap
	}
	x := min(max(at.X, gap), max(gap, s.Size().Width-size.Width-gap))
	s.tip.panel.Move(fyne.NewPos(x, y))
}

// CreateRenderer is part of the toolkit's contract.
func (s *Stage) CreateRenderer() fyne.WidgetRenderer {
	r := &stageRenderer{stage: s, objects: []fyne.CanvasObject{s.room()}}
	if s.toast != nil {
		r.objects = append(r.objects, s.toast)
	}
	r.objects = append(r.objects, s.tip.panel)
	return r
}

type stageRenderer struct {
	stage   *Stage
	objects []fyne.CanvasObject
}

func (r *stageRenderer) Destroy()                     {}
func (r *stageRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *stageRenderer) MinSize() fyne.Size {
	return r.stage.room().MinSize().AddWidthHeight(0, r.foot())
}

// foot is the height of the strip.
func (r *stageRenderer) foot() float32 {
	if r.stage.toast == nil {
		return 0
	}
	return stripHeight
}

func (r *stageRenderer) Layout(size fyne.Size) {
	foot := r.foot()
	r.stage.room().Resize(fyne.NewSize(size.Width, size.Height-foot))
	if t := r.stage.toast; t != nil {
		t.Move(fyne.NewPos(0, size.Height-foot))
		t.Resize(fyne.NewSize(size.Width, foot))
	}
}

func (r *stageRenderer) Refresh() {
	r.Layout(r.stage.Size())
	for _, o := range r.objects[1:] {
		o.Refresh()
	}
}

// StageOf returns the stage a control stands on: the window's, or that of the dialog over it. It is nil in a window without a stage.
func StageOf(control fyne.CanvasObject) *Stage {
	c := CanvasOf(control)
	if c == nil {
		return nil
	}
	s, _ := c.Content().(*Stage)
	if s == nil || c.Overlays().Top() == nil {
		return s
	}
	return s.dialog
}

// Cover says which dialog lies over the stage, so that tips show there; nil when none does any more.
func (s *Stage) Cover(dialog *Stage) {
	s.PointAway()
	if s.dialog = dialog; dialog != nil {
		dialog.after = s.after
	}
}
