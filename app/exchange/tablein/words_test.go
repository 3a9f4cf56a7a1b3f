package tablein

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/govalues/decimal"
)

// No heading and no label is spelled twice: which meaning it had would then be chance.
func TestNoSpellingStandsTwice(t *testing.T) {
	for _, c := range []struct {
		file, from, to string
		index          int
	}{
		{"words.go", "var headings = ", "func spellings", len(headings)},
		{"labels.go", "var labels = ", "}()", len(labels)},
	} {
		source, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, ok := strings.Cut(string(source), c.from)
		list, _, ok2 := strings.Cut(rest, c.to)
		if !ok || !ok2 {
			t.Fatalf("%s: the list was not found", c.file)
		}
		seen := make(map[string]bool)
		for _, m := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(list, -1) {
			for word := range strings.FieldsSeq(m[1]) {
				if seen[word] {
					t.Errorf("%s: %s stands twice", c.file, word)
				}
				seen[word] = true
				if folded := bareKey(word); folded != word {
					t.Errorf("%s: %s is compared as %s and never found", c.file, word, folded)
				}
			}
		}
		if len(seen) != c.index {
			t.Errorf("%s: %d words in the source, %d in the index", c.file, len(seen), c.index)
		}
	}
}

func TestHeadingOf(t *testing.T) {
	for text, want := range map[string]Column{
		"三级\n指标": ColumnName, "年度指标值（A）": ColumnTarget, "全年预算数 (A)": fundAdjusted, "执行率(B/A)": fundRate, "得分（20分×执行率）": ColumnScore,
		"未完成原因及拟采取的改进措施": ColumnReason, "偏差原因分析及改进措施": ColumnReason, "财政复核得分": ColumnReview, "单项指标折算得分": ColumnReview, "自评得分（分）": ColumnScore,
		"实际完成值": ColumnActual, "权重（%）": ColumnWeight, "调整后预算数": fundAdjusted, "资金到位数": ColumnOther, "度量单位": ColumnUnit, "三级指标及说明": ColumnName, "指标值符号": ColumnSign,
		"": ColumnNone, "培训人数": ColumnNone, "数量指标": ColumnNone, "产出指标（50分）": ColumnNone, "服务对象满意度指标": ColumnNone, "2022年12月底前": ColumnNone, "≥95%": ColumnNone,
	} {
		if got := headingOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestPairsIn(t *testing.T) {
	for text, want := range map[string]string{
		"填报人：张三　联系电话：0750-123　填报日期：2023年4月6日": "preparer=张三;contact=0750-123;date=2023年4月6日",
		"项目名称：甲：二期":                     "project=甲：二期",
		"单位负责人（签字）：            填报人：李四 ": "principal=;preparer=李四",
		"注：填报人：甲":                       "",
		"没有标签":                          "",
		"年度总体目标：完成培训。":                  "goal.expected=完成培训。",
	} {
		var got []string
		for _, p := range pairsIn(text) {
			got = append(got, p.field+"="+p.value)
		}
		if s := strings.Join(got, ";"); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
}

func TestYearIn(t *testing.T) {
	for text, want := range map[string]int{
		"2022年度项目支出绩效自评表": 2022, "（ ２０２２ 年度）": 2022, "二〇二二年度": 2022, "二○二一年": 2021, "自评表2023": 2023, "预算12022元": 0, "2022.5": 0, "1234年": 0, "": 0,
	} {
		if got := yearIn(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestMoneyUnitIn(t *testing.T) {
	for text, want := range map[string]string{
		"项目资金（万元）": "万元", "单位：元": "元", "金额单位:人民币万元": "", "资金（单位：万元）": "万元", "(元)": "元", "培训100万元": "", "预算资金万元": "万元",
	} {
		if got := moneyUnitIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A rate that a sheet holds as a fraction is recognised by the amounts, and only then.
func TestRateAsFraction(t *testing.T) {
	d := decimal.MustParse
	if got, ok := asPercent(d("0.862"), d("37.24"), d("43.2")); !ok || got.String() != "86.200" && got.String() != "86.2" {
		t.Errorf("%s %v", got, ok)
	}
	if _, ok := asPercent(d("0.5"), d("0.5"), d("100")); ok {
		t.Error("0.5 % of 100 was taken for a half")
	}
}
