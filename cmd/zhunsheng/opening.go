package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/platform"
	"zhunsheng/app/task"
	"zhunsheng/app/ui"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/start"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

// begin opens the store in the background, behind a window that says so, and fills the window then.
func (p *program) begin() {
	words := wording.Words{Printer: p.catalogue.Printer(p.language())}
	p.runner = task.NewRunner(context.Background(), fyne.Do)
	var opened *desk.Desk
	former := ""
	screen := start.New(start.Needs{
		Words: words, Runner: p.runner, Quit: p.window.Close, Now: time.Now, Copy: func(text string) { p.app.Clipboard().SetContent(text) },
		PickBackup: p.pickBackup(words), Restore: p.restore,
		Helps: func(err error) bool {
			return !errors.Is(err, storage.ErrInUse) && !errors.Is(err, storage.ErrNotWritable)
		},
		Open: func(ctx context.Context, password []byte, progress func(done, total uint64)) (err error) {
			opened, err = p.openStore(ctx, password, progress)
			former = p.former()
			return err
		},
		Asks: func(err error) (asks, wrong bool) {
			return errors.Is(err, keyring.ErrPasswordNeeded), errors.Is(err, keyring.ErrWrongPassword)
		},
		Failed: func(err error) string {
			p.log.Error(err)
			p.refused = true
			return app.Sentence(words.Printer, err)
		},
		Done: func() {
			p.refused = false
			p.fill(opened, former)
			p.unheed = p.heedEnding()
			p.openPath(p.options.file)
		},
	})
	p.window.SetContent(screen.Content())
	// Closing the window while the store is being opened ends the program when that is done: it cannot be left half-way.
	screen.Begin()
}

// openStore opens the store, in the background, and loads the example where that was asked for.
func (p *program) openStore(ctx context.Context, password []byte, progress func(done, total uint64)) (*desk.Desk, error) {
	schemes, err := app.OpenSchemes()
	if err != nil {
		return nil, err
	}
	aside, err := desk.TakePlace(p.options.data, time.Now())
	if err != nil {
		return nil, err
	}
	p.put(aside)
	options := app.StoreOptions(schemes)
	options.SessionKeyring = true
	options.Password, options.Progress, options.Actor = bytes.Clone(password), progress, actor()
	options.AnyPlace, options.Carried = onItsStick(p.options.data), carried(p.options.data)
	defer clear(options.Password)
	store, err := storage.Open(filepath.Join(p.options.data, desk.StoreFolder), options)
	if err != nil {
		return nil, err
	}
	p.keep(store)
	if r := store.Recovery(); !r.IsZero() {
		p.log.Error(errors.New("recovery: " + string(r.Cause) + "; " + cmp.Or(r.Detail, "nothing was broken")))
	}
	// Reports are official papers in Chinese, whatever the language of the window.
	chinese := p.catalogue.Printer(locale.Chinese)
	d := desk.New(store, schemes, time.Now, func() *locale.Printer { return chinese }).WithAccount(options.Actor)
	if err := d.LoadSchemes(ctx); err != nil {
		p.log.Error(err) // the others are known all the same
	}
	if p.options.demo {
		if err := d.ExampleIfEmpty(ctx); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// pickBackup asks for a backup while there is no store, with the system's dialog where it has one.
func (p *program) pickBackup(words wording.Words) func(done func(path string)) {
	own := pickFile(p.window)
	copier := func(text string) { p.app.Clipboard().SetContent(text) }
	prompts := prompt.New(p.window.Canvas(), func() wording.Words { return words }, copier)
	return func(done func(path string)) {
		q := picker.Question{Title: words.Say("ui.start.restore.pick"), Endings: []string{storage.BackupExtension}}
		if own != nil {
			err := own(q, done)
			if err == nil {
				return
			}
			p.note(err)
		}
		folder, err := platform.Documents(environment)
		p.note(err)
		p.window.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
			if ev.Name == fyne.KeyEscape {
				prompts.Dismiss()
			}
		})
		picker.Ask(picker.Needs{Words: words, Prompts: prompts, Runner: p.runner, Folder: folder}, q, done)
	}
}

// restore puts what a backup holds in the place of the store that cannot be opened.
func (p *program) restore(_ context.Context, path string, password []byte) error {
	defer clear(password)
	schemes, err := app.OpenSchemes()
	if err != nil {
		return err
	}
	options := app.StoreOptions(schemes)
	options.AnyPlace, options.Carried = onItsStick(p.options.data), carried(p.options.data)
	aside, err := desk.Restore(p.options.data, path, options, password, time.Now())
	p.put(aside)
	return err
}

// put remembers a store that another one took the place of, until the user has been told where it lies.
func (p *program) put(aside string) {
	if aside == "" {
		return
	}
	p.log.Error(errors.New("the store of before lies in " + aside))
	p.settings.SetText(ui.SettingFormer, filepath.Base(aside))
}

// former is the folder of a store that another one took the place of, while the user has not been told; "" for none. It looks at the disk.
func (p *program) former() string {
	name := p.settings.Text(ui.SettingFormer, "")
	if name == "" || name != filepath.Base(name) {
		return ""
	}
	folder := filepath.Join(p.options.data, name)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return ""
	}
	return folder
}

// keep remembers the store that has to be closed.
func (p *program) keep(store *storage.Store) {
	p.holding.Lock()
	defer p.holding.Unlock()
	p.store = store
}

// actor is who works here, for the history: the user's name, as the system knows it. In a Windows domain it is that of the account: for the
// readable one the system would ask the domain's server, which takes long where that is out of reach.
func actor() string {
	if name := environment("USERNAME"); name != "" && environment("USERDNSDOMAIN") != "" {
		return name
	}
	u, err := user.Current()
	if err != nil {
		return ""
	}
	name := cmp.Or(strings.TrimSpace(u.Name), u.Username)
	return name[strings.LastIndexByte(name, '\\')+1:] // without the name of a Windows domain
}

func (p *program) note(err error) {
	if err != nil {
		p.log.Error(err)
	}
}
