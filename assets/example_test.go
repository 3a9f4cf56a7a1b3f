package assets_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhunsheng/assets"
	"zhunsheng/scoring"
)

const ownScheme = "jiangmen-example-2022"

func example(t *testing.T) *scoring.Evaluation {
	t.Helper()
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestExampleScoresAsPublished(t *testing.T) {
	e := example(t)
	card := scoring.Score(scheme(t, ownScheme), e)
	if card.Total.String() != "99.00" || card.Grade != "优" || card.Reweighed || card.Pending != 0 || len(card.Problems) != 0 {
		t.Errorf("total %s, grade %s, reweighed %v, pending %d, problems %v", card.Total, card.Grade, card.Reweighed, card.Pending, card.Problems)
	}
	if got := card.Execution.Points.String(); got != "4.00" {
		t.Errorf("execution earns %s", got)
	}
	for i := range card.Lines {
		if line := &card.Lines[i]; !line.Met || !line.Problem.IsZero() || line.Points.Cmp(line.Weight) != 0 {
			t.Errorf("%s: %s of %s points, met %v, problem %v", line.ID, line.Points, line.Weight, line.Met, line.Problem)
		}
	}
	if d := e.Declared; d.Total.Decimal.String() != "99" || d.Grade != card.Grade || card.Total.Cmp(d.Total.Decimal) != 0 {
		t.Errorf("declared %v", d)
	}
}

func TestExampleUnderTheNationalScheme(t *testing.T) {
	card := scoring.Score(scheme(t, assets.NationalScheme), example(t))
	if card.Total.String() != "97.58" || card.Highest.Total.String() != "97.58" || card.Grade != "优" || !card.Reweighed || card.Pending != 0 {
		t.Errorf("total %s, highest %s, grade %s, reweighed %v, pending %d", card.Total, card.Highest.Total, card.Grade, card.Reweighed, card.Pending)
	}
	if card.Execution.Points.String() != "7.58" || card.Execution.Rate.Decimal.String() != "75.80" {
		t.Errorf("execution %s at %s %%", card.Execution.Points, card.Execution.Rate.Decimal)
	}
	if limits := card.Highest.Limits; len(limits) != 1 || limits[0].Key != "limit.execution" {
		t.Errorf("limits %v", limits)
	}
}

func TestExampleFollowsItsFigures(t *testing.T) {
	for _, test := range []struct{ from, to, total string }{
		{`"actual": "22%"`, `"actual": "5%"`, "97.00"}, // half of 4 points
		{`"executed": "9459.61"`, `"executed": "11232.1"`, "100.00"},
		{`"executed": "9459.61"`, `"executed": "9000"`, "98.00"},
	} {
		text := string(assets.Example())
		if strings.Count(text, test.from) != 1 {
			t.Fatalf("%q occurs %d times", test.from, strings.Count(text, test.from))
		}
		e, err := scoring.ReadEvaluation([]byte(strings.Replace(text, test.from, test.to, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if card := scoring.Score(scheme(t, ownScheme), e); card.Total.String() != test.total {
			t.Errorf("with %s the total is %s, want %s", test.to, card.Total, test.total)
		}
	}
}

func TestExampleSaysWhatWasNotPublished(t *testing.T) {
	e := example(t)
	s := scheme(t, ownScheme)
	published := map[string]string{"lab-conversion": "10%", "hi-growth": "100家", "hi-stock": "2000家"}
	parts := make(map[string]bool)
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		parts[ind.Part] = true
		level, ok := s.Level(ind.Level1)
		if !ok {
			t.Errorf("%s: no level %q", ind.ID, ind.Level1)
		} else if _, ok := level.Child(ind.Level2); !ok {
			t.Errorf("%s: no level %q", ind.ID, ind.Level2)
		}
		if !s.Allows(ind.Method.Kind) || ind.Weight.Scale() > 2 {
			t.Errorf("%s: method %s, weight %s", ind.ID, ind.Method.Kind, ind.Weight)
		}
		text, ok := published[ind.ID]
		switch {
		case ok && (ind.Target.Text != text || ind.Published != "" || ind.Method.Kind != scoring.MethodProportional):
			t.Errorf("%s: target %q, %q", ind.ID, ind.Target.Text, ind.Published)
		case !ok && (ind.Published != scoring.TargetUnpublished || !strings.Contains(ind.Target.Text, "未公布")):
			t.Errorf("%s: target %q, %q", ind.ID, ind.Target.Text, ind.Published)
		}
	}
	if len(e.Parts) != 7 || len(parts) != 7 {
		t.Errorf("%d parts, %d of them with indicators", len(e.Parts), len(parts))
	}
	for _, check := range []string{"C1", "C2", "C5"} {
		if !strings.Contains(e.AnswerTo(check, ""), "未说明") {
			t.Errorf("no answer to %s", check)
		}
	}
	for _, id := range []string{"lab-conversion", "hi-growth"} {
		if !strings.Contains(e.AnswerTo("B1", "indicator:"+id), "未说明") {
			t.Errorf("no answer to B1 at %s", id)
		}
	}
	if e.SignOff.Date != "" || e.AnswerTo("D14", "header:date") == "" {
		t.Error("the date of the report was never published, and the example should say so")
	}
}

func TestExampleHasTextForEverySection(t *testing.T) {
	e := example(t)
	known := make(map[string]bool)
	var walk func(sections []scoring.Section) int
	walk = func(sections []scoring.Section) (length int) {
		for _, section := range sections {
			known[section.ID] = true
			own := utf8.RuneCountInString(e.Section(section.ID)) + walk(section.Children)
			if own < 200 || own > 900 {
				t.Errorf("section %s has %d characters", section.ID, own)
			}
			length += own
		}
		return length
	}
	walk(scheme(t, ownScheme).Outline)
	for _, n := range e.Narrative {
		if !known[n.Section] {
			t.Errorf("no section %q in the outline", n.Section)
		}
	}
	for _, p := range e.Parts {
		if utf8.RuneCountInString(p.Summary) < 50 {
			t.Errorf("part %s has no summary", p.ID)
		}
	}
}

// Every published figure stands in the example, in the place named: an indicator, a figure of a part, a fund row or the prose.
func TestExampleHoldsEveryPublishedFigure(t *testing.T) {
	e := example(t)
	held := make(map[string]string) // by place
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		held[ind.Part+" indicators"] += "\n" + ind.Name + " " + ind.Target.Text + " | " + ind.Actual.Text
	}
	for _, p := range e.Parts {
		for _, f := range p.Figures {
			held[p.ID+" figures"] += "\n" + f.Name + " " + f.Value + f.Unit
		}
		held[p.ID+" summary"] = p.Summary
	}
	for _, n := range e.Narrative {
		held[n.Section] = n.Text
	}
	if f := e.Funds[0]; f.Initial.Decimal.String() != "16052" || f.Adjusted.Decimal.String() != "12480.11" || f.Executed.Decimal.String() != "9459.61" ||
		f.DeclaredRate.Decimal.String() != "75.8" || e.MoneyUnit != "万元" {
		t.Errorf("funds %+v", f)
	}
	for place, figures := range map[string][]string{
		"laboratory indicators": {"9项", "10% | 22%", "50余名", "100余名"},
		"institute indicators":  {"培养技术经理人数 未公布年度指标值 | 15人", "15家以上", "30家以上", "10项", "30名", "10名以上", "10家以上", "100%"},
		"hightech indicators": {
			"100家 | 349家", "2000家 | 2194家", "1141家", "941家", "超过82.4%", "1273家", "123家", "3284.16亿元", "146.31亿元", "31.08万人",
		},
		"hightech figures": {
			"82.47%", "908家", "1273家", "18.41%", "84家", "123家", "21.01%", "2293.94亿元", "3284.16亿元", "19.65%", "91.82亿元", "146.31亿元",
			"26.23%", "23.75万人", "31.08万人", "14.40%",
		},
		"hightech summary":   {"82.4%", "908", "1273", "18.41%", "84", "123", "21.01%", "2293.94", "3284.16", "19.65%", "91.82", "146.31", "26.23%", "23.75", "31.08", "14.40%"},
		"finance indicators": {"17家", "35笔", "1.0698亿元", "121.75万元"},
		"finance figures":    {"243.49万元", "39.40万元"},
		"research indicators": {
			"8项", "20项",
		},
		"platform indicators": {"31家"},
		"platform figures":    {"工程技术研究中心 27家", "工作站 4家"},
		"trade indicators":    {"17家", "28个", "40.71万元", "1347.14万元", "116.57万元", "补助发放及时率 未公布年度指标值 | 100%", "受补助企业满意度 未公布年度指标值 | 100%"},
		"basis":               {"江府〔2019〕24号", "江科〔2021〕19号", "江科〔2013〕96号", "江科〔2012〕129号", "江门市科学技术局"},
		"scope":               {"企业", "科研机构", "高等院校", "镇一级"},
		"money":               {"16052万元", "12480.11万元", "9459.61万元", "75.8%"},
		"practice": {
			"20余项", "10000㎡以上", "100余名", "SCI论文11篇", "项目9项", "1194万元", "企业24家", "成果260项", "1578万元", "6个县", "孵化器3家", "2.25万㎡", "60余家",
			"100余项", "超过2600家", "20%以上", "第6位", "2567家", "21%以上", "50家和20家", "特等奖1项", "二等奖2项", "关键技术16项", "12项有单位揭榜", "科普路线7条",
		},
		"problems":   {"18.5%"},
		"conclusion": {"99分", "等级为优"},
	} {
		for _, figure := range figures {
			if !strings.Contains(held[place], figure) {
				t.Errorf("%s: no %q", place, figure)
			}
		}
	}
}

func TestExampleIsACopy(t *testing.T) {
	first := assets.Example()
	clear(first)
	if string(assets.Example()) == string(first) {
		t.Error("changing the returned bytes changes the example")
	}
}
