package verify

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/report/verification"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
)

// keys are the shortcuts of the commands by their IDs without "verify.".
var keys = map[string]command.Keys{
	"open": command.Ctrl(fyne.KeyO), "recheck": command.Bare(fyne.KeyF5), "remove": command.Ctrl(fyne.KeyDelete),
	"certificate": command.Ctrl(fyne.KeyD), "trust": command.Ctrl(fyne.KeyT), "import": command.Ctrl(fyne.KeyI),
	"data": command.Ctrl(fyne.KeyS), "report": command.Ctrl(fyne.KeyE), "print": command.Ctrl(fyne.KeyP),
	"copy": command.CtrlShift(fyne.KeyC), "show": command.Ctrl(fyne.KeyG), "revision": command.Ctrl(fyne.KeyR),
	"passphrase": command.Ctrl(fyne.KeyK), "strict": command.Ctrl(fyne.KeyL), "problem": command.Bare(fyne.KeyF8), "list": command.CtrlShift(fyne.KeyL),
}

const prefix = "verify."

func trimmed(id string) string { return strings.TrimPrefix(id, prefix) }

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	found := func(holds func(v *view) bool) func() bool {
		return func() bool {
			it := p.current()
			return it != nil && it.view != nil && holds(it.view)
		}
	}
	judged := func(v *view) bool { return v.checked != nil }
	report := func(v *view) bool { return judged(v) && v.checked.Report != nil }
	withCertificate := func() bool { s := p.signer(); return s != nil && s.certificate != nil }
	withKey := func() bool { return withCertificate() || p.signer() != nil && p.signer().device != "" }
	c := func(id string, menu command.Menu, can func() bool, do func()) command.Command {
		return command.Command{ID: prefix + id, Keys: keys[id], Menu: menu, Can: can, Do: do}
	}
	commands := []command.Command{
		c("open", command.File, nil, p.pick),
		c("show", command.File, func() bool { return p.current() != nil }, p.showFile),
		c("import", command.File, found(takeable), p.takeOver),
		c("data", command.File, found(holdsData), p.saveData),
		c("report", command.File, found(report), p.saveReport),
		c("revision", command.File, found(func(v *view) bool { return len(v.revisions) > 1 }), p.saveRevision),
		c("remove", command.Edit, func() bool { return p.current() != nil }, p.remove),
		c("copy", command.Edit, found(judged), p.copyText),
		c("certificate", command.View, withCertificate, p.showCertificate),
		c("trust", command.Edit, withKey, p.changeTrust),
		c("list", command.Edit, func() bool { return len(p.items) > 0 }, p.copyList),
		c("problem", command.Goto, func() bool { return p.nextProblem() != nil }, p.goToProblem),
		c("passphrase", command.Edit, found(func(v *view) bool { return v.locked }), p.askKey),
		c("strict", command.View, nil, p.turnStrict),
		c("recheck", command.View, func() bool { return len(p.items) > 0 }, p.recheck),
	}
	if p.needs.Print != nil {
		commands = append(commands, c("print", command.File, found(report), p.print))
	}
	return commands
}

// holdsData reports whether a report holds an evaluation that was scored again.
func holdsData(v *view) bool {
	return v.checked != nil && v.checked.Report != nil && v.checked.Report.Data.Rescored != nil
}

// takeable reports whether the data of a file may be taken over: those of a report have to give what it prints.
func takeable(v *view) bool {
	return v.checked != nil && (v.checked.Bundle != nil || holdsData(v) && v.checked.Report.Data.Good())
}

func (p *Page) turnStrict() {
	if p.complete {
		p.strict.Choose(strictNo)
		return
	}
	p.strict.Choose(strictYes)
}

func (p *Page) takeOver() {
	if it := p.current(); it != nil {
		p.needs.Import(it.path)
	}
}

func (p *Page) copyText() {
	p.needs.Copy(p.current().view.text(p.needs.Words))
	p.needs.Toast(p.needs.Words.Say("ui.verify.copied"), look.Fine)
}

// showFile opens the file in the program that the system has for it.
func (p *Page) showFile() {
	it, open := p.current(), p.needs.OpenFile
	if it == nil {
		return
	}
	path := it.path
	var slot task.Slot
	task.Run(p.needs.Runner, &slot, func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, open(path)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
	})
}

