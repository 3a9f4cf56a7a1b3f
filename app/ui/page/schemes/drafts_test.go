package schemes

import (
	"strings"
	"testing"

	"zhunsheng/app/ui/uitest"
)

// kept is the draft in the store.
func (r *room) kept(t testing.TB) string {
	t.Helper()
	draft, err := r.desk.SchemeDraft(t.Context())
	if err != nil || draft == nil {
		t.Fatalf("no draft: %v", err)
	}
	return string(draft.Scheme)
}

func TestNewestDraftIsKeptHoweverTheEditorIsLeft(t *testing.T) {
	for name, leave := range map[string]func(*room) error{
		"back": func(r *room) error { r.page.back(); return r.page.writing.Wait() },
		"away": func(r *room) error { return r.page.Leave() },
	} {
		t.Run(name, func(t *testing.T) {
			r := enter(t)
			r.startEditing(t, 0)
			for _, title := range []string{"甲办法", "乙办法", "丙办法"} { // faster than they are written
				if err := r.page.edit.set("title.zh", title); err != nil {
					t.Fatal(err)
				}
			}
			if err := leave(r); err != nil {
				t.Fatal(err)
			}
			if kept := r.kept(t); !strings.Contains(kept, "丙办法") {
				t.Errorf("kept %.200s", kept)
			}
		})
	}
}

func TestFieldBeingTypedIsKeptWhenThePageIsLeft(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	r.page.edit.form.focus("title.zh")
	uitest.Type(t, r.Canvas(), "试行")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	if kept := r.kept(t); !strings.Contains(kept, "试行") {
		t.Errorf("kept %.200s", kept)
	}
}

func TestSavedSchemeLeavesNoDraft(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	if err := r.page.edit.set("title.zh", "甲办法"); err != nil {
		t.Fatal(err)
	}
	r.Run(t, "save") // while the draft is being written
	for r.page.edit != nil {
		r.Queue.Take()
	}
	if err := r.page.writing.Wait(); err != nil {
		t.Fatal(err)
	}
	if draft, err := r.desk.SchemeDraft(t.Context()); err != nil || draft != nil {
		t.Errorf("draft %v, %v", draft, err)
	}
}

// TestEditsAreUndoneAfterTheProgramWasStartedAgain: what can be undone is kept with the draft.
func TestEditsAreUndoneAfterTheProgramWasStartedAgain(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	for _, title := range []string{"甲办法", "乙办法", "丙办法"} {
		if err := r.page.edit.set("title.zh", title); err != nil {
			t.Fatal(err)
		}
	}
	r.Run(t, "undo")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	draft, err := r.desk.SchemeDraft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	later := New(r.page.needs, "")
	later.startEditing(draft)
	title := func() string {
		s, err := later.edit.draft.Scheme()
		if err != nil {
			t.Fatal(err)
		}
		return s.Title["zh"]
	}
	if title() != "乙办法" {
		t.Fatalf("came back as %q", title())
	}
	for _, step := range []struct {
		do   func()
		want string
	}{{later.edit.redo, "丙办法"}, {later.edit.undo, "乙办法"}, {later.edit.undo, "甲办法"}} {
		step.do()
		if title() != step.want {
			t.Errorf("%q, want %q", title(), step.want)
		}
	}
	if err := later.Leave(); err != nil {
		t.Error(err)
	}
}
