package desk

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

// three puts two copies of the example beside it: "open", in which an actual is missing, and "wrong", whose money does not add up.
func three(t *testing.T, d *Desk) (year int, ids []string) {
	t.Helper()
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.store.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := d.store.Evaluation(t.Context(), year, headers[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	open, wrong := e.Clone(), e.Clone()
	open.ID, wrong.ID = "open", "wrong"
	for i := range open.Indicators {
		open.Indicators[i].Actual = target.Value{}
		open.Indicators[i].Judgement = scoring.Judgement{}
	}
	wrong.Funds[1].Executed = wrong.Funds[0].Initial // the parts are more than the whole
	for _, other := range []*scoring.Evaluation{open, wrong} {
		if _, err := d.store.Create(t.Context(), other); err != nil {
			t.Fatal(err)
		}
	}
	return year, []string{e.ID, "open", "wrong"}
}

func (d *Desk) status(t *testing.T, year int, id string) scoring.Status {
	t.Helper()
	h, err := d.store.Header(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	return h.Status
}

func TestOnlyWhatIsReadyIsSubmitted(t *testing.T) {
	d := newDesk(t)
	year, ids := three(t, d)
	stood, err := d.Stand(t.Context(), year, ids, scoring.StatusSubmitted)
	if err != nil || fmt.Sprint(stood.Changed) != fmt.Sprint(ids[:1]) || len(stood.Refused) != 2 {
		t.Fatalf("%+v, %v", stood, err)
	}
	var pending, blocking *UnreadyError
	if !errors.As(stood.Refused[0].Err, &pending) || pending.Pending == 0 || !errors.As(stood.Refused[1].Err, &blocking) || blocking.Blocking == 0 {
		t.Errorf("refused for %+v and %+v", stood.Refused[0].Err, stood.Refused[1].Err)
	}
	if got := fmt.Sprint(d.status(t, year, ids[0]), d.status(t, year, "open")); got != "submitteddraft" {
		t.Errorf("stand at %s", got)
	}
	if stood, err = d.Stand(t.Context(), year, ids, scoring.StatusSubmitted); err != nil || len(stood.Changed) != 0 {
		t.Errorf("again: %+v, %v", stood, err)
	}
	if stood, err = d.Stand(t.Context(), year, ids, scoring.StatusDraft); err != nil || fmt.Sprint(stood.Changed) != fmt.Sprint(ids[:1]) {
		t.Errorf("taken back: %+v, %v", stood, err)
	}
	if _, err = d.Stand(t.Context(), year, []string{"none"}, scoring.StatusDraft); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestManyStandAsOneAction(t *testing.T) {
	d := newDesk(t)
	year, ids := three(t, d)
	if _, err := d.Stand(t.Context(), year, ids[:1], scoring.StatusSubmitted); err != nil {
		t.Fatal(err)
	}
	before, err := d.store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err = d.store.Update(t.Context(), year, "open", func(e *scoring.Evaluation) error {
		e.Status = scoring.StatusReturned
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if stood, err := d.Stand(t.Context(), year, ids, scoring.StatusDraft); err != nil || len(stood.Changed) != 2 {
		t.Fatalf("%+v, %v", stood, err)
	}
	if after, err := d.store.Revision(t.Context()); err != nil || after != before+2 {
		t.Errorf("%d actions, want one: %v", after-before-1, err)
	}
	if _, err := d.UndoLast(t.Context(), speak(t)); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(d.status(t, year, ids[0]), d.status(t, year, "open")); got != "submittedreturned" {
		t.Errorf("stand at %s after undoing", got)
	}
}

func TestAnEditMakesADraftOfWhatWasSubmitted(t *testing.T) {
	d := newDesk(t)
	year, ids := three(t, d)
	if _, err := d.Stand(t.Context(), year, ids[:1], scoring.StatusSubmitted); err != nil {
		t.Fatal(err)
	}
	e, revision, err := d.store.Evaluation(t.Context(), year, ids[0])
	if err != nil {
		t.Fatal(err)
	}
	after := e.Clone()
	after.Project.Name = "另一个名称"
	if _, err = d.Edits(d.words()).RecordEdit(t.Context(), edit.Edit{Before: e, After: after, Seen: revision}); err != nil {
		t.Fatal(err)
	}
	if got := d.status(t, year, ids[0]); got != scoring.StatusDraft {
		t.Errorf("stands at %s", got)
	}
}

func TestSigningSubmits(t *testing.T) {
	d := newDesk(t)
	year, ids := three(t, d)
	if _, err := d.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("密码")); err != nil {
		t.Fatal(err)
	}
	signer, err := d.UsualSigner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, scheme, err := d.Open(t.Context(), year, ids[0])
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "一.pdf")
	for i, role := range scheme.Roles {
		signing := Signing{Signer: signer, Role: role.ID, Secret: []byte("密码")}
		want := scoring.StatusSigned
		for _, later := range scheme.Roles[i+1:] {
			if later.Required {
				want = scoring.StatusSubmitted
			}
		}
		if i == 0 {
			_, err = d.Publish(t.Context(), []Ref{{Year: year, ID: ids[0]}}, Paper{}, &signing, path, nil)
		} else {
			var r *Received
			if r, err = d.Receive(t.Context(), path); err == nil {
				_, err = d.SignReceived(t.Context(), r, signing, path)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := d.status(t, year, ids[0]); got != want {
			t.Errorf("stands at %s after %s has signed, want %s", got, role.ID, want)
		}
	}
}
