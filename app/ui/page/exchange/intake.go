package exchange

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// intake is the part that takes bundles in.
type intake struct {
	page     *Page
	path     string
	key      desk.BundleKey
	bundle   *desk.Bundle
	verified bool

	opening, verifying, applying task.Slot
	applyJob                     *task.Job

	banner             *widget.Panel
	head, trust, state *widget.Text
	facts              *fyne.Container
	grid               *widget.Grid
	actions            map[string]*widget.Button
	stop               *widget.Button
	first              *widget.Button // opens a bundle where none is open
	nothing, found     *fyne.Container
	content            fyne.CanvasObject
}

func newIntake(p *Page) *intake {
	w := p.needs.Words
	t := &intake{page: p, actions: map[string]*widget.Button{}, facts: container.New(layout.NewGridLayout(3))}
	t.head, t.trust, t.state = widget.NewSection(""), widget.NewText(""), widget.NewCaption("")
	t.head.Cut, t.trust.Cut = true, true
	t.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.exchange.column.what"), Width: 220, Stretch: 3},
		widget.Column{Title: w.Say("ui.exchange.column.kind"), Width: 100, Size: theme.SizeNameCaptionText, Rank: 3},
		widget.Column{Title: w.Say("ui.exchange.column.unit"), Width: 130, Stretch: 1, Size: theme.SizeNameCaptionText, Rank: 4},
		widget.Column{Title: w.Say("ui.exchange.column.there"), Width: 170, Stretch: 1, Size: theme.SizeNameCaptionText, Rank: 2},
		widget.Column{Title: w.Say("ui.exchange.column.here"), Width: 170, Stretch: 1, Size: theme.SizeNameCaptionText, Rank: 1},
		widget.Column{Title: w.Say("ui.exchange.column.standing"), Width: 120, Align: fyne.TextAlignCenter},
	)
	t.grid.OnMarked = t.enable
	t.grid.OnOpen = func(string) { t.differences() }
	t.grid.OnCurrent = func(string) { t.enable() }
	t.content = t.lay()
	return t
}

func (t *intake) button(id string, do func()) *widget.Button {
	b := t.page.button("exchange."+id, do)
	t.actions[id] = b
	return b
}

func (t *intake) lay() fyne.CanvasObject {
	w := t.page.needs.Words
	t.stop = widget.NewQuiet(w.Say("ui.exchange.stop"), t.cancel)
	t.stop.Hide()
	apply := widget.NewPrimary(w.Say("ui.command.exchange.apply"), t.apply).WithTip(w.Say("ui.tip.exchange.apply", "keys", keys["apply"].String()))
	t.actions["apply"] = apply
	t.banner = widget.NewPanel(container.NewVBox(t.head, t.trust, widget.Gap(0, 2), t.facts), 12)
	row := widget.Frame(nil, nil, nil, container.NewHBox(container.NewCenter(t.state), t.stop, apply), widget.NewLeadingActions(t.button("open", t.pick),
		t.button("trust", t.askTrust), t.button("differences", t.differences), t.button("evaluation", t.toEvaluation), t.button("review", t.toReview), t.button("close", t.forget)))
	hint := widget.NewCaption(w.Say("ui.exchange.hint"))
	hint.Cut = true
	t.found = container.NewStack(widget.Frame(container.NewVBox(t.banner, widget.Gap(0, 2), row, widget.Gap(0, 2)), container.NewVBox(widget.Gap(0, 2), hint),
		nil, nil, widget.NewPanel(t.grid, 1)))
	title, text := widget.NewHeading(w.Say("ui.exchange.empty")), widget.Prose(w.Say("ui.exchange.empty.text"))
	title.Align, text.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	t.first = widget.NewPrimary(w.Say("ui.command.exchange.open")+"  "+keys["open"].String(), t.pick).WithTip(w.Say("ui.tip.exchange.open", "keys", keys["open"].String()))
	t.nothing = container.NewCenter(container.NewVBox(widget.Gap(560, 0), title, widget.Gap(0, 4), text, widget.Gap(0, 8), container.NewCenter(t.first)))
	t.found.Hide()
	return container.NewStack(t.nothing, t.found)
}

