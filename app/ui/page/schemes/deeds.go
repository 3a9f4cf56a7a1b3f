package schemes

import (
	"context"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/scoring"
)

// deed is something that was done to the store's schemes: one was added (before is nil), deleted (after is nil) or changed. It can be taken
// back as long as the window is there; the store's own chain of undoing passes schemes over, because evaluations may refer to them.
type deed struct{ before, after *scoring.Scheme }

// Deeds are what was done to schemes on this screen and can be undone and redone, the next one last. The window keeps them while other
// screens are shown.
type Deeds struct{ done, undone []deed }

// did remembers a deed.
func (p *Page) did(before, after *scoring.Scheme) {
	p.deeds.done, p.deeds.undone = append(p.deeds.done, deed{before, after}), nil
}

// turned is the deed that takes this one back.
func (d deed) turned() deed { return deed{d.after, d.before} }

// what says what was done.
func (p *Page) what(d deed) string {
	key, of := "ui.schemes.deed.replace", d.after
	switch {
	case d.before == nil:
		key = "ui.schemes.deed.add"
	case d.after == nil:
		key, of = "ui.schemes.deed.drop", d.before
	}
	w := p.needs.Words
	return w.Say(key, "name", w.Name(of.Title), "version", of.Version)
}

// make does a deed.
func (d deed) make(ctx context.Context, source Source) (hash string, err error) {
	switch {
	case d.before == nil:
		return source.KeepScheme(ctx, d.after)
	case d.after == nil:
		return "", source.DropScheme(ctx, d.before.Hash())
	}
	return source.ReplaceScheme(ctx, d.before.Hash(), d.after)
}

// undo takes back what was edited last, or what was done to the schemes last; where there is neither, what was done last in the window.
func (p *Page) undo() { p.turn(&p.deeds.done, &p.deeds.undone, false) }

// redo makes again what was taken back last.
func (p *Page) redo() { p.turn(&p.deeds.undone, &p.deeds.done, true) }

func (p *Page) turn(from, to *[]deed, redo bool) {
	switch {
	case p.edit != nil && redo:
		p.edit.redo()
		return
	case p.edit != nil:
		p.edit.undo()
		return
	case len(*from) == 0:
		if p.needs.Turn != nil {
			p.needs.Turn(redo)
		}
		return
	}
	last := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1] // at once: pressed again before this is done, the one before it is meant
	now, key := last.turned(), "ui.undo.undo.done"
	if redo {
		now, key = last, "ui.undo.redo.done"
	}
	source := p.needs.Source
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (string, error) { return now.make(ctx, source) }, func(hash string, err error) {
		if err != nil {
			*from = append(*from, last)
			p.needs.Fail(err)
			return
		}
		*to = append(*to, last)
		if hash != "" {
			p.current = hash
		}
		p.Reload()
		p.needs.Toast(p.needs.Words.Say(key, "what", p.what(last)), look.Fine)
	})
}
