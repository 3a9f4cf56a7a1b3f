package claim

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/govalues/decimal"
)

var update = flag.Bool("update", false, "write the corpora of testdata anew from the verdicts; check the difference by eye")

// summary is the verdicts on a text in one line: what the corpus holds.
func summary(claims []Claim) string {
	var parts []string
	for _, c := range claims {
		s := fmt.Sprintf("%s %s %s", c.Kind, c.Stated.Text, c.Verdict)
		switch c.Verdict {
		case Confirmed:
			s += " [" + c.Formula + "]"
		case Contradicted:
			s += fmt.Sprintf(" %s %s [%s]", c.Reason, c.Right, c.Formula)
		case NotCheckable:
			s += " " + string(c.Reason)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

// TestProse reads the corpora: a sentence, a tab, the verdicts on it. Sections say what the sentences are.
func TestProse(t *testing.T) {
	for path, least := range map[string]int{"testdata/prose.tsv": 150, "testdata/fields.tsv": 70, "testdata/chains.tsv": 150} {
		t.Run(path, func(t *testing.T) { testCorpus(t, path, least) })
	}
}

func testCorpus(t *testing.T, path string, least int) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	count, section := 0, ""
	for line := range strings.Lines(string(data)) {
		text, want, isCase := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !isCase {
			section = text
			out.WriteString(line)
			continue
		}
		count++
		claims := Check(text, nil)
		got := summary(claims)
		if got != want && !*update {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
		if strings.Contains(section, "correct") && strings.Contains(got, string(Contradicted)) {
			t.Errorf("false alarm on correct text %s\n%s", text, got)
		}
		if strings.Contains(section, "wrong") && !strings.Contains(got, string(Contradicted)) {
			t.Errorf("a mistake went unnoticed in %s\n%s", text, got)
		}
		checkPlaces(t, text, claims)
		fmt.Fprintf(&out, "%s\t%s\n", text, got)
	}
	if count < least {
		t.Errorf("only %d sentences in the corpus", count)
	}
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkPlaces: every place cuts the text where it says it does.
func checkPlaces(t *testing.T, text string, claims []Claim) {
	t.Helper()
	for _, c := range claims {
		p := c.Place
		if p.Start < 0 || p.End > len(text) || p.Start >= p.End || text[p.Start:p.End] != c.Text {
			t.Fatalf("%q: place %+v is not %q", text, p, c.Text)
		}
		if p.RuneStart != utf8.RuneCountInString(text[:p.Start]) || p.RuneEnd != utf8.RuneCountInString(text[:p.End]) {
			t.Fatalf("%q: runes of %+v", text, p)
		}
		for _, f := range append([]Figure{c.Stated}, c.Figures...) {
			if f.Fact == "" && text[f.Start:f.End] != f.Text {
				t.Fatalf("%q: figure %+v", text, f)
			}
		}
	}
}

// TestWholeReport: claims find their figures across a longer text, and correct statements around them stay quiet.
func TestWholeReport(t *testing.T) {
	text := `一、项目概况
依据江府〔2019〕24号、江科〔2021〕19号文件设立专项资金。2022年年初预算16052万元，经调整后全年预算12480.11万元，全年执行9459.61万元，预算执行率为75.8%。
二、绩效情况
（一）高企发展。2021年全市高新技术企业净增349家，存量达2194家。全年共推荐1141家企业申报，其中941家通过认定，通过率超82.4%。规模较大的高新技术企业由2019年的908家增至2021年的1273家，年均增长18.41%；营业收入由2293.94亿元增至3284.16亿元，年均增长19.65%。
（二）实验室建设。现有50余名科研人员入驻开展工作，在研项目9项。
三、经验做法
实验室面积超1万平方米，核心团队科研人员超过100名。2022年全市高新技术企业超2600家，同比增长超20%，总量居全省第6位。
`
	var got []string
	for _, c := range Check(text, nil) {
		got = append(got, fmt.Sprintf("%s %s %s", c.Kind, c.Stated.Text, c.Verdict))
	}
	want := []string{
		"ratio 75.8% confirmed", "ratio 超82.4% confirmed", "yearly_growth 18.41% confirmed", "yearly_growth 19.65% confirmed", "two_figures 超过100名 explain",
		"growth 超20% contradicted",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFactsStandInForFigures(t *testing.T) {
	fact := func(name, value, unit string, year int, bound Bound) Fact {
		return Fact{Name: name, Value: decimal.MustParse(value), Unit: unit, Year: year, Bound: bound}
	}
	facts := []Fact{
		fact("年初预算数", "16052", "万元", 2022, Exact), fact("全年预算数", "12480.11", "万元", 2022, Exact), fact("全年执行数", "9459.61", "万元", 2022, Exact),
		fact("高新技术企业存量", "2194", "家", 2021, Exact), fact("高新技术企业净增数", "349", "家", 2021, Exact),
		fact("规模较大高新技术企业数", "1273", "家", 2021, Exact), fact("科研人员", "50", "名", 0, Over),
	}
	for text, want := range map[string]string{
		"预算执行率为75.8%。": "ratio 75.8% confirmed [9459.61 / 12480.11 = 75.80 %]",
		"预算执行率为85.8%。": "ratio 85.8% contradicted different 75.8 [9459.61 / 12480.11 = 75.80 %]",
		"2022年，全市高新技术企业超2600家，同比增长超20%。": "growth 超20% contradicted outside_bound 18.51 [2600 / 2194 - 1 = 18.51 %]",
		"全市高新技术企业总数2600家，比上年增长18.5%。":    "growth 18.5% confirmed [2600 / 2194 - 1 = 18.51 %]",
		"核心团队拥有科研人员100多名。":               "two_figures 100多名 explain",
		"高新技术企业存量2194家。":                 "restated_figure 2194家 confirmed [高新技术企业存量 = 2194]",
		"高新技术企业存量为2149家。":                "restated_figure 2149家 explain",
		"全市科技型中小企业2567家，同比增长超21%。":       "growth 超21% not_checkable no_figures",
	} {
		if got := summary(Check(text, facts)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestJSONIsStable(t *testing.T) {
	claims := Check("推荐1141家，通过941家，通过率82.4%。", nil)
	got, err := json.Marshal(claims)
	want := `[{"place":{"start":6,"end":45,"rune_start":2,"rune_end":23,"sentence":1},"text":"1141家，通过941家，通过率82.4%","kind":"ratio",` +
		`"stated":{"text":"82.4%","value":"82.4","unit":"%","start":40,"end":45},` +
		`"figures":[{"text":"941家","value":"941","unit":"家","start":22,"end":28},{"text":"1141家","value":"1141","unit":"家","start":6,"end":13}],` +
		`"formula":"941 / 1141 = 82.47 %","right":"82.5","verdict":"contradicted","reason":"truncated"}]`
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	var back []Claim
	if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, claims) {
		t.Errorf("came back as %+v, %v", back, err)
	}
}
