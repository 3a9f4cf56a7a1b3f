package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// strip is the line at the lower edge of a window in which toasts are said. It has room of its own, so that a toast covers nothing and moves
// nothing. What was said stays there, quietly, until something else is said; what does not fit is in its tip.
type strip struct {
	widget.BaseWidget
	stage  *Stage
	text   *Text
	button *Button
	panel  *Panel
	saying bool
	stop   func()
}

// stripHeight is in device-independent pixels.
const stripHeight = 26

var _ desktop.Hoverable = (*strip)(nil)

func newStrip(s *Stage) *strip {
	t := &strip{stage: s, text: NewText(""), button: NewQuiet("", nil), stop: func() {}}
	t.text.TextSize, t.text.Cut = theme.SizeNameCaptionText, true
	t.button.Hide()
	t.panel = NewBar(container.New(layout.NewCustomPaddedLayout(0, 0, 12, 8), container.New(beside{}, t.text, t.button)), 0)
	t.panel.Ground = ""
	t.ExtendBaseWidget(t)
	return t
}

// say shows a text as new.
func (t *strip) say(text string, tone look.Tone) {
	t.stop()
	t.saying = true
	t.panel.Ground = tone.Ground()
	t.text.Set(text, tone.Ink())
	t.Refresh()
}

// rest makes what was said an old story.
func (t *strip) rest() {
	t.stop()
	t.saying = false
	t.panel.Ground = ""
	t.button.Hide()
	t.text.Set(t.text.Say(), look.Muted)
	t.Refresh()
}

// MinSize is part of the toolkit's contract.
func (t *strip) MinSize() fyne.Size { return fyne.NewSize(0, stripHeight) }

// CreateRenderer is part of the toolkit's contract.
func (t *strip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.panel) }

// MouseIn shows the whole text where it is cut.
func (t *strip) MouseIn(*desktop.MouseEvent) {
	if t.text.IsCut() {
		t.stage.PointAt(t, t.text.Say())
	}
}

// MouseMoved is part of the toolkit's contract.
func (t *strip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the tip away.
func (t *strip) MouseOut() { t.stage.PointAway() }

// beside is a layout of a text in the middle of its height and a button right behind it, as high as there is room.
type beside struct{}

// MinSize is part of the toolkit's contract.
func (beside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, stripHeight) }

// Layout is part of the toolkit's contract.
func (beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	text, button := objects[0], objects[1]
	wide := size.Width
	if button.Visible() {
		wide -= button.MinSize().Width
	}
	if t, ok := text.(*Text); ok {
		wide = min(wide, t.Natural())
	}
	height := text.MinSize().Height
	text.Move(fyne.NewPos(0, (size.Height-height)/2))
	text.Resize(fyne.NewSize(max(0, wide), height))
	button.Move(fyne.NewPos(wide, 0))
	button.Resize(fyne.NewSize(button.MinSize().Width, size.Height))
}
