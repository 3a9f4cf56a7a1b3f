package scoring

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/strictjson"
)

// The bounds of what an evaluation file may hold. They are far above any real project and keep every later sum within a decimal.
var (
	maxAmount = decimal.MustParse("1000000000000") // 10^12 of the money unit
	maxWeight = decimal.MustNew(1000, 0)
)

// MaxIndicators is the highest number of indicators of an evaluation.
const MaxIndicators = 2000

const (
	maxAmountPlaces = 6
	maxWeightPlaces = 4
	firstFiscalYear = 1990
	lastFiscalYear  = 2100
)

// ReadEvaluation reads an evaluation file that a person may have written or edited. Targets and actuals are read from their text,
// unless the file says that a person corrected the reading; indicators without an ID get one from their position. Errors are joined
// [*InputError] values. Faults of the evaluation itself (weights that do not add up, a zero budget) are not errors here: the quality
// checks report them.
func ReadEvaluation(data []byte) (*Evaluation, error) {
	e, err := RestoreEvaluation(data)
	if err != nil {
		return nil, err
	}
	if err := e.checkCells(); err != nil {
		return nil, err
	}
	for i := range e.Indicators {
		e.Indicators[i].ReadCells(e.FiscalYear)
	}
	return e, nil
}

// checkCells refuses control characters in targets and actuals: no one types them, and none can be seen.
func (e *Evaluation) checkCells() error {
	f := faults{document: "evaluation"}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		for _, cell := range []struct{ name, text string }{{"target", ind.Target.Text}, {"actual", ind.Actual.Text}, {"lastYear", ind.LastYear.Text}} {
			if at := strings.IndexFunc(cell.text, isControl); at >= 0 {
				f.add("bad-character", fmt.Sprintf("indicators[%d].%s", i, cell.name), fmt.Sprintf("U+%04X", cell.text[at]), "")
			}
		}
	}
	return f.err()
}

// isControl reports whether r is a control character of ASCII that does not end a line or stand for a blank.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\v' && r != '\f' || r == 0x7F
}

