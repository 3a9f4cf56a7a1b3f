package exchange_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/app/exchange/tableout"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

// exchanged are the fields of an evaluation that the official table carries.
type exchanged struct {
	Year       int
	Project    scoring.Project
	MoneyUnit  string
	Funds      []scoring.FundRow
	Goals      []scoring.Goal
	Indicators []exchangedRow
	Declared   scoring.Declared
	SignOff    scoring.SignOff
}

type exchangedRow struct {
	Part, Level1, Level2, Name, Target, Actual string
	Weight                                     decimal.Decimal
	Declared                                   decimal.NullDecimal
	State                                      scoring.State
	Reason, Note                               string
}

// exchangedOf takes the exchanged fields with figures in their plainest form.
func exchangedOf(t testing.TB, e *scoring.Evaluation) string {
	t.Helper()
	plain := func(d decimal.NullDecimal) decimal.NullDecimal { d.Decimal = d.Decimal.Trim(0); return d }
	out := exchanged{Year: e.FiscalYear, Project: e.Project, MoneyUnit: e.MoneyUnit, Goals: e.Goals, SignOff: e.SignOff}
	for _, f := range e.Funds {
		for _, d := range []*decimal.NullDecimal{&f.Initial, &f.Adjusted, &f.Executed, &f.DeclaredWeight, &f.DeclaredScore} {
			*d = plain(*d)
		}
		out.Funds = append(out.Funds, f)
	}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		part := ""
		if p, ok := e.Part(ind.Part); ok {
			part = p.Name
		}
		out.Indicators = append(out.Indicators, exchangedRow{
			part, ind.Level1, ind.Level2, ind.Name, ind.Target.Text, ind.Actual.Text, ind.Weight.Trim(0), plain(ind.Declared), ind.State, ind.Reason, ind.Note,
		})
	}
	out.Declared = scoring.Declared{TotalWeight: plain(e.Declared.TotalWeight), Total: plain(e.Declared.Total), Grade: e.Declared.Grade}
	data, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// asComputed is the evaluation with the scores of the card in place of printed ones: what a table with computed scores says.
func asComputed(e *scoring.Evaluation, card *scoring.Scorecard) *scoring.Evaluation {
	c := *e
	null := func(d decimal.Decimal) decimal.NullDecimal { return decimal.NullDecimal{Decimal: d, Valid: true} }
	c.Funds = append([]scoring.FundRow(nil), e.Funds...)
	weights := decimal.Zero
	for i := range c.Funds {
		if c.Funds[i].Depth != 0 {
			continue
		}
		c.Funds[i].DeclaredWeight, c.Funds[i].DeclaredScore = decimal.NullDecimal{}, decimal.NullDecimal{}
		c.Funds[i].DeclaredRate = card.Execution.Rate
		if card.Execution.Weight.IsPos() {
			c.Funds[i].DeclaredWeight, c.Funds[i].DeclaredScore = null(card.Execution.Weight), null(card.Execution.Points)
			weights = card.Execution.Weight
		}
	}
	c.Indicators = append([]scoring.Indicator(nil), e.Indicators...)
	for i := range c.Indicators {
		line := &card.Lines[i]
		c.Indicators[i].Weight = line.Weight
		c.Indicators[i].Declared = decimal.NullDecimal{}
		if line.State == scoring.StateScored && !line.Pending {
			c.Indicators[i].Declared = null(line.Points)
		}
		if sum, err := weights.Add(line.Weight); err == nil {
			weights = sum
		}
	}
	c.Declared = scoring.Declared{Total: null(card.Total), TotalWeight: null(weights), Grade: card.Grade}
	return &c
}

func words(t testing.TB) *locale.Printer {
	t.Helper()
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Printer("zh")
}

func project(s *scoring.Scheme, e *scoring.Evaluation) tableout.Project {
	card := scoring.Score(s, e)
	return tableout.Project{Scheme: s, Evaluation: e, Card: card, Findings: review.Run(s, e, card)}
}

// backIn imports a workbook that must hold one table.
func backIn(t testing.TB, data []byte) *scoring.Evaluation {
	t.Helper()
	got, err := exchange.Import("out.xlsx", data, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Tables) != 1 {
		t.Fatalf("%d tables", len(got.Tables))
	}
	for _, u := range got.Tables[0].Unplaced {
		t.Errorf("unplaced %s %q", u.Ref(), u.Text)
	}
	return got.Tables[0].Evaluation
}

func sameExchanged(t testing.TB, got, want *scoring.Evaluation) {
	t.Helper()
	if g, w := exchangedOf(t, got), exchangedOf(t, want); g != w {
		t.Errorf("came back otherwise:\n%s", difference(g, w))
	}
}