func (t *intake) show() {
	t.enable()
	p := t.page
	if t.bundle != nil || t.path != "" { // or it is being opened
		return
	}
	source := p.needs.Source
	task.Run(p.needs.Runner, &t.opening, func(ctx context.Context, _ *task.Progress) (string, error) {
		return source.PendingImport(ctx)
	}, func(pending string, err error) {
		if err == nil && pending != "" {
			p.needs.Prompts.Tell(p.needs.Words.Say("ui.exchange.pending.title"), p.needs.Words.Say("ui.exchange.pending.text", "bundle", pending))
		}
	})
}

func (t *intake) focus() {
	if t.bundle != nil {
		t.grid.Focus()
		return
	}
	widget.Focus(t.first)
}

// leave lets go of the bundle, once nothing is being taken in from it any more.
func (t *intake) leave() {
	t.opening.Drop()
	t.verifying.Drop()
	t.key = desk.BundleKey{}
	if t.applyJob == nil {
		t.close()
	}
}

// close closes the bundle away from the window's goroutine: whatever still reads it ends first.
func (t *intake) close() {
	b := t.bundle
	if b == nil {
		return
	}
	t.bundle = nil
	task.Run(t.page.needs.Runner, new(task.Slot), func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, b.Close()
	}, func(struct{}, error) {}) // a file that was only read
}

// forget puts the bundle away.
func (t *intake) forget() {
	if t.applyJob != nil {
		return
	}
	t.leave()
	t.path, t.verified = "", false
	t.fill()
}

func (t *intake) pick() {
	w := t.page.needs.Words
	t.page.needs.Pick(picker.Question{Title: w.Say("ui.exchange.pick"), Endings: []string{bundle.Extension}}, t.page.ReadFile)
}

// open reads the manifest of a bundle, shows what it would change, and verifies the content in the background.
func (t *intake) open(path string, key desk.BundleKey) {
	if t.applyJob != nil { // what is being taken in comes first
		t.page.needs.Toast(t.page.needs.Words.Say("ui.exchange.busy"), look.Warn)
		return
	}
	t.leave()
	t.path, t.key, t.verified = path, key, false
	p, source := t.page, t.page.needs.Source
	t.state.SetText(p.needs.Words.Say("ui.exchange.opening"))
	task.Run(p.needs.Runner, &t.opening, func(ctx context.Context, _ *task.Progress) (*desk.Bundle, error) {
		return source.OpenBundle(ctx, path, key)
	}, func(b *desk.Bundle, err error) {
		switch {
		case desk.Locked(err):
			t.askKey(len(key.Passphrase) > 0 || key.KeyFile != "")
		case errors.As(err, new(*desk.KeyFileError)): // another key may do
			p.needs.Fail(err)
			t.askKey(false)
		case err != nil:
			t.path = ""
			p.needs.Fail(err)
		default:
			t.bundle = b
			t.fill()
			t.grid.Focus()
			t.verify()
		}
	})
}

// askKey asks for what opens a locked bundle.
func (t *intake) askKey(again bool) {
	path := t.path
	t.page.needs.Unlock(path, again, func(key desk.BundleKey) { t.open(path, key) })
}

// verify reads the whole content in the background; only then can anything be applied.
func (t *intake) verify() {
	p, b := t.page, t.bundle
	job := task.Run(p.needs.Runner, &t.verifying, func(ctx context.Context, progress *task.Progress) (struct{}, error) {
		return struct{}{}, b.Verify(ctx, func(done, total int64) {
			progress.Expect(total)
			progress.Set(done)
		})
	}, func(_ struct{}, err error) {
		t.verified = err == nil
		t.state.SetText("")
		if err != nil {
			t.state.SetText(p.needs.Words.Say("ui.exchange.broken"))
			p.needs.Fail(err)
		} else {
			t.state.SetText(p.needs.Words.Say("ui.exchange.verified"))
		}
		t.enable()
	})
	t.state.SetText(p.needs.Words.Say("ui.exchange.verifying", "percent", "0"))
	p.watch(job, t.state, "ui.exchange.verifying")
	t.enable()
}

