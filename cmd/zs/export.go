package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app/exchange/docx"
	"zhunsheng/app/exchange/tableout"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// exportFormats are the formats of zs export, in the order in which they are offered.
var exportFormats = []string{"xlsx", "docx", "csv", "json"}

// maxExports is how many evaluations go into one workbook.
const maxExports = 500

// export writes an evaluation as an editable file: zs export FILE… --xlsx|--docx|--csv|--json -o OUT. Several evaluations go into one
// workbook with a summary.
func (t *tool) export(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("export", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	schemeID := flags.String("scheme", "", "")
	printed := flags.Bool("printed", false, "")
	chosen := make(map[string]*bool)
	for _, format := range exportFormats {
		chosen[format] = flags.Bool(format, false, "")
	}
	operands, err := t.parseSome("export", flags, args, 1, maxExports)
	if err != nil {
		return err
	}
	if err := t.required("export", "out", *out); err != nil {
		return err
	}
	format, err := t.exportFormat(chosen, *out)
	if err != nil {
		return err
	}
	projects := make([]tableout.Project, 0, len(operands))
	for _, path := range operands {
		if err := clearPath(*out, path, ""); err != nil {
			return err
		}
		a, err := t.assess(path, *schemeID)
		if err != nil {
			return err
		}
		projects = append(projects, tableout.Project{Scheme: a.Scheme, Evaluation: a.Evaluation, Card: a.Card, Findings: a.Findings})
	}
	if len(projects) > 1 && format != "xlsx" {
		return &usageError{key: "cli.error.export-several", args: scoring.Args{"found": format}}
	}
	data, err := t.exported(format, projects, *printed)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(*out, data, 0o644); err != nil {
		return err
	}
	t.say("cli.export.written", map[string]string{
		"path": *out, "projects": fmt.Sprint(len(projects)), "kilobytes": fmt.Sprint((len(data) + 1023) / 1024),
	})
	return nil
}

// exportFormat is the one format that was asked for, else the one that the name of the file says.
func (t *tool) exportFormat(chosen map[string]*bool, out string) (string, error) {
	var formats []string
	for _, format := range exportFormats {
		if *chosen[format] {
			formats = append(formats, format)
		}
	}
	if len(formats) == 0 {
		for _, format := range exportFormats {
			if strings.HasSuffix(strings.ToLower(out), "."+format) {
				formats = append(formats, format)
			}
		}
	}
	if len(formats) != 1 {
		return "", &usageError{key: "cli.error.export-format", args: scoring.Args{"allowed": "--" + strings.Join(exportFormats, ", --")}}
	}
	return formats[0], nil
}

func (t *tool) exported(format string, projects []tableout.Project, printed bool) ([]byte, error) {
	first := projects[0]
	switch format {
	case "docx":
		return docx.Report(docx.Input{Scheme: first.Scheme, Evaluation: first.Evaluation, Card: first.Card, Words: t.words})
	case "csv":
		return tableout.CSV(first, printed)
	case "json":
		return first.Evaluation.Encode()
	default:
		return tableout.Workbook(projects, tableout.Options{Words: t.words, Printed: printed})
	}
}
