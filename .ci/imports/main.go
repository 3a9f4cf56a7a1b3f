// Command imports checks that imports point one way: cmd -> app -> storage -> scoring, with assets as data only; that Fyne stays out
// of everything but the desktop, and its driver out of everything but the desktop's main; that screens do not import screens; that
// packages made for tests stay in tests; and that docs/architecture.md names every package.
package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

const module = "zhunsheng/"

// rule forbids packages under from to import paths under any of deny, but for the exceptions.
type rule struct {
	from   string
	deny   []string
	except []string
	why    string
}

const fyne = "fyne.io/fyne"

var rules = []rule{
	{from: "scoring", deny: []string{module + "storage", module + "app", module + "cmd"}, why: "scoring is below everything of ours but the data"},
	{from: "scoring", deny: []string{module + "assets"}, except: []string{"scoring/scoringtest"}, why: "scoring is given its schemes"},
	{from: "scoring", deny: []string{fyne, "github.com/dgraph-io", "os", "net", "io/fs", "io/ioutil", "math/rand"}, why: "scoring does no I/O and knows no window and no database"},
	{from: "storage", deny: []string{module + "app", module + "cmd", fyne}, why: "storage is below app and knows no window"},
	{from: "assets", deny: []string{module}, why: "assets is data only"},
	{from: "app", deny: []string{module + "cmd"}, why: "nothing imports cmd"},
	{from: "app", deny: []string{fyne}, except: []string{"app/ui", "app/platform"}, why: "only the desktop's packages import Fyne"},
	{from: "app", deny: []string{module + "app/ui"}, except: []string{"app/ui", "app/platform/softwindow"}, why: "nothing but the desktop's main knows the window"},
	{from: "cmd/zs", deny: []string{module + "app/ui", module + "app/platform"}, why: "the command line knows no window"},
	{from: "app", deny: []string{fyne + "/v2/app", fyne + "/v2/internal"}, why: "only cmd/zhunsheng imports Fyne's driver"},
	{from: "cmd", deny: []string{fyne}, except: []string{"cmd/zhunsheng"}, why: "only the desktop imports Fyne"},
	{from: "app/ui/widget", deny: []string{module + "app/ui/page"}, why: "a widget knows no screen"},
}

func main() {
	faults := 0
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != "." || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if strings.HasSuffix(file, ".go") {
			faults += check(filepath.ToSlash(file))
		}
		return nil
	})
	if err == nil {
		var missing int
		missing, err = unnamed()
		faults += missing
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if faults > 0 {
		os.Exit(1)
	}
	fmt.Println("imports point one way")
}

// architecture is the document that names the packages.
const architecture = "docs/architecture.md"

// unnamed reports the packages that the architecture does not name.
func unnamed() (int, error) {
	text, err := os.ReadFile(architecture)
	if err != nil {
		return 0, err
	}
	named := map[string]bool{}
	for _, word := range strings.FieldsFunc(string(text), func(r rune) bool { return strings.ContainsRune(" \n,;:()`", r) }) {
		named[word] = true
	}
	faults := 0
	for _, root := range []string{"app", "assets", "cmd", "scoring", "storage"} {
		err := filepath.WalkDir(root, func(folder string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() || entry.Name() == "testdata" {
				return err
			}
			files, err := filepath.Glob(filepath.Join(folder, "*.go"))
			if err == nil && len(files) > 0 && !named[filepath.ToSlash(folder)] {
				fmt.Fprintf(os.Stderr, "%s does not name %s\n", architecture, filepath.ToSlash(folder))
				faults++
			}
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return faults, nil
}

// check reports the forbidden imports of one file. Tests outside of a package may look at what is above it.
func check(file string) int {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if strings.HasSuffix(file, "_test.go") && strings.HasSuffix(parsed.Name.Name, "_test") {
		return 0
	}
	faults := 0
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		if why := forbidden(path.Dir(file), imported, strings.HasSuffix(file, "_test.go")); why != "" {
			fmt.Fprintf(os.Stderr, "%s imports %s: %s\n", file, imported, why)
			faults++
		}
	}
	return faults
}

func forbidden(folder, imported string, test bool) string {
	for _, r := range rules {
		if !under(folder, r.from) || anyUnder(folder, r.except) {
			continue
		}
		if test && (imported == "os" || imported == "math/rand") {
			continue // tests read their test data
		}
		for _, deny := range r.deny {
			if under(imported, strings.TrimSuffix(deny, "/")) {
				return r.why
			}
		}
	}
	if !test && forTests(imported) && !forTests(folder) {
		return "only tests import what is made for tests"
	}
	if from, ok := screen(folder); ok {
		if to, ok := screen(strings.TrimPrefix(imported, module)); ok && from != to {
			return "a screen never imports a screen"
		}
	}
	return ""
}

// forTests reports whether a package of ours is support for tests, which its name says: scoringtest, storagetest, uitest, pagetest.
func forTests(folder string) bool {
	return strings.HasSuffix(folder, "test") && !strings.Contains(strings.TrimPrefix(folder, module), ".")
}

// screen returns the name of the screen a folder belongs to.
func screen(folder string) (string, bool) {
	rest, ok := strings.CutPrefix(folder, "app/ui/page/")
	name, _, _ := strings.Cut(rest, "/")
	return name, ok && name != "pagetest" // which is what their tests stand in
}

func under(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}

func anyUnder(folder string, parents []string) bool {
	for _, parent := range parents {
		if under(folder, parent) {
			return true
		}
	}
	return false
}
