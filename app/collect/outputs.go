package collect

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Outputs say what a collection is written into besides its summary.
type Outputs struct {
	// Folder gets summary.xlsx; "" for none. Book is the path of the workbook where it is to be another one. Text names its sheets and columns, by keys under "collect.".
	Folder string
	Book   string
	Text   func(key string) string
	// Sinks take the rows, too, and are closed at the end, whatever happened.
	Sinks []Sink
}

// Sink is where rows go besides the summary, such as a dataset or a database.
type Sink interface {
	// Add takes the rows of one evaluation; those of one file follow each other.
	Add(ctx context.Context, r Rows) error
	// Close finishes what still waits.
	Close(ctx context.Context) error
}

// Workbook is where the folder's workbook is.
func (o *Outputs) Workbook() string {
	if o.Book != "" {
		return o.Book
	}
	return filepath.Join(o.Folder, "summary.xlsx")
}

// Into is [Collect] into outputs. o.Rows, if set, gets the rows, too. What was written before an error stays.
func Into(ctx context.Context, folders []string, o Options, to Outputs) (summary *Summary, err error) {
	var takers []func(Rows) error
	if o.Rows != nil {
		takers = append(takers, o.Rows)
	}
	for _, sink := range to.Sinks {
		takers = append(takers, func(r Rows) error { return sink.Add(ctx, r) })
		defer func() { err = errors.Join(err, sink.Close(ctx)) }()
	}
	var book *Workbook
	if to.Folder != "" || to.Book != "" {
		if err := os.MkdirAll(filepath.Dir(to.Workbook()), 0o755); err != nil {
			return nil, err
		}
		if book, err = NewWorkbook(to.Text); err != nil {
			return nil, err
		}
		takers = append(takers, func(r Rows) error { return book.Add(&r.Evaluation) })
	}
	o.Rows = func(r Rows) error {
		for _, take := range takers {
			if err := take(r); err != nil {
				return err
			}
		}
		return nil
	}
	summary, err = Collect(ctx, folders, o)
	if err != nil || book == nil {
		return summary, err
	}
	return summary, book.Finish(summary, to.Workbook())
}

// One reads one evaluation of a file again, with its indicators and findings: the drill-down from a summary. trust and created of the row
// are left empty. An evaluation that the file does not hold is an error wrapping [os.ErrNotExist].
func One(ctx context.Context, path, key string, o Options) (Rows, error) {
	if o.Keys == nil {
		o.Keys = NewKeys()
	}
	s := o.look(path)
	if s.State == Altered || s.State == Unreadable {
		return Rows{}, errors.New(path + ": " + s.Detail)
	}
	for i := range s.Items {
		s.Items[i].Standing = Superseded
		if s.Items[i].Key == key {
			s.Items[i].Standing = Counted
		}
	}
	r := o.read(&s)
	if r.err != nil {
		return Rows{}, r.err
	}
	if err := ctx.Err(); err != nil {
		return Rows{}, err
	}
	if len(r.rows) == 0 {
		return Rows{}, &os.PathError{Op: "read " + key, Path: path, Err: os.ErrNotExist}
	}
	return r.rows[0], nil
}
