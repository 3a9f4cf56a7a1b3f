// Package sheet turns an Excel workbook or a csv file into grids of text: what stands in which cell, which cells are merged, what is
// hidden, what a formula was and which figure lies behind a displayed number. It knows nothing of evaluations.
//
// # Workbooks
//
// A workbook comes from anywhere, so nothing of it reaches the spreadsheet library but figures, formats and formulas: [Read] checks
// the container (package ooxml), walks each sheet once without building it, leaves out rows and cells without content, resolves the
// shared strings, and hands the library a small workbook of its own making. A million empty rows cost a scan; macros, links to other
// workbooks, pictures and the rest are never opened and only reported ([Book.Notes]).
//
// # Figures
//
// A cell's Text is what a person sees: "86.20%", "2022年12月", "12,480.11". Its Number is the stored figure, to the 15 digits that a
// sheet keeps. The value of a formula is the one stored with it: formulas are shown, never computed.
//
// # csv
//
// UTF-8 with or without a mark, UTF-16 with one, else GB 18030; the separator is found by counting.
package sheet

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/govalues/decimal"
)

// Book is a file read into grids.
type Book struct {
	Sheets []*Grid
	Notes  []Note // what the file holds that is not read
}

// Note names something in a file that is not read. The strings are stable: they name sentences exchange.note.<note>.
type Note string

// The notes about a file.
const (
	Macros       Note = "macros"
	ExternalLink Note = "external-links"
	Pictures     Note = "pictures"
	ChartSheets  Note = "chart-sheets"
	FarCells     Note = "far-cells" // cells beyond the bounds of a form
	GBEncoding   Note = "gb18030"   // a csv file was read as GB 18030
)

// The bounds of what a form may hold; what lies beyond is noted as FarCells or refused as too many.
const (
	maxColumns = 512
	maxRow     = 200_000  // highest row number that is read
	maxCells   = 300_000  // cells with content in a book
	maxText    = 32 << 20 // bytes of text and formulas in the cells of a book: one long text may be shared by all of them
	maxMerges  = 50_000
	maxSpans   = 3_000_000 // cells of all lines, merged ones counted on every line they cross
)

// Grid is one sheet.
type Grid struct {
	Name   string
	Hidden bool
	Lines  []Line // the rows that hold something, from top to bottom
}

// Line is one row of a sheet with everything that crosses it.
type Line struct {
	Row    int // counted from 1
	Hidden bool
	Cells  []*Cell // by column; a merged cell stands on every line it crosses
}

// Cell is a cell with content, or the top left cell of a merged area with content.
type Cell struct {
	Row, Col       int // counted from 1
	EndRow, EndCol int // last row and column of the merged area; Row and Col where there is none
	Text           string
	Number         decimal.NullDecimal // the stored figure of a numeric cell
	Formula        string              // without the leading "="
	NoValue        bool                // a formula whose value was not stored
	Fault          bool                // an error value such as #REF!
	HiddenColumn   bool
}

// Ref is the cell's name, such as "C12".
func (c *Cell) Ref() string { return Ref(c.Row, c.Col) }

// Wide reports whether the cell spans several columns, Tall several rows.
func (c *Cell) Wide() bool { return c.EndCol > c.Col }

// Tall reports whether the cell spans several rows.
func (c *Cell) Tall() bool { return c.EndRow > c.Row }

// Ref names a cell by row and column, both counted from 1.
func Ref(row, col int) string { return ColumnName(col) + strconv.Itoa(row) }

// ColumnName names a column counted from 1: A, Z, AA.
func ColumnName(col int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// ColumnNumber reads a column's name; 0 where it is none.
func ColumnNumber(name string) int {
	n := 0
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z':
			r -= 'a' - 'A'
		case r < 'A' || r > 'Z':
			return 0
		}
		if n = n*26 + int(r-'A') + 1; n > 20000 {
			return 0
		}
	}
	return n
}

// At returns the cell of a line that covers a column, or nil.
func (l *Line) At(col int) *Cell {
	for _, c := range l.Cells {
		if c.Col <= col && col <= c.EndCol {
			return c
		}
	}
	return nil
}

// Own returns the cells that begin on the line.
func (l *Line) Own() []*Cell {
	own := make([]*Cell, 0, len(l.Cells))
	for _, c := range l.Cells {
		if c.Row == l.Row {
			own = append(own, c)
		}
	}
	return own
}

// area is a merged area.
type area struct{ row, col, endRow, endCol int }

// NewGrid builds a grid of cells in any order, with the rows in hidden marked. It is for readers of other formats.
func NewGrid(name string, cells []*Cell, hidden map[int]bool) *Grid {
	g := &Grid{Name: name}
	slices.SortStableFunc(cells, func(a, b *Cell) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
	})
	var tall []*Cell // cells of earlier lines that reach further down
	spans := 0
	for i := 0; i < len(cells); {
		line := Line{Row: cells[i].Row, Hidden: hidden[cells[i].Row]}
		tall = slices.DeleteFunc(tall, func(c *Cell) bool { return c.EndRow < line.Row })
		line.Cells = append(line.Cells, tall...)
		for ; i < len(cells) && cells[i].Row == line.Row; i++ {
			line.Cells = append(line.Cells, cells[i])
			if cells[i].Tall() {
				tall = append(tall, cells[i])
			}
		}
		slices.SortStableFunc(line.Cells, func(a, b *Cell) int { return cmp.Compare(a.Col, b.Col) })
		if spans += len(line.Cells); spans > maxSpans {
			break
		}
		g.Lines = append(g.Lines, line)
	}
	return g
}

// merge gives the cells their merged areas. Content of a covered cell other than the top left one is kept as a cell of its own.
func merge(cells []*Cell, areas []area) {
	at := make(map[[2]int]*Cell, len(cells))
	for _, c := range cells {
		at[[2]int{c.Row, c.Col}] = c
	}
	for _, a := range areas {
		if c := at[[2]int{a.row, a.col}]; c != nil {
			c.EndRow, c.EndCol = a.endRow, a.endCol
		}
	}
}
