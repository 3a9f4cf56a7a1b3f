package desk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// pair returns two desks that trust each other's devices; the first one has the example.
func pair(t *testing.T) (a, b *Desk, key string) {
	t.Helper()
	a, b = counted(newDesk(t)), counted(newDesk(t))
	e := example(t, a).Evaluation
	a.store.SetActor("甲")
	b.store.SetActor("乙")
	for _, c := range []struct{ of, other *Desk }{{a, b}, {b, a}} {
		if err := c.of.TrustDevice(t.Context(), c.other.DeviceKey(), "同事"); err != nil {
			t.Fatal(err)
		}
	}
	return a, b, "2022/" + e.ID
}

// hand makes a bundle at one desk and opens it at another.
func hand(t *testing.T, from, to *Desk, o BundleOrder) *Bundle {
	t.Helper()
	o.Path = filepath.Join(t.TempDir(), from.BundleName(o))
	made, err := from.MakeBundle(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, to, made.Path)
}

func opened(t *testing.T, d *Desk, path string) *Bundle {
	t.Helper()
	b, err := d.OpenBundle(t.Context(), path, BundleKey{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func apply(t *testing.T, b *Bundle) *handover.Result {
	t.Helper()
	out, err := b.Apply(t.Context(), handover.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func rename(t *testing.T, d *Desk, key, name string) {
	t.Helper()
	if _, err := d.store.Update(t.Context(), 2022, strings.TrimPrefix(key, "2022/"), func(e *scoring.Evaluation) error {
		e.Project.Name = name
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func nameOf(t *testing.T, d *Desk, key string) string {
	t.Helper()
	e, _, err := d.store.Evaluation(t.Context(), 2022, strings.TrimPrefix(key, "2022/"))
	if err != nil {
		t.Fatal(err)
	}
	return e.Project.Name
}

func TestBundleIsPreviewedAppliedAndTakenBack(t *testing.T) {
	a, b, key := pair(t)
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindYear, Note: "请查收"})
	if in.Trust != bundle.Trusted || in.Preview.Counts[handover.Added] != 1 || in.Manifest.Note != "请查收" || in.Manifest.Creator.Name != "甲" {
		t.Fatalf("%v %+v", in.Trust, in.Preview.Counts)
	}
	if err := in.Verify(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if years, err := b.Years(t.Context()); err != nil || len(years) != 0 {
		t.Fatalf("something was taken in before it was applied: %v %v", years, err)
	}
	if out := apply(t, in); out.Changed != 1 {
		t.Fatalf("%+v", out)
	}
	if err := in.Refresh(t.Context()); err != nil || in.Preview.Counts[handover.Same] != 1 || !in.Preview.Imported {
		t.Fatalf("%+v %v", in.Preview, err)
	}
	done, err := b.Imports(t.Context())
	if err != nil || len(done) != 1 || done[0].Bundle != in.Manifest.Bundle || done[0].From != "甲" {
		t.Fatalf("%+v %v", done, err)
	}
	if err := b.UndoImport(t.Context(), done[0].Bundle); err != nil {
		t.Fatal(err)
	}
	if headers, err := b.store.Headers(t.Context(), 2022); err == nil && len(headers) != 0 {
		t.Errorf("%s is still there", key)
	}
	var told *ExchangeError
	if err := b.UndoImport(t.Context(), done[0].Bundle); !errors.As(err, &told) || !errors.Is(err, handover.ErrNoImport) {
		t.Errorf("a second time gives %v", err)
	}
}

func TestUntrustedBundleIsRefusedUntilItsDeviceIsTrusted(t *testing.T) {
	a, b := counted(newDesk(t)), counted(newDesk(t))
	example(t, a)
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindYear})
	if _, err := in.Apply(t.Context(), handover.Choice{}); !errors.Is(err, handover.ErrTrust) {
		t.Fatalf("got %v", err)
	}
	if err := b.TrustDevice(t.Context(), "12 ab", "x"); err == nil {
		t.Error("a key of four digits was trusted")
	}
	if err := b.TrustDevice(t.Context(), in.Signatories[0].KeyID, "甲局"); err != nil {
		t.Fatal(err)
	}
	if list, err := b.TrustedDevices(t.Context()); err != nil || len(list) != 1 || list[0].Name != "甲局" || list[0].Key != a.DeviceKey() {
		t.Fatalf("%v %v", list, err)
	}
	again := opened(t, b, in.Path)
	if again.Trust != bundle.Trusted || again.Signatories[0].Name != "甲局" {
		t.Fatalf("%v", again.Signatories)
	}
	apply(t, again)
	if err := b.DistrustDevice(t.Context(), a.DeviceKey()); err != nil {
		t.Fatal(err)
	}
	if list, err := b.TrustedDevices(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}

func TestConflictKeepsBothValuesUntilDecided(t *testing.T) {
	a, b, key := pair(t)
	was := nameOf(t, a, key)
	apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear}))
	rename(t, a, key, "甲改的名称")
	rename(t, b, key, "乙改的名称")
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindYear})
	changes, err := in.Differences(t.Context(), key)
	if err != nil || len(changes) != 1 || changes[0].Path != "project/name" || string(changes[0].New) != `"甲改的名称"` {
		t.Fatalf("%+v %v", changes, err)
	}
	if out := apply(t, in); out.Conflicts != 1 {
		t.Fatalf("%+v", out)
	}
	list, err := b.Conflicts(t.Context())
	if err != nil || len(list) != 1 || len(list[0].Values) != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	if n, err := b.Undecided(t.Context()); err != nil || n != 1 {
		t.Errorf("%d undecided, %v", n, err)
	}
	c := list[0]
	mine := slices.IndexFunc(c.Values, func(v ConflictValue) bool { return v.Ours })
	if mine < 0 || c.Values[mine].Text != "乙改的名称" || c.Values[mine].By != "乙" || c.Values[1-mine].By != "甲" || c.Ancestor.Text != was {
		t.Fatalf("%+v", c)
	}
	if !c.Values[mine].Shown && !c.Values[1-mine].Shown || !slices.Equal(c.Parts, []string{"project", "name"}) {
		t.Errorf("%+v", c)
	}
	typed := "商定的名称"
	if err := b.Decide(t.Context(), c, Decision{Typed: &typed}); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Undecided(t.Context()); err != nil || n != 0 {
		t.Errorf("%d undecided after the decision, %v", n, err)
	}
	if nameOf(t, b, key) != typed {
		t.Errorf("%s", nameOf(t, b, key))
	}
	if err := b.Decide(t.Context(), c, Decision{Take: mine}); !errors.Is(err, handover.ErrAbsent) {
		t.Errorf("a conflict that is settled was settled again: %v", err)
	}
	apply(t, hand(t, b, a, BundleOrder{Kind: bundle.KindYear}))
	if list, err := a.Conflicts(t.Context()); err != nil || len(list) != 0 || nameOf(t, a, key) != typed {
		t.Errorf("the decision did not travel: %v %v", list, err)
	}
}

func TestAncestorComesFromTheHistoryWhereVersionsLackOne(t *testing.T) {
	a, b, key := pair(t)
	if err := b.ExampleIfEmpty(t.Context()); err != nil { // the same form at two desks that never exchanged anything
		t.Fatal(err)
	}
	was := nameOf(t, a, key)
	rename(t, b, key, "乙改的名称")
	if out := apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear})); out.Conflicts != 1 {
		t.Fatalf("%+v", out)
	}
	list, err := b.Conflicts(t.Context())
	if err != nil || len(list) != 1 || list[0].Ancestor.Text != was {
		t.Fatalf("%+v %v", list, err)
	}
	if err := b.Decide(t.Context(), list[0], Decision{Take: 7}); err == nil {
		t.Error("a value that is not there was taken")
	}
}

