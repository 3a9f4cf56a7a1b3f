package desk

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Incoming is what a file holds that can be taken into the store.
type Incoming struct {
	Path  string
	Items []IncomingItem
}

// IncomingItem is one evaluation in a file.
type IncomingItem struct {
	Evaluation *scoring.Evaluation // its FiscalYear and MoneyUnit are those of the defaults where the file gives none
	From       string              // the sheet, "" for a file that is one evaluation
	Doubts     []Doubt
	Unplaced   int // cells that no field takes
}

// Doubt is something about a reading that a person should look at.
type Doubt struct {
	Cell    string // such as "C12", "" for the table as a whole
	Message scoring.Message
}

// Endings are the endings of the files that [Desk.Read] takes, and of workbooks of old, about which it says what to do.
func Endings() []string {
	return []string{".xlsx", ".xlsm", ".xls", ".docx", ".csv", ".tsv", ".json", ".pdf"}
}

// largestTable is the size up to which a table of an office is read, in bytes.
const largestTable = 64 << 20

// Read reads a file by its content: a report of this program, an evaluation in JSON, else a table from Excel, Word or csv. year and
// moneyUnit stand in for what a table does not say. Errors are those of [app.ImportReport], [app.OpenEvaluation] and
// [exchange.Import].
func (d *Desk) Read(ctx context.Context, path string, year int, moneyUnit string) (*Incoming, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if pdf, err := app.IsPDF(path); err != nil {
		return nil, err
	} else if pdf {
		e, verdict, err := app.ImportReport(path)
		if err != nil {
			return nil, err
		}
		if !verdict.Good() {
			return nil, &app.FileError{Path: path, Err: &DisagreeError{Differences: len(verdict.Rescored.Differences)}}
		}
		return &Incoming{Path: path, Items: []IncomingItem{{Evaluation: e}}}, nil
	}
	if strings.EqualFold(filepath.Ext(path), ".json") {
		source, err := app.OpenEvaluation(path, d.schemes, d.words().Text("desk.taken-over", nil))
		if err != nil {
			return nil, err
		}
		return &Incoming{Path: path, Items: []IncomingItem{{Evaluation: source.Evaluation}}}, nil
	}
	return d.readTables(path, year, moneyUnit, nil)
}

func (d *Desk) readTables(path string, year int, moneyUnit string, mappings []tablein.Mapping) (*Incoming, error) {
	data, err := app.ReadFile(path, largestTable)
	if err != nil {
		return nil, err
	}
	options := exchange.Options{Options: tablein.Options{MoneyUnit: moneyUnit, Schemes: d.schemes.ForYear(0), Mappings: mappings}}
	imported, err := exchange.Import(filepath.Base(path), data, options)
	if err != nil {
		return nil, &app.FileError{Path: path, Err: err}
	}
	in := &Incoming{Path: path}
	for _, t := range imported.Tables {
		item := IncomingItem{Evaluation: t.Evaluation, From: t.Sheet, Unplaced: len(t.Unplaced)}
		if item.Evaluation.FiscalYear == 0 {
			item.Evaluation.FiscalYear = year
		}
		if item.Evaluation.Project.Name == "" {
			item.Evaluation.Project.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		}
		for _, doubt := range t.All() {
			item.Doubts = append(item.Doubts, Doubt{Cell: doubt.Ref, Message: doubt.Message()})
		}
		in.Items = append(in.Items, item)
	}
	return in, nil
}

// Take puts items of a file into the store, all or none, as one action, and returns the fiscal year and the IDs under which they are
// there now. An ID that is taken gives way to a new one, so nothing that is there is replaced.
func (d *Desk) Take(ctx context.Context, items []IncomingItem) (year int, ids []string, err error) {
	var list []*scoring.Evaluation
	taken := map[string]bool{}
	from := ""
	for i := range items {
		e := *items[i].Evaluation
		year, from = e.FiscalYear, cmp.Or(items[i].From, from)
		if e.ID == "" || taken[e.ID] || d.has(ctx, e.FiscalYear, e.ID) {
			e.ID = d.ids()
		}
		taken[e.ID] = true
		list, ids = append(list, &e), append(ids, e.ID)
	}
	if err := d.addTogether(ctx, storage.ActionImport, fileReason(from, list), list); err != nil {
		return year, nil, err
	}
	return year, ids, nil
}

func (d *Desk) has(ctx context.Context, year int, id string) bool {
	headers, err := d.store.Headers(ctx, year)
	return err == nil && slices.ContainsFunc(headers, func(h storage.Header) bool { return h.ID == id })
}
