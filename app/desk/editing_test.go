package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/app"
	"zhunsheng/app/edit"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// table is a session on the example over a real store, and the queue of what comes back to it.
type table struct {
	*edit.Session
	desk   *Desk
	queue  chan func()
	others int // how often others' changes came to be shown
}

type failer interface {
	Helper()
	Fatal(...any)
}

func sitDown(t *testing.T, d *Desk) *table {
	t.Helper()
	e, scheme, err := d.Open(t.Context(), 2022, exampleID(t, d))
	if err != nil {
		t.Fatal(err)
	}
	s := &table{desk: d, queue: make(chan func(), 10000)}
	s.Session = edit.Open(e, edit.Needs{Scheme: scheme, Schemes: d.Scheme, History: d.Edits(speak(t)), Post: func(f func()) { s.queue <- f }})
	s.OnOthers(func() { s.others++ })
	_ = s.settle()
	return s
}

// settle lets the store do all it was asked for, and returns why the newest edit was not stored.
func (s *table) settle() error {
	for {
		_ = s.Flush()
		if len(s.queue) == 0 {
			_, err := s.SaveState()
			return err
		}
		for len(s.queue) > 0 {
			(<-s.queue)()
		}
	}
}

func (s *table) set(t failer, field edit.Field, text string) {
	t.Helper()
	if err := s.Apply(edit.SetField(field, text)); err != nil {
		t.Fatal(err)
	}
}

// agreed makes sure that the store holds what the session shows.
func (s *table) agreed(t failer) {
	t.Helper()
	stored, _, err := s.desk.store.Evaluation(context.Background(), 2022, s.Evaluation().ID)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%+v", stored.Project), fmt.Sprintf("%+v", s.Evaluation().Project); got != want || stored.Status != s.Evaluation().Status {
		t.Fatal("the store holds", got, stored.Status, "shown is", want, s.Evaluation().Status)
	}
}

func TestWhatOthersChangedStaysAndIsShown(t *testing.T) {
	d := newDesk(t)
	example(t, d)
	s := sitDown(t, d)
	s.set(t, edit.FieldNature, "一")
	if err := s.settle(); err != nil || s.others != 0 {
		t.Fatalf("%v, others' changes were shown %d times", err, s.others)
	}
	change(t, d, func(e *scoring.Evaluation) { e.Status, e.Project.Department = scoring.StatusReviewed, "省科技厅" })
	s.set(t, edit.FieldNature, "二") // this one and the next meet it
	s.set(t, edit.FieldNature, "三")
	if err := s.settle(); err != nil || s.others != 1 {
		t.Fatalf("%v, others' changes were shown %d times", err, s.others)
	}
	if e := s.Evaluation(); e.Status != scoring.StatusReviewed || e.Project.Department != "省科技厅" || e.Project.Nature != "三" {
		t.Errorf("shows %+v", e.Project)
	}
	s.agreed(t)
	for _, want := range []string{"二", "一"} { // in the store, which knows the order of all
		s.Undo()
		if err := s.settle(); err != nil || s.Evaluation().Project.Nature != want || s.Evaluation().Project.Department != "省科技厅" && want == "二" {
			t.Fatalf("%v: shows %+v, want %s", err, s.Evaluation().Project, want)
		}
		s.agreed(t)
	}
}

func TestFieldThatOthersChangedIsNotOverwritten(t *testing.T) {
	for name, resolve := range map[string]struct {
		do   func(*table)
		want string
	}{
		"retried": {func(s *table) { s.Retry() }, "我的"},
		"undone":  {func(s *table) { s.Undo() }, "别人的"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			example(t, d)
			s := sitDown(t, d)
			change(t, d, func(e *scoring.Evaluation) { e.Project.Nature = "别人的" })
			s.set(t, edit.FieldNature, "我的")
			err := s.settle()
			if !errors.Is(err, edit.ErrClash) || !errors.Is(err, storage.ErrConflict) {
				t.Fatal(err)
			}
			if said := app.Sentence(speak(t), err); !strings.Contains(said, "项目属性在别处已改为“别人的”") || !strings.Contains(said, "“我的”") || !strings.Contains(said, "重试") {
				t.Errorf("said %q", said)
			}
			if e := example(t, d).Evaluation; e.Project.Nature != "别人的" {
				t.Fatalf("the store holds %q", e.Project.Nature)
			}
			if s.Evaluation().Project.Nature != "我的" {
				t.Error("what was typed is gone")
			}
			s.set(t, edit.FieldDepartment, "厅") // other edits wait with it
			if again := s.settle(); !errors.Is(err, again) {
				t.Errorf("the same is said anew: %v", again)
			}
			if name == "undone" {
				s.Undo()
			}
			resolve.do(s)
			if err := s.settle(); err != nil || s.Evaluation().Project.Nature != resolve.want {
				t.Fatalf("%v, shows %q", err, s.Evaluation().Project.Nature)
			}
			s.agreed(t)
		})
	}
}

// TestSessionAndStoreAgreeWhateverOthersDo: others change the evaluation between any two steps of the user; unless they clash, in the
// end the store holds what is shown, and nothing of either is lost.
func TestSessionAndStoreAgreeWhateverOthersDo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t)
		example(t, d)
		s := sitDown(t, d)
		n, department := 0, s.Evaluation().Project.Department
		rt.Repeat(map[string]func(*rapid.T){
			"edit": func(rt *rapid.T) { n++; s.set(rt, edit.FieldNature, fmt.Sprint("n", n)) },
			"undo": func(*rapid.T) { s.Undo(); _ = s.settle() }, // typing on before it shows may clash, and is then asked about
			"redo": func(*rapid.T) { s.Redo(); _ = s.settle() },
			"others": func(rt *rapid.T) {
				n++
				department = fmt.Sprint("d", n)
				if _, err := d.store.Update(t.Context(), 2022, s.Evaluation().ID, func(e *scoring.Evaluation) error {
					e.Project.Department = department
					return nil
				}); err != nil {
					rt.Fatal(err)
				}
			},
			"settle": func(*rapid.T) { _ = s.settle() },
		})
		s.set(rt, edit.FieldUnit, fmt.Sprint("局", n)) // meets what others did last
		if err := s.settle(); err != nil {
			rt.Fatal(err)
		}
		s.agreed(rt)
	})
}

func TestWhatWasSubmittedStaysADraftOnceItIsEdited(t *testing.T) {
	for name, knowing := range map[string]bool{"submitted before": true, "submitted meanwhile": false} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			example(t, d)
			submit := func() {
				change(t, d, func(e *scoring.Evaluation) { e.Status = scoring.StatusSubmitted })
			}
			if knowing {
				submit()
			}
			s := sitDown(t, d)
			if !knowing {
				submit()
			}
			for _, text := range []string{"一", "二"} {
				s.set(t, edit.FieldNature, text)
				if err := s.settle(); err != nil || s.others != 0 || s.Evaluation().Status != scoring.StatusDraft && s.Evaluation().Status != "" {
					t.Fatalf("%v, status %q, others' changes were shown %d times", err, s.Evaluation().Status, s.others)
				}
				stored, _, err := d.store.Evaluation(t.Context(), 2022, s.Evaluation().ID)
				if err != nil || stored.Status == scoring.StatusSubmitted || stored.Project.Nature != text {
					t.Fatalf("the store has %q, %q, %v", stored.Status, stored.Project.Nature, err)
				}
			}
		})
	}
}
