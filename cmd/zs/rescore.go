package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/storage/atomicfile"
)

// fileVerdict is what "zs verify --json" writes: the verdict on the signatures and, where there is one, that on the data.
type fileVerdict struct {
	*sign.Verdict
	Data *dataVerdict        `json:"data,omitempty"`
	Late []app.LateSignature `json:"late,omitempty"` // a note: it changes nothing of the verdict
}

// dataVerdict is the verdict on the data in its JSON form.
type dataVerdict struct {
	Kind    app.DataKind `json:"kind"`
	Problem string       `json:"problem,omitempty"`
	*reportdata.Rescored
}

func dataJSON(v *app.DataVerdict) *dataVerdict {
	out := &dataVerdict{Kind: v.Kind, Rescored: v.Rescored}
	if v.Err != nil {
		out.Problem = v.Err.Error()
	}
	return out
}

// printData says whether the data inside a report give what it prints.
func (t *tool) printData(v *app.DataVerdict) {
	if v.Kind == app.DataUnreadable {
		return // the verdict on the signatures has said so
	}
	t.say("cli.verify.data", map[string]string{"verdict": t.words.Text(string(v.Kind), nil)})
	if v.Kind == app.DataRefused {
		t.say("cli.verify.data.problem", map[string]string{"problem": app.Sentence(t.words, v.Err)})
	}
	if v.Rescored == nil {
		return
	}
	t.say("cli.verify.data.total", map[string]string{
		"total": v.Rescored.Total, "grade": v.Rescored.Grade, "figures": fmt.Sprint(v.Rescored.Figures), "program": v.Rescored.Program,
	})
	for _, d := range v.Rescored.Differences {
		args := map[string]string{
			"place": t.words.Text("rescore.place."+string(d.Place), nil), "row": d.Row, "page": fmt.Sprint(d.Page),
			"printed": d.Printed, "computed": d.Computed,
		}
		if d.Row != "" {
			t.say("cli.verify.data.row", args)
			continue
		}
		t.say("cli.verify.data.difference", args)
	}
	if n := len(v.Rescored.Reread); n > 0 {
		t.say("cli.verify.data.reread", map[string]string{"count": fmt.Sprint(n)})
	}
}

// importFile writes the evaluation inside a report as a file: zs import REPORT.pdf -o FILE.
func (t *tool) importFile(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("import", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	operands, err := t.parse("import", flags, args, 1)
	if err != nil {
		return err
	}
	if err := t.required("import", "out", *out); err != nil {
		return err
	}
	if err := clearPath(*out, operands[0], ""); err != nil {
		return err
	}
	e, verdict, err := app.ImportReport(operands[0])
	if err != nil {
		return err
	}
	if !verdict.Good() {
		t.printData(verdict)
		return errNo
	}
	data, err := e.Encode()
	if err != nil {
		return err
	}
	if err := atomicfile.Write(*out, data, 0o644); err != nil {
		return err
	}
	t.say("cli.import.written", map[string]string{
		"path": *out, "project": e.Project.Name, "year": fmt.Sprint(e.FiscalYear), "indicators": fmt.Sprint(len(e.Indicators)),
	})
	t.printData(verdict)
	return nil
}
