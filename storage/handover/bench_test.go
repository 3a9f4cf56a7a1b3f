package handover_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// BenchmarkPreview previews a bundle of 2,000 evaluations: opening the file, its manifest and signature included, in a process that has
// shown the year already.
//
//	new    the store has none of them
//	here   the store has all of them, as the bundle has
//	edited the store has all of them, and fifty were edited since
func BenchmarkPreview(b *testing.B) {
	path := filepath.Join(b.TempDir(), "year.zsb")
	from := openStore(b, b.TempDir())
	if _, err := from.CreateYear(b.Context(), storage.Year{Year: 2022, Unit: "市财政局"}); err != nil {
		b.Fatal(err)
	}
	for i := range rateEvaluations {
		if _, err := from.Create(b.Context(), rateSample(i, rateDigest(i))); err != nil {
			b.Fatal(err)
		}
	}
	c, err := exchangeOf(from, "a").Export(b.Context(), handover.Selection{Kind: bundle.KindYear})
	if err != nil {
		b.Fatal(err)
	}
	c.Signers = []bundle.Signer{handover.SignerOf(from)}
	if _, err := bundle.WriteFile(b.Context(), path, c); err != nil {
		b.Fatal(err)
	}
	to := openStore(b, b.TempDir())
	x := exchangeOf(to, "b")
	run := func(name string, standing handover.Standing, count int) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if p := previewOf(b, x, path); p.Counts[standing] != count {
					b.Fatalf("%v, expected %d %s", p.Counts, count, standing)
				}
			}
		})
	}
	run("new", handover.Added, rateEvaluations)
	r, err := bundle.OpenFile(path, bundle.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	if _, err := x.Import(b.Context(), r, handover.Choice{AnyOrigin: true}); err != nil {
		b.Fatal(err)
	}
	run("here", handover.Same, rateEvaluations)
	const edited = 50
	for i := range edited {
		editTitle(b, to, rateSample(i, "").ID)
	}
	run("edited", handover.Older, edited)
}

func editTitle(b *testing.B, s *storage.Store, id string) {
	b.Helper()
	_, err := s.Update(b.Context(), 2022, id, func(stored *scoring.Evaluation) error {
		stored.Project.Name += " 改"
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func previewOf(t testing.TB, x *handover.Exchange, path string) *handover.Preview {
	t.Helper()
	r, err := bundle.OpenFile(path, bundle.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := x.Preview(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rateDigest is the hash of a file that is nowhere.
func rateDigest(i int) string {
	sum := sha256.Sum256(fmt.Append(nil, "file", i%rateFiles))
	return hex.EncodeToString(sum[:])
}
