package tablein

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// reader reads one table.
type reader struct {
	lines []sheet.Line
	opts  Options
	table *Table
	e     *scoring.Evaluation
	cells map[*sheet.Cell]int // index of a cell's reading
	hand  *Mapping            // the mapping by hand that applies

	columns   []span // of the indicators
	funds     []span
	fundBlock []*sheet.Cell // labels beside the rows of money
	expected  span
	outcome   span
	carried   map[Column]string    // the level last seen in each column
	upright   map[Column]bool      // columns in which cells are merged over rows
	parts     map[string]string    // ID by name
	shared    map[*sheet.Cell]bool // merged cells that have given their value to a row
	rowEnd    int                  // last row of the indicator being read
	remarks   int                  // column of the remarks on the money
}

// mode is the block that the lines being read belong to.
type mode int

const (
	inHeader mode = iota
	inFunds
	inGoals
	inRemarks
	inIndicators
)

func newReader(name string, lines []sheet.Line, opts Options) *reader {
	r := &reader{
		lines: lines, opts: opts, cells: make(map[*sheet.Cell]int), carried: make(map[Column]string), upright: make(map[Column]bool),
		parts: make(map[string]string), shared: make(map[*sheet.Cell]bool),
		e: &scoring.Evaluation{Format: scoring.EvaluationFormat, Status: scoring.StatusDraft, Funds: []scoring.FundRow{}, Indicators: []scoring.Indicator{}},
	}
	r.table = &Table{Sheet: name, Evaluation: r.e, Columns: make(map[int]Column)}
	if len(lines) > 0 {
		r.table.First, r.table.Last = lines[0].Row, lines[len(lines)-1].Row
	}
	for i := range opts.Mappings {
		if opts.Mappings[i].applies(name) {
			r.hand = &opts.Mappings[i]
		}
	}
	return r
}

// looksLikeTable reports whether the lines hold headings of indicators or of money.
func (r *reader) looksLikeTable() bool {
	if r.hand != nil {
		return true
	}
	for i := range r.lines {
		if _, _, ok := indicatorHeader(r.lines, i); ok {
			return true
		}
	}
	return false
}

// read reads the table.
func (r *reader) read() *Table {
	r.e.FiscalYear = r.findYear()
	r.e.MoneyUnit = r.findMoneyUnit()
	block := inHeader
	for i := 0; i < len(r.lines); i++ {
		line := &r.lines[i]
		if next, last, ok := r.heading(i); ok {
			block, i = next, last
			continue
		}
		switch block {
		case inIndicators:
			if r.readTotal(line) || r.readIndicator(line) {
				continue
			}
		case inFunds:
			if r.readFund(line) {
				continue
			}
			block = inHeader
		case inGoals:
			if r.readGoal(line) {
				continue
			}
			block = inHeader
		case inRemarks:
			if r.readRemark(line) {
				continue
			}
			block = inHeader
		}
		r.readLabels(line)
	}
	r.finish()
	return r.table
}

// heading takes line i as headings of a block where it is such; last is the last line of the headings.
func (r *reader) heading(i int) (block mode, last int, ok bool) {
	if r.hand != nil {
		if r.lines[i].Row == r.hand.Header {
			r.mapByHand(i)
			return inIndicators, i, true
		}
		if r.lines[i].Row > r.hand.Header {
			return 0, 0, false
		}
	} else if cols, last, ok := indicatorHeader(r.lines, i); ok {
		r.takeColumns(cols)
		for k := i; k <= last; k++ {
			r.claimHeadings(&r.lines[k])
		}
		r.table.Header = r.lines[last].Row
		return inIndicators, last, true
	}
	if cols, ok := fundHeader(r.lines, i); ok && len(r.e.Funds) == 0 {
		r.startFunds(&r.lines[i], cols)
		return inFunds, i, true
	}
	if r.table.Header == 0 {
		if r.managementHeader(&r.lines[i]) {
			return inRemarks, i, true
		}
		if expected, outcome, ok := goalHeader(&r.lines[i]); ok {
			r.expected, r.outcome = expected, outcome
			r.claimHeadings(&r.lines[i])
			return inGoals, i, true
		}
	}
	return 0, 0, false
}

