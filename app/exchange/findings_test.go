package exchange_test

import (
	"slices"
	"testing"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
)

// faults are the arithmetic faults of the published tables and the checks that must report them.
var faults = map[string][]string{
	"03-zhongjiang-2022": {"A1", "A4", "B6"}, // weights of 110, printed total 100; targets copied as actuals
	"08-shangwu-2020":    {"A4", "A9"},       // scores of 120, printed total 100; execution counted twice
	"12-langfang-2019":   {"A5", "A6"},       // 9 instead of 8.62, for the money and for execution
	"13-guichi-2022":     {"A7"},             // total row of zeros over sources of 89.974
	"16-jinzhai-2023":    {"A8"},             // 102.59 % executed
	"19-changning-2022":  {"C1"},             // a fifth of the money spent
	"25-yinchuan-2021":   {"A4"},             // printed 98, rows give 94 at most
	"28-ningxia-2023":    {"A6"},             // 95.00 % printed, 95.36 % executed
}

// The arithmetic faults of the published tables are reported as findings of what was imported, whatever the layout.
func TestFaultsOfPublishedTablesAreFound(t *testing.T) {
	schemes := scoringtest.Schemes(t)
	for _, c := range readCases(t) {
		for _, layout := range layouts[:5] {
			t.Run(layout.name+"/"+c.Case, func(t *testing.T) {
				d := newDrawing(t, layout.numbers)
				layout.draw(d, c)
				got, err := exchange.Import(c.Case+".xlsx", d.bytes(), exchange.Options{Options: tablein.Options{Schemes: schemes}})
				if err != nil {
					t.Fatal(err)
				}
				e := kept(t, got.Tables[0].Evaluation)
				scheme := schemeOf(t, schemes, e)
				var found []string
				for _, f := range review.Run(scheme, e, scoring.Score(scheme, e)) {
					found = append(found, f.Check)
				}
				for _, check := range faults[c.Case] {
					if !slices.Contains(found, check) {
						t.Errorf("under %s: no finding of %s among %v", scheme.ID, check, slices.Compact(found))
					}
				}
			})
		}
	}
}

// kept writes an imported evaluation as its file and reads it back.
func kept(t testing.TB, e *scoring.Evaluation) *scoring.Evaluation {
	t.Helper()
	data, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	out, err := scoring.ReadEvaluation(data)
	if err != nil {
		t.Fatalf("what was imported cannot be kept: %v", err)
	}
	return out
}

func schemeOf(t testing.TB, schemes []*scoring.Scheme, e *scoring.Evaluation) *scoring.Scheme {
	t.Helper()
	i := slices.IndexFunc(schemes, func(s *scoring.Scheme) bool { return s.ID == e.Scheme.ID })
	if i < 0 {
		t.Fatalf("no scheme %q", e.Scheme.ID)
	}
	return schemes[i]
}
