package handover

import (
	"context"
	"errors"
	"sync"

	"zhunsheng/storage/bundle"
)

// prepare checks all records and stores the evidence, one beside the other. No file is to be found before all records have been found
// right. It returns how many files were stored.
func (x *Exchange) prepare(ctx context.Context, r *bundle.Reader, choice Choice, known checked) (int, error) {
	l, err := x.localOf(ctx, r)
	if err != nil {
		return 0, err
	}
	wanted, err := x.wanted(ctx, r)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	right := make(chan struct{})
	in := intake{x: x, from: r, right: right, progress: progressOf(r, wanted, choice.Progress)}
	stored := make(chan error, 1)
	go func() { stored <- in.all(ctx, wanted) }()
	if _, err := x.checkAll(ctx, r, l, choice, known); err != nil {
		cancel(err)
		return 0, errors.Join(err, notCancelled(<-stored))
	}
	close(right)
	if err := <-stored; err != nil {
		return 0, err
	}
	sizes := map[string]int64{}
	for _, e := range wanted {
		sizes[e.SHA256] = e.Size
	}
	return len(wanted), x.noteSizes(ctx, sizes)
}

func notCancelled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// wanted lists the delivered files that are not here.
func (x *Exchange) wanted(ctx context.Context, r *bundle.Reader) ([]bundle.EvidenceInfo, error) {
	var wanted []bundle.EvidenceInfo
	for _, e := range r.Manifest().Evidence {
		if !e.Delivered || x.evidence == nil {
			continue
		}
		has, err := x.evidence.Has(ctx, e.SHA256)
		if err != nil {
			return nil, err
		}
		if !has {
			wanted = append(wanted, e)
		}
	}
	return wanted, nil
}

// progressOf turns bytes stored into bytes done and in all, those included that were here already. It may be called from several
// goroutines.
func progressOf(r *bundle.Reader, wanted []bundle.EvidenceInfo, progress func(done, total int64)) func(size int64) {
	if progress == nil {
		return func(int64) {}
	}
	var total, done int64
	for _, e := range r.Manifest().Evidence {
		if e.Delivered {
			total += e.Size
		}
	}
	done = total
	for _, e := range wanted {
		done -= e.Size
	}
	var mu sync.Mutex
	progress(done, total)
	return func(size int64) {
		mu.Lock()
		defer mu.Unlock()
		done += size
		progress(done, total)
	}
}

// intake stores the evidence of a bundle.
type intake struct {
	x        *Exchange
	from     *bundle.Reader
	right    <-chan struct{} // closed when the records have been found right
	progress func(size int64)
}

// A batch is made durable at once. It is so large that flushing costs little, and so small that little is done again after a kill.
const (
	batchOfEvidence = 256 << 20 // bytes
	batchOfFiles    = 256
	evidenceWorkers = 2
)

// all stores files in batches. After an error what was not made durable is removed.
func (in *intake) all(ctx context.Context, wanted []bundle.EvidenceInfo) error {
	for len(wanted) > 0 {
		n, size := 0, int64(0)
		for n < len(wanted) && n < batchOfFiles && (n == 0 || size+wanted[n].Size <= batchOfEvidence) {
			size += wanted[n].Size
			n++
		}
		if err := in.batch(ctx, wanted[:n]); err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	return nil
}

func (in *intake) batch(ctx context.Context, files []bundle.EvidenceInfo) error {
	b, err := in.x.evidence.Begin()
	if err != nil {
		return err
	}
	if err := in.fill(ctx, b, files); err != nil {
		return errors.Join(err, b.Discard())
	}
	select {
	case <-in.right:
		return b.Commit()
	case <-ctx.Done():
		return errors.Join(ctx.Err(), b.Discard())
	}
}

// fill reads files, two at a time; each is compared with its hash while it is stored.
func (in *intake) fill(ctx context.Context, b EvidenceBatch, files []bundle.EvidenceInfo) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan bundle.EvidenceInfo)
	errs := make([]error, evidenceWorkers)
	var workers sync.WaitGroup
	for w := range errs {
		workers.Go(func() {
			for e := range next {
				if errs[w] = in.one(ctx, b, e); errs[w] != nil {
					cancel()
					return
				}
			}
		})
	}
feed:
	for _, e := range files {
		select {
		case next <- e:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	workers.Wait()
	for _, err := range errs {
		if notCancelled(err) != nil {
			return err
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

func (in *intake) one(ctx context.Context, b EvidenceBatch, e bundle.EvidenceInfo) error {
	content, err := in.from.Content(e.SHA256)
	if err != nil {
		return err
	}
	if err := b.Keep(ctx, e.SHA256, content); err != nil {
		return err
	}
	in.progress(e.Size)
	return nil
}
