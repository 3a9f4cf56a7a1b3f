package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
)

// sentenceKey is what a key of the scoring package looks like in its source.
var sentenceKey = regexp.MustCompile(`^(method|state|problem|step|limit|input)\.[a-z]+([.-][a-z]+)*$`)

// usedByScoring returns every key that the source of package scoring names or builds, and for those with literal arguments the
// names that every use gives.
func usedByScoring(t *testing.T) (keys map[string]bool, args map[string][]string) {
	t.Helper()
	keys, args = make(map[string]bool), make(map[string][]string)
	files, err := filepath.Glob("../../scoring/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of package scoring: %v", err)
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	constants := make(map[string]string)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); err == nil && sentenceKey.MatchString(s) {
					keys[s] = true
				}
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if i < len(n.Values) {
						if literal, ok := n.Values[i].(*ast.BasicLit); ok {
							if s, err := strconv.Unquote(literal.Value); err == nil {
								constants[name.Name] = s
							}
						}
					}
				}
			case *ast.CallExpr: // f.add("range", …): a fault of a reader
				if selector, ok := n.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "add" && len(n.Args) == 4 {
					if literal, ok := n.Args[0].(*ast.BasicLit); ok {
						fault, _ := strconv.Unquote(literal.Value)
						keys["input."+fault] = true
					}
				}
			}
			return true
		})
	}
	for _, file := range parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			key, given, ok := message(n, constants)
			if !ok {
				return true
			}
			keys[key] = true
			if before, again := args[key]; again {
				given = slices.DeleteFunc(slices.Clone(before), func(name string) bool { return !slices.Contains(given, name) })
			}
			args[key] = given
			return true
		})
	}
	for _, kind := range scoring.MethodKinds() {
		keys["method."+string(kind)] = true
	}
	for _, state := range []scoring.State{scoring.StateNoEvidence, scoring.StateNotApplicable, scoring.StateNotDue} {
		keys["state."+string(state)] = true
	}
	for _, built := range []string{ // Line.Explain and ExecutionLine.Explain put these together
		"method.ceiling.ratio", "method.ceiling.linear", "method.interval.ratio", "method.interval.linear", "method.equality.two-sided",
		"method.execution.initial", "method.execution.banded.initial",
	} {
		keys[built] = true
	}
	for _, kind := range []string{ // the faults of package strictjson
		"too-long", "not-utf8", "syntax", "cut-off", "too-deep", "duplicate-member", "unknown-member", "wrong-type", "trailing-data", "empty",
	} {
		keys["input."+kind] = true
	}
	for key := range keys {
		if strings.HasPrefix(key, "input.") {
			args[key] = []string{"document", "field", "line", "found", "allowed"} // InputError.Message
		}
	}
	args["limit.execution.unknown"] = []string{"weight", "points", "lost"} // executionLimit
	args["limit.execution"] = []string{"weight", "points", "lost", "rate", "executed", "budget"}
	return keys, args
}

// message recognises Message{Key: …, Args: Args{…}}, waiting(key) and waitingFor(key, Args{…}) with literal arguments.
func message(n ast.Node, constants map[string]string) (key string, args []string, ok bool) {
	var keyNode, argsNode ast.Expr
	switch n := n.(type) {
	case *ast.CompositeLit:
		if name, isName := n.Type.(*ast.Ident); !isName || name.Name != "Message" {
			return "", nil, false
		}
		for _, element := range n.Elts {
			pair, isPair := element.(*ast.KeyValueExpr)
			if !isPair {
				continue
			}
			switch pair.Key.(*ast.Ident).Name {
			case "Key":
				keyNode = pair.Value
			case "Args":
				argsNode = pair.Value
			}
		}
	case *ast.CallExpr:
		name, isName := n.Fun.(*ast.Ident)
		if !isName || (name.Name != "waiting" && name.Name != "waitingFor") || len(n.Args) == 0 {
			return "", nil, false
		}
		keyNode = n.Args[0]
		if len(n.Args) == 2 {
			argsNode = n.Args[1]
		}
	}
	switch k := keyNode.(type) {
	case *ast.BasicLit:
		key, _ = strconv.Unquote(k.Value)
	case *ast.Ident:
		key = constants[k.Name]
	}
	if !sentenceKey.MatchString(key) {
		return "", nil, false
	}
	if argsNode == nil {
		return key, nil, true
	}
	literal, isLiteral := argsNode.(*ast.CompositeLit)
	if !isLiteral {
		return "", nil, false
	}
	for _, element := range literal.Elts {
		name, _ := strconv.Unquote(element.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value)
		args = append(args, name)
	}
	return key, args, true
}

func TestScoringSaysNothingWithoutASentence(t *testing.T) {
	c := open(t)
	keys, args := usedByScoring(t)
	if len(keys) < 60 || len(args) < 20 {
		t.Fatalf("only %d keys and %d argument lists found in the source: the search is broken", len(keys), len(args))
	}
	for key := range keys {
		text, ok := c.Sentence("zh", key)
		if !ok {
			t.Errorf("no sentence for %q", key)
			continue
		}
		given, known := args[key]
		if !known {
			continue
		}
		for _, name := range locale.Placeholders(text) {
			if !slices.Contains(given, name) {
				t.Errorf("%q asks for {%s}, the code gives %v", key, name, given)
			}
		}
	}
	for _, key := range c.Keys("zh") {
		if sentenceKey.MatchString(strings.TrimSuffix(key, ".remedy")) && !keys[strings.TrimSuffix(key, ".remedy")] {
			t.Errorf("the sentence %q is used nowhere", key)
		}
	}
}
