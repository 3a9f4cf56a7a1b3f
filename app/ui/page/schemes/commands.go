package schemes

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

var (
	keysEdit   = command.Ctrl(fyne.KeyN)
	keysResume = command.Ctrl(fyne.KeyR)
	keysImport = command.Ctrl(fyne.KeyI)
	keysExport = command.Ctrl(fyne.KeyE)
	keysDiff   = command.Ctrl(fyne.KeyB)
	keysDrop   = command.Ctrl(fyne.KeyDelete)
	keysSave   = command.Ctrl(fyne.KeyS)
	keysBack   = command.Alt(fyne.KeyLeft)
	keysUndo   = command.Ctrl(fyne.KeyZ)
	keysRedo   = command.Ctrl(fyne.KeyY)
	keysFault  = command.Bare(fyne.KeyF4)
	keysAdd    = command.CtrlShift(fyne.KeyN)
	keysChild  = command.CtrlShift(fyne.KeyB)
	keysUp     = command.Alt(fyne.KeyUp)
	keysDown   = command.Alt(fyne.KeyDown)
	keysOff    = command.CtrlShift(fyne.KeyD)
	keysRemove = command.CtrlShift(fyne.KeyDelete)
)

// Commands lists what can be done here. Those of the faces that are not on the screen cannot be done.
func (p *Page) Commands() []command.Command {
	has := func() bool { return p.edit == nil && p.diff == nil && p.info() != nil }
	free := func() bool { return has() && !p.info().Carried && p.info().Uses == 0 }
	away := func() bool { return p.edit != nil || p.diff != nil }
	commands := []command.Command{
		{ID: "schemes.edit", Keys: keysEdit, Menu: command.File, Can: has, Do: p.askEdit},
		{ID: "schemes.resume", Keys: keysResume, Menu: command.File, Can: func() bool { return p.edit == nil && p.draft != nil }, Do: p.resume},
		{ID: "schemes.import", Keys: keysImport, Menu: command.File, Can: func() bool { return !away() }, Do: p.importFile},
		{ID: "schemes.export", Keys: keysExport, Menu: command.File, Can: has, Do: p.export},
		{ID: "schemes.diff", Keys: keysDiff, Menu: command.View, Can: has, Do: p.compare},
		{ID: "schemes.drop", Keys: keysDrop, Menu: command.Edit, Can: free, Do: p.drop},
		{ID: "schemes.back", Keys: keysBack, Menu: command.Goto, Can: away, Do: p.back},
	}
	return append(commands, p.editing()...)
}

// editing are the commands of the editor.
func (p *Page) editing() []command.Command {
	on := func() bool { return p.edit != nil }
	row := func() bool { return p.edit != nil && p.edit.row() != nil }
	do := func(f func(e *editor)) func() {
		return func() {
			if p.edit != nil {
				f(p.edit)
			}
		}
	}
	return []command.Command{
		{ID: "schemes.save", Keys: keysSave, Menu: command.File, Can: on, Do: do((*editor).save)},
		{ID: "schemes.discard", Keys: keysOff, Menu: command.File, Can: on, Do: do((*editor).discard)},
		{ID: "schemes.undo", Keys: keysUndo, Menu: command.Edit, Do: p.undo},
		{ID: "schemes.redo", Keys: keysRedo, Menu: command.Edit, Do: p.redo},
		{ID: "schemes.add", Keys: keysAdd, Menu: command.Edit, Can: func() bool { return on() && p.edit.table() != nil }, Do: do((*editor).add)},
		{ID: "schemes.child", Keys: keysChild, Menu: command.Edit, Can: func() bool { return on() && p.edit.canNest() }, Do: do((*editor).addChild)},
		{ID: "schemes.up", Keys: keysUp, Menu: command.Edit, Can: row, Do: do(func(e *editor) { e.move(-1) })},
		{ID: "schemes.down", Keys: keysDown, Menu: command.Edit, Can: row, Do: do(func(e *editor) { e.move(1) })},
		{ID: "schemes.remove", Keys: keysRemove, Menu: command.Edit, Can: row, Do: do((*editor).remove)},
		{ID: "schemes.fault", Keys: keysFault, Menu: command.Goto, Can: on, Do: do((*editor).nextFault)},
	}
}

// work runs something that changes the schemes; what it made is current then, and done is told.
func (p *Page) work(said string, do func(ctx context.Context) (made *scoring.Scheme, err error), done func(made *scoring.Scheme)) {
	task.Queue(p.needs.Runner, &p.writing, do, func(made *scoring.Scheme, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		if made != nil {
			p.current = made.Hash()
		}
		done(made)
		p.Reload()
		p.needs.Toast(p.needs.Words.Say(said), look.Fine)
	})
}

