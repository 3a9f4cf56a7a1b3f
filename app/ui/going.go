package ui

import "zhunsheng/app/ui/widget"

// going is work whose screen was left: how far it is, and what cancels it.
type going struct {
	text   string // "" for none
	cancel func()
}

// newGoing makes the button that says so in the rail.
func (s *Shell) newGoing() *widget.Button {
	b := widget.NewButton(s.going.text, func() {
		if s.going.cancel != nil {
			s.going.cancel()
		}
	}).WithTip(s.words.Say("ui.rail.going.tip"))
	widget.SetVisible(b, s.going.text != "")
	return b
}

// tellGoing says in the rail how far work is that goes on behind another screen; "" where it has ended.
func (s *Shell) tellGoing(text string, cancel func()) {
	if text != "" {
		text = s.words.Say("ui.rail.going", "text", text)
	}
	s.going = going{text, cancel}
	if s.foot.going == nil {
		return
	}
	if s.foot.going.Text != text {
		s.foot.going.SetText(text)
	}
	if shown := text != ""; shown != s.foot.going.Visible() {
		widget.SetVisible(s.foot.going, shown)
		s.foot.content.Refresh()
	}
}
