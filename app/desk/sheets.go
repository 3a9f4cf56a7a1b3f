package desk

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/exchange/tablein"
)

// Sheet is one sheet of a workbook or csv file as it looks, for saying by hand which column is which.
type Sheet struct {
	Name    string
	Columns []string   // A, B, …
	Rows    [][]string // the first ones, cut to the same width
	// Mapping is how the program itself understands the columns; empty where it finds no table.
	Mapping Mapping
}

// Mapping says which column of a sheet holds what. It is the engine's of the command line ("--columns").
type Mapping struct {
	Header  int            // last row of the headings, counted from 1; 0: not known
	Columns map[int]string // by column number, counted from 1: one of [ColumnKinds]
}

// The part of a sheet that is shown.
const (
	sheetRows    = 200
	sheetColumns = 40
)

// ColumnKinds lists what a column can hold, in the order in which it is offered. Their sentences are "desk.column." + kind.
func ColumnKinds() []string {
	columns := tablein.Columns()
	kinds := make([]string, len(columns))
	for i, c := range columns {
		kinds[i] = string(c)
	}
	return kinds
}

// NameColumn is the kind of column without which a mapping is none.
const NameColumn = string(tablein.ColumnName)

// HasSheets reports whether columns of a file can be mapped by hand, by the ending of its name.
func HasSheets(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xlsm", ".csv", ".tsv":
		return true
	}
	return false
}

// Sheets returns the sheets of a file that hold something. Errors are those of [app.ReadFile] and [sheet.Read].
func (d *Desk) Sheets(ctx context.Context, path string) ([]Sheet, error) {
	data, err := app.ReadFile(path, largestTable)
	if err != nil {
		return nil, err
	}
	book, err := sheet.Read(data)
	if err != nil {
		return nil, &app.FileError{Path: path, Err: err}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	understood := map[string]Mapping{}
	if imported, err := exchange.Import(filepath.Base(path), data, exchange.Options{Options: tablein.Options{Schemes: d.schemes.ForYear(0)}}); err == nil {
		for _, t := range imported.Tables {
			if _, ok := understood[t.Sheet]; !ok {
				understood[t.Sheet] = mappingOf(t)
			}
		}
	}
	var sheets []Sheet
	for _, grid := range book.Sheets {
		if len(grid.Lines) > 0 {
			s := view(grid)
			s.Mapping = understood[grid.Name]
			sheets = append(sheets, s)
		}
	}
	if len(sheets) == 0 {
		return nil, &app.FileError{Path: path, Err: &ooxml.Error{Fault: ooxml.NoTable, Found: filepath.Base(path)}}
	}
	return sheets, nil
}

func mappingOf(t *tablein.Table) Mapping {
	m := Mapping{Header: t.Header, Columns: map[int]string{}}
	allowed := map[tablein.Column]bool{}
	for _, c := range tablein.Columns() {
		allowed[c] = true
	}
	for col, kind := range t.Columns {
		if allowed[kind] {
			m.Columns[col] = string(kind)
		}
	}
	return m
}

// view cuts the part out of a grid that is shown. Row numbers stay what they are: empty rows are there too.
func view(grid *sheet.Grid) Sheet {
	s := Sheet{Name: grid.Name}
	width, height := 0, 0
	for i := range grid.Lines {
		line := &grid.Lines[i]
		if line.Row > sheetRows {
			break
		}
		height = line.Row
		for _, c := range line.Own() {
			width = max(width, min(c.Col, sheetColumns))
		}
	}
	s.Rows = make([][]string, height)
	for i := range s.Rows {
		s.Rows[i] = make([]string, width)
	}
	for i := range grid.Lines {
		for _, c := range grid.Lines[i].Own() {
			if c.Row <= height && c.Col <= width {
				s.Rows[c.Row-1][c.Col-1] = strings.Join(strings.Fields(c.Text), " ")
			}
		}
	}
	for col := range width {
		s.Columns = append(s.Columns, sheet.ColumnName(col+1))
	}
	return s
}

// ReadMapped reads a table as a person says its columns are. Errors are those of [Desk.Read]; an [*ooxml.Error] with the fault Unmapped
// where no column holds the names, or no row is the last of the headings.
func (d *Desk) ReadMapped(ctx context.Context, path string, year int, moneyUnit, sheetName string, m Mapping) (*Incoming, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var pairs []string
	for col, kind := range m.Columns {
		pairs = append(pairs, sheet.ColumnName(col)+"="+kind)
	}
	mapping, err := tablein.ParseMapping(sheetName, m.Header, strings.Join(pairs, ","))
	if err != nil {
		return nil, err
	}
	in, err := d.readTables(path, year, moneyUnit, []tablein.Mapping{mapping})
	if err != nil {
		return nil, err
	}
	kept := in.Items[:0]
	for _, item := range in.Items {
		if item.From == sheetName {
			kept = append(kept, item)
		}
	}
	in.Items = kept
	return in, nil
}

// NoTable reports whether an error says that a file holds no table that the program recognises, so that a person can help.
func NoTable(err error) bool {
	var fault *ooxml.Error
	return errors.As(err, &fault) && fault.Fault == ooxml.NoTable
}
