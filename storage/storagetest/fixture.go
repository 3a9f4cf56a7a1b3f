package storagetest

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

// SchemeID is the scheme that [Schemes] knows and [Evaluation] refers to.
const SchemeID = "storagetest"

// Schemes knows one scheme: 10 points for execution, 90 for the indicators, grades from 90 and from 0.
func Schemes(ref scoring.SchemeRef) (*scoring.Scheme, bool) {
	if ref.ID != SchemeID {
		return nil, false
	}
	return &scoring.Scheme{
		Format: scoring.SchemeFormat, ID: SchemeID, Version: "1", FullMark: decimal.Hundred, Places: 2,
		Execution: scoring.ExecutionRule{Weight: decimal.Ten, Denominator: scoring.AdjustedBudget},
		Levels:    []scoring.LevelRule{{Name: "产出", Weight: decimal.MustNew(90, 0)}},
		Methods:   scoring.MethodKinds(),
		Grades:    []scoring.GradeBound{{Name: "优", Min: decimal.MustNew(90, 0)}, {Name: "差"}},
	}, true
}

// Evaluation makes an evaluation of two indicators with 45 points each, the first reached to actual of 100, the second still open.
func Evaluation(year int, id string, actual int) *scoring.Evaluation {
	return &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: id, FiscalYear: year,
		Scheme:    scoring.SchemeRef{ID: SchemeID, Version: "1"},
		Project:   scoring.Project{Name: "项目 " + id, Code: "C-" + id, Unit: "江门市科学技术局", Department: "科技 & <创新> “处”"},
		MoneyUnit: "万元",
		Funds: []scoring.FundRow{{
			Name: "年度资金总额", Initial: amount("100.00"), Adjusted: amount("80.50"), Executed: amount("80.5"),
		}},
		Indicators: []scoring.Indicator{
			Indicator("i1", "≥100 家", strconv.Itoa(actual)),
			Indicator("i2", "≥95%", ""),
		},
		Narrative: []scoring.Narrative{{Section: "1", Text: "第一段\r\n\t第二段 𠮷 \u2028 \ufffd \\ufffd <b>"}},
	}
}

// Indicator makes an indicator of 45 points that scores in proportion.
func Indicator(id, want, got string) scoring.Indicator {
	context := target.Context{FiscalYear: 2022}
	return scoring.Indicator{
		ID: id, Level1: "产出", Level2: "数量", Name: "指标 " + id, Weight: decimal.MustNew(45, 0),
		Target: target.Parse(want, context), Actual: target.Parse(got, context),
		Method: scoring.Method{Kind: scoring.MethodProportional},
	}
}

func amount(text string) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: decimal.MustParse(text), Valid: true}
}

func setActual(e *scoring.Evaluation, actual int) {
	e.Indicators[0].Actual = target.Parse(strconv.Itoa(actual), target.Context{FiscalYear: e.FiscalYear})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// value returns the first of two results and ends the test on an error.
func value[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func wantError(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want one that wraps %q", err, want)
	}
}

func wantEqual(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %s\nwant %s", what, text(got), text(want))
	}
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// openYear makes a store's year 2022.
func openYear(t testing.TB, s Store) {
	t.Helper()
	value(s.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "江门市科学技术局"}))(t)
}

func create(t testing.TB, s Store, e *scoring.Evaluation) storage.Header {
	t.Helper()
	return value(s.Create(t.Context(), e))(t)
}

func wantEvaluation(t testing.TB, s Store, want *scoring.Evaluation, revision uint64) {
	t.Helper()
	got, at, err := s.Evaluation(t.Context(), want.FiscalYear, want.ID)
	must(t, err)
	wantEqual(t, "evaluation", text(got), text(want))
	wantEqual(t, "revision", at, revision)
}
