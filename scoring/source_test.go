package scoring_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// banned names what no source file of a folder may use, by kind of mention.
type banned struct {
	folder    string
	types     []string
	imports   []string
	selectors []string // package.Name
	fractions bool     // literals with a fraction, too; 1e4 is an integer where an integer is wanted
}

var bans = []banned{
	{
		folder: "../scoring", fractions: true, types: []string{"float32", "float64", "complex64", "complex128"},
		imports:   []string{"os", "io/fs", "net", "net/http", "math", "math/rand", "math/rand/v2", "crypto/rand", "os/exec", "syscall"},
		selectors: []string{"strconv.ParseFloat", "strconv.FormatFloat", "big.NewFloat", "big.ParseFloat", "big.Float", "time.Now", "time.Since", "time.Until", "decimal.NewFromFloat64"},
	},
	{
		folder: "../storage", types: []string{"float32", "float64"},
		selectors: []string{"strconv.ParseFloat", "strconv.FormatFloat", "big.NewFloat", "big.ParseFloat", "decimal.NewFromFloat64"},
	},
}

// floatMethods turn decimals and integers into floats or back, whatever they are called on.
var floatMethods = []string{"Float64", "Float32", "SetFloat64", "SetFloat", "InexactFloat64"}

// TestDecimalsNeverPassThroughFloats walks the syntax trees of scoring and storage: no floating-point type, conversion or function
// occurs in them, and scoring neither reads a clock nor touches the system.
func TestDecimalsNeverPassThroughFloats(t *testing.T) {
	for i := range bans {
		b := &bans[i]
		files := 0
		err := filepath.WalkDir(b.folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			if filepath.Base(filepath.Dir(path)) == "storagetest" {
				return nil
			}
			files++
			b.check(t, path)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if files < 10 {
			t.Errorf("%s: only %d files found: the search is broken", b.folder, files)
		}
	}
}

func (b *banned) check(t *testing.T, path string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	report := func(n ast.Node, what string) { t.Errorf("%s uses %s", set.Position(n.Pos()), what) }
	for _, spec := range file.Imports {
		if imported, _ := strconv.Unquote(spec.Path.Value); slices.Contains(b.imports, imported) {
			report(spec, "the package "+imported)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if slices.Contains(b.types, n.Name) {
				report(n, "the type "+n.Name)
			}
		case *ast.BasicLit:
			if b.fractions && (n.Kind == token.FLOAT || n.Kind == token.IMAG) && strings.ContainsAny(n.Value, ".pi") {
				report(n, "the literal "+n.Value)
			}
		case *ast.SelectorExpr:
			if slices.Contains(floatMethods, n.Sel.Name) {
				report(n, n.Sel.Name)
			}
			if from, ok := n.X.(*ast.Ident); ok && slices.Contains(b.selectors, from.Name+"."+n.Sel.Name) {
				report(n, from.Name+"."+n.Sel.Name)
			}
		}
		return true
	})
}
