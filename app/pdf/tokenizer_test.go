package pdf

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestTokenizer(t *testing.T) {
	content := "q 1 0 0 1 72 720.5 cm % comment\nBT/F1 12 Tf[(a)-20<62>]TJ T* (x)' ET\n" +
		"/P<</MCID 0>>BDC EMC f* true\nnull n\nBI/W 2/H 1/BPC 8 ID\nab EIx\nEI Q"
	var got []string
	tokens := NewTokenizer([]byte(content))
	for {
		op, err := tokens.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := Append(nil, append(Array{}, op.Operands...))
		if err != nil {
			t.Fatal(err)
		}
		line := op.Operator + string(text)
		if op.Image != nil {
			line += string(op.Image.Data)
		}
		if !strings.HasPrefix(content[op.Offset:], op.Operator) {
			t.Errorf("%s is not at %d", op.Operator, op.Offset)
		}
		got = append(got, line)
	}
	want := []string{
		"q[]", "cm[1 0 0 1 72 720.5]", "BT[]", "Tf[/F1 12]", "TJ[[(a) -20 <62>]]", "T*[]", "'[(x)]", "ET[]",
		"BDC[/P <</MCID 0>>]", "EMC[]", "f*[]", "n[true null]", "BI[]ab EIx", "Q[]",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestTokenizerRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		kind    error
		offset  int
	}{
		"operands left":    {"1 2", ErrSyntax, 3},
		"stray bracket":    {"q ]", ErrSyntax, 2},
		"brace":            {"q {", ErrSyntax, 2},
		"string":           {"(abc", ErrSyntax, 0},
		"deep":             {strings.Repeat("[", 100), ErrLimit, 65},
		"operands":         {strings.Repeat("1 ", 2000), ErrLimit, 2049},
		"image, no data":   {"BI /W 1", ErrSyntax, 7},
		"image, no end":    {"BI /W 1 ID abcEI", ErrSyntax, 10},
		"image, bad key":   {"BI 1 2 ID x EI", ErrSyntax, 3},
		"image, two keys":  {"BI /W 1/W 2 ID x EI", ErrSyntax, 11},
		"image, bad value": {"BI /W ) ID x EI", ErrSyntax, 6},
	} {
		tokens := NewTokenizer([]byte(c.content))
		var err error
		for err == nil {
			_, err = tokens.Next()
		}
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, c.kind) || e.Offset != c.offset {
			t.Errorf("%s: %v; want %v at %d", name, err, c.kind, c.offset)
		}
		if _, err := tokens.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: goes on with %v", name, err)
		}
	}
	for _, content := range []string{"", " \n%x", "BI ID EI", "BI ID\nEI Q"} {
		tokens := NewTokenizer([]byte(content))
		for {
			op, err := tokens.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || op.Image != nil && len(op.Image.Data) != 0 {
				t.Errorf("%q: %v, %v", content, op, err)
				break
			}
		}
	}
}
