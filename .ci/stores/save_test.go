package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
)

// BenchmarkOurs saves with our store alone, for a profile: go test -run '^$' -bench Ours -cpuprofile FILE.
func BenchmarkOurs(b *testing.B) {
	c := &ours{}
	check(c.open(filepath.Join(b.TempDir(), "s")))
	check(c.load(evaluations(200)))
	n := 0
	for b.Loop() {
		n++
		check(c.save(fmt.Sprintf("e%05d", n/50%200), func(e *scoring.Evaluation) { e.Indicators[n%30].Reason = fmt.Sprintf("第 %d 次修改", n) }))
	}
	b.StopTimer()
	check(c.close())
}

// BenchmarkOurImport imports 2,000 evaluations with our store alone.
func BenchmarkOurImport(b *testing.B) {
	for b.Loop() {
		c := &ours{}
		check(c.open(filepath.Join(b.TempDir(), "s")))
		check(c.load(evaluations(2000)))
		check(c.close())
	}
}
