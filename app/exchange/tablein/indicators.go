package tablein

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
)

// at returns the cell of a kind of column on a line, the first that says something where there are several. Cells merged from above
// count.
func (r *reader) at(line *sheet.Line, kind Column) *sheet.Cell {
	var found *sheet.Cell
	for _, col := range r.columns {
		if col.kind != kind {
			continue
		}
		for _, c := range line.Cells {
			if c.Col > col.to || c.EndCol < col.from || col.heading == c || r.isHeading(c) {
				continue
			}
			if found == nil || strings.TrimSpace(found.Text) == "" {
				found = c
			}
		}
	}
	return found
}

func (r *reader) isHeading(c *sheet.Cell) bool {
	at, ok := r.cells[c]
	return ok && r.table.Cells[at].Field.Kind == fieldHeading
}

// width is how many of the columns of the table a cell covers.
func (r *reader) width(c *sheet.Cell) int {
	n := 0
	for _, col := range r.columns {
		if c.Col <= col.to && c.EndCol >= col.from {
			n++
		}
	}
	return n
}

// readIndicator reads one line of the indicators. It is false for a line that is none: a note, a title repeated, a sign-off.
func (r *reader) readIndicator(line *sheet.Line) bool {
	name := r.at(line, ColumnName)
	if name == nil {
		return false
	}
	if r.takeExecutionRow(line, name) {
		return true
	}
	if r.isLineOfText(line, name) {
		return false
	}
	goal, actual := r.at(line, ColumnTarget), r.at(line, ColumnActual)
	weight, score := r.at(line, ColumnWeight), r.at(line, ColumnScore)
	if name.Row != line.Row && !begins(line, goal, actual, weight, score) {
		return false
	}
	for _, c := range []**sheet.Cell{&goal, &actual, &weight, &score} {
		if *c == name {
			*c = nil
		}
	}
	if len(r.e.Indicators) >= 2000 {
		return false
	}
	index := len(r.e.Indicators)
	r.rowEnd = max(name.EndRow, line.Row)
	ind := scoring.Indicator{ID: fmt.Sprintf("i%d", index+1), Name: strings.TrimSpace(name.Text)}
	r.claim(name, Field{"indicator.name", index})
	if several := r.within(line, ColumnName); len(several) > 1 {
		ind.Name = r.together(several, Field{"indicator.name", index})
	}
	if name.Row != line.Row {
		r.doubt(name, "name-over-rows", nil)
	}
	ind.Level1 = r.level(line, ColumnLevel1, index, name)
	ind.Level2 = r.level(line, ColumnLevel2, index, name)
	ind.Part = r.part(line, index)
	ind.Target = r.value(line, index, "indicator.target", ColumnTarget, ColumnSign, ColumnUnit)
	ind.Actual = r.value(line, index, "indicator.actual", ColumnActual, ColumnActualSign, ColumnActualUnit)
	r.points(weight, Field{"indicator.weight", index}, func(d decimal.Decimal) { ind.Weight = d })
	if !r.stateFrom(score, index, &ind) {
		r.points(score, Field{"indicator.score", index}, func(d decimal.Decimal) {
			ind.Declared = decimal.NullDecimal{Decimal: d, Valid: true}
		})
	}
	r.texts(line, index, &ind)
	r.review(line, index, &ind)
	r.e.Indicators = append(r.e.Indicators, ind)
	return true
}

// isLineOfText reports whether a line is a note or a label rather than an indicator: one cell across most of the table, or a known
// label with its value.
func (r *reader) isLineOfText(line *sheet.Line, name *sheet.Cell) bool {
	if r.width(name) >= max(3, len(r.columns)/2+1) {
		return true
	}
	own := line.Own()
	if len(own) == 0 {
		return true
	}
	if isFootnote(own[0].Text) && len(own) <= 2 {
		return true
	}
	label, _ := splitLabel(own[0].Text)
	if labelOf(label) != "" && !r.hasPoints(line) || len(pairsIn(own[0].Text)) > 0 {
		return true
	}
	return name.Row == line.Row && (headingOf(name.Text) == ColumnName || strings.TrimSpace(name.Text) == "")
}

