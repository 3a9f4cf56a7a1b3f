package report

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// foot is the line below the page: which page it is and how large, what is to be known of it, and how far running work is.
type foot struct {
	page             *Page
	number           *widget.Text
	zoom             *widget.Text
	before, after    *widget.Button
	less, more, fit  *widget.Button
	state            *widget.Text
	bar              *widget.Meter
	remaining        *widget.Text
	stop             *widget.Button
	reading, working *fyne.Container
	result           *result
	content          *fyne.Container
}

func newFoot(p *Page) *foot {
	w := p.needs.Words
	button := func(label, id, keys string, do func()) *widget.Button {
		return widget.NewQuiet(label, do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	f := &foot{page: p, number: widget.NewCaption(""), zoom: widget.NewCaption(""), state: widget.NewCaption(""), bar: widget.NewMeter(), remaining: widget.NewCaption("")}
	f.state.Cut = true
	f.before = button("←", "report.page.before", "PageUp", func() { p.turnTo(p.current - 1) })
	f.after = button("→", "report.page.after", "PageDown", func() { p.turnTo(p.current + 1) })
	f.less = button("-", "report.smaller", keysLess.String(), func() { p.view.step(-1) })
	f.more = button("+", "report.larger", keysLarger.String(), func() { p.view.step(1) })
	f.fit = button(w.Say("ui.report.fit"), "report.fit", keysFit.String(), p.turnFit)
	f.stop = widget.NewButton(w.Say("ui.report.cancel"), func() { p.work.cancel() })
	center := func(o fyne.CanvasObject) fyne.CanvasObject { return container.NewCenter(o) }
	f.reading = container.NewHBox(f.before, center(f.number), f.after, widget.Gap(10, 0), f.less, center(f.zoom), f.more, f.fit)
	meter := container.New(&fixedWidth{160}, container.NewVBox(layout.NewSpacer(), f.bar, layout.NewSpacer()))
	f.working = container.NewHBox(meter, center(f.remaining), f.stop)
	f.working.Hide()
	state := container.New(layout.NewCustomPaddedLayout(0, 0, 12, 12), container.NewVBox(layout.NewSpacer(), f.state, layout.NewSpacer()))
	f.result = newResult(p)
	f.content = container.NewVBox(f.result.content, widget.Gap(0, 2), widget.Frame(nil, nil, f.reading, f.working, state))
	return f
}

// show fills the line.
func (f *foot) show() {
	p, w := f.page, f.page.needs.Words
	count := p.pages()
	f.number.SetText(w.Say("ui.report.number", "page", strconv.Itoa(min(p.current+1, count)), "pages", strconv.Itoa(count)))
	f.zoom.SetText(w.Say("ui.report.zoom", "percent", strconv.Itoa(p.view.percent())))
	setShown(f.reading, count > 0)
	widget.SetEnabled(f.before, p.current > 0)
	widget.SetEnabled(f.after, p.current < count-1)
	text, ink := "", look.Muted
	switch preview := p.preview; {
	case p.layingOut:
		text = w.Say("ui.report.laying")
	case preview == nil:
	case len(preview.Undrawable) > 0:
		text, ink = w.Say("ui.report.undrawable", "count", strconv.Itoa(len(preview.Undrawable)), "characters", string(preview.Undrawable)), look.Caution
	case preview.Draft && !p.paper.Draft && preview.Blocking > 0:
		text, ink = w.Say("ui.report.blocked", "count", strconv.Itoa(preview.Blocking)), look.Bad
	case preview.LastYear > 0:
		text = w.Say("ui.report.last-year", "year", strconv.Itoa(preview.LastYear))
	}
	f.state.Set(text, ink)
	setShown(f.working, p.work.job != nil)
	f.content.Refresh()
}

// showResult says what was written.
func (f *foot) showResult(text string, tone look.Tone, path string) {
	if f.page.left {
		f.page.needs.Toast(text, tone)
		return
	}
	r := f.result
	r.path = path
	r.text.Importance = map[look.Tone]toolkit.Importance{look.Fine: toolkit.SuccessImportance, look.Warn: toolkit.WarningImportance}[tone]
	r.text.SetText(text)
	r.content.Show()
	f.page.content.Refresh() // the page gives way
}

// clearResult takes that away.
func (f *foot) clearResult() {
	if f.result.content.Visible() {
		f.result.content.Hide()
		f.page.content.Refresh()
	}
}
