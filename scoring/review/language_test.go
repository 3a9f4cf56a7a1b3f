package review_test

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
)

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// sentences reads the translation files of this package.
func sentencesIn(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := fs.ReadFile(assets.Translations(), "review."+language+".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func placeholders(sentence string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(sentence, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestEveryKeyIsSaidInBothLanguages: every sentence of every check is translated, nothing else of the checks is, and both languages put
// in the same values.
func TestEveryKeyIsSaidInBothLanguages(t *testing.T) {
	zh, en := sentencesIn(t, "zh"), sentencesIn(t, "en")
	wanted := map[string]bool{"review.answered": true}
	for _, severity := range []review.Severity{review.Error, review.Warning, review.Information} {
		wanted["review.severity."+string(severity)] = true
	}
	for _, check := range review.Checks() {
		for _, key := range check.Keys() {
			wanted[key] = true
		}
	}
	for key := range wanted {
		if zh[key] == "" || en[key] == "" {
			t.Errorf("%s is not said in both languages", key)
		}
	}
	for key, sentence := range zh {
		if strings.HasPrefix(key, "review.") && !wanted[key] {
			t.Errorf("%s is said but never reported", key)
		}
		if !slices.Equal(placeholders(sentence), placeholders(en[key])) {
			t.Errorf("%s: placeholders %v and %v", key, placeholders(sentence), placeholders(en[key]))
		}
	}
	if len(zh) != len(en) {
		t.Errorf("%d sentences in Chinese, %d in English", len(zh), len(en))
	}
}

// TestEverySentenceIsReportedAndFilledIn goes through the trials of all checks: each sentence of each check comes up, and every value
// that it names is given.
func TestEverySentenceIsReportedAndFilledIn(t *testing.T) {
	zh := sentencesIn(t, "zh")
	missing := map[string]bool{}
	for _, check := range review.Checks() {
		for _, key := range check.Keys() {
			missing[key] = true
		}
		if len(tried[check.ID]) == 0 {
			t.Errorf("%s is never tried", check.ID)
		}
	}
	for check, trials := range tried {
		for _, c := range trials {
			e, findings := c.run(t)
			for _, f := range findings {
				for _, m := range []scoring.Message{f.Message, f.Remedy, review.PlaceMessage(e, f.Place)} {
					delete(missing, m.Key)
					for _, name := range placeholders(zh[m.Key]) {
						if _, ok := m.Args[name]; !ok {
							t.Errorf("%s, %s: %s lacks {%s}", check, c.name, m.Key, name)
						}
					}
					if zh[m.Key] == "" {
						t.Errorf("%s, %s: nothing is said for %s", check, c.name, m.Key)
					}
				}
			}
		}
	}
	for key := range missing {
		t.Errorf("no trial reports %s", key)
	}
}

func TestPlacesInWords(t *testing.T) {
	e := honest()
	e.Parts = []scoring.Part{{ID: "p:1", Name: "县道", Funds: []scoring.FundRow{{Name: "合计"}}}}
	zh := sentencesIn(t, "zh")
	say := func(m scoring.Message) string {
		text := zh[m.Key]
		for name, value := range m.Args {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
		return text
	}
	for place, want := range map[string]string{
		"":                                  "整份自评",
		review.PlaceTotal:                   "总分",
		review.PlaceExecution:               "预算执行率",
		review.PlaceExecution + ":score":    "预算执行率得分",
		review.PlaceGoals + ":unpublished":  "绩效目标",
		review.PlaceIndicator("i5"):         "指标“受益行政村数”",
		review.PlaceIndicator("gone"):       "指标“gone”",
		review.PlaceFunds(1):                "资金“当年财政拨款”",
		review.PlaceFunds(0) + ":adjusted":  "资金“年度资金总额”的全年预算数",
		review.PlaceFunds(99):               "资金“99”",
		review.PlacePart("p:1"):             "专项“县道”",
		review.PlacePartFunds("p:1", 0):     "专项“县道”的资金“合计”",
		"partfunds:0.initial:p:1":           "专项“县道”的资金“合计”的年初预算数",
		review.PlaceSection("money"):        "资金安排和使用情况",
		review.PlaceSection("money:rate"):   "资金安排和使用情况",
		review.PlaceSection("own-section"):  "正文“own-section”",
		"section:money:2":                   "资金安排和使用情况",
		"section:money:derived-12":          "资金安排和使用情况",
		"part:p:1:figure-2":                 "专项“县道”",
		review.PlaceGoal(1):                 "年度总体目标第 2 项",
		review.PlaceGoal(0) + ":done":       "年度总体目标第 1 项",
		review.PlaceHeader("date"):          "填报日期",
		review.PlaceHeader("else"):          "else",
		review.PlaceLevel("产出/数量"):          "“产出/数量”",
		"something of a later version:that": "something of a later version:that",
	} {
		if got := say(review.PlaceMessage(e, place)); got != want {
			t.Errorf("%q: got %q, want %q", place, got, want)
		}
	}
}

// TestCustomSectionsInWords: a section of a scheme's own outline is named by the scheme's title.
func TestCustomSectionsInWords(t *testing.T) {
	e, s := honest(), scoringtest.Scheme(t, "cn-2020")
	title := func(zh, en string) scoring.Text { return scoring.Text{"zh": zh, "en": en} }
	s.Outline = []scoring.Section{{ID: "top", Title: title("第一部分", "Part one"), Children: []scoring.Section{{ID: "upkeep-2", Title: title("管护情况", "Upkeep")}}}}
	for place, want := range map[string]string{
		"section:upkeep-2": "管护情况", "section:upkeep-2:derived-2": "管护情况", "section:upkeep-2:3": "管护情况", "section:top": "第一部分",
	} {
		if m := review.PlaceMessageIn(s, e, place, "zh"); m.Key != "place.other" || m.Args["name"] != want {
			t.Errorf("%s: %v", place, m)
		}
	}
	if m := review.PlaceMessageIn(s, e, "section:upkeep-2", "en"); m.Args["name"] != "Upkeep" {
		t.Errorf("in English: %v", m)
	}
	for _, place := range []string{"section:gone", "indicator:i5", "total"} {
		if got, want := review.PlaceMessageIn(s, e, place, "zh"), review.PlaceMessage(e, place); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", place, got, want)
		}
	}
}
