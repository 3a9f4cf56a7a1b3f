// Package target reads what people write into the cells "target" and "actual" of a self-evaluation.
//
// # What it is for
//
// Published tables hold "≥95%", "不少于20人", "2022年12月底前", "90%-95%", "完成", "效果明显", "/", or nothing. [Parse] turns such a text into
// a [Value]: a kind, a sign, bounds, a unit, a date. The text itself is never altered, so a reader can always see what was typed.
//
// # What it promises
//
//   - Reading is deterministic and never fails: a text that is not understood is kept as [Words].
//   - Nothing is guessed silently: every doubtful step sets a [Note] with a stable key. "9月前" is read as the last day of September
//     and carries the note that the month may have been meant to be excluded.
//   - Figures are decimals, never floats, and are kept in the unit that was written. [Convert] changes units on demand, explicitly.
//   - "以上", "以下" and "以内" include their figure, "超过", "不满" and "以外" do not, as Chinese civil law counts (Civil Code, art. 1259).
//
// [Describe] says in words how a value was understood, through translation keys; [InName] reads a sign and a unit that a form hides
// in the name of the indicator.
package target

import "github.com/govalues/decimal"

// Value is a target or an actual as it was written, and how it is understood. The zero Value is an empty cell.
// Values are comparable with == and safe to copy.
type Value struct {
	// Text is what was typed, never altered.
	Text string
	// Kind says which of the other fields carry meaning.
	Kind Kind
	// Sign is the comparison that was written, in any glyph or word; NoSign when there was none.
	Sign Sign
	// Low and High are the figures in Unit. They are equal for a Number and ordered for a Range; zero for other kinds.
	Low, High decimal.Decimal
	// Unit is the unit as written, in canonical glyphs ("%", "万元", "㎡", "家"); empty when none was written.
	Unit string
	// Start is the first day of a Date that is a period ("1-12月"); zero otherwise.
	Start Date
	// Due is the last day that a Date covers: of a month the last day, of "第四季度" 31 December. Its year is 0 when neither the text
	// nor the context gives one.
	Due Date
	// Grain says how precisely a Date was written.
	Grain Grain
	// Yes is the answer of a YesNo.
	Yes bool
	// Inexact is true when the figure is a loose bound or an estimate ("50余人", "超过50人", "约50人"): as an actual it does not say
	// how much was reached.
	Inexact bool
	// Several is true when the text states more than one target, see [Value.Parts]. Kind is then Words, or the first figure is read and
	// the rest noted as TrailingText.
	Several bool
	// Notes says what was doubtful.
	Notes Note
	// Corrected is true when a person corrected the reading: it is then kept even where the text alone would be read otherwise.
	Corrected bool
}

// Kind tells what a text turned out to be. The strings are stable: they are stored.
type Kind string

// The kinds of a Value.
const (
	Empty         Kind = ""               // nothing, or only blanks
	Number        Kind = "number"         // one figure, perhaps with a sign and a unit
	Range         Kind = "range"          // two bounds, both included
	DateKind      Kind = "date"           // a day, month, quarter or year, or a deadline at one
	YesNo         Kind = "yes_no"         // 是, 否, 完成, 未完成, √
	Words         Kind = "words"          // any other text
	NotStated     Kind = "not_stated"     // "/", "-", "无": a mark in place of a value
	NotApplicable Kind = "not_applicable" // "不适用"
)

// Sign is a comparison: what an actual must do to meet the target. The strings are stable: they are stored.
type Sign string

// The signs. NoSign means that none was written, which is not the same as "=".
const (
	NoSign  Sign = ""
	Equal   Sign = "="
	AtLeast Sign = ">="
	AtMost  Sign = "<="
	Above   Sign = ">"
	Below   Sign = "<"
)

// Grain is the precision of a written date. The strings are stable: they are stored.
type Grain string

// The grains, from fine to coarse.
const (
	NoGrain Grain = ""
	Day     Grain = "day"
	Month   Grain = "month"
	Quarter Grain = "quarter"
	Half    Grain = "half"
	Year    Grain = "year"
)

// Context is what the reader knows beside the text.
type Context struct {
	// FiscalYear completes dates that are written without a year; 0 when unknown.
	FiscalYear int
}

// IsNumeric reports whether v carries figures in Low and High.
func (v Value) IsNumeric() bool { return v.Kind == Number || v.Kind == Range }

// IsExact reports whether v, read as an actual, says exactly how much was reached: a single figure that is neither a bound nor an
// estimate.
func (v Value) IsExact() bool {
	return v.Kind == Number && !v.Inexact && (v.Sign == NoSign || v.Sign == Equal)
}

// IsMissing reports whether v holds no statement at all: an empty cell or a mark such as "/" in its place.
func (v Value) IsMissing() bool { return v.Kind == Empty || v.Kind == NotStated }

// Reparse reads v.Text again with ctx, for instance after a value arrived without knowledge of its fiscal year. Parsed parts that a
// person corrected by hand are lost.
func (v Value) Reparse(ctx Context) Value { return Parse(v.Text, ctx) }
