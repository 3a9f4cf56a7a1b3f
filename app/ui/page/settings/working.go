package settings

import (
	"context"
	"errors"

	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/storage/keyring"
)

// change does something in the background after all that was begun before, says so, and goes on. shown are told first what became of it and
// report whether they have shown the error.
func (p *Page) change(said string, do func(ctx context.Context) error, then func(), shown ...func(error) bool) {
	task.Queue(p.needs.Runner, &p.acting, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, do(ctx)
	}, func(_ struct{}, err error) {
		was := false
		for _, show := range shown {
			was = show(err)
		}
		switch {
		case errors.Is(err, context.Canceled), was:
		case err != nil:
			p.needs.Fail(err)
		case said != "":
			p.needs.Toast(said, look.Fine)
		}
		if then != nil {
			then()
		}
	})
}

// try does what a form asks for, as [Page.change] does, with the form open meanwhile: a password that is wrong is said in it, and nothing that
// was typed is lost.
func (p *Page) try(form *prompt.Opened, said string, do func(ctx context.Context) error, then func()) {
	w := p.needs.Words
	form.Wait(w.Say("ui.settings.password.checking"))
	p.change(said, do, then, func(err error) bool {
		if wrongPassword(err) {
			return form.Settle(w.Say("ui.settings.password.wrong"))
		}
		form.Settle("")
		return false
	})
}

// wrongPassword reports whether an error says that a password is not the one that is wanted.
func wrongPassword(err error) bool {
	return errors.Is(err, keyring.ErrWrongPassword) || errors.Is(err, keyring.ErrPasswordNeeded) || errors.Is(err, sign.ErrPassword)
}

// read reads something in the background and shows it.
func read[T any](p *Page, slot *task.Slot, get func(ctx context.Context) (T, error), show func(T)) {
	task.Run(p.needs.Runner, slot, func(ctx context.Context, _ *task.Progress) (T, error) { return get(ctx) }, func(got T, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		show(got)
	})
}
