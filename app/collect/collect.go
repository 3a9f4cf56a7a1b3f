package collect

import (
	"context"
	"crypto/x509"
	"errors"
	"runtime"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Options are what collecting needs.
type Options struct {
	Schemes func(scoring.SchemeRef) (*scoring.Scheme, error) // safe for concurrent use
	Bundles bundle.Options                                   // key and trusted devices
	Keys    *Keys                                            // tried where that key does not open a bundle; nil for none
	Trust   []*x509.Certificate                              // for reports
	Now     time.Time
	Due     string   // ISO date; what was made later is late; "" asks for none
	Year    int      // evaluations of other years do not count; 0 takes all
	Units   []string // units that have to hand something over; none asks for none
	Sample  int      // evaluations to be drawn for spot checks
	Seed    uint64   // of the sample
	Workers int      // 0: as many as there are processors
	// Rows, if set, gets what every evaluation that counts comes to, one after the other, in the order of the files.
	Rows func(Rows) error
	// Say, if set, puts the error of a file that cannot be used into words for Source.Detail; it must be safe for concurrent use.
	Say func(error) string
	// Progress, if set, is called with files done and in all.
	Progress func(done, total int)
}

// Collect reads the bundles and reports in folders. Files that cannot be used are named in the summary; an error is that of a folder, of
// the context, of Rows or of the temporary file in which what was found waits.
func Collect(ctx context.Context, folders []string, o Options) (summary *Summary, err error) {
	there, err := o.find(ctx, folders)
	if err != nil {
		return nil, err
	}
	paths := there.paths
	if o.Keys == nil {
		o.Keys = NewKeys()
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	found, err := newShelf()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, found.close()) }()
	err = inOrder(ctx, o.Workers, len(paths), func(i int) Source { return o.look(paths[i]) }, func(_ int, s Source) error { return found.add(s) })
	if err == nil {
		err = found.settle()
	}
	if err != nil {
		return nil, err
	}
	t := newTally(&o, found)
	t.aside(there)
	end := found.size
	err = inOrder(ctx, o.Workers, len(paths), func(i int) reading { return o.again(found, i, paths[i], end) }, func(i int, r reading) error {
		if r.failed != nil {
			return r.failed
		}
		if r.err != nil {
			o.fail(&r.source, r.err)
		}
		t.source(&r.source)
		for j := range r.rows {
			if err := t.add(&r.rows[j].Evaluation); err != nil {
				return err
			}
			if o.Rows != nil {
				if err := o.Rows(r.rows[j]); err != nil {
					return err
				}
			}
		}
		if o.Progress != nil {
			o.Progress(i+1, len(paths))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t.finish()
}

// again reads a file that was found before, now that it is known what of it counts.
func (o *Options) again(found *shelf, i int, path string, end int64) reading {
	s, err := found.source(i, path, end)
	if err != nil {
		return reading{failed: err}
	}
	for i := range s.Items {
		if item := &s.Items[i]; o.Year != 0 && item.Year != o.Year && item.Standing == Counted {
			item.Standing = OtherYear
		}
	}
	r := o.read(&s)
	r.source = s
	return r
}

// reading is what one file comes to. A file that fails gives no rows at all.
type reading struct {
	source Source
	rows   []Rows
	err    error // of the file
	failed error // of what was noted about it
}

// read scores the evaluations of a file that count.
func (o *Options) read(s *Source) reading {
	wanted := map[string]*Item{}
	for i := range s.Items {
		if s.Items[i].Standing == Counted {
			wanted[s.Items[i].Key] = &s.Items[i]
		}
	}
	if len(wanted) == 0 || s.State == Altered || s.State == Unreadable {
		return reading{}
	}
	if s.Kind == SourceReport {
		data, _, err := readReport(s.Path)
		if err != nil {
			return reading{err: err}
		}
		return reading{rows: []Rows{o.rowsOf(s, &s.Items[0], data.Evaluation)}}
	}
	r, err := o.Keys.open(s.Path, o.Bundles)
	if err != nil {
		return reading{err: err}
	}
	defer r.Close()
	var out reading
	out.err = r.Records(context.Background(), func(info *bundle.RecordInfo, line []byte) error {
		item := wanted[info.Key]
		if info.Kind != bundle.RecordEvaluation || item == nil {
			return nil
		}
		e, err := handover.EvaluationOf(line)
		if err != nil {
			return &bundle.Error{Entry: info.Key, Found: wrongRecord(info.Key, err).Error(), Err: bundle.ErrContent}
		}
		out.rows = append(out.rows, o.rowsOf(s, item, e))
		return nil
	})
	if out.err != nil {
		out.rows = nil
	}
	return out
}

// inOrder runs work on numbers below count, several at a time, and hands the results on one after the other. At most a few results
// wait for an earlier one.
func inOrder[T any](ctx context.Context, workers, count int, work func(int) T, take func(int, T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		at    int
		value T
	}
	waiting := make(chan chan result, 2*workers)
	go func() {
		defer close(waiting)
		slots := make(chan struct{}, workers)
		for i := range count {
			slot := make(chan result, 1)
			select {
			case waiting <- slot:
			case <-ctx.Done():
				return
			}
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				close(slot)
				return
			}
			go func() {
				defer func() { <-slots }()
				slot <- result{i, work(i)}
			}()
		}
	}()
	taken := 0
	for slot := range waiting {
		select {
		case r, ok := <-slot:
			if !ok {
				return ctx.Err()
			}
			if err := take(r.at, r.value); err != nil {
				return err
			}
			taken++
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if taken < count {
		return errors.Join(ctx.Err(), errors.New("collecting ended early"))
	}
	return ctx.Err()
}
