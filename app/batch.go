package app

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

// BatchJob is one document of a batch.
type BatchJob struct {
	Name string // for the summary
	Path string // to be written
	// Prepare reads and assesses what is to be published. It is called when the job's turn comes, by any worker; the Progress of what
	// it returns is not used.
	Prepare func() (Publication, error)
}

// BatchOutcome is what became of one job.
type BatchOutcome struct {
	Name       string
	Path       string // as written: another name where the one asked for was in use
	Renamed    bool
	Draft      bool
	Pages      int
	Bytes      int
	Undrawable []rune
	// TimestampErr says why the signature has no timestamp though one was asked for.
	TimestampErr error
	Err          error // why it failed; nil where the file was written
}

// BatchSummary is what became of all jobs, in their order. Cancelled counts those that were not begun; they have no outcome.
type BatchSummary struct {
	Outcomes  []BatchOutcome
	Failed    int
	Cancelled int
}

// maxWorkers bounds the documents that are in memory at once.
const maxWorkers = 4

// PublishAll makes many documents, a few at a time, and writes each whole. One that fails does not keep the others from being made: its
// error stands in the summary. Progress, if set, is called after each with how many are done; never by two goroutines at once. When
// ctx is cancelled, documents in hand are given up and the rest is not begun; what is written stays.
func PublishAll(ctx context.Context, jobs []BatchJob, progress func(done, total int)) *BatchSummary {
	if progress == nil {
		progress = func(int, int) {}
	}
	outcomes := make([]BatchOutcome, len(jobs))
	begun := make([]bool, len(jobs))
	next := make(chan int)
	var mu sync.Mutex
	done := 0
	var workers sync.WaitGroup
	progress(0, len(jobs))
	for range min(runtime.GOMAXPROCS(0), maxWorkers, len(jobs)) {
		workers.Go(func() {
			for i := range next {
				outcomes[i] = publishOne(ctx, &jobs[i])
				mu.Lock()
				done++
				progress(done, len(jobs))
				mu.Unlock()
			}
		})
	}
	for i := range jobs {
		if ctx.Err() != nil {
			break
		}
		select {
		case next <- i:
			begun[i] = true
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	summary := &BatchSummary{}
	for i := range outcomes {
		switch {
		case !begun[i], ctx.Err() != nil && errors.Is(outcomes[i].Err, ctx.Err()):
			summary.Cancelled++
			continue
		case outcomes[i].Err != nil:
			summary.Failed++
		}
		summary.Outcomes = append(summary.Outcomes, outcomes[i])
	}
	return summary
}

func publishOne(ctx context.Context, job *BatchJob) BatchOutcome {
	out := BatchOutcome{Name: job.Name, Path: job.Path}
	p, err := job.Prepare()
	if err != nil {
		out.Err = err
		return out
	}
	p.Progress = nil
	published, err := Publish(ctx, p)
	if err != nil {
		out.Err = err
		return out
	}
	out.Draft, out.Pages, out.Bytes, out.Undrawable = published.Draft, published.Pages, len(published.Data), published.Undrawable
	out.TimestampErr = published.TimestampErr
	out.Path, out.Err = WriteDocument(job.Path, published.Data)
	out.Renamed = out.Path != job.Path
	return out
}
