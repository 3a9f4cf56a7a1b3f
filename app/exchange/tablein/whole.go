package tablein

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
)

// above are the lines before the headings of the indicators, where what holds for the whole table stands.
func (r *reader) above() []sheet.Line {
	for i := range r.lines {
		if _, _, ok := indicatorHeader(r.lines, i); ok {
			return r.lines[:i]
		}
	}
	return r.lines
}

// findYear looks for the fiscal year in the title, then at the label, then on lines above the indicators, and last at the date on
// which the form was filled in.
func (r *reader) findYear() int {
	lines := r.above()
	for _, look := range [...]func(line *sheet.Line, i int) int{yearOfTitle, yearAtLabel, yearAlone} {
		for k := range lines {
			for i, c := range lines[k].Cells {
				if c.Row != lines[k].Row {
					continue
				}
				if year := look(&lines[k], i); year != 0 {
					return year
				}
			}
		}
	}
	if year := r.opts.FiscalYear; year != 0 {
		r.doubtTable("year-from-options", scoring.Args{"year": fmt.Sprint(year)})
		return year
	}
	year := r.yearOfDate()
	if year != 0 {
		r.doubtTable("year-from-date", scoring.Args{"year": fmt.Sprint(year)})
	}
	return year
}

func yearOfTitle(line *sheet.Line, i int) int {
	if text := line.Cells[i].Text; isTitle(text) {
		return yearIn(text)
	}
	return 0
}

func yearAtLabel(line *sheet.Line, i int) int {
	label, rest := splitLabel(line.Cells[i].Text)
	if labelOf(label) != fieldYear {
		return 0
	}
	if rest == "" && i+1 < len(line.Cells) {
		rest = line.Cells[i+1].Text
	}
	return yearIn(rest)
}

func yearAlone(line *sheet.Line, i int) int {
	text := line.Cells[i].Text
	label, _ := splitLabel(text)
	if utf8.RuneCountInString(text) > 16 || labelOf(label) != "" || isoDate(text, 0) != "" {
		return 0
	}
	return yearIn(text)
}

// yearOfDate takes the year before the date on which the form was filled in.
func (r *reader) yearOfDate() int {
	for k := range r.lines {
		own := r.lines[k].Own()
		for i, c := range own {
			pairs := pairsIn(c.Text)
			if i+1 < len(own) && labelOf(c.Text) == fieldDate {
				pairs = append(pairs, pair{fieldDate, own[i+1].Text})
			}
			for _, p := range pairs {
				if date := isoDate(p.value, 0); p.field == fieldDate && date != "" {
					return yearIn(date) - 1
				}
			}
		}
	}
	return 0
}

// findMoneyUnit looks for the unit of money in the headings of the money, then on lines above the table.
func (r *reader) findMoneyUnit() string {
	if unit := r.unitOfFunds(); unit != "" {
		return unit
	}
	for _, line := range r.above() {
		for _, c := range line.Own() {
			text := folded(c.Text)
			named := strings.Contains(text, "单位:") || strings.Contains(text, "单位(") || strings.Contains(text, "(") && utf8.RuneCountInString(text) <= 16
			if unit := moneyUnitIn(c.Text); named && unit != "" {
				return unit
			}
		}
	}
	if r.opts.MoneyUnit != "" {
		r.doubtTable("money-unit-from-options", scoring.Args{"unit": r.opts.MoneyUnit})
	}
	return r.opts.MoneyUnit
}

// unitOfFunds is the unit that the headings of the money name, or the labels on the line below them.
func (r *reader) unitOfFunds() string {
	for i := range r.lines {
		if _, ok := fundHeader(r.lines, i); !ok {
			continue
		}
		for _, line := range r.lines[i:min(i+2, len(r.lines))] {
			for _, c := range line.Cells {
				if unit := moneyUnitIn(c.Text); unit != "" && !c.Number.Valid {
					return unit
				}
			}
		}
		return ""
	}
	return ""
}
