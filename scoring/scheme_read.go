package scoring

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/strictjson"
)

// ReadScheme reads a scheme file and checks that it can score at all: weights that add up, bands and grades that fall, names that
// are known. Errors are joined [*InputError] values.
func ReadScheme(data []byte) (*Scheme, error) {
	var s Scheme
	if err := strictjson.Decode(data, &s, strictjson.DefaultLimits); err != nil {
		return nil, ReadError("scheme", err)
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	return &s, nil
}

// Encode writes the scheme as its documented JSON. The same scheme gives the same bytes.
func (s *Scheme) Encode() ([]byte, error) { return strictjson.Encode(s) }

// Hash returns the SHA-256 of the scheme's encoding in hex: it names the exact content a score was computed with.
func (s *Scheme) Hash() string {
	data, err := s.Encode()
	if err != nil {
		return "" // a Scheme holds nothing that cannot be encoded
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Validate reports everything that keeps the scheme from being used, as joined [*InputError] values.
func (s *Scheme) Validate() error {
	f := faults{document: "scheme"}
	if s.Format != SchemeFormat {
		f.add("format", "format", s.Format, SchemeFormat)
		return f.err()
	}
	s.checkHead(&f)
	s.checkDeadline(&f)
	s.checkNames(&f)
	s.checkWeights(&f)
	s.checkExecution(&f)
	s.checkCaps(&f)
	checkBands(&f, "satisfaction", s.Satisfaction)
	for i, b := range s.Satisfaction {
		if b.AtLeast.Cmp(decimal.Hundred) > 0 { // no satisfaction rate reaches it
			f.add("range", fmt.Sprintf("satisfaction[%d].atLeast", i), b.AtLeast.String(), "0-100")
		}
	}
	s.checkTiers(&f)
	if s.Panel != nil {
		s.Panel.check(&f, "panel")
	}
	s.checkGrades(&f)
	s.checkRoles(&f)
	s.checkThresholds(&f)
	return f.err()
}

// checkHead checks what a scheme says of itself.
func (s *Scheme) checkHead(f *faults) {
	for _, required := range []struct{ name, value string }{{"id", s.ID}, {"version", s.Version}, {"title.zh", s.Title["zh"]}} {
		if required.value == "" {
			f.add("missing", required.name, "", "")
		}
	}
	if s.ID != "" && !isSchemeID(s.ID) {
		f.add("bad-id", "id", s.ID, "a-z A-Z 0-9 . - (1-"+countOf(maxSchemeID)+")")
	}
	if s.Places < 0 || s.Places > 4 {
		f.add("range", "places", countOf(s.Places), "0-4")
	}
	if !s.FullMark.IsPos() || s.FullMark.Cmp(maxWeight) > 0 {
		f.add("range", "fullMark", s.FullMark.String(), "1-"+maxWeight.String())
	}
	if s.LastYear != 0 && s.LastYear < s.FirstYear {
		f.add("range", "lastYear", countOf(s.LastYear), "≥ "+countOf(s.FirstYear))
	}
}

// checkThresholds wants bounds that a check can mean.
func (s *Scheme) checkThresholds(f *faults) {
	t := &s.Thresholds
	for _, bound := range []struct {
		name  string
		value decimal.Decimal
	}{
		{"lowExecution", t.LowExecution},
		{"highTotal", t.HighTotal},
		{"doubtedExecution", t.DoubtedExecution},
		{"budgetAdjustment", t.BudgetAdjustment},
		{"overAchievement", t.OverAchievement},
		{"totalDifference", t.TotalDifference},
		{"shareDifference", t.ShareDifference},
		{"halfExecution", t.HalfExecution},
		{"fullExecution", t.FullExecution},
		{"littleOutput", t.LittleOutput},
		{"heavyIndicator", t.HeavyIndicator},
		{"copiedText", t.CopiedText},
	} {
		checkDecimal(f, "thresholds."+bound.name, bound.value, maxWeight, maxWeightPlaces)
	}
	checkOver(f, "thresholds.overAchievement", t.OverAchievement)
	if t.GoalMonths < 0 || t.GoalMonths > 12 {
		f.add("range", "thresholds.goalMonths", countOf(t.GoalMonths), "0-12")
	}
}

// checkOver wants a bound of over-achievement, in % of the target, that a target just met does not reach; 0 does not ask.
func checkOver(f *faults, at string, threshold decimal.Decimal) {
	if threshold.IsPos() && threshold.Cmp(decimal.Hundred) <= 0 {
		f.add("range", at, threshold.String(), "> 100")
	}
}

func (s *Scheme) checkNames(f *faults) {
	switch s.Standing {
	case StandingRule, StandingPractice, StandingIllustrative, StandingToBeConfirmed:
	default:
		f.add("choice", "standing", string(s.Standing), "rule, practice, illustrative, to-be-confirmed")
	}
	switch s.Ceiling {
	case CeilingRatio, CeilingLinear:
	default:
		f.add("choice", "ceiling", string(s.Ceiling), "ratio, linear")
	}
	switch s.Equality {
	case EqualityOneSided, EqualityTwoSided:
	default:
		f.add("choice", "equality", string(s.Equality), "one-sided, two-sided")
	}
	if len(s.Methods) == 0 {
		f.add("missing", "methods", "", methodNames())
	}
	for i, kind := range s.Methods {
		if _, ok := rules[kind]; !ok {
			f.add("choice", fmt.Sprintf("methods[%d]", i), string(kind), methodNames())
		} else if slices.Contains(s.Methods[:i], kind) {
			f.add("duplicate-id", fmt.Sprintf("methods[%d]", i), string(kind), "")
		}
	}
}

// checkWeights wants execution + prescribed level weights = full mark, and children = parent, each within its tolerance.
func (s *Scheme) checkWeights(f *faults) {
	sum, free := s.Execution.Weight, false
	seen := make(map[string]bool)
	for i := range s.Levels {
		l, at := &s.Levels[i], fmt.Sprintf("levels[%d]", i)
		if l.Name == "" {
			f.add("missing", at+".name", "", "")
		}
		l.checkHeadings(f, at, seen)
		checkDecimal(f, at+".weight", l.Weight, maxWeight, maxWeightPlaces)
		checkDecimal(f, at+".tolerance", l.Tolerance, maxWeight, maxWeightPlaces)
		free = free || l.Weight.IsZero() || l.Tolerance.IsPos()
		sum = addCapped(sum, l.Weight)
		l.checkChildren(f, at)
		if l.FallsTo != "" {
			if _, ok := s.Level(l.FallsTo); !ok || bareHeading(l.FallsTo) == bareHeading(l.Name) {
				f.add("reference", at+".fallsTo", l.FallsTo, "")
			}
		}
	}
	if len(s.Levels) == 0 {
		f.add("missing", "levels", "", "")
	} else if over := sum.Cmp(s.FullMark); over > 0 || (over < 0 && !free) {
		f.add("weight-sum", "levels", sum.String(), s.FullMark.String())
	}
}

// checkHeadings wants every heading to lead to one level only; seen are the headings of the levels before.
func (l *LevelRule) checkHeadings(f *faults, at string, seen map[string]bool) {
	own := bareHeading(l.Name)
	if seen[own] {
		f.add("duplicate-id", at+".name", l.Name, "")
	}
	seen[own] = true
	for i, alias := range l.Aliases {
		name := bareHeading(alias)
		if name == "" || seen[name] && name != own {
			f.add("duplicate-id", fmt.Sprintf("%s.aliases[%d]", at, i), alias, "")
		}
		seen[name] = true
	}
}

func (l *LevelRule) checkChildren(f *faults, at string) {
	var sum decimal.Decimal
	prescribed := false
	for i := range l.Children {
		child := &l.Children[i]
		checkDecimal(f, fmt.Sprintf("%s.children[%d].weight", at, i), child.Weight, maxWeight, maxWeightPlaces)
		prescribed = prescribed || child.Weight.IsPos()
		sum = addCapped(sum, child.Weight)
	}
	if prescribed && l.Weight.IsPos() && sum.Cmp(l.Weight) != 0 {
		f.add("weight-sum", at+".children", sum.String(), l.Weight.String())
	}
}

// addCapped adds two weights; weights are checked one by one, so a sum beyond a decimal has been reported already.
func addCapped(a, b decimal.Decimal) decimal.Decimal {
	sum, err := a.Add(b)
	if err != nil {
		return a
	}
	return sum
}

func (s *Scheme) checkExecution(f *faults) {
	checkDecimal(f, "execution.weight", s.Execution.Weight, maxWeight, maxWeightPlaces)
	switch s.Execution.Denominator {
	case "", AdjustedBudget, InitialBudget:
	default:
		f.add("choice", "execution.denominator", string(s.Execution.Denominator), "adjusted, initial")
	}
	checkBands(f, "execution.bands", s.Execution.Bands)
	checkDecimal(f, "overAchievement.deduct", s.OverAchievement.Deduct, s.FullMark, s.Places)
	checkDecimal(f, "overAchievement.threshold", s.OverAchievement.Threshold, maxWeight, maxWeightPlaces)
	checkOver(f, "overAchievement.threshold", s.OverAchievement.Threshold)
	checkDecimal(f, "passLine", s.PassLine, decimal.Hundred, maxWeightPlaces)
}

// checkCaps wants bounds and maxima that both fall: of two caps the one for lower execution must allow less, or it never applies.
func (s *Scheme) checkCaps(f *faults) {
	for i, c := range s.Caps {
		at := fmt.Sprintf("caps[%d]", i)
		checkDecimal(f, at+".max", c.Max, s.FullMark, s.Places)
		checkDecimal(f, at+".below", c.Below, maxWeight, maxWeightPlaces)
		if i == 0 {
			continue
		}
		above := s.Caps[i-1]
		if c.Below.Cmp(above.Below) >= 0 {
			f.add("band-order", at+".below", c.Below.String(), "< "+above.Below.String())
		}
		if c.Max.Cmp(above.Max) >= 0 {
			f.add("band-order", at+".max", c.Max.String(), "< "+above.Max.String())
		}
	}
}

// checkBands wants bounds that strictly fall (no overlap) and earnings that do not rise, between 0 and 100 %.
func checkBands(f *faults, at string, bands []Band) {
	for i, b := range bands {
		field := fmt.Sprintf("%s[%d]", at, i)
		checkDecimal(f, field+".earns", b.Earns, decimal.Hundred, maxWeightPlaces)
		checkDecimal(f, field+".atLeast", b.AtLeast, maxAmount, maxAmountPlaces)
		if i > 0 && b.AtLeast.Cmp(bands[i-1].AtLeast) >= 0 {
			f.add("band-order", field+".atLeast", b.AtLeast.String(), "< "+bands[i-1].AtLeast.String())
		}
		if i > 0 && b.Earns.Cmp(bands[i-1].Earns) > 0 {
			f.add("band-order", field+".earns", b.Earns.String(), "<= "+bands[i-1].Earns.String())
		}
	}
}

// checkTierTop wants the highest tier to reach 100 % and every other one to begin where the one above it ends.
func (s *Scheme) checkTierTop(f *faults, i int, at string) {
	t := &s.Tiers[i]
	if i == 0 {
		if t.High.Cmp(decimal.Hundred) != 0 || t.HighOpen {
			f.add("tier-seam", at+".high", t.High.String(), decimal.Hundred.String())
		}
		return
	}
	above := &s.Tiers[i-1]
	switch {
	case t.High.Cmp(above.Low) != 0:
		f.add("tier-seam", at+".high", t.High.String(), above.Low.String())
	case t.HighOpen == above.LowOpen:
		f.add("tier-bound", at+".highOpen", strconv.FormatBool(t.HighOpen), strconv.FormatBool(!t.HighOpen))
	}
}

// checkTiers wants tiers that leave no hole and do not overlap between 0 and 100 %.
func (s *Scheme) checkTiers(f *faults) {
	seen := make(map[string]bool)
	for i := range s.Tiers {
		t, at := &s.Tiers[i], fmt.Sprintf("tiers[%d]", i)
		if t.ID == "" || seen[t.ID] {
			f.add("duplicate-id", at+".id", t.ID, "")
		}
		seen[t.ID] = true
		checkDecimal(f, at+".low", t.Low, decimal.Hundred, maxWeightPlaces)
		checkDecimal(f, at+".high", t.High, decimal.Hundred, maxWeightPlaces)
		if t.Low.Cmp(t.High) >= 0 {
			f.add("band-order", at+".low", t.Low.String(), "< "+t.High.String())
		}
		s.checkTierTop(f, i, at)
	}
	if n := len(s.Tiers) - 1; n >= 0 && (!s.Tiers[n].Low.IsZero() || s.Tiers[n].LowOpen) {
		f.add("tier-seam", fmt.Sprintf("tiers[%d].low", n), s.Tiers[n].Low.String(), "0")
	}
}

// checkGrades wants bounds that strictly fall to 0, so that every total has a grade and every grade can be reached.
func (s *Scheme) checkGrades(f *faults) {
	if len(s.Grades) == 0 {
		f.add("missing", "grades", "", "")
		return
	}
	seen := make(map[string]bool)
	for i, g := range s.Grades {
		at := fmt.Sprintf("grades[%d]", i)
		if g.Name == "" || seen[g.Name] {
			f.add("duplicate-id", at+".name", g.Name, "")
		}
		seen[g.Name] = true
		checkDecimal(f, at+".min", g.Min, s.FullMark, s.Places) // a total has no more places
		if i > 0 && g.Min.Cmp(s.Grades[i-1].Min) >= 0 {
			f.add("grade-unreachable", at+".min", g.Min.String(), "< "+s.Grades[i-1].Min.String())
		}
	}
	if last := s.Grades[len(s.Grades)-1]; !last.Min.IsZero() {
		f.add("grade-hole", fmt.Sprintf("grades[%d].min", len(s.Grades)-1), last.Min.String(), "0")
	}
}

func (s *Scheme) checkRoles(f *faults) {
	seen := make(map[string]bool)
	for i, role := range s.Roles {
		if role.ID == "" || seen[role.ID] {
			f.add("duplicate-id", fmt.Sprintf("roles[%d].id", i), role.ID, "")
		}
		seen[role.ID] = true
	}
}

// maxSchemeID is how many characters the ID of a scheme may have.
const maxSchemeID = 64

// isSchemeID reports whether an ID is made of ASCII letters, digits, dots and hyphens and starts with a letter or digit, so that it can stand
// in a file name and on a command line anywhere.
func isSchemeID(id string) bool {
	if len(id) > maxSchemeID || id[0] == '.' || id[0] == '-' {
		return false
	}
	for _, r := range id {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
		default:
			return false
		}
	}
	return true
}
