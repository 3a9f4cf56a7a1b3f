package desk

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// successor is a new version of the national scheme with another first grade.
func successor(t *testing.T, d *Desk, min string) *scoring.Scheme {
	t.Helper()
	old, err := d.schemes.ByID("cn-2020")
	if err != nil {
		t.Fatal(err)
	}
	next, err := old.NextVersion()
	if err != nil {
		t.Fatal(err)
	}
	next.Grades[0].Min = decimal.MustParse(min)
	return next
}

func infoOf(t *testing.T, d *Desk, hash string) *SchemeInfo {
	t.Helper()
	infos, err := d.Schemes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range infos {
		if infos[i].Hash == hash {
			return &infos[i]
		}
	}
	return nil
}

func TestOwnSchemeIsKeptOfferedUsedAndThenFixed(t *testing.T) {
	d := counted(newDesk(t))
	next := successor(t, d, "95")
	hash, err := d.KeepScheme(t.Context(), next)
	if err != nil {
		t.Fatal(err)
	}
	if info := infoOf(t, d, hash); info == nil || info.Carried || info.Uses != 0 {
		t.Fatalf("listed as %+v", info)
	}
	newest := 0
	for _, s := range d.SchemesFor(2024) {
		if s.ID == "cn-2020" {
			newest++
			if s.Version != "2" {
				t.Errorf("version %s is offered", s.Version)
			}
		}
	}
	if newest != 1 {
		t.Errorf("the scheme is offered %d times", newest)
	}
	id, err := d.Begin(t.Context(), Start{Year: 2024, Name: "甲", MoneyUnit: Yuan, Scheme: "cn-2020", Template: true})
	if err != nil {
		t.Fatal(err)
	}
	e, scheme, err := d.Open(t.Context(), 2024, id)
	if err != nil || scheme.Hash() != hash || e.Scheme.Hash != hash {
		t.Fatalf("begun under %+v, %v", e.Scheme, err)
	}
	var fixed *SchemeFixedError
	if err := d.DropScheme(t.Context(), hash); !errors.As(err, &fixed) || fixed.Uses != 1 {
		t.Errorf("a scheme in use was dropped: %v", err)
	}
	if _, err := d.ReplaceScheme(t.Context(), hash, successor(t, d, "96")); !errors.As(err, &fixed) {
		t.Errorf("a scheme in use was replaced: %v", err)
	}
}

func TestUnusedOwnSchemeCanBeReplacedAndDropped(t *testing.T) {
	d := newDesk(t)
	hash, err := d.KeepScheme(t.Context(), successor(t, d, "95"))
	if err != nil {
		t.Fatal(err)
	}
	other := successor(t, d, "96")
	other.Version = "2"
	var taken *SchemeTakenError
	if _, err := d.KeepScheme(t.Context(), other); !errors.As(err, &taken) {
		t.Errorf("a second scheme of the version gives %v", err)
	}
	next, err := d.ReplaceScheme(t.Context(), hash, other)
	if err != nil || next == hash || infoOf(t, d, hash) != nil || infoOf(t, d, next) == nil {
		t.Fatalf("replaced: %v", err)
	}
	if err := d.DropScheme(t.Context(), next); err != nil || infoOf(t, d, next) != nil {
		t.Errorf("dropped: %v", err)
	}
	if err := d.DropScheme(t.Context(), next); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("dropped twice: %v", err)
	}
	carried, _ := d.schemes.ByID("cn-2020")
	var fixed *SchemeFixedError
	if err := d.DropScheme(t.Context(), carried.Hash()); !errors.As(err, &fixed) || fixed.Uses != 0 {
		t.Errorf("a scheme of the program was dropped: %v", err)
	}
}

func TestFaultySchemesAreNotKept(t *testing.T) {
	d := newDesk(t)
	next := successor(t, d, "20") // below the second grade
	var fault *scoring.InputError
	if _, err := d.KeepScheme(t.Context(), next); !errors.As(err, &fault) {
		t.Errorf("kept: %v", err)
	}
}

func TestSchemesOfTheStoreAreKnownAfterTheNextStart(t *testing.T) {
	d := newDesk(t)
	hash, err := d.KeepScheme(t.Context(), successor(t, d, "95"))
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	later := New(d.store, fresh, d.now, d.words)
	if infoOf(t, later, hash) != nil {
		t.Fatal("known before it was loaded")
	}
	if err := later.LoadSchemes(t.Context()); err != nil || infoOf(t, later, hash) == nil {
		t.Errorf("not known: %v", err)
	}
}

func TestSchemeTravelsAsAFile(t *testing.T) {
	d := newDesk(t)
	next := successor(t, d, "95")
	path := filepath.Join(t.TempDir(), SchemeFileName(next))
	if err := d.ExportScheme(t.Context(), next, path); err != nil {
		t.Fatal(err)
	}
	hash, err := d.ImportScheme(t.Context(), path)
	if err != nil || hash != next.Hash() {
		t.Errorf("came back as %s, %v", hash, err)
	}
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ImportScheme(t.Context(), path); err == nil {
		t.Error("an empty scheme was taken")
	}
}

func TestReplayNamesTheScoresThatWouldChange(t *testing.T) {
	d := newDesk(t)
	a := example(t, d)
	to, err := a.Scheme.NextVersion()
	if err != nil {
		t.Fatal(err)
	}
	for i := range to.Grades {
		if i > 0 {
			continue
		}
		to.Grades[i].Min = decimal.MustParse("99.5")
	}
	got, err := d.Replay(t.Context(), a.Evaluation.FiscalYear, a.Scheme, to, nil)
	if err != nil || len(got) != 1 || !got[0].Changed() || got[0].Before.Grade == got[0].After.Grade {
		t.Fatalf("%+v, %v", got, err)
	}
	same, err := d.Replay(t.Context(), a.Evaluation.FiscalYear, a.Scheme, a.Scheme, nil)
	if err != nil || same[0].Changed() {
		t.Errorf("the same scheme changes a score: %+v, %v", same, err)
	}
}

func TestDraftIsKeptAsItIsAndDropped(t *testing.T) {
	d := newDesk(t)
	if draft, err := d.SchemeDraft(t.Context()); draft != nil || err != nil {
		t.Fatalf("a draft before one was kept: %v, %v", draft, err)
	}
	next := successor(t, d, "20") // not sound
	data, err := next.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.KeepSchemeDraft(t.Context(), &SchemeDraft{Scheme: data, Replaces: "abc"}); err != nil {
			t.Fatal(err)
		}
	}
	draft, err := d.SchemeDraft(t.Context())
	if err != nil || draft.Replaces != "abc" {
		t.Fatalf("%+v, %v", draft, err)
	}
	var back scoring.Scheme
	if err := json.Unmarshal(draft.Scheme, &back); err != nil || back.Hash() != next.Hash() {
		t.Errorf("came back as %s, %v", draft.Scheme, err)
	}
	if err := d.KeepSchemeDraft(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if draft, _ := d.SchemeDraft(t.Context()); draft != nil {
		t.Error("the draft is still there")
	}
}
