package exchange

import (
	"context"
	"errors"
	"fmt"
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
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
)

// The ways of locking a bundle.
const (
	lockNone       = "none"
	lockPassphrase = "passphrase"
	lockRecipients = "recipients"
)

// deviceOnly stands for no signer besides the device.
const deviceOnly = "device"

// handing is the part that makes bundles.
type handing struct {
	page    *Page
	years   []storage.Year
	year    int
	headers []storage.Header
	schemes []*scoring.Scheme
	wanted  []string // evaluations to be marked when the list comes

	loading, making task.Slot
	job             *task.Job

	kind, evidence, names, lock *widget.Choice
	yearPick, signer            *widget.Dropdown
	note, recipients            *widget.Entry
	pass, again, secret         *widget.Entry
	passBox, recipientBox       fyne.CanvasObject
	secretBox                   fyne.CanvasObject
	grid                        *widget.Grid
	count, state, fault         *widget.Text
	made                        *fyne.Container
	start, stop                 *widget.Button
	content                     fyne.CanvasObject
}

func newHanding(p *Page) *handing {
	w := p.needs.Words
	t := &handing{page: p, count: widget.NewCaption(""), state: widget.NewCaption(""), fault: widget.NewText(""), made: container.NewVBox()}
	t.fault.Ink, t.count.Cut = look.Bad, true
	option := func(group, id string) widget.Option {
		return widget.Option{ID: id, Label: w.Say("ui.exchange." + group + "." + id)}
	}
	var kinds []widget.Option
	for _, k := range []bundle.Kind{bundle.KindEvaluations, bundle.KindYear, bundle.KindSchemes, bundle.KindUnit} {
		kinds = append(kinds, widget.Option{ID: string(k), Label: w.Say("bundle.kind." + string(k))})
	}
	t.kind = widget.NewChoice(func(string) error { p.needs.Runner.Post(t.fill); return nil }, kinds...)
	t.evidence = widget.NewChoice(func(string) error { return nil }, option("evidence", "with"), option("evidence", "without"))
	t.names = widget.NewChoice(func(string) error { p.needs.Runner.Post(t.fill); return nil }, option("names", "keep"), option("names", "remove"))
	t.lock = widget.NewChoice(func(string) error { p.needs.Runner.Post(t.fill); return nil }, option("lock", lockNone), option("lock", lockPassphrase), option("lock", lockRecipients))
	t.kind.SetChosen(string(bundle.KindEvaluations))
	t.evidence.SetChosen("with")
	t.names.SetChosen("keep")
	t.lock.SetChosen(lockNone)
	t.yearPick = widget.NewDropdown(func(id string) {
		t.year, _ = strconv.Atoi(id)
		t.headers = nil // of another year: nothing of it goes along
		t.grid.Mark()
		t.fill()
		t.show()
	})
	t.signer = widget.NewDropdown(func(string) { t.fill() })
	t.note, t.recipients = widget.NewEntry(nil), widget.NewProse(2, nil)
	t.pass, t.again, t.secret = widget.NewPassword(), widget.NewPassword(), widget.NewPassword()
	t.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.exchange.column.what"), Width: 200, Stretch: 2},
		widget.Column{Title: w.Say("ui.exchange.column.unit"), Width: 120, Stretch: 1, Size: theme.SizeNameCaptionText},
	)
	t.grid.OnMarked = t.showCount
	t.content = t.lay()
	t.fill()
	return t
}

const (
	formColumn = 470
	foldWidth  = 720 // the width below which form and list are not shown side by side
)

func (t *handing) lay() fyne.CanvasObject {
	w := t.page.needs.Words
	label := func(id string, o fyne.CanvasObject) fyne.CanvasObject {
		return widget.Labelled(w.Say("ui.exchange.label."+id), o)
	}
	row := func(c *widget.Choice) fyne.CanvasObject { return widget.Snug(c) }
	t.passBox = container.New(layout.NewGridLayout(2), label("passphrase", t.pass), label("again", t.again))
	t.recipientBox = label("recipients", t.recipients)
	t.secretBox = label("secret", t.secret)
	t.start = widget.NewPrimary(w.Say("ui.command.exchange.make"), t.make).WithTip(w.Say("ui.tip.exchange.make", "keys", keys["make"].String()))
	t.stop = widget.NewQuiet(w.Say("ui.exchange.stop"), func() {
		if t.job != nil {
			t.job.Cancel()
		}
	})
	t.stop.Hide()
	form := container.NewVBox(
		label("what", row(t.kind)), label("year", container.NewHBox(t.yearPick)), label("evidence", row(t.evidence)), label("names", row(t.names)),
		label("lock", row(t.lock)), t.passBox, t.recipientBox, label("signer", container.NewHBox(t.signer)), t.secretBox, label("note", t.note),
	)
	own := container.NewVBox(widget.NewCaption(w.Say("ui.exchange.own")), widget.Fingerprint(widget.Groups(t.page.needs.Source.DeviceKey())),
		container.NewHBox(t.page.button("exchange.key", t.page.copyKey)))
	foot := container.NewVBox(widget.Gap(0, 2), t.fault, container.NewHBox(t.start, t.stop, container.NewCenter(t.state)))
	left := widget.Wide(formColumn, widget.NewPanel(widget.Frame(nil, foot, nil, nil, container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), container.NewVBox(form, widget.Gap(0, 6), t.made, own)))), 12))
	right := widget.Frame(nil, container.NewVBox(widget.Gap(0, 2), t.count), nil, nil, widget.NewPanel(t.grid, 1))
	return widget.NewPanes(fyne.NewSize(foldWidth, 0), widget.LeftOf, widget.Pane{Name: w.Say("ui.pane.form"), Content: left},
		widget.Pane{Name: w.Say("ui.pane.list"), Content: container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), right)})
}

