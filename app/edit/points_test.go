package edit

import (
	"testing"

	"github.com/govalues/decimal"
)

func TestPointsAreReadWithinTheWeight(t *testing.T) {
	weight := decimal.MustParse("5")
	for _, c := range []struct {
		text, want string
		ok         bool
		refused    bool
	}{
		{"3.5", "3.5", true, false},
		{"５", "5", true, false},
		{"0", "0", true, false},
		{" ", "", false, false},
		{"5.1", "", false, true},
		{"-1", "", false, true},
		{"三分", "", false, true},
		{"3分", "", false, true},
	} {
		got, ok, err := Points(c.text, weight)
		if ok != c.ok || (err != nil) != c.refused || ok && got.String() != c.want {
			t.Errorf("Points(%q) = %s, %v, %v", c.text, got, ok, err)
		}
	}
}