func TestTypedDecisionsFitTheirField(t *testing.T) {
	value := func(data string) []ConflictValue { return []ConflictValue{conflictValue([]byte(data)), {Absent: true}} }
	for _, c := range []struct{ values, typed, want string }{
		{`"文字"`, "别的", `"别的"`},
		{`{"text":"≥95%","op":"ge"}`, "≥90%", `"≥90%"`},
		{`12`, "13", "13"},
		{`12`, "十三", ""},
		{`true`, "false", "false"},
		{`[1]`, "2", ""},
		{`["a"]`, `["b"]`, `["b"]`},
	} {
		conflict := Conflict{Values: value(c.values)}
		data, err := conflict.decided(Decision{Typed: &c.typed})
		if string(data) != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s over %s gives %s, %v", c.typed, c.values, data, err)
		}
	}
}

func TestSchemesCardsAndCertificatesNeedConsent(t *testing.T) {
	a, b, _ := pair(t)
	if err := a.SetProfile(t.Context(), storage.Profile{Name: "市财政局", Code: "001"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MakeIdentity(t.Context(), "甲", sign.AlgorithmECDSA, []byte("correct horse")); err != nil {
		t.Fatal(err)
	}
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindUnit})
	if len(in.Offers) != 2 || in.Offers[0].Standing != handover.OfferNew {
		t.Fatalf("%+v", in.Offers)
	}
	apply(t, in)
	if p, err := b.Profile(t.Context()); err != nil || p.Name != "" {
		t.Fatalf("the card became the profile without consent: %+v %v", p, err)
	}
	var all []string
	for _, o := range in.Offers {
		all = append(all, o.Kind+"/"+o.Key)
	}
	if _, err := in.Apply(t.Context(), handover.Choice{Accept: all}); err != nil {
		t.Fatal(err)
	}
	list, err := b.VouchedFor(t.Context())
	if p, profileErr := b.Profile(t.Context()); profileErr != nil || p.Name != "市财政局" || err != nil || len(list) != 1 {
		t.Fatalf("%+v %v %v", p, list, errors.Join(err, profileErr))
	}
	if err := in.Refresh(t.Context()); err != nil || in.Offers[0].Standing != handover.OfferSame || in.Offers[1].Standing != handover.OfferSame {
		t.Fatalf("%+v %v", in.Offers, err)
	}
	if err := b.UndoImport(t.Context(), in.Manifest.Bundle); err != nil {
		t.Fatal(err)
	}
	list, err = b.VouchedFor(t.Context())
	if p, profileErr := b.Profile(t.Context()); profileErr != nil || p.Name != "" || err != nil || len(list) != 0 {
		t.Errorf("not taken back: %+v %v %v", p, list, errors.Join(err, profileErr))
	}
}