// difference shows the first lines in which two texts differ.
func difference(got, want string) string {
	g, w := bytes.Split([]byte(got), []byte("\n")), bytes.Split([]byte(want), []byte("\n"))
	out := ""
	for i := 0; i < max(len(g), len(w)) && len(out) < 2000; i++ {
		var a, b []byte
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if !bytes.Equal(a, b) {
			out += fmt.Sprintf("line %d\n  got  %s\n  want %s\n", i, a, b)
		}
	}
	return out
}

// What goes out as it was printed comes back the same: every published table, from every layout.
func TestPublishedTablesGoOutAndComeBack(t *testing.T) {
	schemes := scoringtest.Schemes(t)
	for _, c := range readCases(t) {
		d := newDrawing(t, true)
		drawOfficial(d, c)
		in, err := exchange.Import(c.Case+".xlsx", d.bytes(), exchange.Options{Options: tablein.Options{Schemes: schemes}})
		if err != nil {
			t.Fatal(err)
		}
		e := in.Tables[0].Evaluation
		for _, printed := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/printed=%v", c.Case, printed), func(t *testing.T) {
				p := project(schemeOf(t, schemes, e), e)
				data, err := tableout.Workbook([]tableout.Project{p}, tableout.Options{Words: words(t), Printed: printed})
				if err != nil {
					t.Fatal(err)
				}
				want := e
				if !printed {
					want = asComputed(e, p.Card)
				}
				sameExchanged(t, backIn(t, data), want)
			})
		}
	}
}

// The example goes out and comes back under every scheme.
func TestExampleGoesOutAndComesBack(t *testing.T) {
	e := scoringtest.Example(t)
	for _, s := range scoringtest.Schemes(t) {
		p := project(s, e)
		data, err := tableout.Workbook([]tableout.Project{p}, tableout.Options{Words: words(t)})
		if err != nil {
			t.Fatal(err)
		}
		again, err := tableout.Workbook([]tableout.Project{p}, tableout.Options{Words: words(t)})
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: the same input gives other bytes (%v)", s.ID, err)
		}
		sameExchanged(t, backIn(t, data), asComputed(e, p.Card))
	}
}

// Generated evaluations go out and come back the same.
func TestGeneratedTablesGoOutAndComeBack(t *testing.T) {
	schemes := scoringtest.Schemes(t)
	w := words(t)
	rapid.Check(t, func(r *rapid.T) {
		e := drawEvaluation(r)
		s := schemes[rapid.IntRange(0, len(schemes)-1).Draw(r, "scheme")]
		e.Scheme = scoring.SchemeRef{ID: s.ID, Version: s.Version}
		p := project(s, e)
		printed := rapid.Bool().Draw(r, "printed")
		data, err := tableout.Workbook([]tableout.Project{p}, tableout.Options{Words: w, Printed: printed})
		if err != nil {
			r.Fatal(err)
		}
		want := e
		if !printed {
			want = asComputed(e, p.Card)
		}
		got, err := exchange.Import("out.xlsx", data, exchange.Options{})
		if err != nil {
			r.Fatal(err)
		}
		if g, w := exchangedOf(t, got.Tables[0].Evaluation), exchangedOf(t, want); g != w {
			r.Fatalf("came back otherwise:\n%s", difference(g, w))
		}
		plain, err := tableout.CSV(p, printed)
		if err != nil {
			r.Fatal(err)
		}
		if got, err = exchange.Import("out.csv", plain, exchange.Options{}); err != nil {
			r.Fatal(err)
		}
		if g, w := exchangedOf(t, got.Tables[0].Evaluation), exchangedOf(t, want); g != w {
			r.Fatalf("came back otherwise from csv:\n%s", difference(g, w))
		}
	})
}

var (
	someTargets = []string{
		"≥95%", "≤5300", "=0件", "100%", "100", "22.50", "≥1,200米", "不少于20人", "2022年12月底前", "90%-95%", "效果明显", "/", "", "完成", "9月前", "≧266米",
		">= 98 %", "小于5次", "0.5", "12480.11万元", "≥**平方米", "3/5", "007", "1e3", "约50人", "50余人", "−5", "99.999%", "第1批", "是", "12345678901234567", "≥0.10‰",
	}
	someNames = []string{"安装坡面水标尺", "指标1:工程完工率", "公猪舍(≥**平方米)", "受益户数（含监测对象）", "资金\n拨付及时性", "R&D <项目> \"数\"", "服务外包在岸(万美元)", "预算资金使用率", "验收通过率"}
	someTexts = []string{"", "无", "已完工，剩余3%尾款未付。", "分两行\n说明原因", "=1+1", "因政策调整；下年度改进。", "'撇号开头"}
	level1s   = []string{"产出指标", "效益指标(30分)", "满意度指标", "决策", "Output level"}
	level2s   = []string{"数量指标", "质量指标", "社会效益指标", "", "服务对象满意度指标"}
)

