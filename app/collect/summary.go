package collect

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// Summary is the picture of all that was handed over.
type Summary struct {
	Files       int              `json:"files"`
	Evaluations int              `json:"evaluations"` // that count
	States      map[State]int    `json:"states,omitempty"`
	Standings   map[Standing]int `json:"standings"`
	Missing     []string         `json:"missing,omitempty"` // units that handed nothing over
	Faulty      []Source         `json:"faulty,omitempty"`  // late, altered and unreadable files
	Doubtful    []Doubt          `json:"doubtful,omitempty"`
	Others      []string         `json:"others,omitempty"` // paths of files that are neither bundles nor reports, and were not read
	Grades      []Count          `json:"grades"`
	Totals      []Count          `json:"totals"` // by ten points, from the lowest
	Departments []Department     `json:"departments"`
	Outliers    []Outlier        `json:"outliers,omitempty"`
	Seed        uint64           `json:"seed"`
	Sample      []Drawn          `json:"sample,omitempty"`
}

// Doubt is an evaluation that is in several files.
type Doubt struct {
	Path     string   `json:"path"`
	Key      string   `json:"key"`
	Unit     string   `json:"unit"`
	Standing Standing `json:"standing"`
}

// Count is how many evaluations have something.
type Count struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Department is what a department's evaluations come to.
type Department struct {
	Name     string              `json:"name"`
	Count    int                 `json:"count"`
	Complete int                 `json:"complete"`
	Mean     decimal.NullDecimal `json:"mean,omitzero"` // of the complete ones, two places
	sum      decimal.Decimal
}

// Outlier is an evaluation whose total lies far from the others': more than one and a half times the middle half's width beyond it.
type Outlier struct {
	Key   string          `json:"key"`
	Unit  string          `json:"unit"`
	Total decimal.Decimal `json:"total"`
}

// Drawn is an evaluation drawn for a spot check. Its risk is 1 and 5 for each finding that blocks, 1 for each other.
type Drawn struct {
	Key     string `json:"key"`
	Unit    string `json:"unit"`
	Project string `json:"project"`
	Risk    int    `json:"risk"`
	Source  string `json:"source"`
}

// tally adds up.
type tally struct {
	o           *Options
	out         Summary
	units       map[string]bool
	grades      map[string]int
	bins        [11]int
	departments map[string]*Department
	found       *shelf
	totals      []total
	drawn       []candidate
}

// total is that of one evaluation, and where its key and unit were written down.
type total struct {
	points int64 // with four places
	name   int64
}

// named is what tells one evaluation from the others.
type named struct{ Key, Unit string }

type candidate struct {
	Drawn
	order float64 // smaller is drawn first
}

func newTally(o *Options, found *shelf) *tally {
	return &tally{
		o: o, found: found, units: map[string]bool{}, grades: map[string]int{}, departments: map[string]*Department{},
		out: Summary{States: map[State]int{}, Standings: map[Standing]int{}, Seed: o.Seed},
	}
}

// aside notes what lies in the folders besides the files that are read.
func (t *tally) aside(f *finds) {
	t.out.Others = f.others
	for _, s := range f.broken {
		t.out.States[s.State]++
		t.out.Faulty = append(t.out.Faulty, s)
	}
}

func (t *tally) source(s *Source) {
	t.out.Files++
	if s.State != "" {
		t.out.States[s.State]++
		fault := *s
		fault.Items = nil
		t.out.Faulty = append(t.out.Faulty, fault)
	}
	t.units[s.Unit] = true
	for i := range s.Items {
		item := &s.Items[i]
		t.units[item.Unit] = true
		t.out.Standings[item.Standing]++
		if item.Standing != Counted {
			t.out.Doubtful = append(t.out.Doubtful, Doubt{Path: s.Path, Key: item.Key, Unit: item.Unit, Standing: item.Standing})
		}
	}
}

func (t *tally) add(r *EvaluationRow) error {
	t.out.Evaluations++
	d := t.departments[r.Department]
	if d == nil {
		d = &Department{Name: r.Department}
		t.departments[r.Department] = d
	}
	d.Count++
	t.draw(r)
	if r.Total == nil {
		return nil
	}
	points, err := decimal.New(*r.Total, PointPlaces)
	if err != nil {
		return err
	}
	t.grades[r.Grade]++
	t.bins[max(0, min(int(*r.Total/100000), 10))]++
	d.Complete++
	if sum, err := exact.Sum(d.sum, points); err == nil {
		d.sum = sum
	}
	name, err := t.found.remember(named{r.Key, r.Unit})
	t.totals = append(t.totals, total{*r.Total, name})
	return err
}