// takeColumns sets the columns of the indicators and looks which of them are merged over rows.
func (r *reader) takeColumns(cols []span) {
	r.columns = cols
	r.table.Columns = make(map[int]Column)
	for _, c := range cols {
		if c.kind != ColumnNone {
			r.table.Columns[c.from] = c.kind
		}
	}
	for k := range r.lines {
		for _, c := range r.lines[k].Cells {
			if !c.Tall() || c.Row != r.lines[k].Row {
				continue
			}
			for _, col := range cols {
				if col.from <= c.Col && c.Col <= col.to && (col.heading == nil || c.Row > col.heading.Row) {
					r.upright[col.kind] = true
				}
			}
		}
	}
}

// mapByHand takes the columns that a person named.
func (r *reader) mapByHand(i int) {
	var cols []span
	for col, kind := range r.hand.Columns {
		heading := r.lines[i].At(col)
		s := span{kind: kind, from: col, to: col, heading: heading}
		if heading != nil {
			s.to = max(heading.EndCol, col)
		}
		cols = append(cols, s)
	}
	slices.SortFunc(cols, func(a, b span) int { return a.from - b.from })
	for k := 0; k+1 < len(cols); k++ {
		cols[k].to = min(cols[k].to, cols[k+1].from-1)
	}
	r.takeColumns(cols)
	r.claimHeadings(&r.lines[i])
	r.table.Header = r.lines[i].Row
}

// claimHeadings takes what begins on a line as headings; a heading that means nothing known stays unplaced.
func (r *reader) claimHeadings(line *sheet.Line) {
	for _, c := range line.Own() {
		if headingOf(c.Text) != ColumnNone || isGoalHeading(key(c.Text)) || isBlockLabel(c) || labelOf(c.Text) != "" || r.hand != nil {
			r.claim(c, one(fieldHeading))
		}
	}
}

// claim records how a cell was read; more doubts about the same cell are added.
func (r *reader) claim(c *sheet.Cell, field Field, doubts ...Doubt) {
	if c == nil {
		return
	}
	if at, ok := r.cells[c]; ok {
		r.table.Cells[at].Doubts = append(r.table.Cells[at].Doubts, doubts...)
		return
	}
	reading := Reading{Row: c.Row, Col: c.Col, Text: c.Text, Formula: c.Formula, Field: field, Doubts: doubts}
	if c.Formula != "" && c.NoValue {
		reading.Doubts = append(reading.Doubts, Doubt{"formula-without-value", scoring.Args{"formula": "=" + c.Formula}})
	}
	if c.Fault {
		reading.Doubts = append(reading.Doubts, Doubt{Key: "error-value", Args: scoring.Args{"text": c.Text}})
	}
	if c.HiddenColumn {
		reading.Doubts = append(reading.Doubts, Doubt{Key: "hidden-column"})
	}
	r.cells[c] = len(r.table.Cells)
	r.table.Cells = append(r.table.Cells, reading)
}

func (r *reader) claimed(c *sheet.Cell) bool {
	_, ok := r.cells[c]
	return ok
}

// doubt adds a doubt to a cell that was claimed.
func (r *reader) doubt(c *sheet.Cell, key string, args scoring.Args) {
	if at, ok := r.cells[c]; ok {
		r.table.Cells[at].Doubts = append(r.table.Cells[at].Doubts, Doubt{key, args})
	}
}

func (r *reader) doubtTable(key string, args scoring.Args) {
	r.table.Doubts = append(r.table.Doubts, Doubt{key, args})
}

// findYear looks for the fiscal year in the title, then at the label, then on lines above the indicators.
func (r *reader) findYear() int {
	var later int
	for i := range r.lines {
		if _, _, ok := indicatorHeader(r.lines, i); ok {
			break
		}
		for k, c := range r.lines[i].Cells {
			if c.Row != r.lines[i].Row {
				continue
			}
			year := yearIn(c.Text)
			if isTitle(c.Text) && year != 0 {
				return year
			}
			label, rest := splitLabel(c.Text)
			if labelOf(label) == fieldYear {
				if rest == "" && k+1 < len(r.lines[i].Cells) {
					rest = r.lines[i].Cells[k+1].Text
				}
				if year := yearIn(rest); year != 0 {
					return year
				}
			}
			if later == 0 && year != 0 && len([]rune(c.Text)) <= 16 && labelOf(label) == "" {
				later = year
			}
		}
	}
	if later == 0 {
		later = r.opts.FiscalYear
		if later != 0 {
			r.doubtTable("year-from-options", scoring.Args{"year": fmt.Sprint(later)})
		}
	}
	return later
}

