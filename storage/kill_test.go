package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/place"
	"zhunsheng/storage/storagetest"
)

const editedInTurn = 3 // evaluations

// kills is how often the writer is killed.
func kills() int {
	if torture() {
		return 1000
	}
	return 100
}

// torture reports whether the tests that take long, or need the superuser, are wanted: make torture.
func torture() bool { return os.Getenv("ZS_TORTURE") == "1" }

// In this role the test binary says what the store holds, then edits it until it is killed and says each edit once it is saved:
//
//	open             the store is about to be opened
//	have ID EDIT     what the store holds
//	saved ID EDIT    Update has returned
func editStore(dir string) error { return editStoreAnd(dir, 25) }

// snapStore does so with a snapshot after each edit, so that it is nearly always killed in one.
func snapStore(dir string) error { return editStoreAnd(dir, 1) }

// editOnly does so without any snapshot.
func editOnly(dir string) error { return editStoreAnd(dir, 1<<30) }

func editStoreAnd(dir string, snapshotEach int) error {
	fmt.Println("open")
	o := options
	if boot := os.Getenv(bootVariable); boot != "" {
		o.Host = func() place.Host { return place.Host{Machine: "m", Boot: boot} }
	}
	s, err := storage.OpenSmall(dir, o)
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
	edits := make([]int, editedInTurn)
	for i := range edits {
		if edits[i], err = firstState(ctx, s, strconv.Itoa(i)); err != nil {
			return err
		}
		fmt.Println("have", i, edits[i])
	}
	for turn := 0; ; turn++ {
		i := turn % len(edits)
		edits[i]++
		_, err := s.Update(ctx, 2022, strconv.Itoa(i), func(e *scoring.Evaluation) error {
			e.Project.Period = strconv.Itoa(edits[i])
			e.Narrative[0].Text = filling(edits[i])
			return nil
		})
		if err != nil {
			return errors.Join(err, s.Close())
		}
		fmt.Println("saved", i, edits[i])
		if turn%snapshotEach == snapshotEach-1 {
			if err := errors.Join(s.Snapshot(ctx), s.Maintain(ctx)); err != nil {
				return err
			}
		}
	}
}

// firstState returns the number of the last edit of an evaluation, which is created where it is missing.
func firstState(ctx context.Context, s *storage.Store, id string) (int, error) {
	e, _, err := s.Evaluation(ctx, 2022, id)
	if errors.Is(err, storage.ErrNotFound) {
		e = storagetest.Evaluation(2022, id, 0)
		e.Project.Period, e.Narrative[0].Text = "0", filling(0)
		_, err = s.Create(ctx, e)
	}
	if err != nil {
		return 0, err
	}
	edit, err := strconv.Atoi(e.Project.Period)
	if err == nil && e.Narrative[0].Text != filling(edit) {
		err = fmt.Errorf("evaluation %s is half of edit %d", id, edit)
	}
	return edit, err
}

// filling is the text of an edit; some are so large that they go to the database's value log.
func filling(edit int) string {
	size := 2000
	if edit%7 == 0 {
		size = 20_000
	}
	return strings.Repeat(strconv.Itoa(edit)+" ", size/4)
}

// A child process edits a store and is killed at a random moment, again and again on the same store. No edit that it reported as
// saved may be missing when the next child opens the store.
func TestKilledWriterLosesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	killOften(t, &killer{role: "edit", dir: newDir(t), random: rand.New(rand.NewPCG(seed, 0)), saved: make([]int, editedInTurn)}, seed, kills())
}

// The same while snapshots are written nearly all the time.
func TestKilledSnapshotLosesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	killOften(t, &killer{role: "snap", dir: newDir(t), random: rand.New(rand.NewPCG(seed, 4)), saved: make([]int, editedInTurn)}, seed, kills()/10)
}

func killOften(t *testing.T, k *killer, seed uint64, kills int) {
	for round := range kills {
		k.round(t, round)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", round, seed)
		}
	}
	s, err := storage.OpenSmall(k.dir, options)
	if err != nil {
		t.Fatal(err)
	}
	k.checkAll(t, s)
	mustClose(t, s)
	t.Logf("%d kills, %d of them before the store was open; %d edits saved", kills, k.early, k.edits)
	if k.edits == 0 {
		t.Error("no edit was saved, so nothing was tested")
	}
}

