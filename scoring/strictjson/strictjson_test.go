package strictjson_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/strictjson"
)

type row struct {
	Name   string          `json:"name"`
	Weight decimal.Decimal `json:"weight"`
	Tags   []string        `json:"tags"`
}

type document struct {
	Year int            `json:"year"`
	Open bool           `json:"open"`
	Rows []row          `json:"rows"`
	More map[string]row `json:"more"`
}

func TestDecodeNamesTheFault(t *testing.T) {
	cases := []struct {
		name, text string
		want       strictjson.Error
	}{
		{"empty", " \n", strictjson.Error{Kind: strictjson.EmptyDocument}},
		{"not JSON", "hello", strictjson.Error{Kind: strictjson.Syntax, Line: 1}},
		{"cut off", `{"year": 2022, "rows": [{"name": "a"`, strictjson.Error{Kind: strictjson.CutOff, Path: "rows[0].name", Line: 1}},
		{"not an object", `[1]`, strictjson.Error{Kind: strictjson.WrongType, Line: 1}},
		{"bad UTF-8", "{\"year\": 1,\n\"rows\": [{\"name\": \"\xff\"}]}", strictjson.Error{Kind: strictjson.NotUTF8, Line: 2}},
		{"duplicate member", "{\"year\": 1,\n\"year\": 2}", strictjson.Error{Kind: strictjson.Duplicate, Path: "year", Line: 2}},
		{"duplicate in a list", `{"rows": [{}, {"name":"a","name":"b"}]}`, strictjson.Error{Kind: strictjson.Duplicate, Path: "rows[1].name", Line: 1}},
		{"unknown member", "{\n\n\"rows\": [{\"weigth\": 1}]}", strictjson.Error{Kind: strictjson.Unknown, Path: "rows[0].weigth", Line: 3}},
		{"text for a number", `{"rows": [{}, {}, {"weight": "ten"}]}`, strictjson.Error{Kind: strictjson.WrongType, Path: "rows[2].weight", Line: 1}},
		{"object for a list", `{"rows": {}}`, strictjson.Error{Kind: strictjson.WrongType, Path: "rows", Line: 1}},
		{"fraction for an integer", `{"year": 1.5}`, strictjson.Error{Kind: strictjson.WrongType, Path: "year", Line: 1}},
		{"inside a map", `{"more": {"x": {"tags": [1]}}}`, strictjson.Error{Kind: strictjson.WrongType, Path: "more.x.tags[0]", Line: 1}},
		{"second document", "{} {}", strictjson.Error{Kind: strictjson.TrailingData, Line: 1}},
		{"too deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), strictjson.Error{Kind: strictjson.TooDeep, Line: 1}},
		{"too long", `{"year": ` + strings.Repeat("1", 5000) + `}`, strictjson.Error{Kind: strictjson.TooLong}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var doc document
			err := strictjson.Decode([]byte(c.text), &doc, strictjson.Limits{Bytes: 4000, Depth: 16})
			var fault *strictjson.Error
			if !errors.As(err, &fault) {
				t.Fatalf("got %v, want a *strictjson.Error", err)
			}
			if fault.Kind != c.want.Kind || fault.Line != c.want.Line {
				t.Errorf("got %+v, want kind %q in line %d", fault, c.want.Kind, c.want.Line)
			}
			if c.want.Path != "" && fault.Path != c.want.Path {
				t.Errorf("got path %q, want %q", fault.Path, c.want.Path)
			}
			if len(fault.Error()) > 600 {
				t.Errorf("the sentence has %d bytes", len(fault.Error()))
			}
		})
	}
}

func TestDecodeReads(t *testing.T) {
	var doc document
	text := "\ufeff" + `{"year": 2022, "open": true, "rows": [{"name": "产出", "weight": "12.50"}, {"weight": 7.5}]}` + "\n"
	if err := strictjson.Decode([]byte(text), &doc, strictjson.DefaultLimits); err != nil {
		t.Fatal(err)
	}
	if doc.Year != 2022 || !doc.Open || doc.Rows[0].Name != "产出" || doc.Rows[0].Weight.String() != "12.50" || doc.Rows[1].Weight.String() != "7.5" {
		t.Errorf("got %+v", doc)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"year": 2022, "rows": [{"name": "a", "weight": "1"}]}`))
	f.Add([]byte(`{"rows": [{"weight": {}}]}`))
	f.Add([]byte(`[[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var doc document
		err := strictjson.Decode(data, &doc, strictjson.Limits{Bytes: 1 << 16, Depth: 16})
		var fault *strictjson.Error
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("%T is not a *strictjson.Error", err)
		}
	})
}

// TestHalvesOfSurrogatePairs: an escape of half a pair is refused with its place; whole pairs and look-alikes are not.
func TestHalvesOfSurrogatePairs(t *testing.T) {
	for _, c := range []struct{ document, path string }{
		{`{"a": [{"b": "x\ud800"}]}`, "a[0].b"},
		{`{"a": [{"b": "ok"}, {"b": "\uDC00"}]}`, "a[1].b"},
		{`{"a": [{"b": "\ud800\ud800\udc00"}]}`, "a[0].b"},
		{`{"a": [{"b": "\ud83d\ude00"}]}`, ""},
		{`{"a": [{"b": "\\ud800"}]}`, ""},
		{`{"a": [{"b": "\u4e2d\n\\"}]}`, ""},
		{`{"a": [{"b": "\udbff\u0041"}]}`, "a[0].b"},
	} {
		var into struct {
			A []struct {
				B string `json:"b"`
			} `json:"a"`
		}
		err := strictjson.Decode([]byte(c.document), &into, strictjson.DefaultLimits)
		var fault *strictjson.Error
		switch {
		case c.path == "" && err != nil:
			t.Errorf("%s: %v", c.document, err)
		case c.path != "" && (!errors.As(err, &fault) || fault.Kind != strictjson.BadCharacter || fault.Path != c.path || fault.Line != 1):
			t.Errorf("%s: %v, want the place %s", c.document, err, c.path)
		}
	}
}
