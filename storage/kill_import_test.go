package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"zhunsheng/storage"
)

// In this role the test binary imports evaluations again and again, and says what is there and what it has imported.
func importInto(dir string) error {
	fmt.Println("open")
	s, err := storage.OpenSmall(dir, options)
	if err != nil {
		return err
	}
	if r := s.Recovery(); r.Lost() {
		return fmt.Errorf("opened with a loss: %+v", r)
	}
	ctx := context.Background()
	if _, err := s.CreateYear(ctx, storage.Year{Year: 2022}); err != nil && !errors.Is(err, storage.ErrExists) {
		return err
	}
	headers, err := s.Headers(ctx, 2022)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	for _, h := range headers {
		counts[strings.SplitN(h.ID, "-", 2)[0]]++
	}
	for n := range 1000 {
		name := fmt.Sprint("i", n)
		if counts[name] > 0 {
			fmt.Println("have", n, counts[name])
			continue
		}
		fmt.Println("begin", n, 0)
		if _, err := s.Import(ctx, batchOf(name, several), nil); err != nil {
			return err
		}
		fmt.Println("saved", n, several)
	}
	return nil
}

// A process that imports is killed at random moments. Each import is there whole or not at all, and whole where it was reported.
func TestKilledImportIsWholeOrNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	stores := 1
	if torture() {
		stores = 10
	}
	for range stores { // a new one now and then, because they grow
		killImports(t, random, 15)
	}
}

func killImports(t *testing.T, random *rand.Rand, rounds int) {
	dir := newDir(t)
	saved := -1
	for round := range rounds {
		c := child(t, "import", dir)
		lines := started(t, c)
		have := -1
		for lines.Scan() {
			var word string
			var n, count int
			if lines.Text() == "open" {
				continue
			}
			if _, err := fmt.Sscan(lines.Text(), &word, &n, &count); err != nil {
				t.Fatalf("the child says: %s", lines.Text())
			}
			switch word {
			case "have":
				if have = n; count != several {
					t.Errorf("round %d: %d of the %d evaluations of import %d are there", round, count, several, n)
				}
			case "begin":
				if have < saved {
					t.Errorf("round %d: import %d was reported, but is not there", round, saved)
				}
				time.AfterFunc(time.Duration(random.IntN(200_000))*time.Microsecond, func() { c.Process.Kill() })
			case "saved":
				saved, have = n, n
			}
		}
		_ = c.Wait()
		if t.Failed() {
			return
		}
	}
	s, err := storage.OpenSmall(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Check(t.Context(), nil); err != nil || len(r.Findings) > 0 {
		t.Errorf("%+v, %v", r.Findings, err)
	}
	mustClose(t, s)
	t.Logf("%d kills, %d imports saved", rounds, saved+1)
}
