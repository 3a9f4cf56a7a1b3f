package reportdata

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
	"zhunsheng/app/report/officialtable"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Rescored is what scoring the data of a report again has to say about its print.
type Rescored struct {
	Program     string       `json:"program"` // that made the report
	SchemeID    string       `json:"schemeId"`
	Version     string       `json:"schemeVersion"`
	Total       string       `json:"total"` // as computed now
	Grade       string       `json:"grade"`
	Figures     int          `json:"figures"` // printed figures that were compared
	Differences []Difference `json:"differences,omitempty"`
	// Reread names the indicators whose target or actual text is read otherwise today than the data have it, and nobody corrected the
	// reading. That happens after the program has learnt to read better; it is no difference.
	Reread []string `json:"reread,omitempty"`

	Data *Data              `json:"-"`
	Card *scoring.Scorecard `json:"-"`
}

// Agrees tells whether the print shows what the data give.
func (r *Rescored) Agrees() bool { return len(r.Differences) == 0 }

// Difference is one place where the print shows something else than the data give.
type Difference struct {
	Page     int    `json:"page"`  // counted from 1; 0 where no page shows it
	Place    Place  `json:"place"` // what is compared
	Row      string `json:"row,omitempty"`
	Printed  string `json:"printed"`
	Computed string `json:"computed"`
}

// Place names what is compared.
type Place string

// What is compared.
const (
	PlaceTotal     Place = "total"
	PlaceFullMark  Place = "full-mark"
	PlaceGrade     Place = "grade"
	PlaceFundRows  Place = "fund-rows" // how many rows of money there are
	PlaceInitial   Place = "initial"
	PlaceAdjusted  Place = "adjusted"
	PlaceExecuted  Place = "executed"
	PlaceRate      Place = "rate"
	PlaceExecution Place = "execution-points"
	PlaceExWeight  Place = "execution-weight"
	PlaceRows      Place = "rows" // how many indicators there are
	PlaceName      Place = "name"
	PlaceTarget    Place = "target"
	PlaceActual    Place = "actual"
	PlaceWeight    Place = "weight"
	PlacePoints    Place = "points"
)

// Rescore takes the data out of a report, scores them and compares the result with what the pages print. Differences are no error.
// Errors are a [*Error] of [Extract], [officialtable.ErrNoTable], one that wraps [officialtable.ErrShape], a
// [*officialtable.DoubtError], a [*text.Error], or a [*pdf.Error].
func Rescore(file []byte) (*Rescored, error) {
	r, err := pdf.Read(file)
	if err != nil {
		return nil, err
	}
	data, err := Extract(r)
	if err != nil {
		return nil, err
	}
	pages, err := text.NewReader(r).Pages()
	if err != nil {
		return nil, err
	}
	printed, err := officialtable.Read(pages)
	if err != nil {
		return nil, err
	}
	return Compare(data, printed), nil
}

// Compare scores the data and compares the result with a printed table.
func Compare(data *Data, printed *officialtable.Printed) *Rescored {
	card := scoring.Score(data.Scheme, data.Evaluation)
	out := &Rescored{
		Program: data.Program, SchemeID: data.Scheme.ID, Version: data.Scheme.Version,
		Total: card.Total.String(), Grade: card.Grade, Data: data, Card: card,
	}
	c := comparison{out: out, data: data, card: card, printed: printed}
	c.funds()
	c.rows()
	c.number(printed.Page, PlaceFullMark, "", printed.FullMark, card.FullMark)
	c.number(printed.Page, PlaceTotal, "", printed.Total, card.Total)
	c.grade()
	out.reread(data.Evaluation)
	return out
}

// reread reads the texts of targets and actuals again.
func (r *Rescored) reread(e *scoring.Evaluation) {
	context := target.Context{FiscalYear: e.FiscalYear}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		for _, v := range []target.Value{ind.Target, ind.Actual} {
			if again := v.Reparse(context); !v.Corrected && !reflect.DeepEqual(again, v) {
				r.Reread = append(r.Reread, ind.Name)
				break
			}
		}
	}
}

type comparison struct {
	out     *Rescored
	data    *Data
	card    *scoring.Scorecard
	printed *officialtable.Printed
}