// findMoneyUnit looks for the unit of money in the headings of the money, then on lines above the table.
func (r *reader) findMoneyUnit() string {
	unit := ""
	for i := range r.lines {
		cols, ok := fundHeader(r.lines, i)
		if !ok {
			continue
		}
		near := slices.Clone(r.lines[i].Cells)
		for _, c := range cols {
			near = append(near, c.heading)
		}
		if i+1 < len(r.lines) {
			near = append(near, r.lines[i+1].Cells...)
		}
		for _, c := range near {
			if unit = moneyUnitIn(c.Text); unit != "" && !c.Number.Valid {
				return unit
			}
		}
		break
	}
	for i := range r.lines {
		for _, c := range r.lines[i].Own() {
			if t := folded(c.Text); strings.Contains(t, "单位:") || strings.Contains(t, "单位(") || strings.Contains(t, "(") && len([]rune(t)) <= 16 {
				if unit := moneyUnitIn(c.Text); unit != "" && headingOf(c.Text) != ColumnName {
					return unit
				}
			}
		}
		if _, _, ok := indicatorHeader(r.lines, i); ok {
			break
		}
	}
	if r.opts.MoneyUnit != "" {
		r.doubtTable("money-unit-from-options", scoring.Args{"unit": r.opts.MoneyUnit})
	}
	return r.opts.MoneyUnit
}

// take puts a labelled value into its field. It is false when the value does not fit there.
func (r *reader) take(field, value string, c *sheet.Cell) bool {
	value = strings.TrimSpace(value)
	if value == "" {
		return false
	}
	into := func(to *string) bool {
		if *to != "" && *to != value {
			return false // a second one stays unplaced
		}
		*to = value
		r.claim(c, one(field))
		return true
	}
	switch field {
	case fieldProject:
		return into(&r.e.Project.Name)
	case fieldCode:
		return into(&r.e.Project.Code)
	case fieldUnit:
		return into(&r.e.Project.Unit)
	case fieldDepartment:
		return into(&r.e.Project.Department)
	case fieldNature:
		return into(&r.e.Project.Nature)
	case fieldPeriod:
		return into(&r.e.Project.Period)
	case fieldPreparer:
		return into(&r.e.SignOff.Preparer)
	case fieldContact:
		return into(&r.e.SignOff.Contact)
	case fieldPrincipal:
		return into(&r.e.SignOff.Principal)
	case fieldGrade:
		return len([]rune(value)) <= 8 && into(&r.e.Declared.Grade)
	case fieldExpected, fieldOutcome:
		return r.takeGoal(field, value, c)
	case fieldProblems, fieldConclusion, fieldMoney, fieldManaged, fieldPractice:
		return r.takeSection(field, value, c)
	}
	return r.takeFigure(field, value, c)
}

// takeFigure takes labelled values that are more than a text.
func (r *reader) takeFigure(field, value string, c *sheet.Cell) bool {
	cell := c
	if cell == nil {
		cell = &sheet.Cell{Text: value}
	}
	switch field {
	case fieldDate:
		if date := isoDate(value, 0); date != "" && r.e.SignOff.Date == "" {
			r.e.SignOff.Date = date
			r.claim(c, one(field))
			return true
		}
	case fieldYear:
		if yearIn(value) != 0 {
			r.claim(c, one(field))
			return true
		}
	case fieldMoneyUnit:
		if unit := moneyUnitIn(" " + value + " "); unit != "" {
			r.claim(c, one(field))
			return true
		}
		return r.take(fieldUnit, value, c)
	case fieldTotal:
		return r.takeTotal(cell)
	case fieldReview:
		if _, ok := pointsOf(cell); ok {
			r.table.Reviews = append(r.table.Reviews, Review{Points: folded(value)})
			r.claim(c, one(field))
			return true
		}
	case fieldBudget, fieldInitial, fieldExecuted, fieldRate:
		return r.takeFund(field, cell)
	}
	return false
}

