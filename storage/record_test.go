package storage

import (
	"bytes"
	"errors"
	"testing"

	"zhunsheng/scoring"
)

// The layout of a stored record is fixed: a change here is a new store format.
func TestRecordLayout(t *testing.T) {
	e := &scoring.Evaluation{Format: scoring.EvaluationFormat, ID: "a", FiscalYear: 2022, Project: scoring.Project{Name: "<甲> & 乙"}}
	content, err := encodeEvaluation(e)
	if err != nil {
		t.Fatal(err)
	}
	wantContent := `{"format":"zhunsheng/evaluation/1","id":"a","fiscalYear":2022,"scheme":{"id":"","version":""},` +
		`"project":{"name":"<甲> & 乙","unit":""},"moneyUnit":"","funds":null,"indicators":null}`
	if string(content) != wantContent {
		t.Errorf("content is\n%s\nwant\n%s", content, wantContent)
	}
	key := evaluationKey(2022, "a")
	if want := "evaluation\x002022\x00a"; string(key) != want {
		t.Errorf("key is %q, want %q", key, want)
	}
	got := pack(key, record{revision: 258, content: []byte("{}")})
	want := []byte{1, 0x67, 0x9b, 0x9b, 0xee, 0, 0, 0, 0, 0, 0, 1, 2, '{', '}'}
	if !bytes.Equal(got, want) {
		t.Errorf("value is %#v, want %#v", got, want)
	}
}

func TestTextThatIsNotUTF8IsFound(t *testing.T) {
	cases := map[string]bool{
		"plain":            false,
		"\ufffd":           false,
		`\ufffd`:           false,
		`\\ufffd`:          false,
		"\\\ufffd":         false,
		"\xff":             true,
		`\` + "\xff":       true,
		`\ufffd` + "\xff":  true,
		`\\` + "a\xe4\xb8": true,
	}
	for text, want := range cases {
		_, err := encodeJSON(map[string]string{"text": text})
		if (err != nil) != want {
			t.Errorf("%q: error is %v, want one: %v", text, err, want)
		}
	}
}

// Whatever stands in the database, reading it gives the evaluation that belongs there or says that it is damaged; and what is read
// is written back as it was.
func FuzzReadEvaluation(f *testing.F) {
	key := evaluationKey(2022, "a")
	content, err := encodeEvaluation(sample("a"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pack(key, record{revision: 7, content: content}), false)
	f.Add(content, true)
	f.Add([]byte(`{"format":"zhunsheng/evaluation/1","id":"a","fiscalYear":2022,"indicators":[{"weight":"1e3","target":"≥95%"}]}`), true)
	f.Add([]byte(`{"id":"a","fiscalYear":2022,"funds":[{"initial":1.10}],"ID":"b"}`), true)
	f.Add([]byte{1, 0, 0}, false)
	f.Fuzz(func(t *testing.T, data []byte, sealed bool) {
		if sealed { // past the checksum
			data = pack(key, record{revision: 7, content: data})
		}
		r, err := unpack(key, data)
		var e *scoring.Evaluation
		if err == nil {
			e, err = decodeEvaluation(key, r.content)
		}
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("error is %v", err)
			}
			return
		}
		if e.ID != "a" || e.FiscalYear != 2022 {
			t.Fatalf("read evaluation %q of %d", e.ID, e.FiscalYear)
		}
		first, err := encodeJSON(e)
		if err != nil {
			return // holds what the writer refuses, such as text that a lone surrogate stood for
		}
		again, err := decodeEvaluation(key, first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, first)
		}
		second, err := encodeJSON(again)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("not stable (%v):\n%s\n%s", err, first, second)
		}
	})
}
