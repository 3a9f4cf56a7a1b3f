package history

import (
	"strconv"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// drafts is the button that lists input that was refused and kept, or leaves it out. It changed nothing, comes with every slip of the
// finger, and would bury what did change something; so the list begins without it.
type drafts struct {
	page   *Page
	button *widget.Button
	listed bool
	count  int // of all that was read
}

func newDrafts(p *Page) *drafts {
	d := &drafts{page: p}
	d.button = widget.NewQuiet("", d.toggle).WithTip(p.needs.Words.Say("ui.tip.history.drafts", "keys", keysDrafts.String()))
	d.button.Hide()
	return d
}

// isDraft reports whether an action only kept input that was refused.
func isDraft(ev *desk.Event) bool { return ev.Action == storage.ActionDraft }

// read counts the drafts of what was read.
func (d *drafts) read(events []desk.Event) {
	d.count = 0
	for i := range events {
		if isDraft(&events[i]) {
			d.count++
		}
	}
	d.show()
}

func (d *drafts) show() {
	key := "ui.history.drafts.show"
	if d.listed {
		key = "ui.history.drafts.hide"
	}
	d.button.SetText(d.page.needs.Words.Say(key, "count", strconv.Itoa(d.count)))
	widget.SetVisible(d.button, d.count > 0)
}

func (d *drafts) toggle() {
	if d.count == 0 {
		return
	}
	d.listed = !d.listed
	d.show()
	d.page.fill()
	d.page.filters.content.Refresh()
}
