package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// importCommand is one "zs import".
type importCommand struct {
	*tool
	out           string
	cells, asJSON bool
	options       exchange.Options
	written       map[string]bool // paths, so that no table overwrites another
	failed        bool
}

// importAny reads tables, documents and reports into evaluation files: zs import FILE|DIR [-o OUT]. Without -o it shows how the tables
// were understood. What the file is, is decided by its content.
func (t *tool) importAny(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("import", pflag.ContinueOnError)
	c := &importCommand{tool: t, written: make(map[string]bool)}
	flags.StringVarP(&c.out, "out", "o", "", "")
	year := flags.Int("year", 0, "")
	unit := flags.String("money-unit", "", "")
	schemeID := flags.String("scheme", "", "")
	sheetName := flags.String("sheet", "", "")
	header := flags.Int("header", 0, "")
	columns := flags.String("columns", "", "")
	flags.BoolVar(&c.cells, "cells", false, "")
	flags.BoolVar(&c.asJSON, "json", false, "")
	operands, err := t.parse("import", flags, args, 1)
	if err != nil {
		return err
	}
	c.options.Options = tablein.Options{FiscalYear: *year, MoneyUnit: *unit, Schemes: t.schemes.All()}
	if *schemeID != "" {
		if c.options.Scheme, err = t.schemes.ByID(*schemeID); err != nil {
			return err
		}
	}
	if *columns != "" || *header > 0 {
		mapping, err := tablein.ParseMapping(*sheetName, *header, *columns)
		if err != nil {
			return err
		}
		c.options.Mappings = []tablein.Mapping{mapping}
	}
	info, err := os.Stat(operands[0])
	switch {
	case err != nil:
		return err
	case info.IsDir():
		err = c.folder(ctx, operands[0])
	default:
		err = c.file(ctx, operands[0])
	}
	if err == nil && c.failed {
		return errNo
	}
	return err
}

// file imports one file; a report that this program printed is taken by the data inside it.
func (c *importCommand) file(ctx context.Context, path string) error {
	data, err := app.ReadFile(path, maxPDF)
	if err != nil {
		return err
	}
	if ooxml.KindOf(data) == ooxml.KindPDF {
		if err := c.required("import", "out", c.out); err != nil {
			return err
		}
		return c.importFile(ctx, []string{path, "-o", c.out})
	}
	got, err := exchange.Import(path, data, c.options)
	if err != nil {
		return &app.FileError{Path: path, Err: err}
	}
	if c.asJSON {
		if err := c.writeJSON(newImportOutput(c.words, got)); err != nil {
			return err
		}
	} else {
		c.show(got)
	}
	if c.out == "" {
		return nil
	}
	return c.keep(path, got, len(got.Tables) > 1)
}

// folder imports every table of a folder; OUT is a folder then.
func (c *importCommand) folder(ctx context.Context, path string) error {
	batch, err := exchange.ImportFolder(ctx, path, app.ReadFile, c.options, c.progress("cli.import.working"))
	if err != nil {
		return err
	}
	if len(batch.Files) == 0 {
		return &usageError{key: "cli.error.no-tables", args: scoring.Args{"path": path, "skipped": fmt.Sprint(len(batch.Skipped))}}
	}
	outputs := make([]importOutput, 0, len(batch.Files))
	tables, failed := 0, 0
	for i := range batch.Files {
		f := &batch.Files[i]
		if f.Err != nil {
			failed++
			write(c.stderr, app.Sentence(c.words, &app.FileError{Path: f.Path, Err: f.Err}), "\n")
			continue
		}
		tables += len(f.Imported.Tables)
		if c.asJSON {
			outputs = append(outputs, newImportOutput(c.words, f.Imported))
		} else {
			c.brief(f.Imported)
		}
		if c.out != "" {
			if err := c.keep(f.Path, f.Imported, true); err != nil {
				return err
			}
		}
	}
	c.failed = c.failed || failed > 0
	if c.asJSON {
		return c.writeJSON(outputs)
	}
	c.say("cli.import.folder", map[string]string{
		"files": fmt.Sprint(len(batch.Files)), "tables": fmt.Sprint(tables), "failed": fmt.Sprint(failed), "skipped": fmt.Sprint(len(batch.Skipped)),
	})
	return nil
}