func (c *comparison) differ(page int, place Place, row, printed, computed string) {
	c.out.Differences = append(c.out.Differences, Difference{Page: page, Place: place, Row: row, Printed: printed, Computed: computed})
}

// number compares a printed figure by its value.
func (c *comparison) number(page int, place Place, row, printed string, computed decimal.Decimal) {
	c.out.Figures++
	got, err := decimal.Parse(strings.TrimSuffix(printed, "%"))
	if err != nil || got.Cmp(computed) != 0 {
		c.differ(page, place, row, printed, computed.String())
	}
}

// maybe compares a figure that may be absent.
func (c *comparison) maybe(page int, place Place, row, printed string, computed decimal.NullDecimal) {
	if computed.Valid {
		c.number(page, place, row, printed, computed.Decimal)
		return
	}
	c.out.Figures++
	if !officialtable.Empty(printed) {
		c.differ(page, place, row, printed, "")
	}
}

func (c *comparison) words(page int, place Place, row, printed, computed string) {
	if officialtable.Squeeze(computed) != printed {
		c.differ(page, place, row, printed, computed)
	}
}

func (c *comparison) funds() {
	rows, printed := c.data.Evaluation.Funds, c.printed.Funds
	if len(rows) == 0 { // the table then has one blank row
		rows = []scoring.FundRow{{}}
	}
	if len(rows) != len(printed) {
		c.differ(0, PlaceFundRows, "", strconv.Itoa(len(printed)), strconv.Itoa(len(rows)))
		return
	}
	e := &c.card.Execution
	for i := range rows {
		p, row := &printed[i], &rows[i]
		c.maybe(p.Page, PlaceInitial, row.Name, p.Initial, row.Initial)
		c.maybe(p.Page, PlaceAdjusted, row.Name, p.Adjusted, row.Adjusted)
		c.maybe(p.Page, PlaceExecuted, row.Name, p.Executed, row.Executed)
		rate, weight, points := decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}
		if i == 0 && len(c.data.Evaluation.Funds) > 0 {
			rate = e.Rate
			if e.Weight.IsPos() {
				weight = decimal.NullDecimal{Decimal: e.Weight, Valid: true}
				points = decimal.NullDecimal{Decimal: e.Points, Valid: true}
			}
		}
		c.maybe(p.Page, PlaceRate, row.Name, p.Rate, rate)
		c.maybe(p.Page, PlaceExWeight, row.Name, p.Weight, weight)
		c.maybe(p.Page, PlaceExecution, row.Name, p.Points, points)
	}
}

func (c *comparison) rows() {
	order, printed := officialtable.Order(c.data.Scheme, c.data.Evaluation), c.printed.Rows
	if len(order) == 0 && len(printed) == 1 && printed[0].Name == "" { // a blank row
		return
	}
	if len(order) != len(printed) {
		c.differ(0, PlaceRows, "", strconv.Itoa(len(printed)), strconv.Itoa(len(order)))
		return
	}
	for at, i := range order {
		ind, line, p := &c.data.Evaluation.Indicators[i], &c.card.Lines[i], &printed[at]
		c.words(p.Page, PlaceName, ind.Name, p.Name, ind.Name)
		if ind.Target.Text != "" { // the print says where none was published
			c.words(p.Page, PlaceTarget, ind.Name, p.Target, ind.Target.Text)
		}
		c.words(p.Page, PlaceActual, ind.Name, p.Actual, ind.Actual.Text)
		c.number(p.Page, PlaceWeight, ind.Name, p.Weight, line.Weight)
		points := decimal.NullDecimal{Decimal: line.Points, Valid: true}
		if line.State == scoring.StateNotApplicable || line.State == scoring.StateNotDue {
			points.Valid = false
		}
		c.maybe(p.Page, PlacePoints, ind.Name, p.Points, points)
	}
}

// grade compares the printed grade with the names that the scheme has for it.
func (c *comparison) grade() {
	c.out.Figures++
	names := []string{c.card.Grade}
	if g, ok := c.data.Scheme.Grade(c.card.Grade); ok {
		for _, language := range []string{"zh", "en"} {
			names = append(names, g.Text.In(language))
		}
	}
	for _, name := range names {
		if officialtable.Squeeze(name) == c.printed.Grade {
			return
		}
	}
	c.differ(c.printed.Page, PlaceGrade, "", c.printed.Grade, c.card.Grade)
}
