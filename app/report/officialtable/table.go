// Package officialtable knows the printed form of the official self-evaluation table (项目支出绩效自评表, annex of 财预〔2020〕10号) and reads
// it back from the pages of a report.
//
// # Reading
//
// [Read] takes pages as package [zhunsheng/app/pdf/text] sees them: runs of text and the rules between them. It finds the two heads of
// the table by their labels, follows the columns down through the rules, page after page, and returns what the cells show. Nothing
// else is looked at: no metadata, no tags, no embedded file.
//
// Text that a person might see otherwise than a program reads it is refused with a [*DoubtError]: hidden or pale text in a cell,
// something painted or laid over a cell, clipping, layers, transparency. What it cannot notice is a font whose shapes lie about its
// characters; that is what the signature is for.
//
// # The printed form
//
// The labels of [Labels] and the order of [Order] are part of the format: reports that exist are read by them for ever. Changed
// labels are added to the list, none is taken away.
package officialtable

import (
	"fmt"
	"slices"

	"zhunsheng/app/pdf/text"
	"zhunsheng/scoring"
)

// ErrNoTable means that the pages show no official table.
var ErrNoTable error = &fault{"the pages show no official table", "error.rescore.no-table"}

// ErrShape means that something looks like the official table but cannot be read as one. It is wrapped with the page and the fault.
var ErrShape error = &fault{"the official table cannot be read", "error.rescore.shape"}

// fault is an error with a sentence of its own.
type fault struct{ text, key string }

// Error is the technical sentence.
func (f *fault) Error() string { return f.text }

// Message names the sentence for the user.
func (f *fault) Message() scoring.Message { return scoring.Message{Key: f.key} }

// DoubtError says that a page shows the table in a way that a person might see otherwise than it is read.
type DoubtError struct {
	Page  int // counted from 1
	Doubt text.Doubt
}

// The doubts about cells; those of package text come on top.
const (
	DoubtHidden  text.Doubt = "hidden-text"
	DoubtPale    text.Doubt = "pale-text"
	DoubtCovered text.Doubt = "covered-text"
	DoubtOver    text.Doubt = "annotation"
)

// Error names the page and the doubt.
func (e *DoubtError) Error() string {
	return fmt.Sprintf("page %d: the table may look otherwise than it reads: %s", e.Page, e.Doubt)
}

// Message names the sentence for the user.
func (e *DoubtError) Message() scoring.Message {
	return scoring.Message{Key: "error.rescore.doubt", Args: scoring.Args{"page": fmt.Sprint(e.Page), "doubt": string(e.Doubt)}}
}

// Printed is what a report prints in its official table, cell by cell. Blanks and line ends within cells are dropped.
type Printed struct {
	Funds []FundRow
	Rows  []Row
	// FullMark, Total and Grade stand in the last row, on page Page.
	FullMark, Total, Grade string
	Page                   int
}

// FundRow is a row of money as printed.
type FundRow struct {
	Page                                              int
	Name                                              string
	Initial, Adjusted, Executed, Weight, Rate, Points string
}

// Row is the row of an indicator as printed.
type Row struct {
	Page                                 int // on which it begins
	Name, Target, Actual, Weight, Points string
}

// Labels are the heads of the table in one language.
type Labels struct {
	Language   string
	Funds      [6]string // initial, adjusted, executed, weight, rate, points
	Indicators [8]string // level 1, level 2, level 3, target, actual, weight, points, reason
}

// AllLabels are the heads that reports have or had.
var AllLabels = []Labels{
	{
		Language:   "zh",
		Funds:      [6]string{"年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"},
		Indicators: [8]string{"一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"},
	},
	{
		Language:   "en",
		Funds:      [6]string{"Initialbudget", "Adjustedbudget", "Executed", "Weight", "Rate", "Points"},
		Indicators: [8]string{"Level1", "Level2", "Level3", "Target", "Actual", "Weight", "Points", "Reasonfordeviationandremedy"},
	},
}

// Order lists the indexes of an evaluation's indicators in the order in which the table prints them: the scheme's levels first, in its
// order, then other headings as they come.
func Order(s *scoring.Scheme, e *scoring.Evaluation) []int {
	type key struct{ one, two string }
	rank1, rank2 := map[string]int{}, map[key]int{}
	for _, l := range s.Levels {
		rank1[l.Name] = len(rank1)
		for _, ch := range l.Children {
			rank2[key{l.Name, ch.Name}] = len(rank2)
		}
	}
	keys := make([]key, len(e.Indicators))
	order := make([]int, len(keys))
	for i := range e.Indicators {
		one, two := Headings(s, &e.Indicators[i])
		keys[i], order[i] = key{one, two}, i
		if _, ok := rank1[one]; !ok {
			rank1[one] = len(rank1)
		}
		if _, ok := rank2[keys[i]]; !ok {
			rank2[keys[i]] = len(rank2)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d := rank1[keys[a].one] - rank1[keys[b].one]; d != 0 {
			return d
		}
		return rank2[keys[a]] - rank2[keys[b]]
	})
	return order
}

// Headings are the level-1 and level-2 headings of an indicator by the scheme's own names.
func Headings(s *scoring.Scheme, ind *scoring.Indicator) (one, two string) {
	one, two = ind.Level1, ind.Level2
	if l, ok := s.Level(one); ok {
		one = l.Name
		if ch, ok := l.Child(two); ok {
			two = ch.Name
		}
	}
	return one, two
}
