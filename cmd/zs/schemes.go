package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
)

// schemesCommand lists, shows, validates or compares schemes: zs schemes [list | show ID | validate FILE | diff A B] [--json].
func (t *tool) schemesCommand(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("schemes", pflag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parseSome("schemes", flags, args, 0, 3)
	if err != nil {
		return err
	}
	verb := "list"
	if len(operands) > 0 {
		verb, operands = operands[0], operands[1:]
	}
	for _, v := range []struct {
		name     string
		operands int
		run      func(operands []string, asJSON bool) error
	}{{"list", 0, t.listSchemes}, {"show", 1, t.showScheme}, {"validate", 1, t.validateScheme}, {"diff", 2, t.diffSchemes}} {
		if v.name == verb && v.operands == len(operands) {
			return v.run(operands, *asJSON)
		}
	}
	return &usageError{key: "cli.error.operands", args: scoring.Args{"command": "schemes", "form": t.words.Text("cli.schemes.form", nil)}}
}

func (t *tool) listSchemes(_ []string, asJSON bool) error {
	if asJSON {
		return t.writeJSON(t.schemes.All())
	}
	for _, s := range t.schemes.All() {
		t.printScheme(s)
	}
	return nil
}

func (t *tool) printScheme(s *scoring.Scheme) {
	write(t.stdout, fmt.Sprintf("%-24s %s  %s  %s\n", s.ID, s.Version, s.Title.In(t.words.Language()), s.Authority))
	write(t.stdout, fmt.Sprintf("%-24s %s\n", "", t.words.Text("standing."+string(s.Standing), nil)))
}

// showScheme prints the rules of one scheme.
func (t *tool) showScheme(operands []string, asJSON bool) error {
	s, err := t.schemes.Open(operands[0])
	if err != nil {
		return err
	}
	if asJSON {
		return t.writeJSON(s)
	}
	t.printScheme(s)
	if note := s.Note.In(t.words.Language()); note != "" {
		write(t.stdout, note, "\n")
	}
	t.say("cli.schemes.hash", map[string]string{"hash": s.Hash()})
	if s.Execution.Weight.IsPos() {
		write(t.stdout, fmt.Sprintf("  %6s  %s\n", s.Execution.Weight, t.words.Text("cli.execution", nil)))
	}
	for i := range s.Levels {
		t.printLevel(&s.Levels[i], "  ")
	}
	for _, g := range s.Grades {
		write(t.stdout, fmt.Sprintf("  %s ≥ %s\n", g.Name, g.Min))
	}
	for _, c := range s.Caps {
		t.say("cli.schemes.cap", map[string]string{"below": c.Below.String(), "max": c.Max.String()})
	}
	for _, kind := range s.Methods {
		write(t.stdout, "  · ", t.words.Text("method."+string(kind), nil), "\n")
	}
	return nil
}

func (t *tool) printLevel(l *scoring.LevelRule, indent string) {
	weight := "—"
	if l.Weight.IsPos() {
		weight = l.Weight.String()
	}
	write(t.stdout, fmt.Sprintf("%s%6s  %s\n", indent, weight, l.Name))
	for i := range l.Children {
		t.printLevel(&l.Children[i], indent+"  ")
	}
}

// validation is what "zs schemes validate --json" prints.
type validation struct {
	Format string        `json:"format"`
	Valid  bool          `json:"valid"`
	ID     string        `json:"id,omitempty"`
	Hash   string        `json:"hash,omitempty"`
	Faults []schemeFault `json:"faults"`
}

const validationFormat = "zhunsheng/scheme-validation/1"

type schemeFault struct {
	Fault   string `json:"fault"`
	Field   string `json:"field"`
	Line    int    `json:"line,omitempty"`
	Found   string `json:"found,omitempty"`
	Allowed string `json:"allowed,omitempty"`
	Text    string `json:"text"`
}

// validateScheme checks a scheme file. The answer is no where it has faults.
func (t *tool) validateScheme(operands []string, asJSON bool) error {
	s, err := app.ReadSchemeFile(operands[0])
	faults := inputErrors(err)
	if err != nil && len(faults) == 0 {
		return err // the file cannot be read at all
	}
	out := validation{Format: validationFormat, Valid: err == nil, Faults: make([]schemeFault, 0, len(faults))}
	if s != nil {
		out.ID, out.Hash = s.ID, s.Hash()
	}
	for _, f := range faults {
		out.Faults = append(out.Faults, schemeFault{
			Fault: f.Fault, Field: f.Field, Line: f.Line, Found: f.Found, Allowed: f.Allowed, Text: t.words.Error(f),
		})
	}
	if asJSON {
		if err := t.writeJSON(out); err != nil {
			return err
		}
	} else {
		t.printValidation(&out)
	}
	if !out.Valid {
		return errNo
	}
	return nil
}

func (t *tool) printValidation(out *validation) {
	if out.Valid {
		t.say("cli.schemes.valid", map[string]string{"id": out.ID, "hash": out.Hash})
		return
	}
	t.say("cli.schemes.invalid", map[string]string{"count": fmt.Sprint(len(out.Faults))})
	for _, f := range out.Faults {
		write(t.stdout, "  ", f.Text, "\n")
	}
}

// inputErrors collects the faults of a document from the tree of an error.
func inputErrors(err error) (faults []*scoring.InputError) {
	switch e := err.(type) { //nolint:errorlint // the tree is walked node by node
	case *scoring.InputError:
		return []*scoring.InputError{e}
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			faults = append(faults, inputErrors(part)...)
		}
	case interface{ Unwrap() error }:
		return inputErrors(e.Unwrap())
	}
	return faults
}

// schemeDiff is what "zs schemes diff --json" prints.
type schemeDiff struct {
	Format  string            `json:"format"`
	Old     scoring.SchemeRef `json:"old"`
	New     scoring.SchemeRef `json:"new"`
	Changes []scoring.Change  `json:"changes"`
}

const schemeDiffFormat = "zhunsheng/scheme-diff/1"

// diffSchemes lists the differences of two schemes, each an ID or a file.
func (t *tool) diffSchemes(operands []string, asJSON bool) error {
	a, err := t.schemes.Open(operands[0])
	if err != nil {
		return err
	}
	b, err := t.schemes.Open(operands[1])
	if err != nil {
		return err
	}
	changes, err := scoring.Diff(a, b)
	if err != nil {
		return err
	}
	if asJSON {
		if changes == nil {
			changes = []scoring.Change{}
		}
		return t.writeJSON(schemeDiff{Format: schemeDiffFormat, Old: refOf(a), New: refOf(b), Changes: changes})
	}
	t.say("cli.schemes.changes", map[string]string{"old": a.ID + " " + a.Version, "new": b.ID + " " + b.Version, "count": fmt.Sprint(len(changes))})
	for _, c := range changes {
		write(t.stdout, fmt.Sprintf("  %s: %s → %s\n", c.Path, orDash(c.Old), orDash(c.New)))
	}
	return nil
}

func refOf(s *scoring.Scheme) scoring.SchemeRef {
	return scoring.SchemeRef{ID: s.ID, Version: s.Version, Hash: s.Hash()}
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}