// hasPoints reports whether a line has a figure of its own below the column of weights or scores.
func (r *reader) hasPoints(line *sheet.Line) bool {
	for _, kind := range [...]Column{ColumnWeight, ColumnScore} {
		if c := r.at(line, kind); c != nil && c.Row == line.Row && r.width(c) == 1 {
			if _, ok := pointsOf(c); ok {
				return true
			}
		}
	}
	return false
}

// begins reports whether any of the cells begins on the line.
func begins(line *sheet.Line, cells ...*sheet.Cell) bool {
	for _, c := range cells {
		if c != nil && c.Row == line.Row {
			return true
		}
	}
	return false
}

// takeExecutionRow takes the execution row of forms that print it among the indicators, as a level of its own.
func (r *reader) takeExecutionRow(line *sheet.Line, name *sheet.Cell) bool {
	level := r.at(line, ColumnLevel1)
	weight, score, actual := r.at(line, ColumnWeight), r.at(line, ColumnScore), r.at(line, ColumnActual)
	if actual == name {
		actual = nil
	}
	if level == nil || level == name && r.width(name) < 2 || !namesExecution(level) {
		return false
	}
	if len(r.e.Funds) == 0 {
		r.e.Funds = append(r.e.Funds, scoring.FundRow{Name: "年度资金总额"})
	}
	row := &r.e.Funds[0]
	if row.DeclaredWeight.Valid && row.DeclaredScore.Valid {
		return false
	}
	r.claim(level, one("execution.level"))
	r.claim(r.at(line, ColumnLevel2), one("execution.level"))
	r.claim(name, one("execution.name"))
	r.points(weight, one("execution.weight"), func(d decimal.Decimal) { row.DeclaredWeight = decimal.NullDecimal{Decimal: d, Valid: true} })
	r.points(score, one("execution.score"), func(d decimal.Decimal) { row.DeclaredScore = decimal.NullDecimal{Decimal: d, Valid: true} })
	if points, ok := printedPoints(level.Text); ok && !row.DeclaredWeight.Valid {
		row.DeclaredWeight = decimal.NullDecimal{Decimal: points, Valid: true}
	}
	if actual != nil && !row.DeclaredRate.Valid {
		r.setRate(row, one(fieldRate), actual)
	}
	r.claim(r.at(line, ColumnTarget), one("execution.target"))
	r.claim(r.at(line, ColumnReason), one("execution.reason"))
	return true
}

func namesExecution(c *sheet.Cell) bool {
	text := key(c.Text)
	return strings.Contains(text, "预算执行") || strings.Contains(text, "资金执行")
}

// level reads a level-1 or level-2 heading: merged over its rows, or left blank below the first.
func (r *reader) level(line *sheet.Line, kind Column, index int, name *sheet.Cell) string {
	c := r.at(line, kind)
	if c != nil && c != name && blank(c.Text) { // marked as empty
		r.claim(c, Field{"indicator." + string(kind), index})
		delete(r.carried, kind)
		return ""
	}
	if c != nil && c != name && strings.TrimSpace(c.Text) != "" {
		text := squeezed(c.Text)
		r.claim(c, Field{"indicator." + string(kind), index})
		r.carry(kind, text)
		return text
	}
	text := r.carried[kind]
	if c == name && c != nil && count(r.columns, kind) > 0 {
		return "" // one cell over the heading and the name: the name has it
	}
	if text != "" && r.upright[kind] {
		r.doubt(name, "level-carried", scoring.Args{"level": text})
	}
	return text
}

// carry makes a heading that of the rows below it, too. Another level-1 heading ends the level-2 heading before.
func (r *reader) carry(kind Column, text string) {
	if r.carried[kind] == text {
		return
	}
	r.carried[kind] = text
	if kind == ColumnLevel1 {
		delete(r.carried, ColumnLevel2)
	}
}

// squeezed removes the blanks and line breaks by which a Chinese heading is set upright or spread out.
func squeezed(text string) string {
	runes := []rune(strings.TrimSpace(text))
	out := make([]rune, 0, len(runes))
	for i, c := range runes {
		switch c {
		case ' ', '\n', '\t', '\u3000', '\u00A0':
			if wideRune(last(out)) || wideRune(firstWord(runes[i:])) {
				continue
			}
			c = ' '
		}
		out = append(out, c)
	}
	return string(out)
}

func last(runes []rune) rune {
	if len(runes) == 0 {
		return 0
	}
	return runes[len(runes)-1]
}

