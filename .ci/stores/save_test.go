package main

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
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

// BenchmarkOurList opens a store of 2,000 evaluations and lists its year for the first time.
func BenchmarkOurList(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "s")
	c := &ours{}
	check(c.open(dir))
	check(c.load(evaluations(2000)))
	check(c.close())
	for b.Loop() {
		check(c.open(dir))
		start := time.Now()
		if _, err := c.list(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ms(time.Since(start)), "list-ms")
		b.StopTimer()
		check(c.close())
		b.StartTimer()
	}
}