// offered is what can go along, read in the background.
type offered struct {
	years   []storage.Year
	year    int
	headers []storage.Header
	signers []desk.Signer
}

func (t *handing) show() {
	source, want := t.page.needs.Source, t.year
	task.Run(t.page.needs.Runner, &t.loading, func(ctx context.Context, _ *task.Progress) (o offered, err error) {
		if o.years, err = source.Years(ctx); err != nil {
			return o, err
		}
		if o.year = want; o.year == 0 && len(o.years) > 0 {
			o.year = o.years[len(o.years)-1].Year
		}
		if o.signers, err = source.Signers(ctx); err != nil || o.year == 0 {
			return o, err
		}
		o.headers, err = source.Headers(ctx, o.year)
		return o, err
	}, func(o offered, err error) {
		if err != nil {
			t.page.needs.Fail(err)
			return
		}
		t.years, t.year, t.headers, t.schemes = o.years, o.year, o.headers, t.page.needs.Source.SchemesFor(o.year)
		t.offer(o.signers)
	})
}

func (t *handing) offer(signers []desk.Signer) {
	w := t.page.needs.Words
	var years []widget.Option
	for _, y := range t.years {
		years = append(years, widget.Option{ID: strconv.Itoa(y.Year), Label: strconv.Itoa(y.Year)})
	}
	t.yearPick.SetOptions(years)
	t.yearPick.SetChosen(strconv.Itoa(t.year))
	who := []widget.Option{{ID: deviceOnly, Label: w.Say("ui.exchange.signer.device")}}
	for _, s := range signers {
		name := w.Say("ui.exchange.signer." + string(s.Place))
		if c := s.Certificate(); c != nil {
			name = c.Subject.CommonName
		}
		who = append(who, widget.Option{ID: s.ID, Label: name})
	}
	chosen := t.signer.Chosen()
	t.signer.SetOptions(who)
	if !slices.ContainsFunc(who, func(o widget.Option) bool { return o.ID == chosen }) {
		chosen = deviceOnly
	}
	t.signer.SetChosen(chosen)
	t.fill()
	if len(t.wanted) > 0 {
		t.grid.Mark(t.wanted...)
		t.wanted = nil
		t.showCount()
	}
}

// choose asks for evaluations of a year, by their IDs.
func (t *handing) choose(year int, ids []string) {
	t.year, t.wanted = year, ids
	t.kind.SetChosen(string(bundle.KindEvaluations))
}

// fill shows what can be chosen for the kind, and only such fields as matter.
func (t *handing) fill() {
	var rows []widget.Row
	switch bundle.Kind(t.kind.Chosen()) {
	case bundle.KindEvaluations:
		for i := range t.headers {
			h := &t.headers[i]
			rows = append(rows, widget.Row{ID: h.ID, Cells: []widget.Cell{{Text: h.Name}, {Text: h.Unit, Tone: look.Quiet}}})
		}
	case bundle.KindSchemes:
		for _, s := range t.schemes {
			rows = append(rows, widget.Row{ID: s.Hash(), Cells: []widget.Cell{{Text: t.page.needs.Words.Name(s.Title)}, {Text: s.Version, Tone: look.Quiet}}})
		}
	}
	t.grid.SetRows(rows)
	widget.SetVisible(t.passBox, t.lock.Chosen() == lockPassphrase)
	widget.SetVisible(t.recipientBox, t.lock.Chosen() == lockRecipients)
	widget.SetVisible(t.secretBox, t.signer.Chosen() != deviceOnly && t.signer.Chosen() != "" && t.names.Chosen() == "keep")
	t.showCount()
	t.content.Refresh()
}

func (t *handing) showCount() {
	w := t.page.needs.Words
	key := "ui.exchange.out." + t.kind.Chosen()
	if kind := bundle.Kind(t.kind.Chosen()); kind == bundle.KindEvaluations && len(t.grid.Marked()) == 0 {
		key = "ui.exchange.out.all"
	}
	t.count.SetText(w.Say(key, "count", strconv.Itoa(len(t.grid.Chosen())), "all", strconv.Itoa(len(t.headers)), "year", strconv.Itoa(t.year)))
	widget.SetEnabled(t.start, t.ready())
}

