package exchange

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage/bundle"
)

// askTrust shows the key of the device that signed, to be compared by telephone, and trusts it from now on.
func (t *intake) askTrust() {
	s := t.device()
	if s == nil {
		return
	}
	p, w, path := t.page, t.page.needs.Words, t.path
	key, by := t.key, t.from()
	name := widget.NewEntry(nil)
	name.SetText(by)
	body := container.NewVBox(widget.Prose(w.Say("ui.exchange.trust.text")), widget.Fingerprint(widget.Groups(s.KeyID)), widget.Gap(0, 4),
		widget.Labelled(w.Say("ui.exchange.trust.name"), name))
	p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.exchange.trust.title"), Body: body, Width: 520, Yes: w.Say("ui.exchange.trust.yes"), First: name,
		Accept: func() string {
			source, id, called := p.needs.Source, s.KeyID, name.Text
			task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, source.TrustDevice(ctx, id, called)
			}, func(_ struct{}, err error) {
				if err != nil {
					p.needs.Fail(err)
					return
				}
				p.needs.Toast(w.Say("ui.exchange.trusted", "name", called), look.Fine)
				if !p.left && t.path == path {
					t.open(path, key)
				}
			})
			return ""
		},
	})
}

// device is the device that signed and is not trusted, nil for none.
func (t *intake) device() *bundle.Signatory {
	if t.bundle == nil {
		return nil
	}
	for i := range t.bundle.Signatories {
		if s := &t.bundle.Signatories[i]; s.Checked && !s.Trusted && s.Algorithm == bundle.AlgorithmEd25519 {
			return s
		}
	}
	return nil
}

// here is the evaluation of the current row, where this store has it.
func (t *intake) here() (year int, id string, here bool) {
	row := t.grid.CurrentRow()
	if t.bundle == nil {
		return 0, "", false
	}
	for i := range t.bundle.Preview.Items {
		it := &t.bundle.Preview.Items[i]
		if it.Info.Kind != bundle.RecordEvaluation || it.Here == nil || recordID(it.Info.Kind, it.Info.Key) != row {
			continue
		}
		_, id, here = strings.Cut(it.Info.Key, "/")
		return it.Info.Year, id, here
	}
	return 0, "", false
}

// toEvaluation goes to the evaluation of the current row.
func (t *intake) toEvaluation() {
	if year, id, here := t.here(); here {
		t.page.needs.Open(year, id)
	}
}

// toReview goes to reviews and panels: calls and answers are taken there, evaluations with their reviews here.
func (t *intake) toReview() {
	if !t.forReview() {
		return
	}
	path := t.path
	if k := t.bundle.Manifest.Kind; k == bundle.KindReview || k == bundle.KindReviewed {
		path = ""
	}
	t.page.needs.Review(path)
}

func (t *intake) forReview() bool {
	if t.bundle == nil || t.page.needs.Review == nil {
		return false
	}
	switch t.bundle.Manifest.Kind {
	case bundle.KindReview, bundle.KindReviewed, bundle.KindPanelCall, bundle.KindPanelAnswer:
		return true
	}
	return false
}
