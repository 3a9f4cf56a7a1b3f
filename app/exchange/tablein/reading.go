package tablein

import (
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
)

// Options say what the tables themselves do not.
type Options struct {
	FiscalYear int    // for a table that names no year; 0: none
	MoneyUnit  string // for a table that names no unit of money; "": none
	// Schemes are the schemes to choose from; the first is taken where none fits better. Without any the national one is named.
	Schemes []*scoring.Scheme
	// Scheme, if not nil, is taken for every table.
	Scheme   *scoring.Scheme
	Mappings []Mapping
}

// Mapping is what a person says about the columns of one table of indicators.
type Mapping struct {
	Sheet   string         // name of the sheet; "" is every sheet
	Header  int            // last row of the headings, counted from 1; the indicators begin below it
	Columns map[int]Column // by column number, counted from 1
}

// Table is one table as it was read.
type Table struct {
	Sheet       string
	First, Last int // rows, counted from 1
	// Evaluation holds what was read. Its FiscalYear is 0 and its MoneyUnit "" where neither table nor options give one; it can then be
	// shown but not kept.
	Evaluation *scoring.Evaluation
	Cells      []Reading
	Unplaced   []Reading // what no field takes, in the order of the sheet
	Doubts     []Doubt   // about the table as a whole
	Reviews    []Review  // second scores beside the self-evaluated ones
	// Columns is how the columns of the indicators were understood, and Header the last row of their headings: a start for mapping by
	// hand.
	Columns map[int]Column
	Header  int
}

// Reading is how one cell was understood.
type Reading struct {
	Row, Col int    // counted from 1
	Text     string // what stands in the cell
	Formula  string // shown, never computed
	Field    Field  // zero for a cell that no field takes
	Doubts   []Doubt
}

// Ref is the cell's name, such as "C12".
func (r *Reading) Ref() string { return sheet.Ref(r.Row, r.Col) }

// Field names what a cell was read as. Kind is stable and names a sentence exchange.field.<kind>; Index counts rows of its kind from
// 0 and is -1 where there is only one.
type Field struct {
	Kind  string
	Index int
}

// Doubt is something about a reading that a person should look at. Key is stable and names a sentence exchange.doubt.<key>.
type Doubt struct {
	Key  string
	Args scoring.Args
}

// Message names the sentence for the user.
func (d Doubt) Message() scoring.Message {
	return scoring.Message{Key: "exchange.doubt." + d.Key, Args: d.Args}
}

// Review is a second score of an indicator, or of the whole where Indicator is "": a reviewer's beside the unit's own.
type Review struct {
	Indicator string `json:"indicator"` // its ID
	Heading   string `json:"heading"`   // of the column
	Points    string `json:"points"`    // as printed
}

// one is the field of which a table has one.
func one(kind string) Field { return Field{kind, -1} }

// Doubtful reports whether anything about the table asks for a look.
func (t *Table) Doubtful() bool {
	if len(t.Doubts) > 0 || len(t.Unplaced) > 0 {
		return true
	}
	for i := range t.Cells {
		if len(t.Cells[i].Doubts) > 0 {
			return true
		}
	}
	return false
}

// All returns every doubt with the cell it is about, those about the table first with an empty name.
func (t *Table) All() []CellDoubt {
	var all []CellDoubt
	for _, d := range t.Doubts {
		all = append(all, CellDoubt{Doubt: d})
	}
	for i := range t.Cells {
		for _, d := range t.Cells[i].Doubts {
			all = append(all, CellDoubt{Ref: t.Cells[i].Ref(), Doubt: d})
		}
	}
	return all
}

// CellDoubt is a doubt with the name of its cell.
type CellDoubt struct {
	Ref string
	Doubt
}
