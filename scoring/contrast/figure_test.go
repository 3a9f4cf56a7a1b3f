package contrast

import (
	"testing"

	"github.com/govalues/decimal"
)

func TestFiguresDifferByValue(t *testing.T) {
	of := func(text string) decimal.NullDecimal { return valid(decimal.MustParse(text)) }
	for _, c := range []struct {
		left, right decimal.NullDecimal
		changed     bool
		difference  string
	}{
		{of("90"), of("90.00"), false, "0.00"},
		{of("90"), of("91.5"), true, "1.5"},
		{of("1"), decimal.NullDecimal{}, true, ""},
		{decimal.NullDecimal{}, decimal.NullDecimal{}, false, ""},
	} {
		item := number("x", "", c.left, c.right)
		if item.Changed != c.changed || written(item.Difference) != c.difference {
			t.Errorf("%v and %v: %+v", c.left, c.right, item)
		}
	}
}
