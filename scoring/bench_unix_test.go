//go:build unix

package scoring_test

import (
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// BenchmarkScoreMany scores 100,000 evaluations of 30 indicators a round, on every core. The processor time of one round is reported
// as cpu-ms/op, because elapsed time depends on what else the machine does.
func BenchmarkScoreMany(b *testing.B) {
	const evaluations = 100_000
	s, e := scoringtest.Scheme(b, assets.NationalScheme), typical(30)
	workers := runtime.GOMAXPROCS(0)
	before := processorTime(b)
	b.ReportAllocs()
	for b.Loop() {
		var group sync.WaitGroup
		for worker := range workers {
			group.Go(func() {
				for i := worker; i < evaluations; i += workers {
					scoring.Score(s, e)
				}
			})
		}
		group.Wait()
	}
	used := processorTime(b) - before
	b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms/op")
}

func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
