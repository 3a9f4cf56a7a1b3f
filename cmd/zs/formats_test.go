package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"zhunsheng/app/exchange/published"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

const formatsFolder = "../../docs/formats"

// compile compiles a documented schema; they refer to each other by file name.
func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	files, err := filepath.Glob(filepath.Join(formatsFolder, "*.schema.json"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d schemas in %s, %v", len(files), formatsFolder, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("mem:///"+filepath.Base(file), parsed(t, data)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	schema, err := compiler.Compile("mem:///" + name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func parsed(t *testing.T, data []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestFilesFollowTheirSchemas(t *testing.T) {
	scheme, evaluation := compile(t, "scheme"), compile(t, "evaluation")
	for _, id := range assets.SchemeIDs() {
		data, _ := assets.Scheme(id)
		if err := scheme.Validate(parsed(t, data)); err != nil {
			t.Errorf("scheme %s: %v", id, err)
		}
		s, err := scoring.ReadScheme(data)
		if err != nil {
			t.Fatal(err)
		}
		written, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := scheme.Validate(parsed(t, written)); err != nil {
			t.Errorf("scheme %s as written: %v", id, err)
		}
	}
	if err := evaluation.Validate(parsed(t, assets.Example())); err != nil {
		t.Errorf("example: %v", err)
	}
	e := scoringtest.Example(t)
	written, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := evaluation.Validate(parsed(t, written)); err != nil {
		t.Errorf("example as written: %v", err)
	}
	for _, spoilt := range [][2]string{
		{`"fiscalYear": 2022`, `"fiscalYear": "next"`}, {`"moneyUnit"`, `"moneyUnits"`}, {`"kind": "yes-no"`, `"kind": "perhaps"`}, {`"16052"`, `"much"`},
	} {
		document := strings.Replace(string(assets.Example()), spoilt[0], spoilt[1], 1)
		if document == string(assets.Example()) {
			t.Fatalf("the example holds no %s", spoilt[0])
		}
		if err := evaluation.Validate(parsed(t, []byte(document))); err == nil {
			t.Errorf("%s passes the schema", spoilt[1])
		}
		if _, err := scoring.ReadEvaluation([]byte(document)); err == nil {
			t.Errorf("%s passes the reader", spoilt[1])
		}
	}
	tables, err := filepath.Glob("../../scoring/testdata/cases/*.json")
	if err != nil || len(tables) < 12 {
		t.Fatalf("%d published tables, %v", len(tables), err)
	}
	table := compile(t, "published-table")
	for _, file := range tables {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := table.Validate(parsed(t, data)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// panelFiles writes a panel of two with one form apart and returns the names of the files.
func panelFiles(t *testing.T) []string {
	t.Helper()
	e := scoringtest.Example(t)
	p := &panel.Panel{ID: "p", Evaluation: e, Members: []panel.Member{{ID: "a", Name: "甲"}, {ID: "b", Name: "乙"}}}
	fill := func(evaluator string) panel.Form {
		form := p.BlankForm(evaluator)
		for i := range form.Answers {
			form.Answers[i].Points = decimal.NullDecimal{Decimal: decimal.One, Valid: true}
		}
		form.Answers[0].Points, form.Answers[0].Recusal = decimal.NullDecimal{}, &panel.Recusal{Reason: "回避"}
		form.State = panel.Submitted
		return form
	}
	if err := p.Add(fill("a")); err != nil {
		t.Fatal(err)
	}
	p.Arbitrations = []panel.Arbitration{{Indicator: e.Indicators[1].ID, Points: decimal.Two, Reason: "会商"}}
	other := fill("b")
	other.Answers[2].Points.Decimal = decimal.Zero
	folder := t.TempDir()
	var names []string
	for name, encode := range map[string]func() ([]byte, error){"panel": p.Encode, "panel-form": other.Encode} {
		data, err := encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := compile(t, name).Validate(parsed(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		file := filepath.Join(folder, name+".json")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		names = append(names, file)
	}
	return names
}

func TestOutputsFollowTheirSchemas(t *testing.T) {
	folder := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	example := file("e.json", assets.Example())
	national, _ := assets.Scheme("cn-2020")
	good, bad := file("s.json", national), file("bad.json", bytes.Replace(national, []byte(`"min": "80"`), []byte(`"min": "99"`), 1))
	empty := file("empty.json", []byte(`{"format":"zhunsheng/evaluation/1","fiscalYear":2022,"scheme":{"id":"cn-2020"},"moneyUnit":"元","indicators":[]}`))
	text := file("t.txt", []byte("规模以上企业由2019年的908家增至2021年的1273家，年均增长18.41%。\n全年推荐1141家，其中941家通过，通过率82.4%。\n超2600家，增长20%以上。"))
	cases := []struct {
		schema string
		args   []string
	}{
		{"score-output", []string{"score", example}},
		{"score-output", []string{"score", example, "--scheme", "provincial-capped", "--lang", "en"}},
		{"score-output", []string{"score", empty}},
		{"review-output", []string{"review", example}},
		{"review-output", []string{"review", empty}},
		{"claims-output", []string{"claims", text}},
		{"scheme-validation", []string{"schemes", "validate", good}},
		{"scheme-validation", []string{"schemes", "validate", bad}},
		{"scheme-diff", []string{"schemes", "diff", "cn-2020", "central-2021"}},
		{"scheme-diff", []string{"schemes", "diff", "cn-2020", "cn-2020"}},
		{"scheme", []string{"schemes", "show", "guangdong-preset"}},
		{"change-output", []string{"change", "scheme", example, "--to", "twenty-eighty"}},
		{"change-output", []string{"change", "unit", example, "--to", "元", "--convert"}},
		{"change-output", []string{"change", "unit", example, "--to", "元", "--relabel", "-o", filepath.Join(folder, "yuan.json")}},
		{"change-output", []string{"change", "year", example, "--to", "2023"}},
		{"panel-result", append([]string{"panel"}, panelFiles(t)...)},
	}
	tables, err := filepath.Glob("../../scoring/testdata/cases/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		cases = append(cases, struct {
			schema string
			args   []string
		}{"score-output", []string{"score", table}})
	}
	for _, c := range cases {
		t.Run(c.schema+" "+filepath.Base(c.args[len(c.args)-1]), func(t *testing.T) {
			var out, faults bytes.Buffer
			if code := run(context.Background(), append(c.args, "--json"), strings.NewReader(""), &out, &faults); code == exitFailed {
				t.Fatalf("%v: %s", c.args, faults.String())
			}
			if err := compile(t, c.schema).Validate(parsed(t, out.Bytes())); err != nil {
				t.Errorf("%v: %v\n%s", c.args, err, out.String())
			}
		})
	}
}

// TestSchemasNameEveryMember: the members of the Go types and of the documented schemas are the same, at every depth.
func TestSchemasNameEveryMember(t *testing.T) {
	for name, of := range map[string]reflect.Type{
		"evaluation": reflect.TypeFor[scoring.Evaluation](), "scheme": reflect.TypeFor[scoring.Scheme](), "panel-form": reflect.TypeFor[panel.Form](),
		"panel-result": reflect.TypeFor[panelOutput](), "score-output": reflect.TypeFor[scoreOutput](), "review-output": reflect.TypeFor[reviewOutput](),
		"claims-output": reflect.TypeFor[claimsOutput](), "scheme-validation": reflect.TypeFor[validation](), "scheme-diff": reflect.TypeFor[schemeDiff](),
		"published-table": reflect.TypeFor[published.Table](), "review-round": reflect.TypeFor[round.Review](), "review-rounds": reflect.TypeFor[roundsOutput](),
		"verify-output": reflect.TypeFor[fileVerdict](), "change-output": reflect.TypeFor[changeOutput](),
	} {
		data, err := os.ReadFile(filepath.Join(formatsFolder, name+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		var root map[string]any
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		w := walker{t: t, name: name, defs: defsOf(root), seen: make(map[reflect.Type]bool)}
		w.walk(root, of)
	}
}

func defsOf(schema map[string]any) map[string]any {
	defs, _ := schema["$defs"].(map[string]any)
	return defs
}

type walker struct {
	t    *testing.T
	name string
	defs map[string]any
	seen map[reflect.Type]bool
}

func (w *walker) walk(schema map[string]any, of reflect.Type) {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if ref, ok := schema["$ref"].(string); ok {
		if !strings.HasPrefix(ref, "#") {
			return // another file, which has its own turn
		}
		if def, ok := w.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any); ok {
			schema = def
		}
	}
	switch {
	case slices.Contains([]reflect.Type{reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[decimal.NullDecimal](), reflect.TypeFor[target.Value]()}, of):
	case of.Kind() == reflect.Slice && of.Elem().Kind() != reflect.Uint8:
		items, ok := schema["items"].(map[string]any)
		if !ok {
			w.t.Errorf("%s: %s is not described as a list", w.name, of)
			return
		}
		w.walk(items, of.Elem())
	case of.Kind() == reflect.Struct && !w.seen[of]:
		w.seen[of] = true
		members := make(map[string]reflect.Type)
		collect(of, members)
		described, _ := schema["properties"].(map[string]any)
		for member, of := range members {
			inner, ok := described[member].(map[string]any)
			if !ok {
				w.t.Errorf("%s: the member %s is not described", w.name, member)
				continue
			}
			w.walk(inner, of)
		}
		for member := range described {
			if _, ok := members[member]; !ok {
				w.t.Errorf("%s: there is no member %s in %s", w.name, member, of)
			}
		}
	}
}

// collect adds the JSON members of a struct, those of embedded ones included.
func collect(of reflect.Type, members map[string]reflect.Type) {
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous:
			inner := field.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			collect(inner, members)
		case field.IsExported() && name != "-":
			members[name] = field.Type
		}
	}
}