// drawEvaluation draws an evaluation with what offices write in its cells.
func drawEvaluation(r *rapid.T) *scoring.Evaluation {
	pick := func(label string, list []string) string { return rapid.SampledFrom(list).Draw(r, label) }
	money := func(label string) decimal.NullDecimal {
		if rapid.IntRange(0, 4).Draw(r, label+"?") == 0 {
			return decimal.NullDecimal{}
		}
		return decimal.NullDecimal{Decimal: decimal.MustNew(rapid.Int64Range(0, 1_000_000_000).Draw(r, label), rapid.IntRange(0, 6).Draw(r, label+" places")), Valid: true}
	}
	points := func(label string, most int64) decimal.NullDecimal {
		if rapid.IntRange(0, 4).Draw(r, label+"?") == 0 {
			return decimal.NullDecimal{}
		}
		return decimal.NullDecimal{Decimal: decimal.MustNew(rapid.Int64Range(0, most*100).Draw(r, label), 2), Valid: true}
	}
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, FiscalYear: rapid.IntRange(2015, 2030).Draw(r, "year"),
		Project: scoring.Project{
			Name: pick("project", []string{"春节走访慰问经费", "初中公用经费", "项目A（二期）"}), Unit: pick("unit", []string{"某市水利局", "219001-某镇人民政府"}),
			Department: pick("department", []string{"", "某市财政局"}), Code: pick("code", []string{"", "53000021"}), Nature: pick("nature", []string{"", "经常性项目"}),
			Period: pick("period", []string{"", "2022年1月至2023年12月"}),
		},
		MoneyUnit: pick("money unit", []string{"万元", "元"}),
	}
	e.Goals = []scoring.Goal{{Expected: pick("expected", []string{"完成水标尺安装。", "1.培训20期；\n2.发放补助。"}), Actual: pick("outcome", []string{"", "已完成。"})}}
	names := []string{"年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金", "其中：省级资金"}
	for i := range rapid.IntRange(1, 5).Draw(r, "funds") {
		depth := min(i, 1)
		if i > 1 && rapid.Bool().Draw(r, "deeper") {
			depth = 2
		}
		row := scoring.FundRow{Name: names[i], Depth: depth, Initial: money("initial"), Adjusted: money("adjusted"), Executed: money("executed")}
		if i == 0 {
			row.DeclaredWeight, row.DeclaredScore = points("execution weight", 20), points("execution score", 20)
		}
		e.Funds = append(e.Funds, row)
	}
	for i := range rapid.IntRange(1, 12).Draw(r, "rows") {
		want, got := pick("target", someTargets), pick("actual", someTargets)
		context := target.Context{FiscalYear: e.FiscalYear}
		ind := scoring.Indicator{
			ID: fmt.Sprintf("i%d", i+1), Level1: pick("level1", level1s), Level2: pick("level2", level2s), Name: pick("name", someNames),
			Target: target.Parse(want, context), Actual: target.Parse(got, context), Weight: decimal.MustNew(rapid.Int64Range(0, 5000).Draw(r, "weight"), 2),
			Reason: pick("reason", someTexts), Note: pick("note", []string{"", "", "见附件3"}), Declared: points("score", 50),
		}
		ind.Method.Kind = scoring.SuggestMethod(ind.Target, ind.Level2)
		ind.State = rapid.SampledFrom([]scoring.State{"", "", "", "", scoring.StateNotApplicable, scoring.StateNoEvidence, scoring.StateNotDue}).Draw(r, "state")
		if ind.State != scoring.StateScored {
			ind.Declared = decimal.NullDecimal{}
		}
		e.Indicators = append(e.Indicators, ind)
	}
	e.Declared = scoring.Declared{Total: points("total", 120), TotalWeight: points("total weight", 120), Grade: pick("grade", []string{"", "优", "良好"})}
	e.SignOff = scoring.SignOff{
		Preparer: pick("preparer", []string{"", "经办人甲"}), Contact: pick("contact", []string{"", "0750-1234567"}), Principal: pick("principal", []string{"", "负责人乙"}),
		Date: pick("date", []string{"", "2023-04-06"}),
	}
	return e
}
