package exchange

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// offerPrefix marks rows of what would become the store's own.
const offerPrefix = "offer:"

func recordID(kind, key string) string { return kind + "/" + key }

// standingTones colour what would become of a record.
var standingTones = map[handover.Standing]look.Tone{
	handover.Added: look.Fine, handover.Newer: look.Fine, handover.Both: look.Warn, handover.Same: look.Quiet, handover.Older: look.Quiet,
	handover.Locked: look.Wrong, handover.Closed: look.Wrong, handover.Skipped: look.Quiet,
}

// trustTones colour how far a bundle can be trusted.
var trustTones = map[bundle.Trust]look.Tone{bundle.Trusted: look.Fine, bundle.Unknown: look.Warn, bundle.Unsigned: look.Warn}

// fill shows the bundle.
func (t *intake) fill() {
	widget.SetVisible(t.nothing, t.bundle == nil)
	widget.SetVisible(t.found, t.bundle != nil)
	if t.bundle == nil {
		t.state.SetText("")
		t.grid.SetRows(nil)
		t.enable()
		return
	}
	t.fillBanner()
	var rows []widget.Row
	for i := range t.bundle.Offers {
		rows = append(rows, t.offerRow(&t.bundle.Offers[i]))
	}
	for i := range t.bundle.Preview.Items {
		rows = append(rows, t.row(&t.bundle.Preview.Items[i]))
	}
	t.grid.SetRows(rows)
	if t.grid.CurrentRow() == "" && len(rows) > 0 {
		t.grid.Select(rows[0].ID)
	}
	t.enable()
	t.content.Refresh()
}

func (t *intake) fillBanner() {
	w, m, b := t.page.needs.Words, t.bundle.Manifest, t.bundle
	head := "ui.exchange.head"
	if t.from() == "" {
		head = "ui.exchange.head.nobody"
	}
	t.head.SetText(w.Say(head, "kind", w.Say("bundle.kind."+string(m.Kind)), "from", t.from()))
	tone := trustTones[b.Trust]
	key := "ui.exchange.trust." + string(b.Trust)
	switch {
	case b.Preview.Replayed:
		tone, key = look.Warn, "ui.exchange.replayed"
	case b.Preview.Imported:
		tone, key = look.Current, "ui.exchange.imported"
	case m.Deidentified:
		tone, key = look.Warn, "ui.exchange.deidentified"
	}
	t.trust.Set(w.Say(key), tone.Ink())
	t.banner.Ground = tone.Ground()
	t.facts.RemoveAll()
	fact := func(label, text string) {
		if text != "" {
			t.facts.Add(widget.Fact(w.Say("ui.exchange.label."+label), text))
		}
	}
	fact("created", t.page.local(m.Created))
	fact("sequence", strconv.FormatUint(m.Sequence, 10))
	fact("counts", w.Say("ui.exchange.counts", "records", strconv.Itoa(len(m.Records)), "files", strconv.Itoa(len(m.Evidence))))
	fact("changes", t.changes())
	if n := len(b.Preview.Missing); n > 0 {
		fact("missing", w.Say("ui.exchange.missing", "count", strconv.Itoa(n)))
	}
	fact("note", m.Note)
}

// from is who made the bundle: unit and person.
func (t *intake) from() string {
	c := t.bundle.Manifest.Creator
	return strings.Join(slices.DeleteFunc([]string{c.Unit, c.Name}, func(s string) bool { return s == "" }), "　")
}

// changes counts what would become of the records.
func (t *intake) changes() string {
	w := t.page.needs.Words
	var parts []string
	for _, s := range []handover.Standing{handover.Added, handover.Newer, handover.Both, handover.Same, handover.Older, handover.Locked, handover.Closed} {
		if n := t.bundle.Preview.Counts[s]; n > 0 {
			parts = append(parts, w.Say("ui.exchange.standing."+string(s))+" "+strconv.Itoa(n))
		}
	}
	return strings.Join(parts, w.Say("list.separator"))
}

func (t *intake) row(it *handover.Item) widget.Row {
	w, info := t.page.needs.Words, &it.Info
	there := strings.TrimSpace(info.By + "  " + t.page.local(info.Changed))
	if info.Deleted {
		there = w.Say("ui.exchange.deleted") + "  " + there
	}
	here := "—"
	if it.Here != nil {
		here = strings.TrimSpace(it.Here.By + "  " + t.page.local(it.Here.Changed))
	}
	return widget.Row{ID: recordID(info.Kind, info.Key), Cells: []widget.Cell{
		{Text: t.title(info)},
		{Text: t.kind(info.Kind, info.Year), Tone: look.Quiet},
		{Text: info.Unit, Tone: look.Quiet},
		{Text: there, Tone: look.Quiet},
		{Text: here, Tone: look.Quiet},
		{Text: w.Say("ui.exchange.standing." + string(it.Standing)), Shape: widget.AsBadge, Tone: standingTones[it.Standing], Bold: true},
	}}
}

