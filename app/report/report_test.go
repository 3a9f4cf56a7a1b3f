package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/app/locale"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

var update = flag.Bool("update", false, "write the golden files")

// keep writes the reports of this test run there, to be looked at.
var keep = flag.String("keep", "", "folder for the rendered reports")

func words(t testing.TB, lang string) Words {
	t.Helper()
	c, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(lang)
}

func input(t testing.TB, s *scoring.Scheme, e *scoring.Evaluation, lang string) Input {
	t.Helper()
	card := scoring.Score(s, e)
	return Input{
		Scheme: s, Evaluation: e, Scorecard: card, Findings: review.Run(s, e, card), Words: words(t, lang), Language: map[string]string{"zh": "zh-CN", "en": "en"}[lang],
		Now: time.Date(2023, 3, 20, 9, 0, 0, 0, time.FixedZone("CST", 8*3600)), DocumentID: [16]byte{1, 2, 3}, Producer: "zhunsheng test",
	}
}

func exampleInput(t testing.TB, schemeID, lang string) Input {
	t.Helper()
	e := scoringtest.Example(t)
	return input(t, scoringtest.Scheme(t, schemeID), e, lang)
}

// synthetic is an evaluation with forty indicators, one of them with a reason
// longer than a page, and characters that are hard to draw.
func synthetic(t testing.TB) *scoring.Evaluation {
	t.Helper()
	num := scoringtest.Some
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: "synthetic", FiscalYear: 2024, Scheme: scoring.SchemeRef{ID: "cn-2020", Version: "1"},
		Project:   scoring.Project{Name: "老旧小区改造和农村饮水安全巩固提升工程补助资金（含𠮷㛃䶮𫖯𪚥等生僻字地名）", Code: "44070024T000012345", Unit: "某市住房和城乡建设局", Department: "某市财政局"},
		MoneyUnit: "万元",
		Funds: []scoring.FundRow{
			{Name: "年度资金总额", Initial: num("1234567.89"), Adjusted: num("1345678.90"), Executed: num("1298765.43")},
			{Name: "当年财政拨款", Depth: 1, Initial: num("1000000.00"), Adjusted: num("1100000.00"), Executed: num("1080000.00")},
			{Name: "上年结转资金", Depth: 1, Initial: num("200000.00"), Adjusted: num("211111.01"), Executed: num("200000.00")},
			{Name: "其他资金", Depth: 1, Initial: num("34567.89"), Adjusted: num("34567.89"), Executed: num("18765.43")},
		},
		Goals:   []scoring.Goal{{Expected: "完成全市120个老旧小区改造，惠及居民5.6万户；农村集中供水工程水质达标率达到95%以上。", Actual: "完成121个小区改造，惠及居民5.62万户；水质达标率为96.3%。"}},
		SignOff: scoring.SignOff{Preparer: "某填报人", Contact: "0750-1234567", Principal: "某负责人", Date: "2025-03-20"},
	}
	e.Indicators = syntheticRows()
	for i := range 3 {
		e.Parts = append(e.Parts, scoring.Part{ID: fmt.Sprintf("p%d", i+1), Name: fmt.Sprintf("专项%d", i+1), Summary: "该专项按计划实施。", Funds: e.Funds[:2]})
	}
	for _, s := range scoringtest.Scheme(t, "cn-2020").Outline {
		e.Narrative = append(e.Narrative, scoring.Narrative{Section: s.ID, Text: strings.Repeat("本项目依据《某某办法》（某府〔2019〕24号）设立，全年预算12480.11万元，执行9459.61万元，预算执行率为75.8%。", 12) + "\n另有一个没有字体的字：\U0002EBE1和\uE123。"})
	}
	return e
}