func (t *handing) focus() { t.grid.Focus() }

func (t *handing) leave() { t.loading.Drop() }

func (t *handing) ready() bool {
	return t.job == nil && (t.year != 0 || t.kind.Chosen() == string(bundle.KindUnit))
}

// order is what the form asks for; fault says what is wrong with it, "" for nothing.
func (t *handing) order() (o desk.BundleOrder, fault string) {
	w := t.page.needs.Words
	o = desk.BundleOrder{
		Kind: bundle.Kind(t.kind.Chosen()), Years: []int{t.year}, NoEvidence: t.evidence.Chosen() == "without",
		Deidentified: t.names.Chosen() == "remove", Note: strings.TrimSpace(t.note.Text),
	}
	switch o.Kind {
	case bundle.KindEvaluations:
		for _, id := range t.grid.Marked() { // nothing marked: all of the year
			o.Evaluations = append(o.Evaluations, fmt.Sprintf("%d/%s", t.year, id))
			if at := slices.IndexFunc(t.headers, func(h storage.Header) bool { return h.ID == id }); at >= 0 {
				o.About = t.headers[at].Name
			}
		}
		if len(o.Evaluations) > 1 {
			o.About = ""
		}
	case bundle.KindSchemes:
		if o.Schemes = t.grid.Chosen(); len(o.Schemes) == 0 {
			return o, w.Say("ui.exchange.out.no-scheme")
		}
	}
	if s := t.signer.Chosen(); s != deviceOnly && !o.Deidentified {
		o.Signer, o.Secret = s, []byte(t.secret.Text)
	}
	switch t.lock.Chosen() {
	case lockPassphrase:
		if t.pass.Text == "" || t.pass.Text != t.again.Text {
			return o, w.Say("ui.exchange.out.passphrase")
		}
		o.Passphrase = []byte(t.pass.Text)
	case lockRecipients:
		if o.Recipients = strings.Fields(t.recipients.Text); len(o.Recipients) == 0 {
			return o, w.Say("ui.exchange.out.no-recipient")
		}
	}
	return o, ""
}

// make asks where to, and writes the bundle in the background.
func (t *handing) make() {
	p, w := t.page, t.page.needs.Words
	if !t.ready() {
		return
	}
	o, fault := t.order()
	t.fault.SetText(fault)
	if fault != "" {
		return
	}
	name := p.needs.Source.BundleName(o)
	p.needs.Pick(picker.Question{Title: w.Say("ui.exchange.save"), Save: name, Endings: []string{bundle.Extension}}, func(path string) {
		o.Path = path
		t.write(o)
	})
}

func (t *handing) write(o desk.BundleOrder) {
	p, source := t.page, t.page.needs.Source
	t.stop.Show()
	t.job = task.Run(p.needs.Runner, &t.making, func(ctx context.Context, progress *task.Progress) (desk.MadeBundle, error) {
		return source.MakeBundle(ctx, o, func(done, total int64) {
			progress.Expect(total)
			progress.Set(done)
		})
	}, func(made desk.MadeBundle, err error) {
		t.job = nil
		t.stop.Hide()
		t.state.SetText("")
		t.pass.SetText("")
		t.again.SetText("")
		t.secret.SetText("")
		widget.SetEnabled(t.start, t.ready())
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				p.needs.Fail(err)
			}
			return
		}
		t.showMade(made)
	})
	t.state.SetText(p.needs.Words.Say("ui.exchange.making", "percent", "0"))
	p.watch(t.job, t.state, "ui.exchange.making")
	widget.SetEnabled(t.start, false)
}

// showMade says what the bundle holds.
func (t *handing) showMade(made desk.MadeBundle) {
	p, w := t.page, t.page.needs.Words
	t.made.RemoveAll()
	fact := func(label, text string) { t.made.Add(widget.Fact(w.Say("ui.exchange.label."+label), text)) }
	t.made.Add(widget.NewSection(w.Say("ui.exchange.made")))
	fact("path", made.Path)
	counts := w.Say("ui.exchange.counts", "records", strconv.Itoa(made.Records), "files", strconv.Itoa(made.Files))
	if made.Undelivered > 0 {
		counts += w.Say("list.separator") + w.Say("ui.exchange.undelivered", "count", strconv.Itoa(made.Undelivered))
	}
	fact("counts", counts)
	fact("size", w.Say("ui.exchange.kilobytes", "size", strconv.FormatInt((made.Bytes+1023)/1024, 10)))
	fact("sequence", strconv.FormatUint(made.Manifest.Sequence, 10))
	t.made.Add(widget.Gap(0, 6))
	p.needs.Toast(w.Say("ui.exchange.made.toast", "path", made.Path), look.Fine)
	t.content.Refresh()
}
