package scoring_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// TestSchemeFaults: each fault of a scheme is reported with its place, what was found and what is allowed, and nothing else is.
func TestSchemeFaults(t *testing.T) {
	cases := []struct {
		fault string
		spoil func(s *scoring.Scheme)
		want  string // "fault field found allowed", several joined by "; "
	}{
		{"wrong format", func(s *scoring.Scheme) { s.Format = "x" }, "format|format|x|zhunsheng/scheme/1"},
		{"no id", func(s *scoring.Scheme) { s.ID = "" }, "missing|id||"},
		{"an id that is a path", func(s *scoring.Scheme) { s.ID = "../x" }, "bad-id|id|../x|a-z A-Z 0-9 . - (1-64)"},
		{"an id of dots", func(s *scoring.Scheme) { s.ID = ".." }, "bad-id|id|..|a-z A-Z 0-9 . - (1-64)"},
		{"an id like an option", func(s *scoring.Scheme) { s.ID = "-json" }, "bad-id|id|-json|a-z A-Z 0-9 . - (1-64)"},
		{"an id with a blank", func(s *scoring.Scheme) { s.ID = "my scheme" }, "bad-id|id|my scheme|a-z A-Z 0-9 . - (1-64)"},
		{"an id in Chinese", func(s *scoring.Scheme) { s.ID = "方案" }, "bad-id|id|方案|a-z A-Z 0-9 . - (1-64)"},
		{"an id too long", func(s *scoring.Scheme) { s.ID = strings.Repeat("a", 65) }, "bad-id|id|" + strings.Repeat("a", 60) + "…|a-z A-Z 0-9 . - (1-64)"},
		{"no version", func(s *scoring.Scheme) { s.Version = "" }, "missing|version||"},
		{"no title", func(s *scoring.Scheme) { s.Title = nil }, "missing|title.zh||"},
		{"years in the wrong order", func(s *scoring.Scheme) { s.FirstYear, s.LastYear = 2022, 2021 }, "range|lastYear|2021|≥ 2022"},
		{"places", func(s *scoring.Scheme) { s.Places = 5 }, "range|places|5|0-4"},
		{"full mark", func(s *scoring.Scheme) { s.FullMark = dec("0"); s.Levels = s.Levels[:0]; s.Grades = s.Grades[3:] }, "range|fullMark|0|1-1000; missing|levels||"},
		{"standing", func(s *scoring.Scheme) { s.Standing = "law" }, "choice|standing|law|rule, practice, illustrative, to-be-confirmed"},
		{"ceiling", func(s *scoring.Scheme) { s.Ceiling = "square" }, "choice|ceiling|square|ratio, linear"},
		{"equality", func(s *scoring.Scheme) { s.Equality = "both" }, "choice|equality|both|one-sided, two-sided"},
		{"no methods", func(s *scoring.Scheme) { s.Methods = nil }, "missing|methods||" + allMethods()},
		{"unknown method", func(s *scoring.Scheme) { s.Methods[2] = "guess" }, "choice|methods[2]|guess|" + allMethods()},
		{"weights below the full mark", func(s *scoring.Scheme) { s.Levels[0].Weight = dec("49") }, "weight-sum|levels|99|100"},
		{"weights above the full mark", func(s *scoring.Scheme) { s.Levels[0].Weight = dec("50.5") }, "weight-sum|levels|100.5|100"},
		{"weight above 1000", func(s *scoring.Scheme) { s.Levels[0].Weight = dec("1001") }, "range|levels[0].weight|1001|0-1000; weight-sum|levels|1051|100"},
		{"negative weight", func(s *scoring.Scheme) { s.Levels[2].Weight = dec("-10") }, "range|levels[2].weight|-10|0-1000; weight-sum|levels|80|100"},
		{"children beside their parent", func(s *scoring.Scheme) {
			s.Levels[0].Children = []scoring.LevelRule{{Name: "数量", Weight: dec("20")}, {Name: "质量", Weight: dec("20")}}
		}, "weight-sum|levels[0].children|40|50"},
		{"level without a name", func(s *scoring.Scheme) { s.Levels[1].Name = "" }, "missing|levels[1].name||; reference|levels[2].fallsTo|效益|"},
		{"level twice", func(s *scoring.Scheme) { s.Levels[1].Name = "产出指标"; s.Levels[2].FallsTo = "产出" }, "duplicate-id|levels[1].name|产出指标|"},
		{"falls to nothing", func(s *scoring.Scheme) { s.Levels[2].FallsTo = "成本" }, "reference|levels[2].fallsTo|成本|"},
		{"falls to itself", func(s *scoring.Scheme) { s.Levels[2].FallsTo = "满意度指标" }, "reference|levels[2].fallsTo|满意度指标|"},
		{"denominator", func(s *scoring.Scheme) { s.Execution.Denominator = "spent" }, "choice|execution.denominator|spent|adjusted, initial"},
		{"bands overlap", func(s *scoring.Scheme) {
			s.Execution.Bands = []scoring.Band{{AtLeast: dec("90"), Earns: dec("100")}, {AtLeast: dec("90"), Earns: dec("80")}}
		}, "band-order|execution.bands[1].atLeast|90|< 90"},
		{"a lower band earns more", func(s *scoring.Scheme) {
			s.Execution.Bands = []scoring.Band{{AtLeast: dec("90"), Earns: dec("80")}, {AtLeast: dec("80"), Earns: dec("81")}}
		}, "band-order|execution.bands[1].earns|81|<= 80"},
		{"a band earns more than all", func(s *scoring.Scheme) { s.Execution.Bands = []scoring.Band{{AtLeast: dec("90"), Earns: dec("101")}} }, "range|execution.bands[0].earns|101|0-100"},
		{"a satisfaction band nobody reaches", func(s *scoring.Scheme) { s.Satisfaction = []scoring.Band{{AtLeast: dec("101"), Earns: dec("100")}} }, "range|satisfaction[0].atLeast|101|0-100"},
		{"caps in the wrong order", func(s *scoring.Scheme) {
			s.Caps = []scoring.TotalCap{{Below: dec("70"), Max: dec("89")}, {Below: dec("80"), Max: dec("79")}}
		}, "band-order|caps[1].below|80|< 70"},
		{"a cap that never applies", func(s *scoring.Scheme) {
			s.Caps = []scoring.TotalCap{{Below: dec("80"), Max: dec("79")}, {Below: dec("70"), Max: dec("79")}}
		}, "band-order|caps[1].max|79|< 79"},
		{"a cap above the full mark", func(s *scoring.Scheme) { s.Caps = []scoring.TotalCap{{Below: dec("80"), Max: dec("101")}} }, "range|caps[0].max|101|0-100"},
		{"tiers with a hole", func(s *scoring.Scheme) { s.Tiers[1].High = dec("79") }, "tier-seam|tiers[1].high|79|80"},
		{"tiers that overlap", func(s *scoring.Scheme) { s.Tiers[1].High = dec("81") }, "tier-seam|tiers[1].high|81|80"},
		{"a bound in two tiers", func(s *scoring.Scheme) { s.Tiers[1].HighOpen = false }, "tier-bound|tiers[1].highOpen|false|true"},
		{"a bound in no tier", func(s *scoring.Scheme) { s.Tiers[0].LowOpen = true }, "tier-bound|tiers[1].highOpen|true|false"},
		{"an alias that is another level", func(s *scoring.Scheme) { s.Levels[1].Aliases = []string{"产出指标"} }, "duplicate-id|levels[1].aliases[0]|产出指标|"},
		{"a level that is another one's alias", func(s *scoring.Scheme) { s.Levels[0].Aliases = []string{"效益"} }, "duplicate-id|levels[1].name|效益|"},
		{"a method twice", func(s *scoring.Scheme) { s.Methods = append(s.Methods, s.Methods[0]) }, "duplicate-id|methods[13]|proportional|"},
		{"over-achievement below the target", func(s *scoring.Scheme) { s.OverAchievement.Threshold = dec("50") }, "range|overAchievement.threshold|50|> 100"},
		{"over-achievement asked at the target", func(s *scoring.Scheme) { s.Thresholds.OverAchievement = dec("100") }, "range|thresholds.overAchievement|100|> 100"},
		{"the best tier ends below 100", func(s *scoring.Scheme) { s.Tiers[0].High = dec("95") }, "tier-seam|tiers[0].high|95|100"},
		{"the best tier leaves out 100", func(s *scoring.Scheme) { s.Tiers[0].HighOpen = true }, "tier-seam|tiers[0].high|100|100"},
		{"the lowest tier begins above 0", func(s *scoring.Scheme) { s.Tiers[2].Low = dec("10") }, "tier-seam|tiers[2].low|10|0"},
		{"a tier upside down", func(s *scoring.Scheme) { s.Tiers[2].Low, s.Tiers[2].High = dec("60"), dec("0") }, "band-order|tiers[2].low|60|< 0; tier-seam|tiers[2].high|0|60; tier-seam|tiers[2].low|60|0"},
		{"a tier without a name", func(s *scoring.Scheme) { s.Tiers[1].ID = "" }, "duplicate-id|tiers[1].id||"},
		{"no grades", func(s *scoring.Scheme) { s.Grades = nil }, "missing|grades||"},
		{"an unreachable grade", func(s *scoring.Scheme) { s.Grades[1].Min = dec("90") }, "grade-unreachable|grades[1].min|90|< 90"},
		{"grades out of order", func(s *scoring.Scheme) { s.Grades[1].Min, s.Grades[2].Min = dec("60"), dec("80") }, "grade-unreachable|grades[2].min|80|< 60"},
		{"a grade above the full mark", func(s *scoring.Scheme) { s.Grades[0].Min = dec("101") }, "range|grades[0].min|101|0-100"},
		{"a bound finer than any total", func(s *scoring.Scheme) { s.Grades[0].Min = dec("89.995") }, "places|grades[0].min|89.995|2"},
		{"low totals without a grade", func(s *scoring.Scheme) { s.Grades = s.Grades[:3] }, "grade-hole|grades[2].min|60|0"},
		{"a grade twice", func(s *scoring.Scheme) { s.Grades[1].Name = "优" }, "duplicate-id|grades[1].name|优|"},
		{"a role twice", func(s *scoring.Scheme) { s.Roles = []scoring.Role{{ID: "a"}, {ID: "a"}} }, "duplicate-id|roles[1].id|a|"},
		{"pass line above the target", func(s *scoring.Scheme) { s.PassLine = dec("120") }, "range|passLine|120|0-100"},
		{"deduction above the full mark", func(s *scoring.Scheme) { s.OverAchievement.Deduct = dec("101") }, "range|overAchievement.deduct|101|0-100"},
		{"a panel that drops nothing", func(s *scoring.Scheme) { s.Panel = &scoring.PanelRule{Method: scoring.PanelTrimmedMean} }, "missing|panel.dropHighest||"},
		{"a mean that drops points", func(s *scoring.Scheme) { s.Panel = &scoring.PanelRule{Method: scoring.PanelMean, DropLowest: 1} }, "choice|panel.method|mean|trimmed-mean"},
	}
	for _, c := range cases {
		t.Run(c.fault, func(t *testing.T) {
			s := national()
			c.spoil(s)
			if got := faultsOf(s.Validate()); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	if err := national().Validate(); err != nil {
		t.Errorf("the unspoilt scheme: %v", err)
	}
	scoringtest.Schemes(t)
}

func allMethods() string {
	var names []string
	for _, k := range scoring.MethodKinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

func faultsOf(err error) string {
	var list []string
	var walk func(err error)
	walk = func(err error) {
		var several interface{ Unwrap() []error }
		if errors.As(err, &several) {
			for _, part := range several.Unwrap() {
				walk(part)
			}
			return
		}
		var fault *scoring.InputError
		if errors.As(err, &fault) {
			list = append(list, strings.Join([]string{fault.Fault, fault.Field, fault.Found, fault.Allowed}, "|"))
		}
	}
	if err != nil {
		walk(err)
	}
	return strings.Join(list, "; ")
}

func TestNextVersionIsACopy(t *testing.T) {
	for version, want := range map[string]string{"1": "2", "9": "10", "2021.9": "2021.10", "v3": "v4", "draft": "draft.2", "18446744073709551615": "18446744073709551615.2"} {
		s := national()
		s.Version = version
		next, err := s.NextVersion()
		if err != nil || next.Version != want {
			t.Errorf("%s: got %s, %v, want %s", version, next.Version, err, want)
		}
	}
	for _, s := range scoringtest.Schemes(t) {
		before := s.Hash()
		next, err := s.NextVersion()
		if err != nil {
			t.Fatal(err)
		}
		changes, err := scoring.Diff(s, next)
		if err != nil || len(changes) != 1 || changes[0].Path != "version" {
			t.Errorf("%s: a copy differs by %v, %v", s.ID, changes, err)
		}
		next.Grades[0].Min, next.Levels[0].Name, next.Title["zh"] = dec("95"), "别的", "别的"
		if s.Hash() != before {
			t.Errorf("%s: editing the copy changed the original", s.ID)
		}
		next.Version = s.Version
		if next.Hash() == before {
			t.Errorf("%s: an edited scheme has the same hash", s.ID)
		}
	}
}

func TestDiffNamesPlaceOldAndNew(t *testing.T) {
	a, b := national(), national()
	b.Version = "2"
	b.Execution.Weight = dec("20")
	b.Grades[0].Min = dec("95")
	b.Grades = append(b.Grades[:2], b.Grades[3:]...)                                                      // without 中
	b.Levels = []scoring.LevelRule{b.Levels[1], b.Levels[0], b.Levels[2], {Name: "成本", Weight: dec("5")}} // another order and a new one
	b.Caps = []scoring.TotalCap{{Below: dec("80"), Max: dec("89")}}
	b.Tiers[0].LowOpen = true
	changes, err := scoring.Diff(a, b)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range changes {
		got = append(got, fmt.Sprintf("%s: %s -> %s", c.Path, c.Old, c.New))
	}
	want := []string{
		`version: 1 -> 2`,
		`execution.weight: 10 -> 20`,
		`levels[成本]:  -> {"name":"成本","weight":"5"}`,
		`levels: 产出, 效益, 满意度 -> 效益, 产出, 满意度, 成本`,
		`tiers[reached].lowOpen:  -> true`,
		`grades[优].min: 90 -> 95`,
		`grades[中]: {"name":"中","min":"60"} -> `,
		`caps:  -> [{"below":"80","max":"89"}]`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if same, err := scoring.Diff(a, national()); err != nil || len(same) != 0 {
		t.Errorf("a scheme differs from itself: %v, %v", same, err)
	}
}

func FuzzReadScheme(f *testing.F) {
	for _, id := range assets.SchemeIDs() {
		data, _ := assets.Scheme(id)
		f.Add(data)
	}
	f.Add([]byte(`{"format":"zhunsheng/scheme/1"}`))
	e := typical(9)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scoring.ReadScheme(data)
		if err != nil {
			return
		}
		again, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := scoring.ReadScheme(again)
		if err != nil {
			t.Fatalf("its own encoding is refused: %v", err)
		}
		if back.Hash() != s.Hash() {
			t.Fatal("the hash does not survive")
		}
		card := scoring.Score(s, e)
		if card.Total.IsNeg() || card.Grade == "" {
			t.Fatalf("total %s, grade %q", card.Total, card.Grade)
		}
	})
}

func FuzzReadEvaluation(f *testing.F) {
	f.Add(assets.Example())
	f.Add([]byte(`{"format":"zhunsheng/evaluation/1","fiscalYear":2022,"scheme":{"id":"cn-2020"},"moneyUnit":"元","indicators":[{"target":"≥95%","actual":96,"weight":10,"method":{"kind":"formula","expression":"实际完成值/年度指标值"}}]}`))
	s := scoringtest.Scheme(f, assets.NationalScheme)
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := scoring.ReadEvaluation(data)
		if err != nil {
			return
		}
		again, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := scoring.RestoreEvaluation(again)
		if err != nil {
			t.Fatalf("its own encoding is refused: %v", err)
		}
		once, err := scoring.Score(s, e).Encode()
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := scoring.Score(s, back).Encode(); string(once) != string(twice) {
			t.Fatal("a restored evaluation scores otherwise")
		}
	})
}

// TestControlCharactersInCells: an evaluation whose targets or actuals hold control characters is refused with the place of each; line ends
// and tabs are blanks.
func TestControlCharactersInCells(t *testing.T) {
	e := evaluation(row("10", "≥9", "9", kind(scoring.MethodProportional)), row("10", "≥9", "9\n家\t", kind(scoring.MethodProportional)))
	write := func() []byte {
		data, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if _, err := scoring.ReadEvaluation(write()); err != nil {
		t.Fatal(err)
	}
	e.Indicators[0].Target.Text, e.Indicators[1].Actual.Text = "≥9\x000", "9\x7f"
	_, err := scoring.ReadEvaluation(write())
	for _, place := range []string{"indicators[0].target: found U+0000", "indicators[1].actual: found U+007F"} {
		if err == nil || !strings.Contains(err.Error(), place) {
			t.Errorf("%v, want %s", err, place)
		}
	}
	if _, err := scoring.RestoreEvaluation(write()); err != nil {
		t.Errorf("what the program stored is not read back: %v", err)
	}
}
