package assets_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/assets"
	"zhunsheng/scoring"
)

func scheme(t *testing.T, id string) *scoring.Scheme {
	t.Helper()
	data, ok := assets.Scheme(id)
	if !ok {
		t.Fatalf("no scheme %q", id)
	}
	s, err := scoring.ReadScheme(data)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return s
}

func TestEverySchemeFileIsOffered(t *testing.T) {
	files, err := filepath.Glob("schemes/*.json")
	if err != nil {
		t.Fatal(err)
	}
	ids := assets.SchemeIDs()
	if len(files) != len(ids) || len(ids) != 8 {
		t.Errorf("%d files, %d IDs", len(files), len(ids))
	}
	for _, id := range ids {
		data, ok := assets.Scheme(id)
		onDisk, err := os.ReadFile("schemes/" + id + ".json")
		if !ok || err != nil || string(data) != string(onDisk) {
			t.Errorf("%s: carried %v, on disk %v", id, ok, err)
		}
	}
	if ids[0] != assets.NationalScheme {
		t.Errorf("first offered is %s", ids[0])
	}
	ids[0] = "changed"
	if assets.SchemeIDs()[0] == "changed" {
		t.Error("SchemeIDs hands out its own list")
	}
	for _, id := range []string{"", "none", "../example/jiangmen-2022"} {
		if _, ok := assets.Scheme(id); ok {
			t.Errorf("there is a scheme %q", id)
		}
	}
}

func TestSchemesAreSane(t *testing.T) {
	for _, id := range assets.SchemeIDs() {
		t.Run(id, func(t *testing.T) {
			s := scheme(t, id)
			if s.ID != id || s.Version != "1" || s.Places != 2 || !s.FullMark.Equal(decimal.Hundred) {
				t.Errorf("id %q version %q places %d full mark %s", s.ID, s.Version, s.Places, s.FullMark)
			}
			sum := s.Execution.Weight
			for _, l := range s.Levels {
				sum, _ = sum.Add(l.Weight)
			}
			if !sum.Equal(decimal.Hundred) {
				t.Errorf("weights add up to %s", sum)
			}
			checkBands(t, s.Execution.Bands)
			checkBands(t, s.Satisfaction)
			checkTiers(t, s.Tiers)
			checkGrades(t, s.Grades)
			checkTexts(t, s)
			for _, kind := range s.Methods {
				if !slices.Contains(scoring.MethodKinds(), kind) {
					t.Errorf("unknown method %q", kind)
				}
			}
		})
	}
}

func checkBands(t *testing.T, bands []scoring.Band) {
	t.Helper()
	for i := range bands[min(1, len(bands)):] {
		if bands[i+1].AtLeast.Cmp(bands[i].AtLeast) >= 0 || bands[i+1].Earns.Cmp(bands[i].Earns) >= 0 {
			t.Errorf("bands do not fall at %d", i+1)
		}
	}
	if len(bands) > 0 && !bands[0].Earns.Equal(decimal.Hundred) {
		t.Error("the highest band does not earn the full weight")
	}
}

// The tiers of 财预〔2020〕10号: 80-100, 60-80 and 0-60 %, lower bounds included.
func checkTiers(t *testing.T, tiers []scoring.Tier) {
	t.Helper()
	want := []string{"reached 80 100 false", "partly 60 80 true", "missed 0 60 true"}
	for i, tier := range tiers {
		open := "false"
		if tier.HighOpen {
			open = "true"
		}
		if got := strings.Join([]string{tier.ID, tier.Low.String(), tier.High.String(), open}, " "); i >= len(want) || got != want[i] || tier.LowOpen {
			t.Errorf("tier %d is %s", i, got)
		}
	}
	if len(tiers) != len(want) {
		t.Errorf("%d tiers", len(tiers))
	}
}

func checkGrades(t *testing.T, grades []scoring.GradeBound) {
	t.Helper()
	for i := 1; i < len(grades); i++ {
		if grades[i].Min.Cmp(grades[i-1].Min) >= 0 {
			t.Errorf("grade %s does not lie below %s", grades[i].Name, grades[i-1].Name)
		}
	}
	if !grades[len(grades)-1].Min.IsZero() {
		t.Error("the lowest grade does not begin at 0")
	}
}

func checkTexts(t *testing.T, s *scoring.Scheme) {
	t.Helper()
	texts := map[string]scoring.Text{"title": s.Title, "note": s.Note}
	for _, tier := range s.Tiers {
		texts["tier "+tier.ID] = tier.Name
	}
	for _, grade := range s.Grades {
		texts["grade "+grade.Name] = grade.Text
	}
	for _, role := range s.Roles {
		texts["role "+role.ID] = role.Name
	}
	var walk func(sections []scoring.Section)
	walk = func(sections []scoring.Section) {
		for _, section := range sections {
			texts["section "+section.ID] = section.Title
			walk(section.Children)
		}
	}
	walk(s.Outline)
	for name, text := range texts {
		if text["zh"] == "" || text["en"] == "" {
			t.Errorf("%s is not in both languages: %v", name, text)
		}
	}
	if s.Authority == "" {
		t.Error("no authority")
	}
}

// Weights, caps and grades that are printed in rules or on published tables.
func TestSchemesHoldThePublishedWeights(t *testing.T) {
	for id, want := range map[string]string{
		"cn-2020":               "10: 产出 50, 效益 30, 满意度 10",
		"central-2021-cost":     "10: 成本 20, 产出 40, 效益 20, 满意度 10",
		"central-2021":          "10: 产出 50, 效益 30, 满意度 10",
		"framework-4aspects":    "0: 决策 15, 过程 20, 产出 35, 效益 30",
		"twenty-eighty":         "20: 产出 40, 效益 30, 满意度 10",
		"provincial-capped":     "10: 产出 50, 效益 30, 满意度 10",
		"guangdong-preset":      "0: 决策 20, 过程 20, 产出 30, 效益 30",
		"jiangmen-example-2022": "5: 产出 55, 效益 30, 满意度 10",
	} {
		s := scheme(t, id)
		var levels []string
		for _, l := range s.Levels {
			levels = append(levels, l.Name+" "+l.Weight.String())
		}
		if got := s.Execution.Weight.String() + ": " + strings.Join(levels, ", "); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if got := scheme(t, "jiangmen-example-2022").Standing; got != scoring.StandingIllustrative {
		t.Errorf("the example's scheme stands as %q", got)
	}
	if got := scheme(t, "guangdong-preset"); got.Standing != scoring.StandingToBeConfirmed || len(got.Grades) != 5 {
		t.Errorf("the preset stands as %q with %d grades", got.Standing, len(got.Grades))
	}
	capped := scheme(t, "provincial-capped")
	var caps []string
	for _, c := range capped.Caps {
		caps = append(caps, c.Below.String()+"→"+c.Max.String())
	}
	if got := strings.Join(caps, " "); got != "80→89 70→79 60→69 50→59" || capped.OverAchievement.Deduct.String() != "2" {
		t.Errorf("caps %s, deduction %s", got, capped.OverAchievement.Deduct)
	}
}

func TestEveryTranslationFileIsCarried(t *testing.T) {
	carried, err := fs.Glob(assets.Translations(), "*.json")
	if err != nil {
		t.Fatal(err)
	}
	onDisk, err := filepath.Glob("translations/*.json")
	if err != nil || len(carried) != len(onDisk) || !slices.Contains(carried, "scoring.zh.json") {
		t.Errorf("carried %v, on disk %v, %v", carried, onDisk, err)
	}
}
