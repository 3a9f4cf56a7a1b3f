package review

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// ReadFile reads a bundle of a review or panel: answers and calls are taken here, evaluations where bundles are taken in.
func (p *Page) ReadFile(path string) { p.read(incoming{path: path}) }

// came is what a bundle brought.
type came struct {
	kind     bundle.Kind
	panel    string
	received []handover.Received
	names    map[string]string // of the evaluators, by ID
	calls    []string
}

// incoming is a bundle that came, and what was agreed to already: to take it although nobody vouches for it, or although it is late.
type incoming struct {
	path            string
	key             desk.BundleKey
	anyOrigin, late bool
}

func (p *Page) read(in incoming) {
	source, slot := p.needs.Source, new(task.Slot) // of its own: several bundles may come together
	p.reading = append(p.reading, slot)
	background(p, slot, func(ctx context.Context) (c came, err error) {
		b, err := source.OpenBundle(ctx, in.path, in.key)
		if err != nil {
			return c, p.orAsk(err, in)
		}
		defer func() { err = errors.Join(err, b.Close()) }()
		c.kind = b.Manifest.Kind
		switch c.kind {
		case bundle.KindPanelAnswer:
			due := "" // the panel's own
			if in.late {
				due = desk.AnyDay
			}
			if c.panel, c.received, err = b.TakeAnswers(ctx, due, in.anyOrigin); err == nil {
				c.names = p.evaluators(ctx, c.panel)
			}
		case bundle.KindPanelCall:
			_, err = b.Apply(ctx, handover.Choice{AnyOrigin: in.anyOrigin})
			for _, r := range b.Manifest.Records {
				if r.Kind == bundle.RecordPanel {
					c.calls = append(c.calls, r.Key)
				}
			}
		}
		return c, p.orAsk(err, in)
	}, func(c came) { p.arrived(in, c) })
}

// orAsk asks for the key of a locked bundle, and whether a bundle that nobody vouches for is taken all the same, when that is what is wrong; nothing has been taken then.
func (p *Page) orAsk(err error, in incoming) error {
	if desk.Locked(err) {
		again := len(in.key.Passphrase) > 0 || in.key.KeyFile != ""
		p.needs.Runner.Post(func() {
			p.needs.Unlock(in.path, again, func(key desk.BundleKey) {
				in.key = key
				p.read(in)
			})
		})
		return context.Canceled // the question stands in for a sentence
	}
	if err == nil || in.anyOrigin || !errors.Is(err, handover.ErrTrust) {
		return err
	}
	p.needs.Runner.Post(func() {
		w := p.needs.Words
		p.needs.Prompts.Confirm(w.Say("ui.judging.origin.title"), w.Say("ui.judging.origin.text", "name", filepath.Base(in.path)), w.Say("ui.judging.origin.yes"), func() {
			in.anyOrigin = true
			p.read(in)
		})
	})
	return context.Canceled // the question stands in for a sentence
}

// evaluators are the names of a panel's members by their IDs; none where the panel cannot be read.
func (p *Page) evaluators(ctx context.Context, id string) map[string]string {
	names := map[string]string{}
	if of, _, err := p.needs.Source.PanelResult(ctx, id); err == nil {
		for _, m := range of.Members {
			names[m.ID] = m.Name
		}
	}
	return names
}

// askLate asks whether answers that came after the day they were due are taken all the same.
func (p *Page) askLate(in incoming, c came) {
	at := slices.IndexFunc(c.received, func(r handover.Received) bool { return r.Reception == handover.TooLate })
	if at < 0 {
		return
	}
	w, id := p.needs.Words, c.received[at].Evaluator
	p.needs.Prompts.Confirm(w.Say("ui.judging.late.title"), w.Say("ui.judging.late.text", "name", cmp.Or(c.names[id], id)), w.Say("ui.judging.late.yes"), func() {
		in.late = true
		p.read(in)
	})
}

// arrived shows what a bundle brought.
func (p *Page) arrived(in incoming, c came) {
	w := p.needs.Words
	switch c.kind {
	case bundle.KindPanelAnswer:
		var lines []string
		worst := look.Fine
		for _, r := range c.received {
			lines = append(lines, cmp.Or(c.names[r.Evaluator], r.Evaluator)+" "+w.Say("ui.judging.reception."+string(r.Reception)))
			if receptionTones[r.Reception] != look.Fine {
				worst = look.Warn
			}
		}
		p.needs.Toast(strings.Join(lines, w.Say("list.separator")), worst)
		p.askLate(in, c)
		p.begun("p" + c.panel)
	case bundle.KindPanelCall:
		p.needs.Toast(w.Say("ui.judging.called"), look.Fine)
		want := ""
		if len(c.calls) > 0 {
			want = "c" + c.calls[0]
		}
		p.begun(want)
	default:
		if p.needs.TakeIn != nil {
			p.needs.TakeIn(in.path)
		}
	}
}
