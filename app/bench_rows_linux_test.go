package app

import (
	"crypto/rand"
	"fmt"
	"syscall"
	"testing"
	"time"

	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

// manyRows is the report of an evaluation with 75 indicators and no text of its own: mostly tables, with their charts.
func manyRows(b *testing.B) Publication {
	b.Helper()
	p, err := batch(b, 1)[0].Prepare()
	if err != nil {
		b.Fatal(err)
	}
	e := *p.Assessment.Evaluation
	e.Narrative, e.Parts, e.Answers = nil, nil, nil
	rows := e.Indicators
	e.Indicators = nil
	for i := range 75 {
		row := rows[i%len(rows)]
		row.ID, row.Part = fmt.Sprint("i", i), ""
		e.Indicators = append(e.Indicators, row)
	}
	p.Assessment = &Assessment{Scheme: p.Assessment.Scheme, Evaluation: &e, Card: scoring.Score(p.Assessment.Scheme, &e)}
	p.Now = time.Now()
	return p
}

// cpu is the processor time of the process so far.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkManyRows makes a report of 75 indicators, warm, and has three people sign it one after the other, each checking what is
// there. It tells the processor time of the report and of a signature, and the sizes.
func BenchmarkManyRows(b *testing.B) {
	p := manyRows(b)
	var ids [3]*sign.Identity
	for i := range ids {
		var err error
		if ids[i], err = sign.NewLocal(fmt.Sprint("签名人", i), p.Now, rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
	var made, signed time.Duration
	var pages, plain, whole, rounds int
	for b.Loop() {
		start := cpu(b)
		out, err := Publish(b.Context(), p)
		if err != nil {
			b.Fatal(err)
		}
		middle := cpu(b)
		file := out.Data
		for i, role := range p.Assessment.Scheme.Roles[:3] {
			next, err := SignReport(file, Signing{Identity: ids[i], Role: role.ID, Now: p.Now, Words: p.Words, Roles: p.Assessment.Scheme.Roles})
			if err != nil {
				b.Fatal(err)
			}
			file = next.File
		}
		made += middle - start
		signed += cpu(b) - middle
		pages, plain, whole = out.Pages, len(out.Data), len(file)
		rounds++
	}
	ms := func(d time.Duration, n int) float64 { return d.Seconds() * 1000 / float64(n) }
	b.ReportMetric(ms(made, rounds), "cpu-ms/report")
	b.ReportMetric(ms(signed, 3*rounds), "cpu-ms/signature")
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(plain)/1024, "KB")
	b.ReportMetric(float64(whole)/1024, "KB-signed")
}
