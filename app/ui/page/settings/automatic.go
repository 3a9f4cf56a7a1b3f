package settings

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
)

// automatic is the part of the backups that are made without being asked for.
type automatic struct {
	backup *backup
	now    desk.AutomaticBackups
	every  *widget.Choice
	keep   *widget.Choice
	folder *fyne.Container
	state  *widget.Label
	pick   *widget.Button
	open   *widget.Button
	retry  *widget.Button
	more   *fyne.Container // what matters only where there is a plan
	box    fyne.CanvasObject
}

// keeps are the numbers of backups that can be kept.
var keeps = []int{3, 7, 14, 30}

func newAutomatic(b *backup) *automatic {
	p, w := b.page, b.page.needs.Words
	a := &automatic{backup: b, state: widget.Prose(""), folder: container.NewVBox()}
	a.every = widget.NewChoice(func(id string) error {
		a.choose(desk.Frequency(id))
		return nil
	})
	var options []widget.Option
	for _, f := range desk.Frequencies() {
		options = append(options, widget.Option{ID: string(f), Label: w.Say("ui.settings.automatic." + string(f))})
	}
	a.every.SetOptions(options)
	a.keep = widget.NewChoice(func(id string) error {
		number, err := strconv.Atoi(id)
		if err != nil {
			return err
		}
		plan := a.now.BackupPlan
		plan.Keep = number
		a.set(plan)
		return nil
	})
	options = nil
	for _, n := range keeps {
		options = append(options, widget.Option{ID: strconv.Itoa(n), Label: w.Say("ui.settings.automatic.keep", "count", strconv.Itoa(n))})
	}
	a.keep.SetOptions(options)
	a.pick = widget.NewButton(w.Say("ui.settings.automatic.pick"), func() { a.pickFolder(a.now.Every) }).WithTip(w.Say("ui.tip.settings.automatic.pick"))
	a.open = widget.NewButton(w.Say("ui.settings.automatic.open"), func() { p.openFile(a.now.Folder) }).WithTip(w.Say("ui.tip.settings.automatic.open"))
	a.retry = widget.NewButton(w.Say("ui.settings.automatic.retry"), b.changed).WithTip(w.Say("ui.tip.settings.automatic.retry"))
	a.more = container.NewVBox(a.folder, p.flow(a.pick, a.open, a.retry), widget.Gap(0, 2), left(a.keep), widget.Flush(a.state))
	a.more.Hide()
	a.box = card(w.Say("ui.settings.automatic"), left(a.every), widget.Gap(0, 2), a.more, note(w.Say("ui.settings.automatic.note")))
	return a
}

// show shows the plan and what became of it.
func (a *automatic) show(now desk.AutomaticBackups, possible bool) {
	w := a.backup.page.needs.Words
	a.now = now
	a.every.SetChosen(string(now.Every))
	a.keep.SetChosen(strconv.Itoa(now.Keep))
	widget.SetVisible(a.box, possible)
	widget.SetVisible(a.more, now.Every != desk.Never)
	widget.SetVisible(a.retry, now.Fault != nil)
	a.folder.RemoveAll()
	a.folder.Add(widget.Fact(w.Say("ui.settings.folder"), now.Folder))
	text, importance := w.Say("ui.settings.automatic.none"), toolkit.MediumImportance
	switch {
	case now.Fault != nil:
		text = w.Say("ui.settings.automatic.fault", "error", app.Sentence(w.Printer, now.Fault))
		importance = toolkit.WarningImportance
	case !now.Last.IsZero():
		text = w.Say("ui.settings.automatic.last", "time", now.Last.In(a.backup.page.needs.Now().Location()).Format("2006-01-02 15:04"))
	}
	a.state.Importance = importance
	a.state.SetText(text)
}

// choose changes how often; where no folder was chosen yet, it is asked for first.
func (a *automatic) choose(every desk.Frequency) {
	plan := a.now.BackupPlan
	plan.Every = every
	if every != desk.Never && plan.Folder == "" {
		a.every.SetChosen(string(a.now.Every)) // until there is a folder
		a.pickFolder(every)
		return
	}
	a.set(plan)
}

func (a *automatic) pickFolder(every desk.Frequency) {
	p := a.backup.page
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.settings.automatic.where"), Folder: true}, func(folder string) {
		plan := a.now.BackupPlan
		plan.Every, plan.Folder = every, folder
		a.set(plan)
	})
}

// set keeps a plan; what is due by it is made at once, in the background.
func (a *automatic) set(plan desk.BackupPlan) {
	p := a.backup.page
	source := p.needs.Source
	p.change(p.needs.Words.Say("ui.settings.saved"), func(ctx context.Context) error { return source.PlanBackups(ctx, plan) }, a.backup.changed)
}
