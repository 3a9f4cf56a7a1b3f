// Package exchange takes evaluations in from the Excel, Word and csv files that offices have, and gives them out as the files they
// must hand in.
//
// # In
//
// [Import] reads one file by its content; [ImportFolder] reads a folder, with progress and cancellation. What comes back is not only
// an evaluation: every cell says what it was read as, every doubt has a stable key, and what no field takes is listed. Package tablein
// finds and understands tables, package sheet turns workbooks and csv files into grids, package docx Word documents into text and
// grids, package ooxml opens their containers within bounds. Package published reads tables that offices have printed, transcribed into
// JSON, and holds them against the rules.
//
// # Out
//
// Package tableout writes the official table, a summary over projects, the findings and a history as a workbook; package docx the
// narrative report. [zhunsheng/app/exchange/tableout.CSV] writes the table's figures as plain text.
package exchange

import (
	"path/filepath"
	"strings"

	"zhunsheng/app/exchange/docx"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/exchange/tablein"
)

// Options say what a file itself does not.
type Options struct {
	tablein.Options
}

// Imported is what one file gave.
type Imported struct {
	Name   string
	Kind   ooxml.Kind
	Tables []*tablein.Table
	Unread []Unread     // sheets without a table, cell by cell
	Notes  []sheet.Note // what the file holds that is not read
	// Narrative are the sections of a Word document; those without an ID belong to no section of the outline.
	Narrative []docx.Section
}

// Unread is a sheet in which no table was found.
type Unread struct {
	Sheet string
	Cells []tablein.Reading
}

// Import reads one file by its content; its name is only used in messages and, where a table names no year, for the year in it.
// Errors are [*ooxml.Error] values.
func Import(name string, data []byte, opts Options) (*Imported, error) {
	kind := ooxml.KindOf(data)
	if opts.FiscalYear == 0 {
		opts.FiscalYear = tablein.YearIn(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)))
	}
	if kind == ooxml.KindDOCX {
		return importWord(name, data, opts)
	}
	return importSheets(name, kind, data, opts)
}

func importSheets(name string, kind ooxml.Kind, data []byte, opts Options) (*Imported, error) {
	book, err := sheet.Read(data)
	if err != nil {
		return nil, err
	}
	out := &Imported{Name: name, Kind: kind, Notes: book.Notes}
	out.add(book.Sheets, opts)
	if len(out.Tables) == 0 {
		return out, &ooxml.Error{Fault: ooxml.NoTable, Found: filepath.Base(name)}
	}
	return out, nil
}

// add reads the tables of grids.
func (out *Imported) add(grids []*sheet.Grid, opts Options) {
	for _, grid := range grids {
		tables := tablein.Find(grid, opts.Options)
		out.Tables = append(out.Tables, tables...)
		if len(tables) > 0 || len(grid.Lines) == 0 {
			continue
		}
		unread := Unread{Sheet: grid.Name}
		for i := range grid.Lines {
			for _, c := range grid.Lines[i].Own() {
				unread.Cells = append(unread.Cells, tablein.Reading{Row: c.Row, Col: c.Col, Text: c.Text, Formula: c.Formula})
			}
		}
		out.Unread = append(out.Unread, unread)
	}
}
