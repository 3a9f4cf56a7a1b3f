package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/report"
	"zhunsheng/scoring"
)

// printing is how a document is to be printed: the flags that "zs report" and "zs summary" share.
type printing struct {
	only, fonts, lastYear, orientation string
	draft, archive                     bool
}

func addFontFlags(flags *pflag.FlagSet) *printing {
	p := &printing{}
	flags.StringVar(&p.fonts, "fonts", "embedded", "")
	flags.BoolVar(&p.draft, "draft", false, "")
	flags.BoolVar(&p.archive, "archive", false, "")
	return p
}

func addPrintFlags(flags *pflag.FlagSet) *printing {
	p := addFontFlags(flags)
	flags.StringVar(&p.only, "only", string(report.KindReport), "")
	flags.StringVar(&p.lastYear, "last-year", "", "")
	flags.StringVar(&p.orientation, "orientation", "", "")
	return p
}

// kinds are the values of --only.
var kinds = []report.Kind{report.KindReport, report.KindTable, report.KindBlank}

// apply puts the flags into a publication that is to be made many times or once; last year is the caller's.
func (p *printing) apply(t *tool, to *app.Publication) error {
	kind := report.Kind(p.only)
	if !slices.Contains(kinds, kind) {
		return &usageError{key: "cli.error.only", args: scoring.Args{"found": p.only, "allowed": "report, table, blank"}}
	}
	orientation := report.Orientation(p.orientation)
	if !slices.Contains([]report.Orientation{"", report.OrientationUpright, report.OrientationLying}, orientation) {
		return &usageError{key: "cli.error.orientation", args: scoring.Args{"found": p.orientation, "allowed": "portrait, landscape"}}
	}
	faces, err := p.faces(t)
	if err != nil {
		return err
	}
	to.Kind, to.Draft, to.Archive, to.Faces, to.Orientation = kind, p.draft, p.archive, faces, orientation
	return nil
}

// faces loads the typefaces that --fonts asks for and says which of them are not there.
func (p *printing) faces(t *tool) (*report.Faces, error) {
	var folders []string
	switch p.fonts {
	case "embedded":
		return nil, nil
	case "system":
		folders = report.SystemFontFolders(os.Getenv)
	default:
		folders = []string{p.fonts}
	}
	faces, notes, err := report.LoadFaces(folders...)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, n := range notes {
		if errors.Is(n.Err, fs.ErrNotExist) {
			missing = append(missing, n.File)
			continue
		}
		t.say("cli.fonts.refused", map[string]string{"file": n.File, "reason": app.Sentence(t.words, n.Err)})
	}
	if len(missing) > 0 {
		t.say("cli.fonts.missing", map[string]string{"files": strings.Join(missing, t.words.Text("list.separator", nil))})
	}
	return faces, nil
}

// lastYears are evaluations of the year before, by code and by name of their projects.
type lastYears map[string]*app.Assessment

// loadLastYears reads one evaluation file, or all of a folder.
func (t *tool) loadLastYears(path string) (lastYears, error) {
	if path == "" {
		return nil, nil
	}
	paths := []string{path}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		if paths, err = evaluationFiles(path); err != nil {
			return nil, err
		}
	}
	all := lastYears{}
	for _, p := range paths {
		a, err := t.assess(p, "")
		if err != nil {
			return nil, err
		}
		all["name "+a.Evaluation.Project.Name] = a
		if code := a.Evaluation.Project.Code; code != "" {
			all["code "+code] = a
		}
		if len(paths) == 1 {
			all["only"] = a
		}
	}
	return all, nil
}

// of returns the same project's evaluation of the year before, by its code or name; where a single file was named, that one.
func (l lastYears) of(e *scoring.Evaluation) *app.Assessment {
	for _, key := range []string{"code " + e.Project.Code, "name " + e.Project.Name, "only"} {
		if a := l[key]; a != nil {
			return a
		}
	}
	return nil
}

// noEvaluationsError says that a folder holds no evaluation files.
type noEvaluationsError struct{ folder string }

// Error names the folder.
func (e *noEvaluationsError) Error() string { return e.folder + ": no evaluation files (*.json)" }

// Message names the sentence for the user.
func (e *noEvaluationsError) Message() scoring.Message {
	return scoring.Message{Key: "cli.error.no-evaluations", Args: scoring.Args{"path": e.folder}}
}

// evaluationFiles lists the files of a folder that may be evaluations, by name.
func evaluationFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() && strings.EqualFold(filepath.Ext(name), ".json") {
			paths = append(paths, filepath.Join(folder, name))
		}
	}
	if len(paths) == 0 {
		return nil, &noEvaluationsError{folder}
	}
	return paths, nil
}
