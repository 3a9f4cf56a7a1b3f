package claim

import (
	"strings"
	"testing"

	"github.com/govalues/decimal"
)

func fact(name, value, unit string, year int) Fact {
	return Fact{Name: name, Value: decimal.MustParse(value), Unit: unit, Year: year}
}

// TestFactsOfTheSameThing: a fact stands for last year's figure, or denies a figure, only where it names what the text counts, in the
// year that the text compares with.
func TestFactsOfTheSameThing(t *testing.T) {
	planned := fact("受益行政村数", "14", "个", 2022)
	planned.Planned = true
	atWork := fact("在岗科研人员", "50", "名", 2022)
	atWork.Bound = Over
	incubated := fact("孵化高新技术企业数", "15", "家", 2022)
	incubated.Bound = From
	reader := NewReader(Context{Year: 2022, Facts: []Fact{
		fact("高新技术企业存量", "2194", "家", 2021), fact("高新技术企业净增数", "349", "家", 2021), fact("规模以上高新技术企业数", "1273", "家", 2021),
		fact("家庭医生签约率", "61.5", "%", 2021), fact("农村公路养护里程", "310", "公里", 2021), fact("公办幼儿园在园幼儿数", "8600", "人", 2021),
		fact("图书馆藏书量", "32", "万册", 2021), fact("受益行政村数", "12", "个", 2022), fact("社区矫正对象", "240", "人", 2020),
		planned, atWork, incubated,
	}})
	for text, want := range map[string]string{
		// The same thing one year before.
		"高新技术企业超过2600家，增长20%以上，数量居全省第6位；科技型中小企业2567家，增长21%以上。": "growth 20%以上 contradicted outside_bound 18.51 [2600 / 2194 - 1 = 18.51 %]; growth 21%以上 not_checkable no_figures",
		"全市高新技术企业达2600家，同比增长18.5%。":                            "growth 18.5% confirmed [2600 / 2194 - 1 = 18.51 %]",
		"家庭医生签约率64.7%，比上年提高3.2个百分点。":                           "ratio 64.7% not_checkable no_figures; difference 3.2个百分点 confirmed [64.7 - 61.5 = 3.2]",
		"家庭医生签约率64.7%，比上年提高4.2个百分点。":                           "ratio 64.7% not_checkable no_figures; difference 4.2个百分点 contradicted different 3.2 [64.7 - 61.5 = 3.2]",
		"农村公路养护里程达到341公里，同比增长10%。":                             "growth 10% confirmed [341 / 310 - 1 = 10 %]",
		"农村公路养护里程达到341公里，同比增长12%。":                             "growth 12% contradicted different 10 [341 / 310 - 1 = 10 %]",
		"全区公办幼儿园在园幼儿9030人，比上年增加430人。":                          "difference 430人 confirmed [9030 - 8600 = 430]",
		"全区公办幼儿园在园幼儿9030人，比上年增加530人。":                          "difference 530人 contradicted different 430 [9030 - 8600 = 430]",
		"图书馆藏书达64万册，比上年翻一番。":                                   "multiple 翻一番 confirmed [64 / 32 = 2]",
		"图书馆藏书达48万册，增长1.5倍。":                                   "multiple 1.5倍 contradicted different 0.5 [48 / 32 - 1 = 0.5]",
		"图书馆藏书达48万册，是上年的1.5倍。":                                 "multiple 1.5倍 confirmed [48 / 32 = 1.5]",
		"2021年高新技术企业2194家，2022年增至2600家，增长18.5%。":               "restated_figure 2194家 confirmed [高新技术企业存量 = 2194]; growth 18.5% confirmed [2600 / 2194 - 1 = 18.51 %]",
		"民办幼儿园在园幼儿5200人，比上年增长8%。":                              "growth 8% not_checkable no_figures",
		"农村公路绿化里程达到341公里，同比增长30%。":                             "growth 30% not_checkable no_figures",
		"培育科技型企业2600家，同比增长40%。":                                "growth 40% not_checkable no_figures",
		"社区矫正对象300人，同比增长8%。":                                   "growth 8% not_checkable no_figures", // the fact is two years old
		"高新技术企业产值2600亿元，增长20%以上。":                              "growth 20%以上 not_checkable no_figures",
		"高新技术企业2600家，增长20%的说法与统计年鉴不一致。":                        "growth 20% not_checkable unclear",
		// Figures that are stated again.
		"受益行政村12个。":                      "restated_figure 12个 confirmed [受益行政村数 = 12]",
		"受益行政村14个的指标未完成。":                "restated_figure 14个 confirmed [受益行政村数 = 14]",
		"项目实施后，受益行政村达15个。":               "restated_figure 15个 explain",
		"计划受益行政村20个，每年受益行政村5个。":          "",
		"2021年受益行政村9个。":                  "",
		"北山镇受益行政村7个，其中受益行政村3个。":          "",
		"双碳实验室科研人员100余名。":                "two_figures 100余名 explain",
		"现有科研人员100余名。":                   "two_figures 100余名 explain",
		"培训科研人员100余名，参训技术人员超200名。":       "",
		"全市高新技术企业超过2600家。":               "",
		"高新技术企业营业收入超3000亿元，孵化企业超20家。":    "",
		"2019年高新技术企业1600家，规模以上企业超过400家。": "",
	} {
		if got := summary(reader.Check(text)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestARangeThatHoldsTheFigureContradictsNothing: operands that were rounded when they were written leave a range of values open. A figure
// is contradicted only where no value of the range rounds to it.
func TestARangeThatHoldsTheFigureContradictsNothing(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// ((31.08±0.005)/(23.75±0.005))^½ - 1 lies between 14.374… % and 14.417… %, 14.3955… % in the middle.
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.40%。", "confirmed rounded"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.4%。", "confirmed rounded"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.39%。", "not_checkable coarse_figures"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.37%。", "not_checkable coarse_figures"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.42%。", "not_checkable coarse_figures"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.36%。", "contradicted different"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.43%。", "contradicted different"},
		{"从业人员从23.75万人增至31.08万人，两年年均增长14.3%。", "contradicted truncated"},
		// The same figures as whole persons have no range: the truncation is a mistake.
		{"从业人员从237500人增至310800人，两年年均增长14.39%。", "contradicted truncated"},
		// (3284.16±0.005)/(2293.94±0.005): 19.6519… % within 0.0002.
		{"营业收入由2293.94亿元增至3284.16亿元，两年年均增长19.65%。", "confirmed rounded"},
		{"营业收入由2293.94亿元增至3284.16亿元，两年年均增长19.64%。", "contradicted different"},
		// 121.745±0.0025: both 121.74 and 121.75 are possible, 121.73 and 121.76 are not.
		{"按50%的比例补贴，利息243.49万元，补贴121.75万元。", "confirmed rounded"},
		{"按50%的比例补贴，利息243.49万元，补贴121.74万元。", "not_checkable coarse_figures"},
		{"按50%的比例补贴，利息243.49万元，补贴121.76万元。", "contradicted different"},
		{"按50%的比例补贴，利息243.49万元，补贴121.73万元。", "contradicted different"},
		// Counts are exact: 82.47… % is 82.5 and not 82.4.
		{"1141家中941家通过，通过率82.4%。", "contradicted truncated"},
		// 1.2±0.05 万人 to 1.3±0.05 万人: from 0 % to 17.4 %.
		{"培训人次由1.2万人次增加到1.3万人次，增长12%。", "not_checkable coarse_figures"},
		{"培训人次由1.2万人次增加到1.3万人次，增长18%。", "contradicted different"},
		// A bound is contradicted where the whole range lies on its wrong side.
		{"培训人次由1.2万人次增加到1.3万人次，增长超15%。", "not_checkable coarse_figures"},
		{"培训人次由1.2万人次增加到1.3万人次，增长超20%。", "contradicted outside_bound"},
	} {
		claims := Check(c.text, nil)
		if len(claims) != 1 || string(claims[0].Verdict)+" "+string(claims[0].Reason) != c.want {
			t.Errorf("%s: got %s, want %s", c.text, summary(claims), c.want)
		}
	}
}

// TestReaderKeepsNothingBetweenTexts: a reader that has read other texts gives the same claims as a new one.
func TestReaderKeepsNothingBetweenTexts(t *testing.T) {
	known := Context{Year: 2022, Facts: []Fact{fact("高新技术企业存量", "2194", "家", 2021)}}
	texts := []string{
		"高新技术企业超过2600家，增长20%以上。", "由23.75万人增至31.08万人，两年年均增长14.40%。", "", strings.Repeat("建成31家，其中中心27家、工作站5家。", 40), "合格率98%。",
	}
	used := NewReader(known)
	for range 2 {
		for _, text := range texts {
			if got, want := summary(used.Check(text)), summary(NewReader(known).Check(text)); got != want {
				t.Fatalf("%s\n got %s\nwant %s", text, got, want)
			}
		}
	}
}