// keep writes the evaluations of a file: to OUT itself, or into OUT as a folder.
func (c *importCommand) keep(source string, got *exchange.Imported, intoFolder bool) error {
	if intoFolder {
		if err := os.MkdirAll(c.out, 0o755); err != nil {
			return err
		}
	} else if err := clearPath(c.out, source, ""); err != nil {
		return err
	}
	for _, table := range got.Tables {
		data, err := kept(table.Evaluation)
		if err != nil {
			c.failed = true
			write(c.stderr, app.Sentence(c.words, &app.FileError{Path: source, Err: err}), "\n")
			continue
		}
		path := c.out
		if intoFolder {
			path = c.free(source, table)
		}
		if err := atomicfile.Write(path, data, 0o644); err != nil {
			return err
		}
		e := table.Evaluation
		if !c.asJSON {
			c.say("cli.import.written", map[string]string{
				"path": path, "project": e.Project.Name, "year": fmt.Sprint(e.FiscalYear), "indicators": fmt.Sprint(len(e.Indicators)),
			})
		}
	}
	return nil
}

// kept encodes an evaluation and reads it back: what cannot be read again is not written.
func kept(e *scoring.Evaluation) ([]byte, error) {
	data, err := e.Encode()
	if err != nil {
		return nil, err
	}
	_, err = scoring.ReadEvaluation(data)
	return data, err
}

// free finds a name in OUT that no other table of this run has.
func (c *importCommand) free(source string, table *tablein.Table) string {
	base := strings.TrimSuffix(filepath.Base(source), filepath.Ext(source))
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		path := filepath.Join(c.out, name+".json")
		if !c.written[path] {
			c.written[path] = true
			return path
		}
	}
}

// brief prints one line a table.
func (c *importCommand) brief(got *exchange.Imported) {
	for _, table := range got.Tables {
		c.say("cli.import.brief", tableArgs(got, table))
	}
}

func tableArgs(got *exchange.Imported, table *tablein.Table) map[string]string {
	e := table.Evaluation
	total := "/"
	if e.Declared.Total.Valid {
		total = e.Declared.Total.Decimal.String()
	}
	return map[string]string{
		"file": filepath.Base(got.Name), "sheet": table.Sheet, "project": e.Project.Name, "unit": e.Project.Unit, "year": fmt.Sprint(e.FiscalYear),
		"indicators": fmt.Sprint(len(e.Indicators)), "funds": fmt.Sprint(len(e.Funds)), "total": total, "doubts": fmt.Sprint(len(table.All())),
		"unplaced": fmt.Sprint(len(table.Unplaced)), "first": strconv.Itoa(table.First), "last": strconv.Itoa(table.Last), "money": e.MoneyUnit,
	}
}

// show prints how a file was understood: tables, doubts, what was not placed.
func (c *importCommand) show(got *exchange.Imported) {
	for _, note := range got.Notes {
		write(c.stdout, "! ", c.words.Text("exchange.note."+string(note), nil), "\n")
	}
	for _, table := range got.Tables {
		args, key := tableArgs(got, table), "cli.import.table"
		if args["sheet"] == "" {
			key = "cli.import.table-only" // Word and csv have no sheets
		}
		c.say(key, args)
		c.say("cli.import.columns", map[string]string{"columns": table.Mapping()})
		if c.cells {
			for i := range table.Cells {
				r := &table.Cells[i]
				formula := ""
				if r.Formula != "" {
					formula = "  =" + r.Formula
				}
				write(c.stdout, "  ", r.Ref(), "  ", fieldText(c.words, r.Field), "  ", shortText(r.Text), formula, "\n")
			}
		}
		for _, d := range table.All() {
			write(c.stdout, "  ? ", d.Ref, "  ", c.words.Message(sayNote(c.words, d.Doubt)), "\n")
		}
		for i := range table.Unplaced {
			c.say("cli.import.unplaced", map[string]string{"cell": table.Unplaced[i].Ref(), "text": shortText(table.Unplaced[i].Text)})
		}
		for _, r := range table.Reviews {
			c.say("cli.import.review", map[string]string{"indicator": r.Indicator, "heading": r.Heading, "points": r.Points})
		}
	}
	for _, s := range got.Narrative {
		key := "cli.import.section"
		if s.ID == "" {
			key = "cli.import.section.unknown"
		}
		c.say(key, map[string]string{"heading": s.Heading, "section": s.ID, "characters": strconv.Itoa(len([]rune(s.Text)))})
	}
	for _, u := range got.Unread {
		c.say("cli.import.unread", map[string]string{"sheet": u.Sheet, "cells": strconv.Itoa(len(u.Cells))})
	}
}

