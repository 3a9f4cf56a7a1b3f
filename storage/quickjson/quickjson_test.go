package quickjson

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

type thing struct {
	Text  string            `json:"text"`
	Word  string            `json:"word"`
	Flag  bool              `json:"flag"`
	Int   int               `json:"int"`
	Long  int64             `json:"long"`
	Count uint64            `json:"count"`
	Names []string          `json:"names"`
	Map   map[string]uint64 `json:"map"`
	Inner *thing            `json:"inner"`
}

func read(data []byte) (*thing, error) {
	c := New(data)
	t := new(thing)
	readThing(c, t)
	return t, c.Err()
}

func readThing(c *Cursor, t *thing) {
	c.Members(func(name []byte) bool {
		switch string(name) {
		case "text":
			c.Text(&t.Text)
		case "word":
			c.Word(&t.Word)
		case "flag":
			c.Bool(&t.Flag)
		case "int":
			c.Int(&t.Int)
		case "long":
			c.Int64(&t.Long)
		case "count":
			c.Uint64(&t.Count)
		case "names":
			list := []string{}
			if c.Elements(func() { list = append(list, ""); c.Word(&list[len(list)-1]) }) {
				t.Names = list
			}
		case "map":
			if !c.Null() {
				t.Map = map[string]uint64{}
				c.Members(func(name []byte) bool {
					key, n := string(name), uint64(0)
					c.Uint64(&n)
					t.Map[key] = n
					return true
				})
			}
		case "inner":
			if !c.Null() {
				t.Inner = new(thing)
				readThing(c, t.Inner)
			}
		default:
			return false
		}
		return true
	})
}

var documents = []string{
	`{}`, `null`, ` { "text" : "a" , "flag" : true } `, `{"text":"绩\n\"\\","other":[1,{"a":"}]"}],"word":"\u7ee9"}`,
	`{"int":-12,"long":9223372036854775807,"count":18446744073709551615}`, `{"names":["a","a",null,"b"],"map":{"x":1,"y":null}}`,
	`{"names":[],"map":{},"inner":{"inner":{"int":1}}}`, `{"names":null,"map":null,"inner":null,"flag":null,"text":null,"int":null}`,
	`{"int":1.5}`, `{"int":"1"}`, `{"count":-1}`, `{"long":9223372036854775808}`, `{"flag":1}`, `{"text":1}`, `{"names":{}}`, `{"map":[]}`,
	`[]`, `1`, `"x"`, `{"\u0074ext":"escaped name"}`, `{"names":["\\","\\\""]}`, `{"int":1e2}`, `{"inner":[]}`,
}

// What the cursor makes of a well-formed document is what encoding/json makes of it.
func TestAgreesWithTheStandardLibrary(t *testing.T) {
	for _, document := range documents {
		agree(t, []byte(document))
	}
}

func agree(t *testing.T, data []byte) {
	t.Helper()
	var want thing
	wantErr := json.Unmarshal(data, &want)
	got, err := read(data)
	if (err == nil) != (wantErr == nil) {
		t.Errorf("%s: error is %v, of the standard library %v", data, err, wantErr)
	}
	if err == nil && !reflect.DeepEqual(got, &want) {
		t.Errorf("%s: %+v, of the standard library %+v", data, got, &want)
	}
}

func TestDocumentsThatAreCutOffAreErrors(t *testing.T) {
	for _, document := range documents {
		if document = strings.TrimSpace(document); document[0] != '{' {
			continue
		}
		for n := range len(document) {
			if got, err := read([]byte(document[:n])); err == nil {
				t.Errorf("%q: %+v", document[:n], got)
			}
		}
	}
}

// FuzzCursor makes sure that no document, broken ones included, makes the cursor fail, and that it agrees with the standard library on
// those without members that come twice or under names of another case.
func FuzzCursor(f *testing.F) {
	for _, document := range documents {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := read(data)
		if !json.Valid(data) || !utf8.Valid(data) || err != nil {
			return
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := read(again); err != nil || !reflect.DeepEqual(back, got) {
			t.Errorf("%s: %+v came back as %+v (%v)", data, got, back, err)
		}
	})
}