// title is what a record is called: a review by the project and the round, since it has no name of its own.
func (t *intake) title(info *bundle.RecordInfo) string {
	of, number := cutLast(info.Key)
	if info.Kind != bundle.RecordReview || number == "" {
		return cmp.Or(info.Title, info.Key)
	}
	project := of
	for i := range t.bundle.Preview.Items {
		if it := &t.bundle.Preview.Items[i].Info; it.Kind == bundle.RecordEvaluation && it.Key == of {
			project = cmp.Or(it.Title, of)
		}
	}
	return t.page.needs.Words.Say("ui.exchange.review", "project", project, "round", strings.TrimLeft(number, "0"))
}

// cutLast takes the last part off a key, such as the round off "2022/id/0001".
func cutLast(key string) (before, last string) {
	at := strings.LastIndexByte(key, '/')
	if at < 0 {
		return key, ""
	}
	return key[:at], key[at+1:]
}

func (t *intake) kind(kind string, year int) string {
	text := t.page.needs.Words.Say("ui.exchange.record." + kind)
	if year > 0 {
		text += " " + strconv.Itoa(year)
	}
	return text
}

func (t *intake) offerRow(o *handover.Offer) widget.Row {
	w := t.page.needs.Words
	title := o.Key
	switch {
	case o.Scheme != nil:
		title = o.Scheme.Name + " " + o.Scheme.Version
	case o.Unit != nil:
		title = o.Unit.Name
	case o.Certificate != nil:
		title = o.Certificate.Name
	}
	tone := look.Current
	if o.Standing == handover.OfferSame {
		tone = look.Quiet
	}
	return widget.Row{ID: offerPrefix + recordID(o.Kind, o.Key), Cells: []widget.Cell{
		{Text: title},
		{Text: w.Say("ui.exchange.record." + o.Kind), Tone: look.Quiet},
		{},
		{},
		{},
		{Text: w.Say("ui.exchange.offer." + string(o.Standing)), Shape: widget.AsBadge, Tone: tone, Bold: true},
	}}
}

// differences shows the fields in which the current evaluation of the bundle differs from the one here.
func (t *intake) differences() {
	id := t.grid.CurrentRow()
	key, ok := strings.CutPrefix(id, bundle.RecordEvaluation+"/")
	if !ok || t.bundle == nil {
		return
	}
	p, b, source, words := t.page, t.bundle, t.page.needs.Source, t.page.needs.Words.Printer
	task.Run(p.needs.Runner, &t.opening, func(ctx context.Context, _ *task.Progress) ([]chronicle.Field, error) {
		changes, err := b.Differences(ctx, key)
		if err != nil {
			return nil, err
		}
		return source.TellDifferences(ctx, words, key, changes), nil
	}, func(fields []chronicle.Field, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		t.showDifferences(fields)
	})
}

func (t *intake) showDifferences(fields []chronicle.Field) {
	p, w := t.page, t.page.needs.Words
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.exchange.column.field"), Width: 220, Stretch: 1},
		widget.Column{Title: w.Say("ui.exchange.column.here"), Width: 180, Stretch: 1},
		widget.Column{Title: w.Say("ui.exchange.column.there"), Width: 180, Stretch: 1},
	)
	rows := make([]widget.Row, len(fields))
	for i := range fields {
		f := &fields[i]
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: f.What()}, {Text: f.Old, Tone: look.Quiet}, {Text: f.New, Bold: true}}}
	}
	grid.SetRows(rows)
	var body fyne.CanvasObject = widget.Room(780, 360, widget.NewPanel(grid, 1))
	if len(rows) == 0 {
		body = widget.Prose(w.Say("ui.exchange.no-differences"))
	}
	p.needs.Prompts.Show(w.Say("ui.exchange.differences.title", "count", strconv.Itoa(len(rows))), body, 780)
}

// enable lets only buttons be pressed that can do something.
func (t *intake) enable() {
	can := map[string]bool{
		"open": t.applyJob == nil, "close": t.bundle != nil && t.applyJob == nil, "trust": t.device() != nil, "apply": t.bundle != nil && t.ready(), "review": t.forReview(),
		"differences": t.bundle != nil && strings.HasPrefix(t.grid.CurrentRow(), bundle.RecordEvaluation+"/"),
	}
	_, _, can["evaluation"] = t.here()
	for id, b := range t.actions {
		widget.SetEnabled(b, can[id])
	}
	widget.SetVisible(t.actions["review"], t.forReview())
	label := t.page.needs.Words.Say("ui.command.exchange.apply")
	if n := len(t.grid.Marked()); n > 0 {
		label = t.page.needs.Words.Say("ui.exchange.apply.marked", "count", strconv.Itoa(n))
	}
	t.actions["apply"].SetText(label)
}