func (p *Page) importFile() {
	source := p.needs.Source
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.command.schemes.import"), Endings: []string{".json"}}, func(path string) {
		p.work("ui.schemes.imported", func(ctx context.Context) (*scoring.Scheme, error) {
			hash, err := source.ImportScheme(ctx, path)
			if err != nil {
				return nil, err
			}
			infos, err := source.Schemes(ctx)
			return find(infos, hash), err
		}, func(made *scoring.Scheme) {
			if made != nil && p.byHash(made.Hash()) == nil { // it was not there before
				p.did(nil, made)
			}
		})
	})
}

// find returns the scheme of a hash, nil where there is none.
func find(infos []desk.SchemeInfo, hash string) *scoring.Scheme {
	for i := range infos {
		if infos[i].Hash == hash {
			return infos[i].Scheme
		}
	}
	return nil
}

func (p *Page) export() {
	info, source := p.info(), p.needs.Source
	if info == nil {
		return
	}
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.command.schemes.export"), Endings: []string{".json"}, Save: desk.SchemeFileName(info.Scheme)}, func(path string) {
		p.work("ui.schemes.exported", func(ctx context.Context) (*scoring.Scheme, error) {
			return nil, source.ExportScheme(ctx, info.Scheme, path)
		}, func(*scoring.Scheme) {})
	})
}

// drop asks before one of the store's own schemes is deleted.
func (p *Page) drop() {
	info, source, w := p.info(), p.needs.Source, p.needs.Words
	if info == nil {
		return
	}
	p.needs.Prompts.Confirm(w.Say("ui.command.schemes.drop"), w.Say("ui.schemes.drop", "name", w.Name(info.Scheme.Title), "version", info.Scheme.Version), w.Say("ui.delete.yes"), func() {
		p.work("ui.schemes.dropped", func(ctx context.Context) (*scoring.Scheme, error) {
			return nil, source.DropScheme(ctx, info.Hash)
		}, func(*scoring.Scheme) { p.did(info.Scheme, nil) })
	})
}

// What a scheme can be edited as.
const (
	asVersion = "version"
	asNew     = "new"
	asItself  = "itself"
)

// askEdit asks whether the current scheme becomes a new version or another scheme; one of the store's own that nothing uses can also be
// changed itself.
func (p *Page) askEdit() {
	info, w := p.info(), p.needs.Words
	if info == nil {
		return
	}
	option := func(id string) widget.Option { return widget.Option{ID: id, Label: w.Say("ui.schemes.as." + id)} }
	options := []widget.Option{option(asVersion), option(asNew)}
	if !info.Carried && info.Uses == 0 {
		options = append([]widget.Option{option(asItself)}, options...)
	}
	how := widget.NewChoice(nil, options...)
	how.Upright = true
	how.SetChosen(options[0].ID)
	body := container.NewVBox(widget.NewCaption(w.Name(info.Scheme.Title)), widget.Gap(0, 2), how, widget.Flush(widget.SmallProse(w.Say("ui.schemes.as.note"))))
	if p.draft != nil {
		body.Add(widget.Flush(widget.SmallProse(w.Say("ui.schemes.as.draft"))))
	}
	p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.command.schemes.edit"), Body: body, Width: 520, Yes: w.Say("ui.schemes.as.yes"), First: how,
		Accept: func() string {
			draft, err := draftOf(info, how.Chosen())
			if err != nil {
				return w.Error(err)
			}
			p.startEditing(draft)
			return ""
		},
	})
}

// draftOf begins a draft from a scheme.
func draftOf(info *desk.SchemeInfo, as string) (*desk.SchemeDraft, error) {
	next, err := info.Scheme.NextVersion()
	if err != nil {
		return nil, err
	}
	draft := &desk.SchemeDraft{}
	switch as {
	case asNew:
		next.ID, next.Version = "own-"+info.Scheme.ID, "1"
	case asItself:
		next.Version, draft.Replaces = info.Scheme.Version, info.Hash
	}
	draft.Scheme, err = next.Encode()
	return draft, err
}

// resume goes on with the draft that was kept.
func (p *Page) resume() {
	if p.draft != nil {
		p.startEditing(p.draft)
	}
}

// back leaves editor or comparison. The draft is kept.
func (p *Page) back() {
	if p.edit != nil {
		p.edit.finish()
	}
	p.to(nil, nil)
	p.Reload()
}
