package collect

import (
	"errors"
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/target"
)

// EvaluationRow is one evaluation in the dataset. Scores have four decimal places, money is in yuan with two.
type EvaluationRow struct {
	Key           string `parquet:"key"` // year/id
	Year          int32  `parquet:"year"`
	Project       string `parquet:"project"`
	Code          string `parquet:"code"`
	Unit          string `parquet:"unit"`
	Department    string `parquet:"department"`
	Scheme        string `parquet:"scheme"`
	SchemeVersion string `parquet:"scheme_version"`
	Status        string `parquet:"status"`
	Total         *int64 `parquet:"total,optional,decimal(4:18)"` // absent while rows are open or the scheme is unknown
	Grade         string `parquet:"grade"`
	ExecutionRate *int64 `parquet:"execution_rate,optional,decimal(4:18)"` // %
	Initial       *int64 `parquet:"initial_yuan,optional,decimal(2:18)"`
	Adjusted      *int64 `parquet:"adjusted_yuan,optional,decimal(2:18)"`
	Executed      *int64 `parquet:"executed_yuan,optional,decimal(2:18)"`
	Indicators    int32  `parquet:"indicators"`
	Pending       int32  `parquet:"pending"`
	Errors        int32  `parquet:"errors"`   // findings that block and are not answered
	Warnings      int32  `parquet:"warnings"` // other findings that are not answered
	Source        string `parquet:"source"`   // path of the file
	SourceKind    string `parquet:"source_kind"`
	Trust         string `parquet:"trust"`
	Created       string `parquet:"created"` // RFC 3339
	Late          bool   `parquet:"late"`
}

// IndicatorRow is one indicator: the drill-down to the clause that gave its points.
type IndicatorRow struct {
	Key        string `parquet:"key"`
	Year       int32  `parquet:"year"`
	Unit       string `parquet:"unit"`
	Department string `parquet:"department"`
	Position   int32  `parquet:"position"` // from 1
	ID         string `parquet:"id"`
	Level1     string `parquet:"level1"`
	Level2     string `parquet:"level2"`
	Name       string `parquet:"name"`
	Target     string `parquet:"target"`
	Actual     string `parquet:"actual"`
	State      string `parquet:"state"`
	Method     string `parquet:"method"`
	Weight     *int64 `parquet:"weight,optional,decimal(4:18)"`
	RulePoints *int64 `parquet:"rule_points,optional,decimal(4:18)"`
	Points     *int64 `parquet:"points,optional,decimal(4:18)"`
	Overridden bool   `parquet:"overridden"`
	Pending    bool   `parquet:"pending"`
	Reason     string `parquet:"reason"` // of a deviation
}

// FindingRow is one finding of the quality checks.
type FindingRow struct {
	Key        string `parquet:"key"`
	Year       int32  `parquet:"year"`
	Unit       string `parquet:"unit"`
	Department string `parquet:"department"`
	Check      string `parquet:"check"` // such as A7
	Severity   string `parquet:"severity"`
	Place      string `parquet:"place"`
	Found      string `parquet:"found"`
	Allowed    string `parquet:"allowed"`
	Answered   bool   `parquet:"answered"`
}

// Rows are what one evaluation comes to.
type Rows struct {
	Evaluation EvaluationRow
	Indicators []IndicatorRow
	Findings   []FindingRow
}

// The decimal places of the whole numbers in rows.
const (
	PointPlaces = 4 // of scores and rates
	MoneyPlaces = 2 // of amounts in yuan
)

const yuan = "元"

// The tables of the rows, which are also the names of a dataset's folders.
const (
	TableEvaluations = "evaluations"
	TableIndicators  = "indicators"
	TableFindings    = "findings"
)

// scaled returns a decimal as a whole number of its last place, rounded half away from zero; nil where it does not fit.
func scaled(d decimal.Decimal, places int) *int64 {
	whole, fraction, ok := exact.Round(d, places).Int64(places)
	if !ok {
		return nil
	}
	for range places {
		if whole > 1e17 || whole < -1e17 {
			return nil
		}
		whole *= 10
	}
	whole += fraction
	return &whole
}

