package storage_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"

	"zhunsheng/storage"
)

// belongings are one of everything that a store keeps beside evaluations, and what it said of them when it took them.
type belongings struct {
	comment storage.Comment
	profile storage.Profile
	scheme  string // its hash
	proof   storage.EvidenceRecord
}

// keepBelongings puts one of everything into a store with evaluation a of 2022.
func keepBelongings(t *testing.T, s *storage.Store) belongings {
	t.Helper()
	ctx, at := t.Context(), time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	b := belongings{
		comment: storage.Comment{ID: "c1", Author: "张三", Time: at, Field: "/indicators/#i1/actual", Text: "口径?"},
		profile: storage.Profile{Name: "江门市科学技术局", Code: "11440700"},
	}
	score := storage.PanelScore{ID: "p1", Evaluator: "李四", Time: at, Scores: map[string]decimal.Decimal{"i1": decimal.MustParse("42.50")}}
	sign := storage.SignOff{ID: "s1", Role: "负责人", Name: "王五", Time: at, Of: 2, Digest: strings.Repeat("0", 64)}
	attached := errors.Join(
		storage.Attach(ctx, s, 2022, "a", score), storage.Attach(ctx, s, 2022, "a", b.comment), storage.Attach(ctx, s, 2022, "a", sign),
	)
	var added, kept error
	b.proof, added = s.AddEvidence(ctx, 2022, "a", storage.EvidenceRecord{ID: "e1", Name: "合同.pdf", Added: at}, strings.NewReader("content"))
	b.scheme, kept = s.KeepScheme(ctx, []byte(`{"id":"x"}`))
	if err := errors.Join(
		attached, added, kept, s.SetProfile(ctx, b.profile), s.PutIdentity(ctx, "第二人", []byte("p12")),
		s.Trust(ctx, storage.Trusted{Name: "财政局", Added: at, Certificate: []byte("der")}),
	); err != nil {
		t.Fatal(err)
	}
	return b
}

// wantAll checks that everything is as it was kept.
func (b belongings) wantAll(t *testing.T, s *storage.Store) {
	t.Helper()
	ctx := t.Context()
	scores, err := storage.Attached[storage.PanelScore](ctx, s, 2022, "a")
	if err != nil || len(scores) != 1 || scores[0].Scores["i1"].String() != "42.50" {
		t.Errorf("scores %v (%v)", scores, err)
	}
	if got, err := storage.Attached[storage.Comment](ctx, s, 2022, "a"); err != nil || len(got) != 1 || got[0] != b.comment {
		t.Errorf("comments %v (%v)", got, err)
	}
	if got, err := storage.Attached[storage.SignOff](ctx, s, 2022, "a"); err != nil || len(got) != 1 || got[0].Name != "王五" {
		t.Errorf("sign-offs %v (%v)", got, err)
	}
	if got, err := s.Profile(ctx); err != nil || got != b.profile {
		t.Errorf("profile %v (%v)", got, err)
	}
	if got, err := s.Scheme(ctx, b.scheme); err != nil || string(got) != `{"id":"x"}` {
		t.Errorf("scheme %s (%v)", got, err)
	}
	if got, err := s.TrustList(ctx); err != nil || len(got) != 1 || got[0].Name != "财政局" || len(got[0].Fingerprint) != 64 {
		t.Errorf("trust list %v (%v)", got, err)
	}
	if got, err := s.Identities(ctx); err != nil || string(got["第二人"]) != "p12" {
		t.Errorf("identities %v (%v)", got, err)
	}
	if data, err := evidence(ctx, s, b.proof.Digest); err != nil || data != "content" || b.proof.Size != 7 {
		t.Errorf("evidence is %q (%v)", data, err)
	}
}

// evidence reads a file of evidence to its end.
func evidence(ctx context.Context, s *storage.Store, digest string) (string, error) {
	r, err := s.Evidence(ctx, digest)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(r)
	return string(data), errors.Join(err, r.Close())
}

// rebuilt closes a store and opens it again without its database.
func rebuilt(t *testing.T, s *storage.Store, dir string) *storage.Store {
	t.Helper()
	mustClose(t, s)
	if err := os.RemoveAll(filepath.Join(dir, "state")); err != nil {
		t.Fatal(err)
	}
	return mustOpen(t, dir)
}

// TestBelongingsSurviveRebuilding: whatever is kept is in the journal, not in the database alone.
func TestBelongingsSurviveRebuilding(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	s := mustOpen(t, dir)
	b := keepBelongings(t, s)
	b.wantAll(t, s)
	s = rebuilt(t, s, dir)
	b.wantAll(t, s)
	mustClose(t, s)
}

// TestBelongingsGoAndComeWithTheirEvaluation: deleting an evaluation takes along what was attached to it, and undo brings it back. The
// file of a record that was taken away stays, as history refers to it; one that nothing ever referred to is collected.
func TestBelongingsGoAndComeWithTheirEvaluation(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	ctx := t.Context()
	s := mustOpen(t, dir)
	b := keepBelongings(t, s)
	s = rebuilt(t, s, dir)
	if err := storage.Attach(ctx, s, 2022, "nothing", b.comment); !errors.Is(err, storage.ErrNotFound) {
		t.Error(err)
	}
	h, err := s.Header(ctx, 2022, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, 2022, "a", h.Revision); err != nil {
		t.Fatal(err)
	}
	if got, err := storage.Attached[storage.Comment](ctx, s, 2022, "a"); err != nil || len(got) != 0 {
		t.Errorf("comments after deleting: %v (%v)", got, err)
	}
	if _, err := s.Undo(ctx, 2022, "a"); err != nil {
		t.Fatal(err)
	}
	b.wantAll(t, s)
	if _, err := s.Undo(ctx, 2022, "a"); err != nil { // the evidence is taken away
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "evidence", "ab", "ab"+strings.Repeat("0", 62)), "left by a killed process")
	if n, err := s.CollectEvidence(ctx); err != nil || n != 1 {
		t.Errorf("%d files collected (%v)", n, err)
	}
	if _, err := evidence(ctx, s, b.proof.Digest); err != nil {
		t.Error(err)
	}
	mustClose(t, s)
}