func syntheticRows() []scoring.Indicator {
	levels := []struct {
		one, two string
		rows     int
		weight   string
	}{
		{"产出", "数量", 12, "2"},
		{"产出", "质量", 6, "2"},
		{"产出", "时效", 4, "2"},
		{"产出", "成本", 3, "2"},
		{"效益", "经济效益", 5, "2"},
		{"效益", "社会效益", 4, "2.5"},
		{"效益", "生态效益", 2, "2"},
		{"效益", "可持续影响", 2, "3"},
		{"满意度", "服务对象满意度", 2, "5"},
	}
	var rows []scoring.Indicator
	for _, l := range levels {
		for range l.rows {
			n := len(rows) + 1
			ind := scoring.Indicator{
				ID: fmt.Sprintf("i%d", n), Part: fmt.Sprintf("p%d", 1+n%3), Level1: l.one, Level2: l.two, Name: fmt.Sprintf("第%d项指标：改造小区数量和配套设施完善程度", n),
				Target: target.Parse(fmt.Sprintf("≥%d个", 100+n), target.Context{FiscalYear: 2024}), Actual: target.Parse(fmt.Sprintf("%d个", 98+n), target.Context{FiscalYear: 2024}),
				Weight: decimal.MustParse(l.weight), Method: scoring.Method{Kind: scoring.MethodProportional},
			}
			switch n {
			case 7:
				ind.Reason = strings.Repeat("受汛期持续降雨影响，部分标段停工47天，已督促施工单位增加人员和机械，倒排工期，", 60) + "预计2025年6月底前完成。"
			case 9:
				ind.State = scoring.StateNotApplicable
			case 11:
				ind.Reason = "居民意见未统一（涉及3个小区），改进措施：加强协商。"
				ind.Actual = target.Parse("1234567.89万元", target.Context{})
			}
			rows = append(rows, ind)
		}
	}
	return rows
}

