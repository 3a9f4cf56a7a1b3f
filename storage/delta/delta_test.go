package delta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestChangesNameFields(t *testing.T) {
	cases := []struct {
		name, before, after string
		want                string
	}{
		{"nothing", `{"a":1}`, `{"a":1}`, ``},
		{"a text", `{"a":{"b":"x"}}`, `{"a":{"b":"y"}}`, `/a/b "x" "y" 0;`},
		{"added", `{"a":1,"c":3}`, `{"a":1,"b":2,"c":3}`, `/b  2 1;`},
		{"removed", `{"a":1,"b":2}`, `{"b":2}`, `/a 1  0;`},
		{"by id", `{"i":[{"id":"x","w":1},{"id":"y","w":1}]}`, `{"i":[{"id":"x","w":1},{"id":"y","w":2}]}`, `/i/#y/w 1 2 0;`},
		{"id in the middle", `[{"id":"x"},{"id":"y"}]`, `[{"id":"x"},{"id":"n"},{"id":"y"}]`, `/#n  {"id":"n"} 1;`},
		{"by position", `[1,2,3]`, `[1,5,3]`, `/1 2 5 0;`},
		{"moved", `[{"id":"x"},{"id":"y"}]`, `[{"id":"y"},{"id":"x"}]`, ` [{"id":"x"},{"id":"y"}] [{"id":"y"},{"id":"x"}] 0;`},
		{"kind", `{"a":1}`, `{"a":[1]}`, `/a 1 [1] 0;`},
		{"names", `{"a/b":1,"#c":1,"~":1}`, `{"a/b":2,"#c":2,"~":2}`, `/a~1b 1 2 0;/~2c 1 2 0;/~0 1 2 0;`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			changes, err := Diff([]byte(c.before), []byte(c.after))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, c := range changes {
				got += fmt.Sprintf("%s %s %s %d;", c.Path, c.Old, c.New, c.At)
			}
			if got != c.want {
				t.Errorf("changes are %s, want %s", got, c.want)
			}
			check(t, []byte(c.before), []byte(c.after))
		})
	}
}

// check turns before into after and back.
func check(t interface {
	Helper()
	Fatalf(string, ...any)
}, before, after []byte,
) {
	t.Helper()
	changes, err := Diff(before, after)
	if err != nil {
		t.Fatalf("%s to %s: %v", before, after, err)
	}
	got, err := Apply(before, changes)
	if err != nil || !bytes.Equal(got, after) {
		t.Fatalf("%s became %s (%v), want %s by %v", before, got, err, after, changes)
	}
	back, err := Apply(after, Invert(changes))
	if err != nil || !bytes.Equal(back, before) {
		t.Fatalf("%s went back to %s (%v), want %s", after, back, err, before)
	}
}

func value(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kinds := 4
		if depth > 0 {
			kinds = 7
		}
		switch rapid.IntRange(0, kinds).Draw(t, "kind") {
		case 0:
			return nil
		case 1:
			return rapid.IntRange(-3, 3).Draw(t, "n")
		case 2:
			return rapid.Bool().Draw(t, "b")
		case 3, 4:
			return rapid.SampledFrom([]string{"", "a", "\"", "\\", "\\\"", "甲", "{", "],"}).Draw(t, "s")
		case 5:
			return rapid.MapOfN(rapid.SampledFrom([]string{"a", "b", "id", "#x", "~", "/", "\""}), value(depth-1), 0, 4).Draw(t, "o")
		case 6:
			return rapid.SliceOfN(value(depth-1), 0, 4).Draw(t, "l")
		}
		var list []any
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1", "2", "3", "#", "/"}), 0, 4, rapid.ID).Draw(t, "ids") {
			list = append(list, map[string]any{"id": id, "v": value(depth-1).Draw(t, "v")})
		}
		return list
	})
}

func encode(t *rapid.T, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestApplyingADiffGivesTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		check(t, encode(t, value(3).Draw(t, "before")), encode(t, value(3).Draw(t, "after")))
	})
}

func TestMismatchIsFound(t *testing.T) {
	changes, err := Diff([]byte(`{"a":1,"b":[1]}`), []byte(`{"a":2,"b":[1,2],"c":0}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{`{"a":3,"b":[1]}`, `{"b":[1]}`, `{"a":1}`, `{"a":1,"b":[1],"c":1}`} {
		if got, err := Apply([]byte(doc), changes); !errors.Is(err, ErrMismatch) {
			t.Errorf("%s became %s (%v)", doc, got, err)
		}
	}
	got, left := ApplyLoose([]byte(`{"a":3}`), changes)
	if string(got) != `{"a":2,"c":0}` || len(left) != 1 || left[0] != "/b/1" {
		t.Errorf("loosely it became %s, without %v", got, left)
	}
}

func TestPick(t *testing.T) {
	doc := []byte(`{"a":1,"b":{"c":2},"i":[{"id":"x","w":1},{"id":"y","w":2}],"p":[1,2]}`)
	got, err := Pick(doc, []string{"/b/c", "/i/#y/w", "/p/0", "/none"})
	if want := `{"b":{"c":2},"i":[{"id":"y","w":2}],"p":[1]}`; err != nil || string(got) != want {
		t.Errorf("picked %s (%v), want %s", got, err, want)
	}
}

func FuzzDiff(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"id":"x"}]}`), []byte(`{"a":[{"id":"x"}],"b":"\\\""}`), "/a/0")
	f.Add([]byte(`[`), []byte(`{"a"`), "a/#x")
	f.Fuzz(func(t *testing.T, before, after []byte, path string) {
		_, _ = Apply(before, []Change{{Path: path, New: after, Old: before}, {Path: path, New: after}, {Path: path, Old: after}})
		_, _ = Pick(before, []string{path})
		if !json.Valid(before) || !json.Valid(after) || !utf8.Valid(before) || !utf8.Valid(after) {
			_, _ = Diff(before, after)
			return
		}
		var a, b bytes.Buffer
		if json.Compact(&a, before) != nil || json.Compact(&b, after) != nil {
			return
		}
		if changes, err := Diff(a.Bytes(), b.Bytes()); err == nil {
			if got, err := Apply(a.Bytes(), changes); err != nil || !bytes.Equal(got, b.Bytes()) {
				t.Fatalf("%s became %s (%v), want %s", a.Bytes(), got, err, b.Bytes())
			}
		}
	})
}
