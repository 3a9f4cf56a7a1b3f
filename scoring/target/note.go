package target

import (
	"fmt"
	"math/bits"
)

// Note is a set of doubts about a reading. Each has a stable key, which is what is stored and translated.
type Note uint32

// The doubts.
const (
	// YearAssumed: the date has no year of its own; the fiscal year was taken.
	YearAssumed Note = 1 << iota
	// YearMissing: the date has no year and the context gives none.
	YearMissing
	// PeriodOpen: "9月前" was read as the end of September; it may have been meant to end before September begins.
	PeriodOpen
	// DayOpen: the day is vague ("12月初", "春节前") or not written where it matters.
	DayOpen
	// DateOrNumber: "2023.12" may be a month or a figure.
	DateOrNumber
	// Recurring: the deadline or figure recurs ("每月10日前").
	Recurring
	// NoneOrZero: "无" may mean that nothing is stated or that the figure is zero.
	NoneOrZero
	// LeadingText: words stand before the figure and were not read.
	LeadingText
	// TrailingText: words stand after the figure and were not read.
	TrailingText
	// UnitUnknown: what was taken as the unit is not among the known units.
	UnitUnknown
	// UnitMismatch: the two ends of a range carry different units.
	UnitMismatch
	// SignConflict: two signs contradict each other; the first was taken.
	SignConflict
	// Placeholder: a blank of the form was left in the text ("**", "××", "……").
	Placeholder
	// Expression: the text is a sum, fraction or ratio of figures ("27+4", "3/5") and was not computed.
	Expression
	// Reversed: the ends of a range stood in falling order and were swapped.
	Reversed
	// Grouping: the digits are grouped in an unusual way.
	Grouping
	// Estimate: the figure is called approximate ("约", "左右", "近").
	Estimate
	// Question: the text asks instead of stating ("是否…").
	Question
	// OutOfRange: the figure has more digits than the program calculates with, so the text was kept as words.
	OutOfRange
	// Change: the figure is called a change ("增长10%", "下降5个百分点"), not a level.
	Change

	noteEnd
)

var noteKeys = [...]string{
	"year_assumed", "year_missing", "period_open", "day_open", "date_or_number", "recurring", "none_or_zero", "leading_text",
	"trailing_text", "unit_unknown", "unit_mismatch", "sign_conflict", "placeholder", "expression", "reversed", "grouping", "estimate",
	"question", "out_of_range", "change",
}

// Has reports whether every doubt of other is in n.
func (n Note) Has(other Note) bool { return n&other == other }

// Keys returns the stable keys of the doubts in n, in a fixed order; nil when there is none.
func (n Note) Keys() []string {
	if n == 0 {
		return nil
	}
	keys := make([]string, 0, bits.OnesCount32(uint32(n)))
	for i, key := range noteKeys {
		if n&(1<<i) != 0 {
			keys = append(keys, key)
		}
	}
	return keys
}

func noteOf(key string) (Note, error) {
	for i, known := range noteKeys {
		if key == known {
			return 1 << i, nil
		}
	}
	return 0, fmt.Errorf("unknown note %q", key)
}
