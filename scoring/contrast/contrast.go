package contrast

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/figure"
)

// Side is one of the two that are compared.
type Side struct {
	Evaluation *scoring.Evaluation
	Card       *scoring.Scorecard
	Part       string         // ID of the part that is looked at; "" is the whole
	Figures    *figure.Source // what the sections of the text are bound to; nil compares them as they are stored
}

// section returns the text of a section as it is read, with the values of its figures.
func (s *Side) section(id string) string {
	text := s.Evaluation.Section(id)
	if s.Figures == nil {
		return text
	}
	return s.Figures.Fill(text)
}

// Comparison is everything that stands on two sides.
type Comparison struct {
	Result     []Item // total, grade, completeness
	Money      []Item
	Basics     []Item // project, scheme, people
	Levels     []Item // points by level 1; level 2 as Depth 1
	Indicators []Row
	Texts      []Item // goals and sections
	SameKind   bool   // both are of one project: indicators may be matched by ID alone
}

// Item is one thing that both sides can have. Texts are as they stand; figures are compared by value.
type Item struct {
	Key         string // stable: names a sentence "contrast." + Key where Name is ""
	Name        string // as a person wrote it, such as a level or a fund row
	Depth       int
	Left, Right string
	Difference  decimal.NullDecimal // right minus left, where both are figures
	Changed     bool
}

// Presence says on which sides an indicator stands.
type Presence string

// The presences.
const (
	OnBoth  Presence = "both"
	OnLeft  Presence = "left"
	OnRight Presence = "right"
)

// Row is an indicator on two sides.
type Row struct {
	Presence    Presence
	Level1      string // of the right side, else of the left
	Level2      string
	Name        string
	Left, Right Cell
	Points      decimal.NullDecimal // right minus left, where both have points
	Weight      decimal.NullDecimal // right minus left
	Fields      []Field             // that differ, in a fixed order; nil where the row stands alone
}

// Changed reports whether anything about the row differs.
func (r *Row) Changed() bool { return r.Presence != OnBoth || len(r.Fields) > 0 }

// Cell is an indicator of one side; the zero Cell is none.
type Cell struct {
	ID, Target, Actual string
	Weight, Points     decimal.NullDecimal // no points: the row waits for something or is not scored
	State              scoring.State
	Method             scoring.MethodKind
	Reason             string
	Evidence           int // files and references
}

// Field is what of an indicator differs. The strings name sentences "contrast.field." + field.
type Field string

// The fields.
const (
	FieldName     Field = "name"
	FieldLevel    Field = "level"
	FieldTarget   Field = "target"
	FieldActual   Field = "actual"
	FieldWeight   Field = "weight"
	FieldMethod   Field = "method"
	FieldState    Field = "state"
	FieldPoints   Field = "points"
	FieldReason   Field = "reason"
	FieldOverride Field = "override"
	FieldEvidence Field = "evidence"
)

// Compare lays two sides side by side. Neither is changed.
func Compare(left, right Side) *Comparison {
	c := &Comparison{SameKind: sameProject(left.Evaluation, right.Evaluation)}
	c.Result = result(left, right)
	c.Money = money(left, right)
	c.Basics = basics(left.Evaluation, right.Evaluation)
	c.Levels = levels(left, right)
	c.Texts = texts(left, right)
	if left.Part != "" || right.Part != "" {
		c.Texts = summaries(left, right)
	}
	c.Indicators = indicators(left, right, c.SameKind)
	return c
}

// Differences counts items and indicators that differ.
func (c *Comparison) Differences() int {
	n := 0
	for _, items := range [][]Item{c.Result, c.Money, c.Basics, c.Levels, c.Texts} {
		for i := range items {
			if items[i].Changed {
				n++
			}
		}
	}
	for i := range c.Indicators {
		if c.Indicators[i].Changed() {
			n++
		}
	}
	return n
}

// sameProject reports whether two evaluations are of one project: by its code where both have one, else by its name.
func sameProject(a, b *scoring.Evaluation) bool {
	if a.Project.Code != "" && b.Project.Code != "" {
		return a.Project.Code == b.Project.Code
	}
	return a.ID != "" && a.ID == b.ID && a.FiscalYear == b.FiscalYear || trimmed(a.Project.Name) == trimmed(b.Project.Name)
}

func trimmed(text string) string { return strings.TrimSpace(text) }

// text is an item of two texts.
func text(key, left, right string) Item {
	return Item{Key: key, Left: left, Right: right, Changed: trimmed(left) != trimmed(right)}
}

// number is an item of two figures, either of which may be absent.
func number(key, name string, left, right decimal.NullDecimal) Item {
	item := Item{Key: key, Name: name, Left: written(left), Right: written(right), Difference: difference(left, right)}
	item.Changed = left.Valid != right.Valid || left.Valid && left.Decimal.Cmp(right.Decimal) != 0
	return item
}

func written(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// difference is right minus left, absent unless both are there.
func difference(left, right decimal.NullDecimal) decimal.NullDecimal {
	if !left.Valid || !right.Valid {
		return decimal.NullDecimal{}
	}
	d, err := right.Decimal.Sub(left.Decimal)
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}
}

func valid(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

func sum(values []decimal.Decimal) decimal.NullDecimal {
	total, err := exact.Sum(values...)
	return decimal.NullDecimal{Decimal: total, Valid: err == nil}
}