type killer struct {
	role   string // of the child
	dir    string
	random *rand.Rand
	saved  []int // number of the last edit of each evaluation that was reported
	edits  int
	had    int // evaluations that the last child found
	early  int
}

// round runs one child and kills it: a third of them a moment after they begin to open the store, the others after some edits.
func (k *killer) round(t *testing.T, round int) {
	c := child(t, k.role, k.dir)
	lines := started(t, c)
	early := k.random.IntN(3) == 0
	edits := 1 + k.random.IntN(60)
	moment := time.Duration(k.random.IntN(2000)) * time.Microsecond
	if early {
		moment = time.Duration(k.random.IntN(50_000)) * time.Microsecond
	}
	kill := func() { time.AfterFunc(moment, func() { c.Process.Kill() }) }
	opened := false
	for n := 0; lines.Scan(); {
		word, i, edit := parseLine(t, lines.Text())
		switch word {
		case "open":
			if early {
				kill()
			}
		case "have":
			opened = true
			k.check(t, i, edit)
		case "saved":
			k.saved[i] = edit
			k.edits++
			if n++; n == edits && !early {
				kill()
			}
		default:
			t.Errorf("the child says: %s", lines.Text())
		}
	}
	if !opened {
		k.early++
	}
	if err := c.Wait(); err == nil {
		t.Errorf("round %d: the child ended by itself", round)
	}
}

// check compares what the store holds with what was reported as saved; one edit more may have been saved but not reported.
func (k *killer) check(t *testing.T, i, edit int) {
	if edit < k.saved[i] || edit > k.saved[i]+1 {
		t.Errorf("evaluation %d holds edit %d, but %d was reported as saved", i, edit, k.saved[i])
	}
	k.saved[i] = max(k.saved[i], edit)
}

// checkAll checks every evaluation of an open store.
func (k *killer) checkAll(t *testing.T, s *storage.Store) {
	t.Helper()
	for i := range k.saved {
		edit, err := firstState(t.Context(), s, strconv.Itoa(i))
		if err != nil {
			t.Fatal(err)
		}
		k.check(t, i, edit)
	}
}

func parseLine(t *testing.T, line string) (word string, i, edit int) {
	fields := strings.Fields(line)
	switch {
	case line == "open":
		return line, 0, 0
	case len(fields) != 3:
		return "", 0, 0
	}
	var err error
	if i, err = strconv.Atoi(fields[1]); err != nil || i < 0 || i >= editedInTurn {
		return "", 0, 0
	}
	if edit, err = strconv.Atoi(fields[2]); err != nil {
		return "", 0, 0
	}
	return fields[0], i, edit
}

// openStore opens a store and closes it again; it is killed meanwhile.
func openStore(dir string) error {
	fmt.Println("open")
	s, err := storage.OpenSmall(dir, options)
	if err != nil {
		return err
	}
	return s.Close()
}

// Opening is killed at random moments while it migrates a store of an older format, or rebuilds a database that is gone. In the end all
// is there.
func TestKilledWhileMending(t *testing.T) {
	rounds := 20
	if torture() {
		rounds = 200
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
	for name, spoil := range map[string]func(dir string){
		"migration": func(string) {},
		"rebuild":   func(dir string) { os.RemoveAll(filepath.Join(dir, "state")) },
	} {
		t.Run(name, func(t *testing.T) {
			for round := range rounds {
				dir := unpack(t, "format1.zip")
				if name == "rebuild" {
					mustClose(t, mustOpen(t, dir))
				}
				for range 3 {
					spoil(dir)
					c := child(t, "open", dir)
					started(t, c).Scan()
					moment := time.Duration(random.IntN(60_000)) * time.Microsecond
					time.AfterFunc(moment, func() { c.Process.Kill() })
					_ = c.Wait() // it may have been faster
				}
				s := mustOpen(t, dir)
				if r := s.Recovery(); r.Lost() {
					t.Errorf("round %d: %+v", round, r)
				}
				wantFormat1(t, s)
				mustClose(t, s)
				os.RemoveAll(dir)
			}
		})
	}
}
