package collect_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"zhunsheng/app/collect"
)

// TestMemoryPerFile makes sure that next to nothing stays in memory of a file.
func TestMemoryPerFile(t *testing.T) {
	const few, many, most = 50, 550, 400 // files, bytes each
	in := t.TempDir()
	waiting := t.TempDir()
	t.Setenv("TMPDIR", waiting)
	t.Setenv("TMP", waiting) // on Windows
	u := newUnit(t, "甲单位")
	held := func(from, to int) uint64 {
		for i := from; i < to; i++ {
			u.write(join(in, fmt.Sprintf("%05d.zsb", i)), 1, u.example(fmt.Sprintf("p%05d", i)))
			clear(u.records)
		}
		o := options(t)
		var heap uint64
		o.Progress = func(done, total int) {
			if done < total {
				return
			}
			heap = math.MaxUint64
			for range 4 { // pools are emptied by the second collection, and what reads may be at work still
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				heap = min(heap, m.HeapAlloc)
			}
		}
		if s, err := collect.Collect(t.Context(), []string{in}, o); err != nil || s.Evaluations != to {
			t.Fatalf("%+v %v", s, err)
		}
		return heap
	}
	held(0, 1) // what is made once
	a, b := held(1, few), held(few, many)
	each := (int64(b) - int64(a)) / (many - few)
	t.Logf("%d bytes a file with one evaluation", each)
	if each > most {
		t.Errorf("%d bytes a file stay in memory, allowed: %d", each, most)
	}
	if left, err := filepath.Glob(join(os.TempDir(), "zs-collect-*.tmp")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}
