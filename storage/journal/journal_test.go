package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zhunsheng/storage/seal"
)

const storeID = "0123456789abcdef0123456789abcdef"

func config() Config {
	return Config{Key: seal.Key{7}, Store: storeID, Room: 4 << 10, SegmentSize: 4 << 10}
}

func open(t testing.TB, dir string, c Config) *Journal {
	t.Helper()
	j, err := Open(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func text(i int) []byte { return []byte(strings.Repeat(fmt.Sprintf("entry %d. ", i), 1+i%7)) }

func fill(t testing.TB, j *Journal, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		head, err := j.Append(text(i))
		if err != nil || head.Seq != uint64(i) {
			t.Fatalf("entry %d: head %v (%v)", i, head, err)
		}
	}
}

// all reads everything and checks numbers, content and chain.
func all(t testing.TB, j *Journal) (count int, damage []Damage) {
	t.Helper()
	var last Item
	damage, err := j.Read(1, func(item Item) error {
		if item.Seq <= last.Seq || !bytes.Equal(item.Data, text(int(item.Seq))) {
			t.Errorf("entry %d behind %d is %q", item.Seq, last.Seq, item.Data)
		}
		if item.Seq == last.Seq+1 && item.Prev != last.Hash() && last.Seq > 0 {
			t.Errorf("entry %d does not follow", item.Seq)
		}
		last = item
		count++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return count, damage
}

func TestEntriesComeBack(t *testing.T) {
	dir := t.TempDir()
	var head Head
	for round := range 6 {
		j := open(t, dir, config())
		if j.Head() != head || len(j.Damage()) > 0 || j.Torn() > 0 {
			t.Fatalf("round %d opened at %v, want %v; damage %v", round, j.Head(), head, j.Damage())
		}
		fill(t, j, round*30+1, round*30+30)
		if round == 3 {
			if err := j.Seal(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if count, damage := all(t, j); count != round*30+30 || len(damage) > 0 {
			t.Fatalf("%d entries, %v", count, damage)
		}
		head = j.Head()
		j.Close()
	}
	j := open(t, dir, config())
	if segments, sealed := j.Segments(); segments < 3 || sealed < 1 {
		t.Errorf("%d segments, %d sealed", segments, sealed)
	}
}

func TestEntriesAreSecret(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, config())
	fill(t, j, 1, 40)
	if err := j.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range files {
		if data, err := os.ReadFile(file); err != nil || bytes.Contains(data, []byte("entry")) {
			t.Errorf("%s is readable (%v)", file, err)
		}
	}
	c := config()
	c.Key = seal.Key{8}
	other, err := Open(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	if other.Head().Seq != 0 || len(other.Damage()) == 0 {
		t.Errorf("another key reads up to %v, damage %v", other.Head(), other.Damage())
	}
}

// Whatever happens to a log, what is read is what was written, and what is missing is reported or was at the end.
func TestDamageAnywhere(t *testing.T) {
	dir := t.TempDir()
	c := config()
	c.SegmentSize = 1 << 20
	j := open(t, dir, c)
	fill(t, j, 1, 12)
	j.Close()
	log := filepath.Join(dir, "00000001.log")
	good, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	end := int(j.offset)
	try := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(log, data, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := Open(dir, c)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		count, _ := all(t, j)
		lost := 12 - count
		if lost > 0 && len(j.Damage()) == 0 && j.Torn() == 0 && j.Head().Seq != uint64(count) {
			t.Errorf("%s: %d entries are missing without a word", name, lost)
		}
		if lost > 1 && strings.HasPrefix(name, "flip") && j.Head().Seq > 0 {
			t.Errorf("%s: one flip lost %d entries", name, lost)
		}
		// What comes next is readable in any case.
		if err := j.Restart(Head{Seq: 12, Hash: Hash{1}}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		fill(t, j, 13, 14)
		j.Close()
		again := open(t, dir, c)
		if again.Head().Seq != 14 {
			t.Errorf("%s: after going on the head is %v", name, again.Head())
		}
		again.Close()
		logs, _ := filepath.Glob(filepath.Join(dir, "*"))
		for _, file := range logs {
			os.Remove(file)
		}
	}
	for at := 0; at < end; at += 3 {
		bad := bytes.Clone(good)
		bad[at] ^= 0x20
		try(fmt.Sprint("flip ", at), bad)
	}
	for at := 0; at < end; at += 7 {
		try(fmt.Sprint("cut ", at), good[:at])
		bad := bytes.Clone(good)
		clear(bad[at:min(at+100, end)])
		try(fmt.Sprint("zero ", at), bad)
	}
	try("nothing", nil)
	try("garbage", bytes.Repeat([]byte("garbage "), 1000))
}

func TestTornEndIsDropped(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, config())
	fill(t, j, 1, 5)
	before := j.offset
	fill(t, j, 6, 6)
	j.Close()
	path := filepath.Join(dir, "00000001.log")
	good, _ := os.ReadFile(path)
	for cut := before + 1; cut < j.offset; cut += 5 {
		torn := bytes.Clone(good)
		clear(torn[cut:])
		if err := os.WriteFile(path, torn, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := Open(dir, config())
		if err != nil || j.Head().Seq > 6 || j.Head().Seq < 5 || len(j.Damage()) > 0 {
			t.Fatalf("cut %d: head %v, %v (%v)", cut, j.Head(), j.Damage(), err)
		}
		if j.Head().Seq == 6 { // only padding was cut
			j.Close()
			continue
		}
		if j.Torn() == 0 {
			t.Errorf("cut %d: no torn end", cut)
		}
		fill(t, j, 6, 8)
		j.Close()
		again := open(t, dir, config())
		if count, damage := all(t, again); count != 8 || len(damage) > 0 || again.Torn() > 0 {
			t.Errorf("cut %d: %d entries, %v", cut, count, damage)
		}
		again.Close()
	}
}

func TestDamagedSealedSegment(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, config())
	fill(t, j, 1, 100)
	if err := j.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	j.Close()
	sealed, _ := filepath.Glob(filepath.Join(dir, "*.sealed"))
	if len(sealed) < 2 {
		t.Fatal("not enough segments")
	}
	data, _ := os.ReadFile(sealed[1])
	data[len(data)/2] ^= 1
	if err := os.WriteFile(sealed[1], data, 0o600); err != nil {
		t.Fatal(err)
	}
	j = open(t, dir, config())
	count, damage := all(t, j)
	if count == 100 || len(damage) != 1 || damage[0].File != filepath.Base(sealed[1]) {
		t.Errorf("%d entries, %v", count, damage)
	}
	fill(t, j, 101, 102)
	j.Close()
	if err := os.Remove(sealed[0]); err != nil {
		t.Fatal(err)
	}
	j = open(t, dir, config())
	if len(j.Damage()) != 1 || j.Head().Seq != 102 || !strings.Contains(j.Damage()[0].Detail, "missing") {
		t.Errorf("damage %v, head %v", j.Damage(), j.Head())
	}
}

// watched records the order of calls, and fails when told.
type watched struct {
	File
	calls *[]string
	fail  func(call string) error
}

func (w watched) note(call string) error {
	*w.calls = append(*w.calls, call)
	if w.fail != nil {
		return w.fail(call)
	}
	return nil
}

func (w watched) WriteAt(p []byte, at int64) (int, error) {
	if err := w.note("write"); err != nil {
		n, _ := w.File.WriteAt(p[:len(p)/2], at)
		return n, err
	}
	return w.File.WriteAt(p, at)
}

func (w watched) Sync() error {
	if err := w.note("sync"); err != nil {
		return err
	}
	return w.File.Sync()
}

func TestAppendReturnsAfterTheFlush(t *testing.T) {
	var calls []string
	c := config()
	c.Create = func(path string) (File, error) {
		f, err := createOnDisk(path)
		return watched{File: f, calls: &calls}, err
	}
	j := open(t, t.TempDir(), c)
	for i := 1; i <= 200; i++ {
		calls = nil
		fill(t, j, i, i)
		if len(calls) < 2 || calls[len(calls)-1] != "sync" || calls[len(calls)-2] != "write" {
			t.Fatalf("entry %d was acknowledged after %v", i, calls)
		}
	}
}

func TestNothingIsAppendedAfterAFailure(t *testing.T) {
	for _, call := range []string{"write", "sync"} {
		dir := t.TempDir()
		broken := false
		var calls []string
		c := config()
		c.Create = func(path string) (File, error) {
			f, err := createOnDisk(path)
			return watched{File: f, calls: &calls, fail: func(now string) error {
				if broken && now == call {
					return syscall.ENOSPC
				}
				return nil
			}}, err
		}
		j := open(t, dir, c)
		fill(t, j, 1, 3)
		broken = true
		if head, err := j.Append(text(4)); !errors.Is(err, ErrFailed) || !errors.Is(err, syscall.ENOSPC) || head.Seq != 3 {
			t.Errorf("%s: head %v (%v)", call, head, err)
		}
		broken = false
		if _, err := j.Append(text(4)); !errors.Is(err, ErrFailed) {
			t.Errorf("%s: a later append: %v", call, err)
		}
		j.Close()
		j = open(t, dir, config())
		if seq := j.Head().Seq; seq < 3 || seq > 4 {
			t.Errorf("%s: head %d", call, seq)
		}
	}
}

func FuzzScanLog(f *testing.F) {
	dir := f.TempDir()
	j := open(f, dir, config())
	fill(f, j, 1, 3)
	data, err := os.ReadFile(filepath.Join(dir, "00000001.log"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:j.offset])
	f.Fuzz(func(t *testing.T, data []byte) {
		log := scanLog(data, 1, storeID, 0)
		last := uint64(0)
		for _, frame := range log.frames {
			if frame.first <= last || frame.last < frame.first {
				t.Fatalf("frame %d to %d behind %d", frame.first, frame.last, last)
			}
			last = frame.last
			_, _ = j.items(frame)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	c := Config{Key: seal.Key{7}, Store: storeID}
	j := open(b, b.TempDir(), c)
	data := bytes.Repeat([]byte("x"), 400)
	for b.Loop() {
		if _, err := j.Append(data); err != nil {
			b.Fatal(err)
		}
	}
}