// chosen says what is to be taken in: what is marked, or where nothing is all but what would become the store's own.
func (t *intake) chosen() handover.Choice {
	var c handover.Choice
	for _, id := range t.grid.Marked() {
		if key, offer := strings.CutPrefix(id, offerPrefix); offer {
			c.Accept = append(c.Accept, key)
			continue
		}
		c.Only = append(c.Only, id)
		if t.standing(id) == handover.Locked {
			c.Unlock = append(c.Unlock, id)
		}
	}
	if len(c.Only) == 0 && len(c.Accept) > 0 {
		c.Only = slices.Clone(c.Accept)
	}
	return c
}

func (t *intake) standing(id string) handover.Standing {
	for i := range t.bundle.Preview.Items {
		if it := &t.bundle.Preview.Items[i]; recordID(it.Info.Kind, it.Info.Key) == id {
			return it.Standing
		}
	}
	return ""
}

// apply takes in what is chosen, and asks first where nobody vouches for the bundle, or where something signed would change.
func (t *intake) apply() {
	if !t.ready() {
		return
	}
	p, w, c := t.page, t.page.needs.Words, t.chosen()
	run := func() { t.run(c) }
	if len(c.Unlock) > 0 {
		next := run
		run = func() {
			p.needs.Prompts.Confirm(w.Say("ui.exchange.unlock.title"), w.Say("ui.exchange.unlock.text", "count", strconv.Itoa(len(c.Unlock))), w.Say("ui.exchange.unlock.yes"), next)
		}
	}
	if t.bundle.Trust == bundle.Trusted {
		run()
		return
	}
	c.AnyOrigin = true
	p.needs.Prompts.Confirm(w.Say("ui.exchange.origin.title"), w.Say("ui.exchange.origin."+string(t.bundle.Trust)), w.Say("ui.exchange.origin.yes"),
		func() { p.needs.Runner.Post(run) })
}

func (t *intake) run(c handover.Choice) {
	p, b := t.page, t.bundle
	t.stop.Show()
	t.applyJob = task.Run(p.needs.Runner, &t.applying, func(ctx context.Context, progress *task.Progress) (*handover.Result, error) {
		c.Progress = func(done, total int64) {
			progress.Expect(total)
			progress.Set(done)
		}
		result, err := b.Apply(ctx, c)
		if refresh := b.Refresh(context.WithoutCancel(ctx)); err == nil {
			err = refresh
		}
		return result, err
	}, func(result *handover.Result, err error) {
		t.applyJob = nil
		if p.left {
			t.close()
		} else {
			t.stop.Hide()
			t.state.SetText("")
			t.fill()
		}
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				p.needs.Fail(err)
			}
			return
		}
		t.done(result)
	})
	p.watch(t.applyJob, t.state, "ui.exchange.applying")
	t.enable()
}

// done says what was taken in, and leads to what has to be decided.
func (t *intake) done(result *handover.Result) {
	p, w := t.page, t.page.needs.Words
	p.needs.Changed()
	if result.Changed == 0 && result.Conflicts == 0 {
		p.needs.Toast(w.Say("ui.exchange.done.nothing"), look.Current)
		return
	}
	p.needs.Toast(w.Say("ui.exchange.done", "changed", strconv.Itoa(result.Changed), "files", strconv.Itoa(result.Files)), look.Fine)
	if result.Conflicts > 0 && !p.left {
		p.needs.Prompts.Ask(w.Say("ui.exchange.conflicts.title"), w.Say("ui.exchange.conflicts.text", "count", strconv.Itoa(result.Conflicts)),
			w.Say("ui.exchange.conflicts.now"), w.Say("ui.exchange.conflicts.later"), func(now bool) {
				if now {
					p.Go(Conflicts)
					p.conflicts.focus()
				}
			})
	}
}

func (t *intake) cancel() {
	if t.applyJob != nil {
		t.applyJob.Cancel()
	}
}

func (t *intake) ready() bool {
	return t.bundle != nil && t.verified && t.applyJob == nil && !t.bundle.Manifest.Deidentified && t.bundle.Manifest.Kind != bundle.KindPanelAnswer
}
