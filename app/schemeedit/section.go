package schemeedit

import (
	"strconv"

	"zhunsheng/scoring"
)

// Kind says what a field holds.
type Kind string

// The kinds of fields.
const (
	Text   Kind = "text"
	Prose  Kind = "prose"
	Number Kind = "number"
	Whole  Kind = "whole"
	Names  Kind = "names"  // several, with 、 between them
	Choice Kind = "choice" // one of Options
	Switch Kind = "switch" // [Yes] or [No]
)

// Section is a part of a scheme: single fields, or a table of rows, or both. Its sentence is "scheme.section." + ID.
type Section struct {
	ID     string
	Fields []Field
	Table  *Table
}

// Field is one value of a scheme. Its sentence is that of [Label].
type Field struct {
	Path    string
	Kind    Kind
	Options []string // of a Choice; "" among them is "not said". Their sentences are "scheme.option." + option
	Named   bool     // the options are names of the scheme's own, not sentences
	Value   string
}

// Table is a list whose members all have the same fields.
type Table struct {
	Path    string   // of the list
	Columns []string // paths of the fields of a row, from the row on
	Rows    []Row
	Deepest int // how deep rows can have rows of their own; 0: not at all
}

// Row is a member of a table.
type Row struct {
	Path   string
	List   string // the list that it stands in
	Index  int    // in that list
	Depth  int
	Fields []Field
}

// column describes the fields of a table, or single ones.
type column struct {
	path    string
	kind    Kind
	options []string
}

// shapes are the sections of a scheme in the order in which they are read.
var shapes = []struct {
	id     string
	fields []column
	list   string // "" for a section without a table
	depth  int    // how deep rows can have rows of their own
	table  []column
}{
	{id: "basics", fields: []column{
		{"title.zh", Text, nil},
		{"title.en", Text, nil},
		{"id", Text, nil},
		{"version", Text, nil},
		{"authority", Text, nil},
		{"standing", Choice, []string{string(scoring.StandingRule), string(scoring.StandingPractice), string(scoring.StandingIllustrative), string(scoring.StandingToBeConfirmed)}},
		{"firstYear", Whole, nil},
		{"lastYear", Whole, nil},
		{"deadline", Text, nil},
		{"note.zh", Prose, nil},
		{"note.en", Prose, nil},
	}},
	{id: "levels", list: "levels", depth: 1, table: []column{{"name", Text, nil}, {"weight", Number, nil}, {"tolerance", Number, nil}, {"aliases", Names, nil}, {"fallsTo", Choice, nil}}},
	{id: "points", fields: []column{
		{"fullMark", Number, nil},
		{"places", Whole, nil},
		{"execution.weight", Number, nil},
		{"execution.denominator", Choice, []string{"", string(scoring.AdjustedBudget), string(scoring.InitialBudget)}},
		{"ceiling", Choice, []string{string(scoring.CeilingRatio), string(scoring.CeilingLinear)}},
		{"equality", Choice, []string{string(scoring.EqualityOneSided), string(scoring.EqualityTwoSided)}},
		{"passLine", Number, nil},
		{"overAchievement.threshold", Number, nil},
		{"overAchievement.deduct", Number, nil},
		{"notApplicable.keepsWeight", Switch, nil},
		{"notApplicable.rescalesExecution", Switch, nil},
	}},
	{id: "methods"},
	{id: "grades", list: "grades", table: []column{{"name", Text, nil}, {"min", Number, nil}, {"text.zh", Text, nil}, {"text.en", Text, nil}, {"aliases", Names, nil}}},
	{id: "tiers", list: "tiers", table: []column{
		{"id", Text, nil},
		{"name.zh", Text, nil},
		{"name.en", Text, nil},
		{"low", Number, nil},
		{"high", Number, nil},
		{"lowOpen", Switch, nil},
		{"highOpen", Switch, nil},
	}},
	{id: "bands", list: "execution.bands", table: []column{{"atLeast", Number, nil}, {"earns", Number, nil}}},
	{id: "satisfaction", list: "satisfaction", table: []column{{"atLeast", Number, nil}, {"earns", Number, nil}}},
	{id: "caps", list: "caps", table: []column{{"below", Number, nil}, {"max", Number, nil}}},
	{id: "thresholds", fields: []column{
		{"thresholds.lowExecution", Number, nil},
		{"thresholds.highTotal", Number, nil},
		{"thresholds.doubtedExecution", Number, nil},
		{"thresholds.budgetAdjustment", Number, nil},
		{"thresholds.overAchievement", Number, nil},
		{"thresholds.totalDifference", Number, nil},
		{"thresholds.shareDifference", Number, nil},
		{"thresholds.halfExecution", Number, nil},
		{"thresholds.fullExecution", Number, nil},
		{"thresholds.littleOutput", Number, nil},
		{"thresholds.heavyIndicator", Number, nil},
		{"thresholds.copiedText", Number, nil},
		{"thresholds.goalMonths", Whole, nil},
	}},
	{id: "panel", fields: []column{
		{"panel", Switch, nil},
		{"panel.method", Choice, []string{string(scoring.PanelMean), string(scoring.PanelTrimmedMean), string(scoring.PanelMedian), string(scoring.PanelWeighted)}},
		{"panel.dropHighest", Whole, nil},
		{"panel.dropLowest", Whole, nil},
		{"panel.quorum", Whole, nil},
		{"panel.maxRange", Number, nil},
		{"panel.maxDeviation", Number, nil},
	}},
	{id: "roles", list: "roles", table: []column{{"id", Text, nil}, {"name.zh", Text, nil}, {"name.en", Text, nil}, {"required", Switch, nil}}},
	{id: "outline", list: "outline", depth: 3, table: []column{{"id", Text, nil}, {"title.zh", Text, nil}, {"title.en", Text, nil}, {"required", Switch, nil}}},
}

