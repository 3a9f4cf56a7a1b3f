package rounds_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/app/report/papertest"
	"zhunsheng/app/report/rounds"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/round"
)

func paper(t *testing.T, language string) rounds.Paper {
	t.Helper()
	points := func(n int64) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: decimal.MustNew(n, 0), Valid: true}
	}
	e := &scoring.Evaluation{
		ID: "p1", FiscalYear: 2022, Project: scoring.Project{Name: "道路养护", Unit: "某局"},
		Indicators: []scoring.Indicator{{ID: "i1", Name: "通行改善", Weight: decimal.MustNew(10, 0)}},
		Evidence:   []scoring.Evidence{{ID: "e1", Name: "验收单.pdf"}},
	}
	first := &round.Review{
		Round: 1, Decision: round.Returned, Date: "2023-03-01", Reviewer: round.Person{Name: "审核员", Unit: "财政局"},
		Comments: []round.Comment{
			{ID: "c1", Anchor: round.Anchor{Indicator: "i1"}, Text: "请补充佐证", Answer: &round.Answer{Text: "已补充验收单", By: round.Person{Name: "填报人"}, Date: "2023-03-05", Changed: true}},
			{ID: "c2", Anchor: round.Anchor{Section: "概况", Paragraph: 2, Quote: "本项目"}, Text: "数字不一致"},
			{ID: "c3", Anchor: round.Anchor{Evidence: "e1"}, Text: "看不清"},
			{ID: "c4", Text: "整体尚可", Answer: &round.Answer{Text: "谢谢"}},
		},
		Scores: []round.Score{{Indicator: "i1", Points: decimal.MustNew(6, 0), Reason: "佐证不足"}},
	}
	second := &round.Review{Round: 2, Decision: round.Accepted, Comments: []round.Comment{first.Comments[1]}}
	third := &round.Review{Round: 3, Decision: round.Open}
	return rounds.Paper{
		Evaluation: e, Rounds: []*round.Review{first, second, third}, Words: papertest.NewWords(t, language), Language: language,
		Now: time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC), Program: "test",
		Table: &round.Table{
			Rows:      []round.Row{{Indicator: "i1", Name: "通行改善", Weight: decimal.MustNew(10, 0), Self: decimal.MustNew(9, 0), Review: points(6), Difference: points(-3), Reason: "佐证不足"}},
			SelfTotal: decimal.MustNew(95, 0), SelfGrade: "优", ReviewTotal: decimal.MustNew(92, 0), ReviewGrade: "优",
		},
	}
}

// shown is the text on a paper, without blanks.
func shown(t *testing.T, file []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(strings.Join(papertest.Pages(t, file), "")), "")
}

func TestRoundsArePrintedWithAnswersFatesAndScores(t *testing.T) {
	data, err := rounds.Print(t.Context(), paper(t, locale.Chinese))
	if err != nil {
		t.Fatal(err)
	}
	shown := shown(t, data)
	for _, want := range []string{
		"道路养护", "第1轮", "财政局", "请补充佐证", "已补充验收单", "填报人", "验收单.pdf", "第2段", "未答复", "已解决", "再次提出", "佐证不足", "-3", "95", "92",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not on the paper: %s", want, shown)
		}
	}
	again, err := rounds.Print(t.Context(), paper(t, locale.Chinese))
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("a second time gives other bytes, %v", err)
	}
}

func TestQuotedParagraphsArePrintedWithTheirFigures(t *testing.T) {
	p := paper(t, locale.Chinese)
	p.Evaluation.Narrative = []scoring.Narrative{{Section: "概况", Text: "总述\n{{project}}自评得分{{total}}分"}}
	p.Rounds[0].Comments[1].Anchor.Quote = round.Quote("{{project}}自评得分{{total}}分")
	p.Figures = figure.Of(&scoring.Scheme{}, p.Evaluation, &scoring.Scorecard{Total: decimal.MustNew(955, 1), Lines: make([]scoring.Line, 1)}, locale.Chinese)
	data, err := rounds.Print(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(t, data); !strings.Contains(got, "道路养护自评得分95.5") || strings.Contains(got, "{{") {
		t.Errorf("the paper reads %s", got)
	}
}

func TestRoundsInEnglish(t *testing.T) {
	if _, err := rounds.Print(t.Context(), paper(t, locale.English)); err != nil {
		t.Fatal(err)
	}
}

func TestManyCommentsRunOverPages(t *testing.T) {
	p := paper(t, locale.Chinese)
	first := p.Rounds[0]
	for range 200 {
		first.Comments = append(first.Comments, first.Comments[0])
	}
	laid, err := rounds.Prepare(t.Context(), p)
	if err != nil || laid.Pages() < 4 {
		t.Fatalf("%v", err)
	}
}
