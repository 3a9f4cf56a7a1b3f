package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// constantsOf returns the string constants of the named types in the Go files of a package.
func constantsOf(t *testing.T, file string, types map[string]string) (keys []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		name, ok := spec.Type.(*ast.Ident)
		if !ok || types[name.Name] == "" {
			return true
		}
		for _, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(literal.Value); err == nil && s != "" {
					keys = append(keys, types[name.Name]+s)
				}
			}
		}
		return true
	})
	return keys
}

// TestEveryVerdictHasWords: verdicts, kinds, reasons and doubts of claims and published tables have words in both languages.
func TestEveryVerdictHasWords(t *testing.T) {
	c := open(t)
	keys := constantsOf(t, "../../scoring/claim/claim.go", map[string]string{"Verdict": "claim.verdict.", "Kind": "claim.kind.", "Reason": "claim.reason."})
	keys = append(keys, constantsOf(t, "../exchange/published/convert.go", map[string]string{"DoubtKind": "published.doubt."})...)
	keys = append(keys, constantsOf(t, "../exchange/published/compare.go", map[string]string{"Verdict": "published.verdict."})...)
	if len(keys) < 35 {
		t.Fatalf("only %d constants found: the search is broken", len(keys))
	}
	for _, key := range keys {
		for _, language := range []string{"zh", "en"} {
			if _, ok := c.Sentence(language, key); !ok {
				t.Errorf("no words for %q in %s", key, language)
			}
		}
	}
}
