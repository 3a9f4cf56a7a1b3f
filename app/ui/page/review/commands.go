package review

import (
	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/command"
	"zhunsheng/scoring/round"
)

// keys are the shortcuts of the commands by their IDs without "judging.".
var keys = map[string]command.Keys{
	"begin": command.Ctrl(fyne.KeyN), "panel": command.CtrlShift(fyne.KeyN), "send": command.Ctrl(fyne.KeyE), "read": command.Ctrl(fyne.KeyO), "answers": command.Ctrl(fyne.KeyO),
	"comment": command.Ctrl(fyne.KeyM), "answer": command.Ctrl(fyne.KeyR), "remove": command.Ctrl(fyne.KeyDelete), "evaluation": command.Ctrl(fyne.KeyG),
	"fates": command.Ctrl(fyne.KeyD), "paper": command.CtrlShift(fyne.KeyS), "print": command.Ctrl(fyne.KeyP), "give-back": command.CtrlShift(fyne.KeyE),
	"return": command.CtrlShift(fyne.KeyR), "accept": command.CtrlShift(fyne.KeyY),
	"calls": command.CtrlShift(fyne.KeyL), "lock": command.Ctrl(fyne.KeyL), "arbitrate": command.Bare(fyne.KeyF4),
	"withdraw": command.CtrlShift(fyne.KeyW),
	"recuse":   command.Bare(fyne.KeyF6), "submit": command.Ctrl(fyne.KeyReturn), "answer-panel": command.Ctrl(fyne.KeyS),
}

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	on := func(k kind, can func() bool) func() bool {
		return func() bool {
			it := p.current()
			return it != nil && it.kind == k && can()
		}
	}
	always := func() bool { return true }
	r, pn, cl := p.round, p.panel, p.call
	c := func(id string, menu command.Menu, can func() bool, do func()) command.Command {
		return command.Command{ID: "judging." + id, Keys: keys[id], Menu: menu, Can: can, Do: do}
	}
	commands := []command.Command{
		c("begin", command.File, nil, p.askBegin),
		c("panel", command.File, nil, p.askPanel),
		c("send", command.File, nil, p.askSend),
		c("read", command.File, nil, p.pick),
		c("lock", command.File, nil, p.askLock),
		c("give-back", command.File, on(ofReview, func() bool { return r.round() != nil && r.round().Decision != round.Open }), r.giveBack),
		c("paper", command.File, on(ofReview, func() bool { return r.round() != nil }), r.savePaper),
		c("calls", command.File, on(ofPanel, always), pn.sendCalls),
		c("answer-panel", command.File, on(ofCall, func() bool { return cl.of != nil && !cl.writable() }), cl.sendAnswer),
		c("comment", command.Edit, on(ofReview, r.writable), func() { r.askComment(nil) }),
		c("answer", command.Edit, on(ofReview, func() bool { return r.comment() != nil }), r.askAnswer),
		c("remove", command.Edit, on(ofReview, func() bool { return r.writable() && r.comment() != nil }), r.removeComment),
		c("return", command.Edit, on(ofReview, r.writable), func() { r.close(round.Returned) }),
		c("accept", command.Edit, on(ofReview, r.writable), func() { r.close(round.Accepted) }),
		c("arbitrate", command.Edit, on(ofPanel, func() bool { return pn.current() != nil }), pn.askArbitrate),
		c("withdraw", command.Edit, on(ofPanel, pn.canWithdraw), pn.askWithdraw),
		c("recuse", command.Edit, on(ofCall, cl.writable), cl.askRecuse),
		c("submit", command.Edit, on(ofCall, cl.writable), cl.submit),
		c("fates", command.View, on(ofReview, func() bool { return r.found != nil && len(r.found.rounds) > 1 }), r.showFates),
		c("evaluation", command.Goto, func() bool { it := p.current(); return it != nil && it.kind != ofCall }, func() {
			if p.current().kind == ofReview {
				r.open()
			} else {
				pn.open()
			}
		}),
	}
	if p.needs.Print != nil {
		commands = append(commands, c("print", command.File, on(ofReview, func() bool { return r.round() != nil }), r.print))
	}
	return commands
}
