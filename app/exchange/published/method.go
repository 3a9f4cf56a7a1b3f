package published

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// methods gives every row its method. A row that its rule cannot score but that has a printed score is scored by hand with it.
func (c *Conversion) methods(reason string) {
	e := c.Evaluation
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		ind.Method = c.method(ind)
		if ind.Method.Kind == scoring.MethodManual || ind.Method.Kind == scoring.MethodTier || !c.scores(ind) {
			c.byHand(ind, reason)
		}
	}
}

// method is the rule that the row states.
func (c *Conversion) method(ind *scoring.Indicator) scoring.Method {
	if c.Table.ExecutionIsRow && ind.Target.IsMissing() && measuresExecution(ind.Name) {
		if m, ok := c.executionMethod(); ok {
			return m
		}
	}
	kind := scoring.SuggestMethod(ind.Target, ind.Level2)
	if kind == scoring.MethodYesNo && ind.Actual.Kind != target.YesNo {
		kind = scoring.MethodTier // "完成" answered by words is judged, not compared
	}
	return scoring.Method{Kind: kind}
}

func measuresExecution(name string) bool {
	for _, word := range []string{"预算执行率", "资金执行率", "预算完成率", "资金支出率"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// executionMethod scores an indicator that is the execution row, from the amounts of the total row.
func (c *Conversion) executionMethod() (scoring.Method, bool) {
	row, ok := c.Evaluation.TotalFunds()
	if !ok || !row.Adjusted.Valid || !row.Executed.Valid || !row.Adjusted.Decimal.IsPos() {
		return scoring.Method{}, false
	}
	return scoring.Method{
		Kind: scoring.MethodFormula, Expression: "全年执行数 / 全年预算数",
		Figures: map[string]decimal.Decimal{"全年执行数": row.Executed.Decimal, "全年预算数": row.Adjusted.Decimal},
	}, true
}

// scores reports whether the row's rule can score it.
func (c *Conversion) scores(ind *scoring.Indicator) bool {
	alone := *c.Evaluation
	alone.Indicators = []scoring.Indicator{*ind}
	return !scoring.Score(c.Scheme, &alone).Lines[0].Pending
}

// byHand takes the printed score over. A row without one keeps its method and stays open.
func (c *Conversion) byHand(ind *scoring.Indicator, reason string) {
	if !ind.Declared.Valid {
		return
	}
	ind.Method = scoring.Method{Kind: scoring.MethodManual}
	ind.Judgement = scoring.Judgement{Points: ind.Declared, Reason: reason}
	c.doubt(ByHand, "indicator:"+ind.ID, "", ind.Target.Text)
}
