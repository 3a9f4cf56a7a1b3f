package storage

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// held is an engine whose changes wait until they are let through.
type held struct {
	*memoryEngine
	gate chan error
}

func (h held) apply(changes []keyValue) error {
	if err := <-h.gate; err != nil {
		return err
	}
	return h.memoryEngine.apply(changes)
}

func listed(t interface{ Fatal(...any) }, e engine, prefix string) string {
	got := ""
	err := e.view(func(r reader) error {
		return r.scan([]byte(prefix), func(key, value []byte) error {
			single, err := r.get(key)
			if err != nil || string(single) != string(value) {
				return fmt.Errorf("%s is %s alone (%w)", key, single, err)
			}
			got += string(key) + "=" + string(value) + " "
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// While changes are under way a reader sees the same as afterwards.
func TestReadersSeeWhatIsUnderWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := held{newMemoryEngine(), make(chan error, 1)}
		b, plain := newBehindEngine(h), newMemoryEngine()
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			var changes []keyValue
			for range rapid.IntRange(1, 5).Draw(t, "changes") {
				c := keyValue{key: []byte(rapid.SampledFrom([]string{"a", "a1", "a2", "ab", "b", "c"}).Draw(t, "key"))}
				if rapid.Bool().Draw(t, "set") {
					c.value = []byte(rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "value"))
				}
				changes = append(changes, c)
			}
			if err := b.apply(changes); err != nil {
				t.Fatal(err)
			}
			if err := plain.apply(changes); err != nil {
				t.Fatal(err)
			}
			for _, prefix := range []string{"", "a", "b", "d"} {
				if got, want := listed(t, b, prefix), listed(t, plain, prefix); got != want {
					t.Fatalf("under way %q, want %q", got, want)
				}
			}
			h.gate <- nil
		}
		if err := b.close(); err != nil {
			t.Fatal(err)
		}
		if got, want := listed(t, b, ""), listed(t, plain, ""); got != want {
			t.Fatalf("afterwards %q, want %q", got, want)
		}
	})
}

func TestFailedChangeIsReportedByTheNext(t *testing.T) {
	h := held{newMemoryEngine(), make(chan error, 1)}
	b := newBehindEngine(h)
	change := []keyValue{{key: []byte("a"), value: []byte("1")}}
	if err := b.apply(change); err != nil {
		t.Fatal(err)
	}
	fault := errors.New("fault")
	h.gate <- fault
	if err := b.apply(change); !errors.Is(err, fault) {
		t.Errorf("the next change: %v", err)
	}
	if got := listed(t, b, ""); got != "a=1 " { // the journal has it
		t.Errorf("readers see %q", got)
	}
	if err := b.close(); !errors.Is(err, fault) {
		t.Errorf("closing: %v", err)
	}
}
