package scoring

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// reweigh scales the indicators' weights to another scheme's: inside each level 1 the weights keep their proportions and add up
// exactly to the level's weight (largest remainder). Indicators of a level whose weight the scheme leaves open keep their own; those of a
// level that the scheme does not have keep nothing, and the level is named.
func reweigh(s *Scheme, e *Evaluation) (weights []decimal.Decimal, problems []Message) {
	weights = make([]decimal.Decimal, len(e.Indicators))
	groups := make(map[string][]int)
	var names []string
	for i := range e.Indicators {
		weights[i] = decimal.MustNew(0, s.Places)
		name := s.levelName(e.Indicators[i].Level1)
		if _, seen := groups[name]; !seen {
			names = append(names, name)
		}
		groups[name] = append(groups[name], i)
	}
	budget := s.levelWeights(groups)
	for _, name := range names {
		rows := groups[name]
		points, ok := budget[name]
		if !ok {
			problems = append(problems, Message{Key: "problem.level-unknown", Args: Args{"level": name}})
			continue
		}
		if points.IsZero() { // the scheme leaves the weight open
			for _, i := range rows {
				weights[i] = e.Indicators[i].Weight
			}
			continue
		}
		if err := apportion(points, rows, e.Indicators, weights, s.Places); err != nil {
			problems = append(problems, Message{Key: "problem.level-unweighed", Args: Args{"level": name}})
		}
	}
	return weights, problems
}

// levelWeights returns the weight of each level of the scheme, zero for one that it does not prescribe. The weight of a level without
// indicators falls to the level the scheme names.
func (s *Scheme) levelWeights(groups map[string][]int) map[string]decimal.Decimal {
	points := make(map[string]decimal.Decimal, len(s.Levels))
	for _, l := range s.Levels {
		points[l.Name] = l.Weight
	}
	for _, l := range s.Levels {
		if len(groups[l.Name]) > 0 || l.FallsTo == "" {
			continue
		}
		if sum, err := points[l.FallsTo].Add(points[l.Name]); err == nil {
			points[l.FallsTo] = sum
		}
	}
	return points
}

// apportion shares points out over rows in proportion to their own weights, in units of the last place, by largest remainder. Of equal
// remainders the one of the larger own weight comes first, then the one of the smaller ID, so that the order of the rows decides nothing.
func apportion(points decimal.Decimal, rows []int, indicators []Indicator, weights []decimal.Decimal, places int) error {
	var own decimal.Decimal
	for _, i := range rows {
		sum, err := own.Add(indicators[i].Weight)
		if err != nil {
			return err
		}
		own = sum
	}
	type remainder struct {
		row  int
		size decimal.Decimal
	}
	left := exact.Round(points, places)
	remainders := make([]remainder, 0, len(rows))
	for _, i := range rows {
		fine, err := exact.MulQuo(points, indicators[i].Weight, own, places+6)
		if err != nil {
			return err
		}
		weights[i] = fine.Trunc(places)
		rest, err := fine.Sub(weights[i])
		if err != nil {
			return err
		}
		if left, err = left.Sub(weights[i]); err != nil {
			return err
		}
		remainders = append(remainders, remainder{i, rest})
	}
	slices.SortStableFunc(remainders, func(a, b remainder) int {
		left, right := &indicators[a.row], &indicators[b.row]
		return cmp.Or(b.size.Cmp(a.size), right.Weight.Cmp(left.Weight), strings.Compare(left.ID, right.ID))
	})
	unit := decimal.MustNew(1, places)
	for _, r := range remainders {
		if !left.IsPos() {
			break
		}
		var err error
		if weights[r.row], err = weights[r.row].Add(unit); err != nil {
			return err
		}
		if left, err = left.Sub(unit); err != nil {
			return err
		}
	}
	return nil
}