// rowsOf scores an evaluation and runs the checks.
func (o *Options) rowsOf(s *Source, item *Item, e *scoring.Evaluation) Rows {
	row := EvaluationRow{
		Key: item.Key, Year: int32(e.FiscalYear), Project: e.Project.Name, Code: e.Project.Code, Unit: e.Project.Unit, Department: e.Project.Department,
		Scheme: e.Scheme.ID, SchemeVersion: e.Scheme.Version, Status: string(e.Status), Indicators: int32(len(e.Indicators)),
		Source: s.Path, SourceKind: string(s.Kind), Trust: s.Trust, Created: s.Created, Late: s.State == Late,
	}
	if row.Status == "" {
		row.Status = string(scoring.StatusDraft)
	}
	if funds, ok := e.TotalFunds(); ok {
		row.Initial, row.Adjusted, row.Executed = inYuan(funds.Initial, e), inYuan(funds.Adjusted, e), inYuan(funds.Executed, e)
	}
	out := Rows{Evaluation: row}
	scheme, err := o.Schemes(e.Scheme)
	if err != nil {
		for i := range e.Indicators {
			out.Indicators = append(out.Indicators, indicatorRow(&row, i, &e.Indicators[i]))
		}
		return out
	}
	card := scoring.Score(scheme, e)
	o.fillScores(&out, card, review.Run(scheme, e, card))
	return out
}

func (o *Options) fillScores(out *Rows, card *scoring.Scorecard, findings []review.Finding) {
	row := &out.Evaluation
	row.SchemeVersion, row.Pending = card.SchemeVersion, int32(card.Pending)
	if card.Pending == 0 {
		row.Total, row.Grade = scaled(card.Total, PointPlaces), card.Grade
	}
	if card.Execution.Rate.Valid {
		row.ExecutionRate = scaled(card.Execution.Rate.Decimal, PointPlaces)
	}
	for i := range card.Lines {
		line := &card.Lines[i]
		r := indicatorRow(row, i, line.Indicator())
		r.Method, r.Weight, r.Overridden, r.Pending = string(line.Method), scaled(line.Weight, PointPlaces), line.Overridden, line.Pending
		if !line.Pending {
			r.RulePoints, r.Points = scaled(line.RulePoints, PointPlaces), scaled(line.Points, PointPlaces)
		}
		out.Indicators = append(out.Indicators, r)
	}
	for i := range findings {
		f := &findings[i]
		switch {
		case f.Blocks():
			row.Errors++
		case !f.Settled():
			row.Warnings++
		}
		out.Findings = append(out.Findings, FindingRow{
			Key: row.Key, Year: row.Year, Unit: row.Unit, Department: row.Department, Check: f.Check, Severity: string(f.Severity),
			Place: f.Place, Found: f.Found, Allowed: f.Allowed, Answered: f.Settled(),
		})
	}
}

func indicatorRow(e *EvaluationRow, at int, i *scoring.Indicator) IndicatorRow {
	return IndicatorRow{
		Key: e.Key, Year: e.Year, Unit: e.Unit, Department: e.Department, Position: int32(at + 1), ID: i.ID, Level1: i.Level1, Level2: i.Level2,
		Name: i.Name, Target: i.Target.Text, Actual: i.Actual.Text, State: string(i.State), Method: string(i.Method.Kind),
		Weight: scaled(i.Weight, PointPlaces), Reason: i.Reason,
	}
}

// inYuan converts an amount; one in another currency, or too large, is absent.
func inYuan(amount decimal.NullDecimal, e *scoring.Evaluation) *int64 {
	if !amount.Valid || !target.Convertible(e.MoneyUnit, yuan) {
		return nil
	}
	converted, err := target.Convert(amount.Decimal, e.MoneyUnit, yuan)
	if err != nil {
		return nil
	}
	return scaled(converted, MoneyPlaces)
}

// errNoEvaluation says that a record holds no evaluation.
var errNoEvaluation = errors.New("no evaluation")

func wrongRecord(key string, err error) error {
	return fmt.Errorf("record %s: %w: %s", key, errNoEvaluation, strings.TrimSpace(err.Error()))
}