// fieldText names a field in words, with its row where it has one.
func fieldText(words *locale.Printer, f tablein.Field) string {
	name := words.Text("exchange.field."+f.Kind, nil)
	if f.Index >= 0 {
		name += " " + strconv.Itoa(f.Index+1)
	}
	return name
}

// sayNote puts the sentence of a reading's note into a doubt about it.
func sayNote(words *locale.Printer, d tablein.Doubt) scoring.Message {
	m := d.Message()
	if note, ok := m.Args["note"]; ok {
		args := maps.Clone(m.Args)
		args["note"] = strings.TrimRight(words.Text("target.note."+note, nil), "。.")
		m.Args = args
	}
	return m
}

func shortText(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return string(runes)
}

// importOutput is what "zs import --json" prints for a file.
type importOutput struct {
	Format string              `json:"format"`
	File   string              `json:"file"`
	Notes  []string            `json:"notes,omitempty"`
	Tables []importTableOutput `json:"tables"`
	Unread []string            `json:"unread,omitempty"` // sheets without a table
}

// importOutputFormat is the value of its "format" member.
const importOutputFormat = "zhunsheng/import/1"

type importTableOutput struct {
	Sheet      string              `json:"sheet"`
	First      int                 `json:"first"`
	Last       int                 `json:"last"`
	Header     int                 `json:"header"`
	Columns    map[string]string   `json:"columns"`
	Evaluation *scoring.Evaluation `json:"evaluation"`
	Cells      []importCellOutput  `json:"cells"`
	Doubts     []importDoubtOutput `json:"doubts"`
	Unplaced   []importCellOutput  `json:"unplaced"`
	Reviews    []tablein.Review    `json:"reviews,omitempty"`
}

type importCellOutput struct {
	Cell    string `json:"cell"`
	Field   string `json:"field,omitempty"`
	Index   *int   `json:"index,omitempty"`
	Text    string `json:"text"`
	Formula string `json:"formula,omitempty"`
}

type importDoubtOutput struct {
	Cell string `json:"cell,omitempty"` // "": about the table
	Key  string `json:"key"`
	Text string `json:"text"`
}

func newImportOutput(words *locale.Printer, got *exchange.Imported) importOutput {
	out := importOutput{Format: importOutputFormat, File: got.Name, Tables: []importTableOutput{}}
	for _, n := range got.Notes {
		out.Notes = append(out.Notes, string(n))
	}
	for _, u := range got.Unread {
		out.Unread = append(out.Unread, u.Sheet)
	}
	for _, table := range got.Tables {
		o := importTableOutput{
			Sheet: table.Sheet, First: table.First, Last: table.Last, Header: table.Header, Evaluation: table.Evaluation, Reviews: table.Reviews,
			Columns: make(map[string]string), Cells: []importCellOutput{}, Doubts: []importDoubtOutput{}, Unplaced: []importCellOutput{},
		}
		for _, col := range slices.Sorted(maps.Keys(table.Columns)) {
			o.Columns[sheet.ColumnName(col)] = string(table.Columns[col])
		}
		for i := range table.Cells {
			o.Cells = append(o.Cells, newCellOutput(&table.Cells[i]))
		}
		for i := range table.Unplaced {
			o.Unplaced = append(o.Unplaced, newCellOutput(&table.Unplaced[i]))
		}
		for _, d := range table.All() {
			o.Doubts = append(o.Doubts, importDoubtOutput{d.Ref, d.Key, words.Message(sayNote(words, d.Doubt))})
		}
		out.Tables = append(out.Tables, o)
	}
	return out
}

func newCellOutput(r *tablein.Reading) importCellOutput {
	out := importCellOutput{Cell: r.Ref(), Field: r.Field.Kind, Text: r.Text, Formula: r.Formula}
	if r.Field.Kind != "" && r.Field.Index >= 0 {
		out.Index = &r.Field.Index
	}
	return out
}
