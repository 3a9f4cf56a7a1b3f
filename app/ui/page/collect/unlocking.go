package collect

import (
	"context"
	"slices"
	"strconv"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/look"
)

// lockedFiles are the paths of the files that nothing opened yet.
func (p *Page) lockedFiles() []string {
	if p.found == nil {
		return nil
	}
	return p.found.Locked()
}

// locked reports whether a file was not read because it wants a passphrase, or another one.
func (p *Page) locked(path string) bool { return slices.Contains(p.lockedFiles(), path) }

// unlock asks for another passphrase for the files that nothing opened yet.
func (p *Page) unlock() { p.askKey(false) }

// askKey asks for what opens the locked files, the current one named first. again says that what was given before opened none of them.
func (p *Page) askKey(again bool) {
	files := p.lockedFiles()
	if len(files) == 0 || p.job != nil {
		return
	}
	if at := slices.Index(files, p.path()); at > 0 {
		files[0], files[at] = files[at], files[0]
	}
	p.needs.UnlockAny(files, again, p.tryKey)
}

// tryKey looks which of the locked files a key opens. Where it opens some, all is collected again with it, as what they hold can take the
// place of what other files hold; where it opens none, it is forgotten and another one asked for.
func (p *Page) tryKey(key desk.BundleKey) {
	w, source, found := p.needs.Words, p.needs.Source, p.found
	if found == nil {
		return
	}
	goThrough(p, "ui.collect.unlocking", func(ctx context.Context, progress func(done, total int)) ([]string, error) {
		return source.TryKey(ctx, found, key, progress)
	}, func(opened []string) {
		if len(opened) == 0 {
			p.show()
			p.askKey(true)
			return
		}
		p.order.Others = append(slices.Clone(p.order.Others), key)
		p.run(p.order, func(found *desk.Collected) {
			text, tone := w.Say("ui.collect.unlocked", "count", strconv.Itoa(len(opened))), look.Fine
			if left := len(found.Locked()); left > 0 {
				text, tone = w.Say("ui.collect.unlocked.left", "count", strconv.Itoa(len(opened)), "left", strconv.Itoa(left)), look.Warn
			}
			p.needs.Toast(text, tone)
		})
	})
	p.show()
}
