package strictjson

import (
	"fmt"
	"strings"
	"testing"
)

func TestQuickCheckAgreesWithTheThoroughOne(t *testing.T) {
	many := make([]string, 3*maxScanned)
	for i := range many {
		many[i] = fmt.Sprintf(`"n%d":{"a":1}`, i)
	}
	wide := "{" + strings.Join(many, ",") + "}"
	cases := []struct {
		name, document string
		want           bool
	}{
		{"object", `{"a":1,"b":[{"a":1},{"a":1}],"c":{"a":"x,\"}{"}}`, true},
		{"scalar", `1`, true},
		{"twice", `{"a":1,"b":2,"a":3}`, false},
		{"twice in a list", `[{"a":1},{"a":1,"a":1}]`, false},
		{"twice by escape", `{"a":1,"\u0061":2}`, false},
		{"name after an inner object", `{"a":{"b":1},"a":2}`, false},
		{"values are no names", `{"a":"b","b":"a"}`, true},
		{"many names", wide, true},
		{"many names, one twice", strings.Replace(wide, `"n90"`, `"n3"`, 1), false},
		{"deep enough", strings.Repeat("[", 8) + strings.Repeat("]", 8), true},
		{"too deep", strings.Repeat("[", 9) + strings.Repeat("]", 9), false},
		{"cut", `{"a":`, false},
		{"two documents", `{} {}`, false},
		{"empty", ``, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := wellFormed([]byte(c.document), 8); got != c.want {
				t.Errorf("wellFormed = %v, want %v", got, c.want)
			}
			if thorough := checkTokens([]byte(c.document), 8) == nil; thorough != c.want {
				t.Errorf("checkTokens accepts: %v, want %v", thorough, c.want)
			}
		})
	}
}

// What the quick check lets pass, the thorough one must let pass too; the reverse need not hold.
func FuzzQuickCheckIsNoLaxer(f *testing.F) {
	for _, seed := range []string{`{"a":1,"a":2}`, `{"a":{"b":[1,"x\"",{}]},"c":null}`, `[[[[[]]]]]`, `"\u00e9"`, `{"\\":1}`, " {} "} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !wellFormed(data, 8) {
			return
		}
		if err := checkTokens(data, 8); err != nil {
			t.Errorf("the quick check accepts what is wrong: %v", err)
		}
	})
}
