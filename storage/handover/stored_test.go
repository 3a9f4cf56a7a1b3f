package handover_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

func openStore(t testing.TB, dir string) *storage.Store {
	t.Helper()
	s, err := storage.Open(dir, storage.Options{AnyPlace: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func exchangeOf(s *storage.Store, name string) *handover.Exchange {
	ids := 0
	return handover.New(handover.OfStore(s), handover.EvidenceOf(s), handover.Who{
		Device: handover.DeviceOf(s), Author: name, Program: "test", Now: time.Now,
		NewID: func() string { ids++; return fmt.Sprintf("%s-%d", name, ids) },
	})
}

func export(t *testing.T, s *storage.Store, x *handover.Exchange) []byte {
	t.Helper()
	c, err := x.Export(t.Context(), handover.Selection{Kind: bundle.KindYear})
	if err != nil {
		t.Fatal(err)
	}
	c.Signers = []bundle.Signer{handover.SignerOf(s)}
	var out bytes.Buffer
	if _, err := bundle.Write(t.Context(), &out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func take(t *testing.T, x *handover.Exchange, data []byte) *handover.Result {
	t.Helper()
	r, err := bundle.Open(bytes.NewReader(data), int64(len(data)), bundle.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := x.Import(t.Context(), r, handover.Choice{AnyOrigin: true})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sample(id string) *scoring.Evaluation {
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: id, FiscalYear: 2022, Scheme: scoring.SchemeRef{ID: "s"}, MoneyUnit: "万元",
		Project:   scoring.Project{Name: "项目" + id, Unit: "市财政局"},
		Narrative: []scoring.Narrative{{Section: "s", Text: strings.Repeat("情况", 20000)}},
	}
	for i := range 5 {
		e.Indicators = append(e.Indicators, scoring.Indicator{ID: fmt.Sprint("i", i), Method: scoring.Method{Kind: "manual"}})
	}
	return e
}

// TestOnDisk hands over between two stores on disk, and makes sure that versions survive a rebuilding from the journal.
func TestOnDisk(t *testing.T) {
	dirA, dirB := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	a, b := openStore(t, dirA), openStore(t, dirB)
	defer a.Close()
	if _, err := a.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "市财政局"}); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if _, err := a.Create(t.Context(), sample(fmt.Sprintf("p%02d", i))); err != nil {
			t.Fatal(err)
		}
	}
	xa, xb := exchangeOf(a, "a"), exchangeOf(b, "b")
	if out := take(t, xb, export(t, a, xa)); out.Changed != 20 {
		t.Fatalf("%+v", out.Counts)
	}
	change := func(s *storage.Store, id string, edit func(*scoring.Evaluation)) {
		t.Helper()
		if _, err := s.Update(t.Context(), 2022, id, func(e *scoring.Evaluation) error { edit(e); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	change(a, "p01", func(e *scoring.Evaluation) { e.Project.Name = "by a" })
	change(b, "p01", func(e *scoring.Evaluation) { e.Project.Unit = "by b" })
	out := take(t, xb, export(t, a, xa))
	if out.Counts[handover.Both] != 1 || out.Counts[handover.Same] != 19 || out.Conflicts != 0 {
		t.Fatalf("%+v", out.Counts)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, derived := range []string{"state", "snapshots"} {
		if err := os.RemoveAll(filepath.Join(dirB, derived)); err != nil {
			t.Fatal(err)
		}
	}
	b = openStore(t, dirB)
	defer b.Close()
	xb = exchangeOf(b, "b2")
	if e, _, err := b.Evaluation(t.Context(), 2022, "p01"); err != nil || e.Project.Name != "by a" || e.Project.Unit != "by b" {
		t.Fatalf("%v", err)
	}
	data := export(t, a, xa)
	if out := take(t, xb, data); out.Changed != 0 || out.Counts[handover.Older] != 1 {
		t.Fatalf("the versions did not survive: %+v", out.Counts)
	}
	if err := xb.Undo(t.Context(), out.Bundle); err != nil {
		t.Fatal(err)
	}
	if e, _, err := b.Evaluation(t.Context(), 2022, "p01"); err != nil || e.Project.Name != "项目p01" || e.Project.Unit != "by b" {
		t.Fatalf("%+v %v", e.Project, err)
	}
	if out := take(t, xa, export(t, b, xb)); out.Changed != 1 {
		t.Fatalf("%+v", out.Counts)
	}
}

// TestEvidenceOnDisk sends a file along, lets one follow later, and refuses one that is not what it says.
func TestEvidenceOnDisk(t *testing.T) {
	a, b := openStore(t, filepath.Join(t.TempDir(), "a")), openStore(t, filepath.Join(t.TempDir(), "b"))
	defer a.Close()
	defer b.Close()
	content := strings.Repeat("证明材料", 50000)
	sum := sha256.Sum256([]byte(content))
	digest := hex.EncodeToString(sum[:])
	e := sample("p1")
	e.Evidence = []scoring.Evidence{{ID: "e1", Name: "证明.pdf", SHA256: digest}}
	if _, err := a.CreateYear(t.Context(), storage.Year{Year: 2022}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Create(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	xa, xb := exchangeOf(a, "a"), exchangeOf(b, "b")
	if out := take(t, xb, export(t, a, xa)); out.Files != 0 || len(out.Missing) != 1 {
		t.Fatalf("%+v", out)
	}
	if err := a.KeepEvidence(t.Context(), digest, strings.NewReader("something else")); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if err := a.KeepEvidence(t.Context(), digest, strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if out := take(t, xb, export(t, a, xa)); out.Files != 1 || len(out.Missing) != 0 || out.Changed != 0 {
		t.Fatalf("%+v", out)
	}
	file, err := b.Evidence(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, err := io.ReadAll(file); err != nil || string(got) != content {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}