// RestoreEvaluation reads an evaluation that this program wrote, trusting the readings of targets and actuals in it, so that an old
// evaluation scores as it did when it was written. Errors are joined [*InputError] values.
func RestoreEvaluation(data []byte) (*Evaluation, error) {
	var e Evaluation
	if err := strictjson.Decode(data, &e, strictjson.DefaultLimits); err != nil {
		return nil, ReadError("evaluation", err)
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	return &e, nil
}

// Encode writes the evaluation as its documented JSON: two-space indent, members in a fixed order, decimals as strings, a final
// line break. The same evaluation gives the same bytes.
func (e *Evaluation) Encode() ([]byte, error) {
	return strictjson.Encode(e)
}

// check refuses what no evaluation can hold, and completes IDs.
func (e *Evaluation) check() error {
	f := faults{document: "evaluation"}
	if e.Format != EvaluationFormat {
		f.add("format", "format", e.Format, EvaluationFormat)
		return f.err()
	}
	if e.FiscalYear < firstFiscalYear || e.FiscalYear > lastFiscalYear {
		f.add("range", "fiscalYear", countOf(e.FiscalYear), fmt.Sprintf("%d-%d", firstFiscalYear, lastFiscalYear))
	}
	if e.Scheme.ID == "" {
		f.add("missing", "scheme.id", "", "")
	}
	if e.MoneyUnit == "" {
		f.add("missing", "moneyUnit", "", "万元, 元")
	}
	checkFunds(&f, "funds", e.Funds)
	e.checkParts(&f)
	e.checkIndicators(&f)
	return f.err()
}

func (e *Evaluation) checkParts(f *faults) {
	seen := make(map[string]bool)
	for i := range e.Parts {
		part, at := &e.Parts[i], fmt.Sprintf("parts[%d]", i)
		if part.ID == "" {
			f.add("missing", at+".id", "", "")
		}
		if seen[part.ID] {
			f.add("duplicate-id", at+".id", part.ID, "")
		}
		seen[part.ID] = true
		checkFunds(f, at+".funds", part.Funds)
	}
}

func (e *Evaluation) checkIndicators(f *faults) {
	if len(e.Indicators) > MaxIndicators {
		f.add("range", "indicators", countOf(len(e.Indicators)), "0-"+countOf(MaxIndicators))
		return
	}
	seen := make(map[string]bool)
	for i := range e.Indicators {
		if id := e.Indicators[i].ID; id != "" {
			if seen[id] {
				f.add("duplicate-id", fmt.Sprintf("indicators[%d].id", i), id, "")
			}
			seen[id] = true
		}
	}
	for i := range e.Indicators {
		ind, at := &e.Indicators[i], fmt.Sprintf("indicators[%d]", i)
		if ind.ID == "" {
			ind.ID = freeID(seen, i+1)
		}
		checkIndicator(f, at, ind)
	}
}

// freeID gives an indicator without an ID one from its position.
func freeID(taken map[string]bool, position int) string {
	id := fmt.Sprintf("i%d", position)
	for taken[id] {
		id += "'"
	}
	taken[id] = true
	return id
}

func checkIndicator(f *faults, at string, ind *Indicator) {
	checkDecimal(f, at+".weight", ind.Weight, maxWeight, maxWeightPlaces)
	for _, optional := range []struct {
		name  string
		value decimal.NullDecimal
	}{{".judgement.points", ind.Judgement.Points}, {".declaredScore", ind.Declared}} {
		if optional.value.Valid {
			checkDecimal(f, at+optional.name, optional.value.Decimal, maxWeight, maxWeightPlaces)
		}
	}
	switch ind.State {
	case StateScored, StateNoEvidence, StateNotApplicable, StateNotDue:
	default:
		f.add("choice", at+".state", string(ind.State), "no-evidence, not-applicable, not-due")
	}
	switch ind.Judgement.Answer {
	case "", AnswerYes, AnswerNo:
	default:
		f.add("choice", at+".judgement.answer", ind.Judgement.Answer, "yes, no")
	}
	switch ind.Published {
	case "", TargetUnpublished:
	default:
		f.add("choice", at+".targetPublication", string(ind.Published), string(TargetUnpublished))
	}
	if _, ok := rules[ind.Method.Kind]; !ok {
		f.add("choice", at+".method.kind", string(ind.Method.Kind), methodNames())
	}
	checkMethod(f, at+".method", &ind.Method)
}

// checkMethod refuses parameters that no method can mean.
func checkMethod(f *faults, at string, m *Method) {
	checkBands(f, at+".bands", m.Bands)
	for _, p := range []struct {
		name  string
		value decimal.Decimal
	}{{".passLine", m.PassLine}, {".step", m.Step}, {".deduct", m.Deduct}} {
		checkDecimal(f, at+p.name, p.value, maxWeight, maxWeightPlaces)
	}
	switch m.Ceiling {
	case "", CeilingRatio, CeilingLinear:
	default:
		f.add("choice", at+".ceiling", string(m.Ceiling), "ratio, linear")
	}
	switch m.Equality {
	case "", EqualityOneSided, EqualityTwoSided:
	default:
		f.add("choice", at+".equality", string(m.Equality), "one-sided, two-sided")
	}
}

func methodNames() string {
	names := ""
	for i, kind := range MethodKinds() {
		if i > 0 {
			names += ", "
		}
		names += string(kind)
	}
	return names
}

func checkFunds(f *faults, at string, rows []FundRow) {
	for i := range rows {
		row := &rows[i]
		for _, amount := range []struct {
			name  string
			value decimal.NullDecimal
		}{{"initial", row.Initial}, {"adjusted", row.Adjusted}, {"executed", row.Executed}} {
			if amount.value.Valid {
				checkDecimal(f, fmt.Sprintf("%s[%d].%s", at, i, amount.name), amount.value.Decimal, maxAmount, maxAmountPlaces)
			}
		}
		if row.Depth < 0 || row.Depth > 9 {
			f.add("range", fmt.Sprintf("%s[%d].depth", at, i), countOf(row.Depth), "0-9")
		}
	}
}

// checkDecimal refuses a figure below 0, above the bound or with more decimal places than make sense.
func checkDecimal(f *faults, field string, d, highest decimal.Decimal, places int) {
	if d.IsNeg() || d.Cmp(highest) > 0 {
		f.add("range", field, d.String(), "0-"+highest.String())
	}
	if d.MinScale() > places {
		f.add("places", field, d.String(), countOf(places))
	}
}
