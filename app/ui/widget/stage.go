package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Stage is a window's content: a page, and over it what comes and goes without taking the keyboard: a toast, which says that
// something was done, and a tip, which says what the control under the pointer does.
type Stage struct {
	widget.BaseWidget
	page  fyne.CanvasObject
	frame *container.Scroll // the page is scrolled where the window is too small for it, as with a large zoom
	after After
	toast bubble
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
	text   *Text
	button *Button
	panel  *Panel
	stop   func()
}

func newBubble(size fyne.ThemeSizeName) bubble {
	b := bubble{text: NewText(""), button: NewQuiet("", nil), stop: func() {}}
	b.text.TextSize = size
	b.button.Hide()
	b.panel = NewPanel(container.New(layout.NewCustomPaddedLayout(3, 3, 8, 8), container.NewHBox(container.NewCenter(b.text), b.button)), 2)
	b.panel.Hide()
	return b
}

func (b *bubble) hide() {
	b.stop()
	b.panel.Hide()
}

// NewStage returns a stage with a page on it. after may be nil: toasts then stay and tips never come.
func NewStage(page fyne.CanvasObject, after After) *Stage {
	s := &Stage{page: page, after: after, toast: newBubble(theme.SizeNameText), tip: newBubble(theme.SizeNameCaptionText)}
	s.frame = container.NewScroll(page)
	s.frame.SetMinSize(fyne.NewSize(480, 320))
	s.ExtendBaseWidget(s)
	return s
}

// NewTips returns a dialog's content with room for tips over it.
func NewTips(content fyne.CanvasObject) *Stage {
	s := &Stage{page: content, toast: newBubble(theme.SizeNameText), tip: newBubble(theme.SizeNameCaptionText)}
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
		s.toast.hide()
		do()
	}
	s.toast.button.SetText(label)
	s.toast.button.Show()
	s.say(text, tone, 2*ToastTime)
}

// Offered returns the button of the toast on the screen, nil when there is none.
func (s *Stage) Offered() *Button {
	if !s.toast.panel.Visible() || !s.toast.button.Visible() {
		return nil
	}
	return s.toast.button
}

func (s *Stage) say(text string, tone look.Tone, stays time.Duration) {
	s.toast.stop()
	s.toast.panel.Ground, s.toast.panel.Edge = tone.Ground(), tone.Ink()
	s.toast.text.Set(text, tone.Ink())
	s.toast.panel.Show()
	s.Refresh()
	if s.after != nil {
		s.toast.stop = s.after(stays, s.toast.hide)
	}
}

// Said returns the toast on the screen, "" when there is none.
func (s *Stage) Said() string { return shownText(&s.toast) }

// Tipped returns the tip on the screen, "" when there is none.
func (s *Stage) Tipped() string { return shownText(&s.tip) }

func shownText(b *bubble) string {
	if !b.panel.Visible() {
		return ""
	}
	return b.text.Say()
}

// PointAt shows a tip below a control once the pointer has rested on it.
func (s *Stage) PointAt(control fyne.CanvasObject, text string) {
	s.PointAway()
	if s.after == nil || text == "" {
		return
	}
	s.tip.stop = s.after(TipDelay, func() {
		s.tip.text.Set(text, theme.ColorNameForeground)
		s.tip.panel.Show()
		s.placeTip(control)
		s.Refresh()
	})
}

// PointAway takes the tip away.
func (s *Stage) PointAway() { s.tip.hide() }

// placeTip puts the tip below the control, or above it at the bottom of the window, and within its sides.
func (s *Stage) placeTip(control fyne.CanvasObject) {
	const gap = 4
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(control).Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(s))
	size := s.tip.panel.MinSize()
	y := at.Y + control.Size().Height + gap
	if y+size.Height > s.Size().Height {
		y = at.Y - size.Height - gap
	}
	x := min(max(at.X, gap), max(gap, s.Size().Width-size.Width-gap))
	s.tip.panel.Move(fyne.NewPos(x, y))
	s.tip.panel.Resize(size)
}

// CreateRenderer is part of the toolkit's contract.
func (s *Stage) CreateRenderer() fyne.WidgetRenderer {
	return &stageRenderer{stage: s, objects: []fyne.CanvasObject{s.room(), s.toast.panel, s.tip.panel}}
}

type stageRenderer struct {
	stage   *Stage
	objects []fyne.CanvasObject
}

func (r *stageRenderer) Destroy()                     {}
func (r *stageRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *stageRenderer) MinSize() fyne.Size           { return r.stage.room().MinSize() }

func (r *stageRenderer) Layout(size fyne.Size) {
	r.stage.room().Resize(size)
	toast := r.stage.toast.panel
	want := toast.MinSize()
	toast.Resize(want)
	const above = 18
	toast.Move(fyne.NewPos((size.Width-want.Width)/2, size.Height-want.Height-above))
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