func (r *reader) takeTotal(c *sheet.Cell) bool {
	points, ok := pointsOf(c)
	if !ok {
		return false
	}
	total, rounded, ok := within(points, maxPoints, maxPointPlaces)
	if !ok || r.e.Declared.Total.Valid && r.e.Declared.Total.Decimal.Cmp(total) != 0 {
		return false
	}
	r.e.Declared.Total = decimal.NullDecimal{Decimal: total, Valid: true}
	if c.Row > 0 {
		r.claim(c, one(fieldTotal))
	}
	if rounded {
		r.doubt(c, "rounded", scoring.Args{"text": c.Text, "kept": total.String()})
	}
	return true
}

func (r *reader) takeSection(field, value string, c *sheet.Cell) bool {
	id := strings.TrimPrefix(field, "section.")
	for i := range r.e.Narrative {
		if r.e.Narrative[i].Section == id {
			r.e.Narrative[i].Text += "\n" + value
			r.claim(c, one(field))
			return true
		}
	}
	r.e.Narrative = append(r.e.Narrative, scoring.Narrative{Section: id, Text: value})
	r.claim(c, one(field))
	return true
}

func (r *reader) takeGoal(field, value string, c *sheet.Cell) bool {
	if r.table.Header != 0 {
		return false
	}
	n := len(r.e.Goals)
	switch {
	case field == fieldExpected:
		r.e.Goals = append(r.e.Goals, scoring.Goal{Expected: value})
		n++
	case n > 0 && r.e.Goals[n-1].Actual == "":
		r.e.Goals[n-1].Actual = value
	default:
		r.e.Goals = append(r.e.Goals, scoring.Goal{Actual: value})
		n++
	}
	r.claim(c, Field{field, n - 1})
	return true
}

// finish lists what no field took and completes the evaluation.
func (r *reader) finish() {
	for i := range r.lines {
		for _, c := range r.lines[i].Own() {
			if !r.claimed(c) {
				r.table.Unplaced = append(r.table.Unplaced, Reading{Row: c.Row, Col: c.Col, Text: c.Text, Formula: c.Formula})
			}
		}
		if r.lines[i].Hidden && len(r.lines[i].Own()) > 0 {
			r.doubt(r.lines[i].Own()[0], "hidden-row", scoring.Args{"row": fmt.Sprint(r.lines[i].Row)})
		}
	}
	formulas := 0
	for i := range r.table.Cells {
		if r.table.Cells[i].Formula != "" {
			formulas++
		}
	}
	if formulas > 0 {
		r.doubtTable("formulas", scoring.Args{"count": fmt.Sprint(formulas)})
	}
	r.checkWhole()
	scheme := r.chooseScheme()
	for i := range r.e.Indicators {
		ind := &r.e.Indicators[i]
		ind.Method = methodFor(scheme, ind)
	}
	r.e.ID = identify(r.e)
}

// checkWhole says what the table as a whole lacks.
func (r *reader) checkWhole() {
	if r.e.FiscalYear == 0 {
		r.doubtTable("year-missing", nil)
	}
	if r.e.MoneyUnit == "" {
		r.doubtTable("money-unit-missing", nil)
	}
	if r.e.Project.Name == "" {
		r.doubtTable("project-missing", nil)
	}
	if len(r.e.Funds) == 0 {
		r.doubtTable("funds-missing", nil)
	}
	if len(r.e.Indicators) == 0 {
		r.doubtTable("indicators-missing", nil)
		return
	}
	if count(r.columns, ColumnWeight) == 0 {
		r.doubtTable("no-weight-column", nil)
	}
	if count(r.columns, ColumnScore) == 0 {
		r.doubtTable("no-score-column", nil)
	}
}

// TitleNames takes the project's name from a document's title, where the table itself names none.
func (t *Table) TitleNames(project string) {
	if t.Evaluation.Project.Name != "" {
		return
	}
	t.Evaluation.Project.Name = project
	t.Doubts = slices.DeleteFunc(t.Doubts, func(d Doubt) bool { return d.Key == "project-missing" })
	t.Doubts = append(t.Doubts, Doubt{"project-from-title", scoring.Args{"project": project}})
	t.Evaluation.ID = identify(t.Evaluation)
}

// identify gives an imported evaluation an ID that depends on nothing but whose it is.
func identify(e *scoring.Evaluation) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d\n%s\n%s\n%s", e.FiscalYear, e.Project.Unit, e.Project.Code, e.Project.Name)))
	return fmt.Sprintf("import-%d-%s", e.FiscalYear, hex.EncodeToString(sum[:5]))
}

func (r *reader) context() target.Context { return target.Context{FiscalYear: r.e.FiscalYear} }
