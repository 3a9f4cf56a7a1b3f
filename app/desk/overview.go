package desk

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/storage"
)

// Count is how many evaluations fall under a name. The names of bands are their lower bounds; what is counted says which.
type Count struct {
	Name  string
	Count int
}

// Progress is how many of a group's evaluations have every row decided.
type Progress struct {
	Name           string
	Complete, Size int
}

// Overview counts a year's evaluations for charts.
type Overview struct {
	Scores    []Count // complete ones by total, in tens: "90" counts 90 and more
	Execution []Count // by the rate in %, in the bands of [ExecutionBands]
	Unknown   int     // without a known execution rate
	// Departments are by size, the largest first; an evaluation without a department counts under its unit.
	Departments []Progress
}

// ExecutionBands are the lower bounds of the bands in which execution rates are counted, in %.
func ExecutionBands() []string { return []string{"100", "90", "80", "50", "0"} }

// Survey counts evaluations with what is known of them beyond their headers.
func Survey(headers []storage.Header, insights map[string]Insight) Overview {
	scores, execution := map[string]int{}, map[string]int{}
	groups := map[string]*Progress{}
	out := Overview{}
	for i := range headers {
		h := &headers[i]
		complete := h.Pending == 0 && h.Rows > 0 && h.Total.Valid
		if complete {
			scores[tens(h.Total.Decimal)]++
		}
		groupOf(groups, h).add(complete)
		if band := executionBand(insights[h.ID]); band != "" {
			execution[band]++
		} else {
			out.Unknown++
		}
	}
	for from := 90; from >= 0; from -= 10 {
		if name := strconv.Itoa(from); scores[name] > 0 || from >= 60 {
			out.Scores = append(out.Scores, Count{Name: name, Count: scores[name]})
		}
	}
	for _, name := range ExecutionBands() {
		out.Execution = append(out.Execution, Count{Name: name, Count: execution[name]})
	}
	out.Departments = bySize(groups)
	return out
}

// groupOf is the group of an evaluation: its department, else its unit.
func groupOf(groups map[string]*Progress, h *storage.Header) *Progress {
	name := h.Department
	if name == "" {
		name = h.Unit
	}
	if groups[name] == nil {
		groups[name] = &Progress{Name: name}
	}
	return groups[name]
}

func (p *Progress) add(complete bool) {
	p.Size++
	if complete {
		p.Complete++
	}
}

func bySize(groups map[string]*Progress) []Progress {
	var list []Progress
	for _, g := range groups {
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b Progress) int {
		return cmp.Or(cmp.Compare(b.Size, a.Size), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// tens is the lower bound of the ten a total lies in; 100 and more belong to 90.
func tens(total decimal.Decimal) string {
	whole, _, ok := total.Trunc(0).Int64(0)
	if !ok {
		whole = 0
	}
	return strconv.FormatInt(min(max(whole/10*10, 0), 90), 10)
}

// executionBand is the band of an evaluation's execution, compared by the amounts; "" where it is not known.
func executionBand(insight Insight) string {
	if !insight.Budget.Valid || !insight.Executed.Valid || !insight.Budget.Decimal.IsPos() {
		return ""
	}
	for _, name := range ExecutionBands() {
		bound := decimal.MustParse(name)
		if exact.CmpProducts(insight.Executed.Decimal, decimal.Hundred, bound, insight.Budget.Decimal) >= 0 {
			return name
		}
	}
	return ExecutionBands()[len(ExecutionBands())-1]
}
