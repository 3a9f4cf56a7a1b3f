package storage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/storage"
)

// exampleSchemes knows the schemes that come with the program.
func exampleSchemes(tb testing.TB) func(scoring.SchemeRef) (*scoring.Scheme, bool) {
	tb.Helper()
	schemes := map[string]*scoring.Scheme{}
	for _, scheme := range scoringtest.Schemes(tb) {
		schemes[scheme.ID] = scheme
	}
	return func(ref scoring.SchemeRef) (*scoring.Scheme, bool) {
		scheme, known := schemes[ref.ID]
		return scheme, known
	}
}

// manyExamples makes a store with so many copies of the example evaluation.
func manyExamples(b *testing.B, count int) (dir string, opts storage.Options) {
	b.Helper()
	dir, opts = filepath.Join(newDir(b), "store"), storage.Options{Schemes: exampleSchemes(b)}
	s, err := storage.Open(dir, opts)
	if err != nil {
		b.Fatal(err)
	}
	addExamples(b, s, count)
	mustClose(b, s)
	return dir, opts
}

func addExamples(b *testing.B, s *storage.Store, count int) {
	b.Helper()
	if _, err := s.CreateYear(b.Context(), storage.Year{Year: 2022}); err != nil {
		b.Fatal(err)
	}
	for i := range count {
		e := scoringtest.Example(b)
		e.ID = fmt.Sprintf("e%04d", i)
		if _, err := s.Create(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAutosave edits one text of the example evaluation and waits until it is on disk; the part of the processor is what the
// same edit takes in memory.
func BenchmarkAutosave(b *testing.B) {
	b.Run("disk", func(b *testing.B) {
		dir, opts := manyExamples(b, 1)
		s, err := storage.Open(dir, opts)
		if err != nil {
			b.Fatal(err)
		}
		autosave(b, s)
	})
	b.Run("memory", func(b *testing.B) {
		s := storage.OpenMemory(storage.Options{Schemes: exampleSchemes(b)})
		addExamples(b, s, 1)
		autosave(b, s)
	})
}

func autosave(b *testing.B, s *storage.Store) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		_, err := s.Update(b.Context(), 2022, "e0000", func(e *scoring.Evaluation) error {
			e.Indicators[0].Reason = fmt.Sprintf("第 %d 次修改", len(took))
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	at := func(percent int) float64 {
		return float64(took[(len(took)-1)*percent/100].Microseconds()) / 1000
	}
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
	mustClose(b, s)
}

// BenchmarkOpen500 opens a store of 500 evaluations; closing is not counted.
func BenchmarkOpen500(b *testing.B) {
	dir, opts := manyExamples(b, 500)
	onDisk := float64(size(b, dir)) / 1e6
	for b.Loop() {
		s, err := storage.Open(dir, opts)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		mustClose(b, s)
		b.StartTimer()
	}
	b.ReportMetric(onDisk, "MB-on-disk")
}

// BenchmarkHeaders500 lists a year of 500 evaluations.
func BenchmarkHeaders500(b *testing.B) {
	dir, opts := manyExamples(b, 500)
	s, err := storage.Open(dir, opts)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if headers, err := s.Headers(b.Context(), 2022); err != nil || len(headers) != 500 {
			b.Fatalf("%d headers (%v)", len(headers), err)
		}
	}
	mustClose(b, s)
}

// BenchmarkReadEvaluation reads one evaluation of a store.
func BenchmarkReadEvaluation(b *testing.B) {
	dir, opts := manyExamples(b, 10)
	s, err := storage.Open(dir, opts)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := s.Evaluation(b.Context(), 2022, "e0005"); err != nil {
			b.Fatal(err)
		}
	}
	mustClose(b, s)
}

func size(b *testing.B, dir string) int64 {
	b.Helper()
	var total int64
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return total
}

// BenchmarkImport adds 500 evaluations of 30 indicators in one go.
func BenchmarkImport(b *testing.B) {
	example := scoringtest.Example(b)
	for b.Loop() {
		s, err := storage.Open(filepath.Join(newDir(b), "store"), storage.Options{Schemes: exampleSchemes(b)})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.CreateYear(b.Context(), storage.Year{Year: 2022}); err != nil {
			b.Fatal(err)
		}
		n, err := s.Import(b.Context(), func(yield func(*scoring.Evaluation, error) bool) {
			for i := range 500 {
				e := *example
				e.ID = fmt.Sprint("e", i)
				if !yield(&e, nil) {
					return
				}
			}
		}, nil)
		if err != nil || n != 500 {
			b.Fatal(n, err)
		}
		mustClose(b, s)
	}
}