// firstWord is the first rune that is no blank.
func firstWord(runes []rune) rune {
	for _, r := range runes {
		if !strings.ContainsRune(" \n\t\u3000\u00A0", r) {
			return r
		}
	}
	return 0
}

func wideRune(r rune) bool { return r >= 0x2E80 }

func (r *reader) part(line *sheet.Line, index int) string {
	c := r.at(line, ColumnPart)
	name := r.carried[ColumnPart]
	if c != nil && strings.TrimSpace(c.Text) != "" {
		name = oneLine(c.Text)
		r.claim(c, Field{"indicator.part", index})
		r.carried[ColumnPart] = name
	}
	if name == "" || blank(name) {
		return ""
	}
	id, ok := r.parts[name]
	if !ok {
		id = fmt.Sprintf("p%d", len(r.parts)+1)
		r.parts[name] = id
		r.e.Parts = append(r.e.Parts, scoring.Part{ID: id, Name: name})
	}
	return id
}

// points reads a weight or a score. What is no figure within bounds stays unplaced.
func (r *reader) points(c *sheet.Cell, field Field, set func(decimal.Decimal)) {
	if c == nil {
		return
	}
	if blank(c.Text) {
		r.claim(c, field)
		return
	}
	d, ok := pointsOf(c)
	if !ok {
		return
	}
	kept, rounded, ok := within(d, maxPoints, maxPointPlaces)
	if !ok {
		return
	}
	if c.Tall() {
		if r.shared[c] {
			return // one figure for several rows: the first has it
		}
		r.shared[c] = true
		if c.EndRow > r.rowEnd {
			r.claim(c, field, Doubt{"points-over-rows", scoring.Args{"points": kept.String(), "rows": fmt.Sprint(c.EndRow - c.Row + 1)}})
		}
	}
	set(kept)
	r.claim(c, field)
	if rounded {
		r.doubt(c, "rounded", scoring.Args{"text": d.String(), "kept": kept.String()})
	}
}

// StateWords are how the state of a row that is not scored is written in place of its score.
var StateWords = map[scoring.State]string{
	scoring.StateNotApplicable: "不适用",
	scoring.StateNotDue:        "未到期",
	scoring.StateNoEvidence:    "无佐证",
}

// stateFrom reads the state of a row from words in place of its score.
func (r *reader) stateFrom(score *sheet.Cell, index int, ind *scoring.Indicator) bool {
	if score == nil {
		return false
	}
	for state, word := range StateWords {
		if folded(score.Text) == word {
			ind.State = state
			r.claim(score, Field{"indicator.state", index})
			return true
		}
	}
	return false
}

// texts reads the reason and the notes of a row; several columns of a kind are joined, notes under their headings.
func (r *reader) texts(line *sheet.Line, index int, ind *scoring.Indicator) {
	for _, col := range r.columns {
		if col.kind != ColumnReason && col.kind != ColumnNote {
			continue
		}
		c := line.At(col.from)
		if c == nil || r.isHeading(c) {
			continue
		}
		text := strings.TrimSpace(c.Text)
		if c.Tall() && r.shared[c] {
			continue
		}
		r.shared[c] = r.shared[c] || c.Tall()
		if col.kind == ColumnReason {
			ind.Reason = joinLines(ind.Reason, text)
			r.claim(c, Field{"indicator.reason", index})
			if c.EndRow > r.rowEnd {
				r.doubt(c, "reason-over-rows", nil)
			}
			continue
		}
		if col.heading != nil && key(col.heading.Text) != "备注" {
			text = key(col.heading.Text) + "：" + text
		}
		ind.Note = joinLines(ind.Note, text)
		r.claim(c, Field{"indicator.note", index})
	}
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// review keeps the second scores of a row.
func (r *reader) review(line *sheet.Line, index int, ind *scoring.Indicator) {
	for _, col := range r.columns {
		if col.kind != ColumnReview {
			continue
		}
		c := line.At(col.from)
		if c == nil || r.isHeading(c) || c.Row != line.Row {
			continue
		}
		if _, ok := pointsOf(c); ok {
			heading := ""
			if col.heading != nil {
				heading = key(col.heading.Text)
			}
			r.table.Reviews = append(r.table.Reviews, Review{Indicator: ind.ID, Heading: heading, Points: folded(c.Text)})
			r.claim(c, Field{"indicator.review", index})
		}
	}
}
