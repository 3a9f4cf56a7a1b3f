package target

import "github.com/govalues/decimal"

// Quantity is a figure with its unit, found at the start of a text by [ReadQuantity].
type Quantity struct {
	Value decimal.Decimal
	Unit  string // as in Value.Unit; empty when none stands directly behind the figure
	// NumberEnd and End are the bytes read, without and with the unit.
	NumberEnd, End int
	// Chinese is true for a figure in Chinese numerals.
	Chinese bool
}

// Canonical returns the glyph that the readers of this package work with: full-width and look-alike forms become ASCII, blanks become
// ' ', line ends ';', and everything else stays as it is.
func Canonical(r rune) rune { return canonical(r) }

// ReadQuantity reads a figure and its unit from the start of s, which is written in canonical glyphs. It is what readers of running
// text build on. ok is false when s starts with no figure, or with one that is out of range.
func ReadQuantity(s string) (q Quantity, ok bool) {
	p := statement{s: s} // a quantity alone changes no value
	found, ok := p.quantity(0)
	if !ok || found.notes != 0 {
		return Quantity{}, false
	}
	return Quantity{Value: found.value, Unit: found.unit, NumberEnd: found.numberEnd, End: found.end, Chinese: found.chinese}, true
}

// ReadUnit reads the longest known unit at the start of s and returns it in canonical form with the bytes read, or 0.
func ReadUnit(s string) (unit string, end int) { return readUnit(s) }
