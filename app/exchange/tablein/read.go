package tablein

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

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