func render(t testing.TB, in Input, name string) *Document {
	t.Helper()
	doc, err := Render(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, name+".pdf"), doc.Bytes, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

func TestSameInputSameBytes(t *testing.T) {
	a := render(t, exampleInput(t, "jiangmen-example-2022", "zh"), "example")
	b := render(t, exampleInput(t, "jiangmen-example-2022", "zh"), "example")
	if !bytes.Equal(a.Bytes, b.Bytes) {
		t.Error("two renderings differ")
	}
	if len(a.Undrawable) != 0 {
		t.Errorf("undrawable characters in the example: %q", string(a.Undrawable))
	}
}

func TestSignatureFieldsStandInTheOrderOfTheRoles(t *testing.T) {
	doc := render(t, exampleInput(t, "cn-2020", "zh"), "national")
	var got []string
	for _, f := range doc.Fields {
		got = append(got, f.Role+"="+f.Label)
		if f.Area.X1-f.Area.X0 < 150 || f.Area.Y1-f.Area.Y0 < 50 {
			t.Errorf("field %s has the area %+v", f.Role, f.Area)
		}
	}
	if want := "preparer=填报人 reviewer=复核人 principal=负责人"; strings.Join(got, " ") != want {
		t.Errorf("fields %q, want %q", got, want)
	}
}

func TestUndrawableCharactersAreListed(t *testing.T) {
	in := input(t, scoringtest.Scheme(t, "cn-2020"), synthetic(t), "zh")
	doc := render(t, in, "synthetic")
	if !strings.Contains(string(doc.Undrawable), "\uE123") || strings.ContainsAny(string(doc.Undrawable), "𠮷㛃䶮𫖯𪚥") {
		t.Errorf("undrawable: %q", string(doc.Undrawable))
	}
	in.Evaluation.Narrative, in.Evaluation.Project.Name = nil, "项目"
	if again := render(t, in, "drawable"); len(again.Undrawable) != 0 || again.Pages >= doc.Pages {
		t.Errorf("undrawable: %q on %d pages", string(again.Undrawable), again.Pages)
	}
}

func TestIncompleteInput(t *testing.T) {
	good := exampleInput(t, "cn-2020", "zh")
	for name, spoil := range map[string]func(*Input){
		"no scheme":     func(in *Input) { in.Scheme = nil },
		"no evaluation": func(in *Input) { in.Evaluation = nil },
		"no scorecard":  func(in *Input) { in.Scorecard = nil },
		"no words":      func(in *Input) { in.Words = nil },
		"other card":    func(in *Input) { in.Scorecard = &scoring.Scorecard{} },
	} {
		in := good
		spoil(&in)
		if _, err := Render(t.Context(), in); !errors.Is(err, ErrIncomplete) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Render(ctx, good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestAnEmptyEvaluationIsPrintedAsAForm(t *testing.T) {
	e := &scoring.Evaluation{Format: scoring.EvaluationFormat, FiscalYear: 2024, MoneyUnit: "元"}
	for _, id := range assets.SchemeIDs() {
		if doc := render(t, input(t, scoringtest.Scheme(t, id), e, "zh"), "empty-"+id); doc.Pages < 5 {
			t.Errorf("%s: %d pages", id, doc.Pages)
		}
	}
}

func TestProgressEndsAtItsTotal(t *testing.T) {
	in := exampleInput(t, "cn-2020", "en")
	last, total := -1, 0
	in.Progress = func(done, all int) {
		if done <= last {
			t.Errorf("progress went from %d to %d", last, done)
		}
		last, total = done, all
	}
	render(t, in, "english")
	if last != total || total == 0 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
}

func TestHostileTextsAreSet(t *testing.T) {
	s := scoringtest.Scheme(t, assets.NationalScheme)
	rapid.Check(t, func(t *rapid.T) {
		e := &scoring.Evaluation{FiscalYear: rapid.IntRange(-9999, 99999).Draw(t, "year"), MoneyUnit: rapid.String().Draw(t, "unit")}
		e.Project = scoring.Project{Name: rapid.String().Draw(t, "name"), Unit: rapid.String().Draw(t, "unit2")}
		e.Goals = []scoring.Goal{{Expected: rapid.String().Draw(t, "goal")}}
		text := rapid.String().Draw(t, "text")
		e.Indicators = []scoring.Indicator{{ID: "a", Level1: text, Level2: text, Name: text, Reason: text, Target: target.Value{Text: text}}}
		e.Narrative = []scoring.Narrative{{Section: "overview", Text: text}}
		if _, err := Render(t.Context(), Input{Scheme: s, Evaluation: e, Scorecard: scoring.Score(s, e), Words: keys{}}); err != nil {
			t.Fatal(err)
		}
	})
}

// keys shows the keys instead of sentences.
type keys struct{}

func (keys) Text(key string, args map[string]string) string { return key }

// own are the report's own sentences; everything else shows its key, so that a
// golden does not change with other packages' sentences.
type own map[string]string

func (w own) Text(key string, args map[string]string) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	for _, k := range slices.Sorted(maps.Keys(args)) {
		text = strings.ReplaceAll(text, "{"+k+"}", args[k])
	}
	return text
}

func TestGoldenPages(t *testing.T) {
	data, err := os.ReadFile("../../assets/translations/report.zh.json")
	if err != nil {
		t.Fatal(err)
	}
	w := own{}
	if err := json.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	e := synthetic(t)
	for i := range e.Narrative {
		e.Narrative[i].Text = "本项目依据《某某办法》（某府〔2019〕24号）设立，全年预算12480.11万元，执行9459.61万元，预算执行率为75.8%。"
	}
	s := *scoringtest.Scheme(t, "cn-2020")
	s.Title, s.Note, s.Version = scoring.Text{"zh": "评分办法"}, nil, "1"
	in := input(t, &s, e, "zh")
	in.Words, in.Findings = w, in.Findings[:min(3, len(in.Findings))]
	fs, err := newFaceSet(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := newComposer(&in)
	doc, err := c.compose(t.Context(), fs)
	if err != nil {
		t.Fatal(err)
	}
	res, _, err := layWithMissing(t.Context(), c, doc, fs)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range res.Pages {
		p := &res.Pages[i]
		fmt.Fprintf(&b, "page %d %dx%d: %d fills, %d rules, %d links, %d fields\n", i+1, p.Width, p.Height, len(p.Fills), len(p.Lines), len(p.Links), len(p.Fields))
		for _, x := range p.Texts {
			fmt.Fprintf(&b, "  %d,%d face %d size %d+%d %s\n", x.X, x.Y, x.Asked, x.Size, x.Spacing, x.Text)
		}
	}
	path := filepath.Join("testdata", "pages.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("the pages differ from %s; run with -update and look at the difference", path)
	}
}

func TestBothLanguagesHaveTheSameSentences(t *testing.T) {
	var zh, en map[string]string
	for path, to := range map[string]*map[string]string{"zh": &zh, "en": &en} {
		data, err := os.ReadFile("../../assets/translations/report." + path + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, to); err != nil {
			t.Fatal(err)
		}
	}
	for key, text := range zh {
		if slices.Compare(locale.Placeholders(text), locale.Placeholders(en[key])) != 0 && key != "report.dateBlank" {
			t.Errorf("%s: %q against %q", key, text, en[key])
		}
	}
	if len(zh) != len(en) {
		t.Errorf("%d sentences against %d", len(zh), len(en))
	}
}

func BenchmarkRender(b *testing.B) {
	in := exampleInput(b, "jiangmen-example-2022", "zh")
	render(b, in, "bench")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Render(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
}
