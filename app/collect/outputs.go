package collect

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Outputs say what a collection is written into besides its summary.
type Outputs struct {
	// Folder gets summary.xlsx and the Parquet dataset; "" for neither. Text names its sheets and columns, by keys under "collect.".
	Folder string
	Text   func(key string) string
	// Postgres is the URL of a database that the tables are loaded into, "" for none.
	Postgres string
}

// Workbook is where the folder's workbook is.
func (o *Outputs) Workbook() string { return filepath.Join(o.Folder, "summary.xlsx") }

// Into is [Collect] into outputs. o.Rows, if set, gets the rows, too. What was written before an error stays.
func Into(ctx context.Context, folders []string, o Options, to Outputs) (summary *Summary, err error) {
	var takers []func(Rows) error
	var closers []func() error
	if o.Rows != nil {
		takers = append(takers, o.Rows)
	}
	var book *Workbook
	if to.Folder != "" {
		if err := os.MkdirAll(to.Folder, 0o755); err != nil {
			return nil, err
		}
		dataset := NewDataset(filepath.Join(to.Folder, "dataset"), strings.Join(folders, "\n"))
		if book, err = NewWorkbook(to.Text); err != nil {
			return nil, err
		}
		takers = append(takers, dataset.Add, func(r Rows) error { return book.Add(&r.Evaluation) })
		closers = append(closers, dataset.Close)
	}
	if to.Postgres != "" {
		loader, err := NewLoader(ctx, to.Postgres)
		if err != nil {
			return nil, err
		}
		takers = append(takers, func(r Rows) error { return loader.Add(ctx, r) })
		closers = append(closers, func() error { return loader.Close(ctx) })
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
	for _, finish := range closers {
		err = errors.Join(err, finish())
	}
	if err != nil || book == nil {
		return summary, err
	}
	return summary, book.Finish(summary, to.Workbook())
}

// One reads one evaluation of a file again, with its indicators and findings: the drill-down from a summary. trust and created of the row
// are left empty. An evaluation that the file does not hold is an error wrapping [os.ErrNotExist].
func One(ctx context.Context, path, key string, o Options) (Rows, error) {
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
