package scoring

import "github.com/govalues/decimal"

// PanelRule says how the points of several evaluators become one (多人评分汇总). Package panel applies it.
type PanelRule struct {
	Method PanelMethod `json:"method"`
	// DropHighest and DropLowest are how many points a trimmed mean leaves out at either end (去掉最高分、最低分).
	DropHighest int `json:"dropHighest,omitempty"`
	DropLowest  int `json:"dropLowest,omitempty"`
	// Quorum is how many evaluators must have given points for an indicator; 0 asks for one.
	Quorum int `json:"quorum,omitempty"`
	// MaxRange and MaxDeviation are the largest range and standard deviation, in % of the indicator's weight, that do not count as
	// disagreement; 0 does not ask.
	MaxRange     decimal.Decimal `json:"maxRange,omitzero"`
	MaxDeviation decimal.Decimal `json:"maxDeviation,omitzero"`
}

// PanelMethod names how several points become one.
type PanelMethod string

// The methods of a panel.
const (
	PanelMean        PanelMethod = "mean"         // arithmetic mean
	PanelTrimmedMean PanelMethod = "trimmed-mean" // mean without the highest and lowest
	PanelMedian      PanelMethod = "median"       // the middle, or the mean of the two middle ones
	PanelWeighted    PanelMethod = "weighted"     // mean weighted by the evaluators' shares
)

// most evaluators and dropped points that a panel rule may name.
const maxPanel = 100

// Validate reports what is wrong with the rule as joined [*InputError] values of a document; at is the field that holds it.
func (r *PanelRule) Validate(document, at string) error {
	f := faults{document: document}
	r.check(&f, at)
	return f.err()
}

func (r *PanelRule) check(f *faults, at string) {
	switch r.Method {
	case PanelMean, PanelTrimmedMean, PanelMedian, PanelWeighted:
	default:
		f.add("choice", at+".method", string(r.Method), "mean, trimmed-mean, median, weighted")
	}
	for _, count := range []struct {
		name  string
		value int
	}{{".dropHighest", r.DropHighest}, {".dropLowest", r.DropLowest}, {".quorum", r.Quorum}} {
		if count.value < 0 || count.value > maxPanel {
			f.add("range", at+count.name, countOf(count.value), "0-"+countOf(maxPanel))
		}
	}
	if r.Method == PanelTrimmedMean && r.DropHighest+r.DropLowest == 0 {
		f.add("missing", at+".dropHighest", "", "")
	}
	if r.Method != PanelTrimmedMean && r.DropHighest+r.DropLowest > 0 {
		f.add("choice", at+".method", string(r.Method), string(PanelTrimmedMean))
	}
	checkDecimal(f, at+".maxRange", r.MaxRange, decimal.Hundred, maxWeightPlaces)
	checkDecimal(f, at+".maxDeviation", r.MaxDeviation, decimal.Hundred, maxWeightPlaces)
}
