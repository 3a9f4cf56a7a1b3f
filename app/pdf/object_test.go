package pdf

import (
	"errors"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAppend(t *testing.T) {
	for _, c := range []struct {
		object Object
		want   string
	}{
		{Null{}, "null"},
		{Bool(true), "true"},
		{Int(-12), "-12"},
		{Real(3), "3.0"},
		{Real(0.00005), "0.0001"},
		{Real(0.00004), "0.0"},
		{Real(math.Copysign(0, -1)), "0.0"},
		{Real(-1.50), "-1.5"},
		{Real(595.27559), "595.2756"},
		{Real(1e15), "1000000000000000.0"},
		{Name("Type"), "/Type"},
		{Name("A B#/评"), "/A#20B#23#2F#E8#AF#84"},
		{Name(""), "/"},
		{String("a(b)\\\n\r\x00é"), `(a\(b\)\\\n\r\000\303\251)`},
		{HexString("\x00\xff"), "<00FF>"},
		{Array{Int(1), Name("A"), Array{}}, "[1 /A []]"},
		{Dict{"B": Int(1), "A": Name("x"), "C": Null{}, "D": Ref{3, 0}}, "<</A/x/B 1/D 3 0 R>>"},
		{&Stream{Dict: Dict{"Length": Int(99)}, Data: []byte("abc")}, "<</Length 3>>\nstream\nabc\nendstream"},
	} {
		got, err := Append(nil, c.object)
		if err != nil || string(got) != c.want {
			t.Errorf("%#v: %q, %v; want %q", c.object, got, err, c.want)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	deep := Object(Int(1))
	for range maxDepth + 1 {
		deep = Array{deep}
	}
	for name, o := range map[string]Object{
		"nil":              nil,
		"nil in an array":  Array{nil},
		"nil stream":       (*Stream)(nil),
		"not a number":     Real(math.NaN()),
		"infinite":         Real(math.Inf(1)),
		"zero byte":        Name("a\x00"),
		"object 0":         Ref{},
		"generation":       Ref{1, 65536},
		"too deep":         deep,
		"stream in a dict": Dict{"A": &Stream{}},
	} {
		if out, err := Append([]byte("x"), o); !errors.Is(err, ErrObject) || string(out) != "x" {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want Object
	}{
		{" null % comment\n", Null{}},
		{"+17", Int(17)},
		{"-.5", Real(-0.5)},
		{"4.", Real(4)},
		{"/A#42", Name("AB")},
		{"(a(b)c\\)\\101\\7\\\r\nz\r\nx)", String("a(b)c)A\x07z\nx")},
		{"(\\b\\f\\n\\r\\t\\q)", String("\b\f\n\r\tq")},
		{"<4 1 4>", HexString("A@")},
		{"[1 2 R 3 0 R 4 5]", Array{Ref{1, 2}, Ref{3, 0}, Int(4), Int(5)}},
		{"[1 0 0 R]", nil},
		{"<</A<</B[]>>/C null>>", Dict{"A": Dict{"B": Array{}}}},
		{"[true false/x(y)<7A>]", Array{Bool(true), Bool(false), Name("x"), String("y"), HexString("z")}},
	} {
		got, err := Parse([]byte(c.text))
		if c.want == nil {
			if !errors.Is(err, ErrSyntax) {
				t.Errorf("%q: %v, %v", c.text, got, err)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %#v, %v; want %#v", c.text, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	deep := make([]byte, 100)
	for i := range deep {
		deep[i] = '['
	}
	for _, c := range []struct {
		text   string
		kind   error
		offset int
	}{
		{"", ErrSyntax, 0},
		{"  ", ErrSyntax, 2},
		{"nul", ErrSyntax, 0},
		{"1 2", ErrSyntax, 2},
		{"1e5", ErrSyntax, 1},
		{"--5", ErrSyntax, 1},
		{"1.2.3", ErrSyntax, 3},
		{"+", ErrSyntax, 0},
		{"99999999999999999999", ErrSyntax, 0},
		{"(abc", ErrSyntax, 0},
		{"<4x>", ErrSyntax, 2},
		{"<41", ErrSyntax, 0},
		{"[1 2", ErrSyntax, 0},
		{"<</A 1", ErrSyntax, 0},
		{"<</A>>", ErrSyntax, 4},
		{"<<1 2>>", ErrSyntax, 2},
		{"<</A 1/A 2>>", ErrSyntax, 6},
		{"<</A null/A 2>>", ErrSyntax, 9},
		{"/a#4", ErrSyntax, 2},
		{"/a#00", ErrSyntax, 2},
		{"8388608 0 R", ErrSyntax, 7},
		{"]", ErrSyntax, 0},
		{string(deep), ErrLimit, 65},
	} {
		_, err := Parse([]byte(c.text))
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, c.kind) || e.Offset != c.offset {
			t.Errorf("%.20q: %v; want %v at %d", c.text, err, c.kind, c.offset)
		}
	}
}

func TestParseBoundsObjects(t *testing.T) {
	many := make([]byte, 0, 2*maxNodes+10)
	many = append(many, '[')
	for range maxNodes {
		many = append(many, "1 "...)
	}
	many = append(many, ']')
	if _, err := Parse(many); !errors.Is(err, ErrLimit) {
		t.Errorf("an array of %d numbers: %v", maxNodes, err)
	}
}

// genObject makes objects whose parsed form must equal them: no nulls in dictionaries, reals of four decimals.
func genObject(depth int) *rapid.Generator[Object] {
	return rapid.Custom(func(t *rapid.T) Object {
		top := 9
		if depth == 0 {
			top = 7
		}
		switch rapid.IntRange(0, top).Draw(t, "kind") {
		case 0:
			return Bool(rapid.Bool().Draw(t, "bool"))
		case 1:
			return Int(rapid.Int64().Draw(t, "int"))
		case 2:
			return Real(float64(rapid.Int64Range(-1e12, 1e12).Draw(t, "real")) / 10000)
		case 3:
			return genName(t)
		case 4:
			return String(rapid.SliceOf(rapid.Byte()).Draw(t, "string"))
		case 5:
			return HexString(rapid.SliceOf(rapid.Byte()).Draw(t, "hex"))
		case 6:
			return Ref{rapid.IntRange(1, maxObjectNumber).Draw(t, "num"), rapid.IntRange(0, 65535).Draw(t, "gen")}
		case 7:
			return Text(rapid.String().Draw(t, "text"))
		case 8:
			items := Array{}
			for range rapid.IntRange(0, 5).Draw(t, "items") {
				items = append(items, genObject(depth-1).Draw(t, "item"))
			}
			return items
		}
		d := Dict{}
		for range rapid.IntRange(0, 5).Draw(t, "entries") {
			d[genName(t)] = genObject(depth-1).Draw(t, "value")
		}
		return d
	})
}

func genName(t *rapid.T) Name {
	return Name(rapid.SliceOfN(rapid.ByteRange(1, 255), 0, 12).Draw(t, "name"))
}

func TestObjectsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genObject(4).Draw(t, "object")
		text, err := Append(nil, want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %#v, %v; want %#v", text, got, err, want)
		}
		again, err := Append(nil, got)
		if err != nil || string(again) != string(text) {
			t.Fatalf("%q written again as %q, %v", text, again, err)
		}
	})
}

func TestText(t *testing.T) {
	for _, s := range []string{"", "plain (text)", "绩效", "𠮷 and 㛃", "tab\tline\n", "\x7f", "é"} {
		if got, ok := DecodeText(Text(s)); !ok || got != s {
			t.Errorf("%q came back as %q, %v", s, got, ok)
		}
	}
	for _, c := range []struct {
		object Object
		want   string
	}{
		{String("\xef\xbb\xbf绩"), "绩"},
		{String("\x80\xa0\x18\x9f\x41"), "•€˘\ufffdA"},
		{HexString("\xfe\xff\xd8\x00"), "\ufffd"},
	} {
		if got, ok := DecodeText(c.object); !ok || got != c.want {
			t.Errorf("%#v: %q, %v; want %q", c.object, got, ok, c.want)
		}
	}
	if _, ok := DecodeText(Int(1)); ok {
		t.Error("a number is no text")
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want String
	}{
		{sampleTime, "D:20230301093000+08'00'"},
		{time.Date(2022, 12, 31, 23, 59, 59, 1, time.UTC), "D:20221231235959+00'00'"},
		{time.Date(2022, 1, 2, 3, 4, 5, 0, time.FixedZone("", -(3*3600+30*60))), "D:20220102030405-03'30'"},
	} {
		if got := Date(c.at); got != c.want {
			t.Errorf("%v: %s, want %s", c.at, got, c.want)
		}
	}
}

func TestNum(t *testing.T) {
	if Num(3) != Int(3) || Num(2.5) != Real(2.5) {
		t.Error(Num(3), Num(2.5))
	}
	if v, ok := Number(Int(3)); !ok || v != 3 {
		t.Error(v, ok)
	}
	if v, ok := Number(Real(2.5)); !ok || v != 2.5 {
		t.Error(v, ok)
	}
	if _, ok := Number(Name("3")); ok {
		t.Error("a name is no number")
	}
}