// save asks where to, makes a document in the background and writes it whole.
func (p *Page) save(title, name string, kind string, make func(ctx context.Context) ([]byte, error)) {
	p.needs.Pick(picker.Question{Title: title, Save: name, Endings: []string{kind}}, func(path string) {
		task.Run(p.needs.Runner, new(task.Slot), func(ctx context.Context, _ *task.Progress) (string, error) { // of its own: what is done next calls none off
			data, err := make(ctx)
			if err != nil {
				return "", err
			}
			return app.WriteDocument(path, data)
		}, func(written string, err error) {
			if err != nil {
				p.needs.Fail(err)
				return
			}
			p.needs.Toast(p.needs.Words.Say("ui.verify.saved", "path", written), look.Fine)
		})
	})
}

// stem is the name of the current file without its ending.
func (p *Page) stem() string {
	name := filepath.Base(p.current().path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// saveData writes the evaluation inside a report as a file.
func (p *Page) saveData() {
	v, w := p.current().view, p.needs.Words
	evaluation := v.checked.Report.Data.Rescored.Data.Evaluation
	p.save(w.Say("ui.verify.save.data"), p.stem()+".json", ".json", func(context.Context) ([]byte, error) { return evaluation.Encode() })
}

// paper is what goes on the page of the verification, but for the file.
func (p *Page) paper() verification.Page {
	v, w := p.current().view, p.needs.Words
	return verification.Page{
		Description: v.description, FileName: v.name, Data: v.printed(w), Words: w, Language: w.Language(),
		Now: v.checked.At, Program: app.Producer,
	}
}

// saveReport writes the verdict as a page.
func (p *Page) saveReport() {
	paper, whole := p.paper(), p.current().view.whole()
	w := p.needs.Words
	p.save(w.Say("ui.verify.save.report"), w.Say("ui.verify.report.name", "name", p.stem())+".pdf", ".pdf", func(ctx context.Context) (data []byte, err error) {
		if paper.File, err = whole(); err != nil {
			return nil, err
		}
		return verification.Print(ctx, paper)
	})
}

// print sends the verdict to a printer.
func (p *Page) print() {
	paper, source, send, w := p.paper(), p.needs.Source, p.needs.Print, p.needs.Words
	title, whole := w.Say("ui.verify.report.name", "name", p.stem()), p.current().view.whole()
	task.Run(p.needs.Runner, new(task.Slot), func(ctx context.Context, _ *task.Progress) (way platform.PrintWay, err error) {
		if paper.File, err = whole(); err != nil {
			return "", err
		}
		pages, err := verification.Prepare(ctx, paper)
		if err != nil {
			return "", err
		}
		return send(ctx, platform.Job{Title: title, Pages: pages, Ask: true, PDF: func(ctx context.Context) (string, error) { return passing(ctx, source, paper) }})
	}, func(way platform.PrintWay, err error) {
		switch {
		case errors.Is(err, platform.ErrCancelled):
		case err != nil:
			p.needs.Fail(err)
		case way == platform.OpenedToPrint:
			p.needs.Toast(w.Say("ui.verify.print.opened"), look.Current)
		default:
			p.needs.Toast(w.Say("ui.verify.printed"), look.Fine)
		}
	})
}

// passing writes the page for a program that prints it, which reads it after this one has gone on.
func passing(ctx context.Context, source Source, paper verification.Page) (path string, err error) {
	data, err := verification.Print(ctx, paper)
	if err != nil {
		return "", err
	}
	folder, err := source.PassingFolder()
	if err != nil {
		return "", err
	}
	path = filepath.Join(folder, "verification.pdf")
	return path, os.WriteFile(path, data, 0o600)
}

// saveRevision writes the file as it was after an earlier saving.
func (p *Page) saveRevision() {
	v, w := p.current().view, p.needs.Words
	at, err := strconv.Atoi(p.revisions.CurrentRow())
	if err != nil || at >= len(v.revisions) {
		return
	}
	revision, whole := v.revisions[at], v.whole()
	name := w.Say("ui.verify.revision.name", "name", p.stem(), "number", strconv.Itoa(revision.number)) + ".pdf"
	p.save(w.Say("ui.verify.save.revision", "number", strconv.Itoa(revision.number)), name, ".pdf", func(context.Context) ([]byte, error) {
		file, err := whole()
		if err != nil {
			return nil, err
		}
		return file[:revision.end], nil
	})
}

// askKey asks for what opens an encrypted bundle and checks it again.
func (p *Page) askKey() {
	it := p.current()
	p.needs.Unlock(it.path, len(it.key.Passphrase) > 0 || it.key.KeyFile != "", func(key desk.BundleKey) {
		it.key = key
		it.forget()
		p.fill()
		p.next()
	})
}
