package collect_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"zhunsheng/app/collect"
	"zhunsheng/storage/bundle"
)

// quickLock locks by a passphrase that costs next to nothing to try; the empty one leaves a bundle open.
func quickLock(t testing.TB, passphrase string) bundle.Lock {
	t.Helper()
	if passphrase == "" {
		return bundle.Lock{}
	}
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(4)
	return bundle.Lock{Recipients: []age.Recipient{r}}
}

// TestEveryPassphraseIsTried: locked bundles of several units are read with whichever passphrase opens them, and those that none opens are
// named as locked.
func TestEveryPassphraseIsTried(t *testing.T) {
	in := t.TempDir()
	for _, passphrase := range []string{"甲口令", "乙口令", "丙口令", ""} {
		u := newUnit(t, "单位"+passphrase)
		u.lock = quickLock(t, passphrase)
		u.write(join(in, passphrase+".zsb"), 1, u.example("p"+passphrase))
	}
	o := options(t)
	o.Bundles.Key.Passphrase = "甲口令"
	o.Keys = collect.NewKeys("", "甲口令", "错口令", "乙口令", "错口令")
	s, err := collect.Collect(t.Context(), []string{in}, o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Evaluations != 3 || len(s.Faulty) != 1 || !s.Faulty[0].Locked || s.Faulty[0].Path != join(in, "丙口令.zsb") {
		t.Fatalf("%d evaluations, faulty %+v", s.Evaluations, s.Faulty)
	}
	for _, f := range s.Faulty {
		if strings.Contains(strings.ReplaceAll(f.Detail, f.Path, ""), "口令") {
			t.Errorf("a passphrase is told: %q", f.Detail)
		}
	}

	locked := []string{s.Faulty[0].Path, join(in, "gone.zsb")}
	for passphrase, want := range map[string][]string{"错口令": nil, "丙口令": locked[:1]} {
		var steps []int
		opened, err := o.Keys.Try(t.Context(), locked, bundle.Options{Key: bundle.Key{Passphrase: passphrase}}, func(done, total int) {
			if total != len(locked) {
				t.Errorf("%d files in all", total)
			}
			steps = append(steps, done)
		})
		if err != nil || !slices.Equal(opened, want) || !slices.Equal(steps, []int{1, 2}) {
			t.Errorf("%s opened %q, %v; progress %v", passphrase, opened, err, steps)
		}
	}
	more := collect.NewKeys("错口令", "乙口令", "丙口令")
	more.Learn(o.Keys)
	o.Keys = more
	if s, err = collect.Collect(t.Context(), []string{in}, o); err != nil || s.Evaluations != 4 || len(s.Faulty) != 0 {
		t.Errorf("%v: %+v", err, s)
	}
	if row, err := collect.One(t.Context(), locked[0], "2022/p丙口令", o); err != nil || len(row.Indicators) == 0 {
		t.Errorf("one of a locked file: %v", err)
	}
}

// TestWhatOpenedAFileIsOnlyTriedWhereItIsGiven: what others have learned opens nothing by itself.
func TestWhatOpenedAFileIsOnlyTriedWhereItIsGiven(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zsb")
	u := newUnit(t, "甲单位")
	u.lock = quickLock(t, "口令")
	u.write(path, 1, u.example("p1"))
	knows := collect.NewKeys()
	if opened, err := knows.Try(t.Context(), []string{path}, bundle.Options{Key: bundle.Key{Passphrase: "口令"}}, nil); err != nil || len(opened) != 1 {
		t.Fatal(opened, err)
	}
	o := options(t)
	o.Keys = collect.NewKeys("别的")
	o.Keys.Learn(knows)
	s, err := collect.Collect(t.Context(), []string{path}, o)
	if err != nil || s.Evaluations != 0 || len(s.Faulty) != 1 || !s.Faulty[0].Locked {
		t.Errorf("%v: %+v", err, s)
	}
	if _, err := collect.One(t.Context(), path, "2022/p1", o); err == nil {
		t.Error("a file was read without what opens it")
	}
}