// Sections lays the scheme out.
func (d *Draft) Sections() []Section {
	sections := make([]Section, 0, len(shapes))
	for _, shape := range shapes {
		s := Section{ID: shape.id}
		for _, c := range shape.fields {
			if f, ok := d.field("", c); ok {
				s.Fields = append(s.Fields, f)
			}
		}
		if shape.id == "methods" {
			s.Fields = d.methods()
		}
		if shape.list != "" {
			s.Table = &Table{Path: shape.list, Deepest: shape.depth}
			for _, c := range shape.table {
				s.Table.Columns = append(s.Table.Columns, c.path)
			}
			s.Table.Rows = d.rows(shape.list, shape.table, shape.depth, 0)
		}
		sections = append(sections, s)
	}
	return sections
}

// field reads one field; ok is false where the scheme has no place for it now, as for the members of a rule that is not there.
func (d *Draft) field(base string, c column) (f Field, ok bool) {
	f = Field{Path: base + c.path, Kind: c.kind, Options: c.options}
	if c.path == "panel" {
		f.Value = No
		if d.scheme.Panel != nil {
			f.Value = Yes
		}
		return f, true
	}
	at, key, err := d.at(f.Path)
	if err != nil {
		return f, false
	}
	f.Value = value(at, key)
	if c.path == "fallsTo" {
		f.Options, f.Named = []string{""}, true
		for _, l := range d.scheme.Levels {
			f.Options = append(f.Options, l.Name)
		}
	}
	return f, true
}

func (d *Draft) methods() []Field {
	var fields []Field
	for _, kind := range scoring.MethodKinds() {
		f := Field{Path: "methods[" + string(kind) + "]", Kind: Switch, Value: No}
		if d.scheme.Allows(kind) {
			f.Value = Yes
		}
		fields = append(fields, f)
	}
	return fields
}

func (d *Draft) rows(list string, columns []column, deepest, depth int) []Row {
	at, _, err := d.at(list)
	if err != nil {
		return nil
	}
	var rows []Row
	for i := range at.Len() {
		row := Row{Path: list + "[" + strconv.Itoa(i) + "]", List: list, Index: i, Depth: depth}
		for _, c := range columns {
			if f, ok := d.field(row.Path+".", c); ok {
				row.Fields = append(row.Fields, f)
			}
		}
		rows = append(rows, row)
		if depth < deepest {
			rows = append(rows, d.rows(row.Path+".children", columns, deepest, depth+1)...)
		}
	}
	return rows
}

// SectionOf returns the ID of the section that a path belongs to, "" where there is none.
func SectionOf(path string) string {
	key, _ := Label(path)
	for _, shape := range shapes {
		if shape.list != "" {
			if list, _ := Label(shape.list); key == list || len(key) > len(list) && key[:len(list)+1] == list+"." {
				return shape.id
			}
		}
		for _, c := range shape.fields {
			if own, _ := Label(c.path); own == key {
				return shape.id
			}
		}
	}
	if _, ok := method(path); ok || path == "methods" {
		return "methods"
	}
	if key == "scheme.field.title" || key == "scheme.field.format" || key == "scheme.field.note" {
		return "basics"
	}
	return ""
}
