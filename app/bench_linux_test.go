package app

import (
	"crypto/rand"
	"os"
	"syscall"
	"testing"
	"time"

	"zhunsheng/app/sign"
)

// benchmarkBatch makes 200 reports at a time and tells the time and the processor time of one, and the most memory the process ever
// held, the test program itself included.
func benchmarkBatch(b *testing.B, identity *sign.Identity) {
	const reports = 200
	jobs := batch(b, reports)
	for i := range jobs {
		prepare := jobs[i].Prepare
		jobs[i].Prepare = func() (Publication, error) {
			p, err := prepare()
			if err == nil && identity != nil {
				p.Identity, p.Role, p.Now = identity, p.Assessment.Scheme.Roles[0].ID, time.Now()
			}
			return p, err
		}
	}
	var before, after syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	rounds := 0
	var bytes int64
	for b.Loop() {
		s := PublishAll(b.Context(), jobs, nil)
		if s.Failed > 0 || s.Cancelled > 0 {
			b.Fatalf("%+v", s.Outcomes[0])
		}
		rounds++
	}
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		b.Fatal(err)
	}
	if info, err := os.Stat(jobs[0].Path); err == nil {
		bytes = info.Size()
	}
	n := float64(rounds * reports)
	spent := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/n, "ms/report")
	b.ReportMetric(float64(spent)/1e6/n, "cpu-ms/report")
	b.ReportMetric(float64(after.Maxrss)/1024, "peak-MB")
	b.ReportMetric(float64(bytes)/1024, "KB/report")
}

func BenchmarkBatch(b *testing.B) { benchmarkBatch(b, nil) }

func BenchmarkBatchSigned(b *testing.B) {
	id, err := sign.NewLocal("甲单位", time.Now(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkBatch(b, id)
}