func TestOwnSchemeGoesAlongWithItsEvaluations(t *testing.T) {
	a, b, key := pair(t)
	carried, err := a.schemes.ByID("cn-2020")
	if err != nil {
		t.Fatal(err)
	}
	own := *carried
	own.ID, own.Version = "city-own", "3"
	hash, err := a.KeepScheme(t.Context(), &own)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.store.Update(t.Context(), 2022, strings.TrimPrefix(key, "2022/"), func(e *scoring.Evaluation) error {
		e.Scheme = scoring.SchemeRef{ID: own.ID, Version: own.Version}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindEvaluations, Evaluations: []string{key}})
	if len(in.Offers) != 1 || in.Offers[0].Scheme == nil || in.Offers[0].Scheme.ID != "city-own" {
		t.Fatalf("%+v", in.Offers)
	}
	if _, err := in.Apply(t.Context(), handover.Choice{Accept: []string{bundle.RecordScheme + "/" + hash}}); err != nil {
		t.Fatal(err)
	}
	if _, scheme, err := b.Open(t.Context(), 2022, strings.TrimPrefix(key, "2022/")); err != nil || scheme.Hash() != hash {
		t.Errorf("%v", err)
	}
	if only := hand(t, a, b, BundleOrder{Kind: bundle.KindSchemes, Schemes: []string{hash}}); len(only.Manifest.Records) != 1 || only.Offers[0].Standing != handover.OfferSame {
		t.Errorf("%+v", only.Offers)
	}
	if _, err := a.MakeBundle(t.Context(), BundleOrder{Kind: bundle.KindSchemes, Schemes: []string{"none"}, Path: filepath.Join(t.TempDir(), "x.zsb")}, nil); !errors.Is(err, handover.ErrAbsent) {
		t.Errorf("an unknown scheme gives %v", err)
	}
}

func TestCollectedDownToTheClause(t *testing.T) {
	a, b, key := pair(t)
	folder := t.TempDir()
	if _, err := a.MakeBundle(t.Context(), BundleOrder{Kind: bundle.KindYear, Path: filepath.Join(folder, "a.zsb")}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MakeBundle(t.Context(), BundleOrder{Kind: bundle.KindYear, Deidentified: true, Path: filepath.Join(folder, "anonymous.zsb")}, nil); err != nil {
		t.Fatal(err)
	}
	out, err := b.Collect(t.Context(), CollectOrder{Folders: []string{folder}, Out: filepath.Join(t.TempDir(), "out"), Sample: 1, Units: []string{"缺席的局"}}, nil)
	if err != nil || out.Summary.Files != 2 || len(out.Evaluations) != 1 || len(out.Summary.Missing) != 1 || out.Workbook == "" {
		t.Fatalf("%+v %v", out, err)
	}
	rows, err := out.Drill(t.Context(), &out.Evaluations[0])
	if err != nil || rows.Evaluation.Key != key || len(rows.Indicators) == 0 {
		t.Fatalf("%+v %v", rows, err)
	}
}

func TestLockedBundlesAndCancelledOnes(t *testing.T) {
	a, b, _ := pair(t)
	path := filepath.Join(t.TempDir(), "locked.zsb")
	if _, err := a.MakeBundle(t.Context(), BundleOrder{Kind: bundle.KindYear, Path: path, Passphrase: []byte("correct horse")}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.OpenBundle(t.Context(), path, BundleKey{}); !errors.Is(err, bundle.ErrEncrypted) {
		t.Fatalf("got %v", err)
	}
	in, err := b.OpenBundle(t.Context(), path, BundleKey{Passphrase: []byte("correct horse")})
	if err != nil || !in.Encrypted {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.Apply(ctx, handover.Choice{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if years, err := b.Years(t.Context()); err != nil || len(years) != 0 {
		t.Errorf("a cancelled import left %v, %v", years, err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Apply(t.Context(), handover.Choice{}); !errors.Is(err, errNotOpen) {
		t.Errorf("a closed bundle was applied: %v", err)
	}
	var wrong *RecipientError
	if _, err := a.MakeBundle(t.Context(), BundleOrder{Kind: bundle.KindYear, Path: path, Recipients: []string{"age1x"}}, nil); !errors.As(err, &wrong) {
		t.Errorf("got %v", err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{wrong, &KeyError{"x"}, &OpenRoundError{1}, &TypedError{"x", "y"}, &KeyFileError{"x", errNotOpen}, &ExchangeError{handover.ErrTrust}} {
		if text := app.Sentence(catalogue.Printer(locale.Chinese), err); strings.Contains(text, "error.") || text == err.Error() {
			t.Errorf("%T has no sentence: %s", err, text)
		}
	}
}
