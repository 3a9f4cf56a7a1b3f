package desk

import (
	"fmt"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/storage"
)

func amount(text string) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: decimal.MustParse(text), Valid: true}
}

func TestSurveyCountsInBands(t *testing.T) {
	headers := []storage.Header{
		{ID: "a", Unit: "甲", Department: "局", Rows: 1, Scored: 1, Total: amount("100")},
		{ID: "b", Unit: "甲", Department: "局", Rows: 1, Scored: 1, Total: amount("89.99")},
		{ID: "c", Unit: "乙", Rows: 2, Scored: 1, Pending: 1, Total: amount("90")},
		{ID: "d", Unit: "乙", Rows: 1, Scored: 1, Total: amount("12.5")},
	}
	insights := map[string]Insight{
		"a": {Budget: amount("3"), Executed: amount("2.9999")}, "b": {Budget: amount("10"), Executed: amount("9")},
		"c": {Budget: amount("10"), Executed: amount("10")}, "d": {Budget: amount("0"), Executed: amount("10")},
	}
	o := Survey(headers, insights)
	if got, want := fmt.Sprint(o.Scores), "[{90 1} {80 1} {70 0} {60 0} {10 1}]"; got != want {
		t.Errorf("scores %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(o.Execution, o.Unknown), "[{100 1} {90 2} {80 0} {50 0} {0 0}] 1"; got != want {
		t.Errorf("execution %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(o.Departments), "[{乙 1 2} {局 2 2}]"; got != want {
		t.Errorf("departments %s, want %s", got, want)
	}
}