// draw gives an evaluation its place in the weighted sample (Efraimidis and Spirakis): minus the logarithm of a number between 0 and 1
// that follows from seed and key, divided by the risk. The same seed draws the same evaluations, whatever the order of files.
func (t *tally) draw(r *EvaluationRow) {
	if t.o.Sample <= 0 {
		return
	}
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], t.o.Seed)
	sum := sha256.Sum256(append(seed[:], r.Key+"\x00"+r.Unit...))
	u := (float64(binary.BigEndian.Uint64(sum[:])>>11) + 0.5) / (1 << 53)
	risk := 1 + 5*int(r.Errors) + int(r.Warnings)
	t.drawn = append(t.drawn, candidate{
		Drawn: Drawn{Key: r.Key, Unit: r.Unit, Project: r.Project, Risk: risk, Source: r.Source}, order: -math.Log(u) / float64(risk),
	})
	if len(t.drawn) > 2*t.o.Sample+1000 {
		t.cutSample()
	}
}

func (t *tally) cutSample() {
	slices.SortFunc(t.drawn, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.order, b.order), strings.Compare(a.Key, b.Key), strings.Compare(a.Unit, b.Unit))
	})
	t.drawn = t.drawn[:min(len(t.drawn), t.o.Sample)]
}

func (t *tally) finish() (*Summary, error) {
	out := &t.out
	for _, unit := range t.o.Units {
		if !t.units[unit] {
			out.Missing = append(out.Missing, unit)
		}
	}
	for name, n := range t.grades {
		out.Grades = append(out.Grades, Count{name, n})
	}
	slices.SortFunc(out.Grades, func(a, b Count) int { return cmp.Or(-cmp.Compare(a.Count, b.Count), strings.Compare(a.Name, b.Name)) })
	names := [...]string{"0-10", "10-20", "20-30", "30-40", "40-50", "50-60", "60-70", "70-80", "80-90", "90-100", "100-"}
	for i, n := range t.bins {
		out.Totals = append(out.Totals, Count{names[i], n})
	}
	for _, d := range t.departments {
		if d.Complete > 0 {
			if mean, err := exact.Quo(d.sum, decimal.MustNew(int64(d.Complete), 0), 2); err == nil {
				d.Mean = decimal.NullDecimal{Decimal: mean, Valid: true}
			}
		}
		out.Departments = append(out.Departments, *d)
	}
	slices.SortFunc(out.Departments, func(a, b Department) int { return strings.Compare(a.Name, b.Name) })
	var err error
	if out.Outliers, err = t.outliers(); err != nil {
		return nil, err
	}
	t.cutSample()
	for _, c := range t.drawn {
		out.Sample = append(out.Sample, c.Drawn)
	}
	return out, nil
}

// outliers finds totals beyond Tukey's fences.
func (t *tally) outliers() ([]Outlier, error) {
	const fewest = 8
	if len(t.totals) < fewest {
		return nil, nil
	}
	slices.SortFunc(t.totals, func(a, b total) int { return cmp.Compare(a.points, b.points) })
	low, high := t.totals[len(t.totals)/4].points, t.totals[len(t.totals)*3/4].points
	margin := 3 * (high - low) // of half units, so that nothing is rounded
	var far []Outlier
	for _, at := range t.totals {
		if 2*at.points >= 2*low-margin && 2*at.points <= 2*high+margin {
			continue
		}
		var name named
		if err := t.found.recall(at.name, &name); err != nil {
			return nil, err
		}
		points, err := decimal.New(at.points, PointPlaces)
		if err != nil {
			return nil, err
		}
		far = append(far, Outlier{Key: name.Key, Unit: name.Unit, Total: points})
	}
	slices.SortFunc(far, func(a, b Outlier) int {
		return cmp.Or(a.Total.Cmp(b.Total), strings.Compare(a.Key, b.Key), strings.Compare(a.Unit, b.Unit))
	})
	return far, nil
}
