package pdf

import (
	"math"
	"time"
	"unicode/utf16"
)

// Object is any PDF object: [Null], [Bool], [Int], [Real], [Name], [String], [HexString], [Array], [Dict], [*Stream] or [Ref].
// A nil Object is not a PDF object; writing one is an error.
type Object interface{ pdfObject() }

// Null is the null object. As the value of a dictionary key it means that the key is absent.
type Null struct{}

// Bool is true or false.
type Bool bool

// Int is an integer.
type Int int64

// Real is a number written with one to four decimals.
type Real float64

// Name is a name without its slash and with its #xx escapes resolved.
type Name string

// String is a byte string written in parentheses.
type String string

// HexString is a byte string written as hexadecimal digits.
type HexString string

// Array is a list of objects.
type Array []Object

// Dict is a dictionary; it is written with its keys sorted.
type Dict map[Name]Object

// Stream is a dictionary with data. Data is as in the file, that is encoded as /Filter says; /Length is set on writing.
type Stream struct {
	Dict Dict
	Data []byte
}

// Ref is a reference to an indirect object. The zero Ref refers to nothing.
type Ref struct{ Num, Gen int }

func (Null) pdfObject()      {}
func (Bool) pdfObject()      {}
func (Int) pdfObject()       {}
func (Real) pdfObject()      {}
func (Name) pdfObject()      {}
func (String) pdfObject()    {}
func (HexString) pdfObject() {}
func (Array) pdfObject()     {}
func (Dict) pdfObject()      {}
func (*Stream) pdfObject()   {}
func (Ref) pdfObject()       {}

// Rect is a rectangle in points: lower left and upper right corner.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Array returns the rectangle as PDF numbers.
func (r Rect) Array() Array { return Array{Num(r.X0), Num(r.Y0), Num(r.X1), Num(r.Y1)} }

// Num returns v as an [Int] when it is whole, and otherwise as a [Real].
func Num(v float64) Object {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return Int(v)
	}
	return Real(v)
}

// Text returns s as a PDF text string: ASCII as it is, anything else as UTF-16BE with a byte order mark.
func Text(s string) Object {
	if isPlainText(s) {
		return String(s)
	}
	return HexString("\xfe\xff" + utf16be(s))
}

func isPlainText(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\t' && c != '\n' && c != '\r' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

func utf16be(s string) string {
	units := utf16.Encode([]rune(s))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = append(out, byte(u>>8), byte(u))
	}
	return string(out)
}

// DecodeText returns the characters of a text string ([String] or [HexString]): UTF-16BE or UTF-8 by their byte order mark,
// otherwise PDFDocEncoding. The second result is false when o is no string. A code that stands for no character becomes U+FFFD.
func DecodeText(o Object) (string, bool) {
	raw, ok := Bytes(o)
	if !ok {
		return "", false
	}
	switch {
	case len(raw) >= 2 && raw[:2] == "\xfe\xff":
		units := make([]uint16, 0, len(raw)/2)
		for i := 2; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		return string(utf16.Decode(units)), true
	case len(raw) >= 3 && raw[:3] == "\xef\xbb\xbf":
		return string([]rune(raw[3:])), true
	}
	runes := make([]rune, len(raw))
	for i := range len(raw) {
		runes[i] = docEncoding(raw[i])
	}
	return string(runes), true
}

// Bytes returns the bytes of a [String] or [HexString]; the second result is false for any other object.
func Bytes(o Object) (string, bool) {
	switch s := o.(type) {
	case String:
		return string(s), true
	case HexString:
		return string(s), true
	}
	return "", false
}

// Number returns the value of an [Int] or [Real]; the second result is false for any other object.
func Number(o Object) (float64, bool) {
	switch n := o.(type) {
	case Int:
		return float64(n), true
	case Real:
		return float64(n), true
	}
	return 0, false
}

// docEncoding maps a byte of PDFDocEncoding (ISO 32000-1, D.3) to its character.
func docEncoding(b byte) rune {
	switch {
	case b >= 0x18 && b <= 0x1f:
		return [8]rune{'˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'}[b-0x18]
	case b >= 0x80 && b <= 0xa0:
		return [33]rune{
			'•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ',
			'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', 0xfffd, '€',
		}[b-0x80]
	case b == 0x7f, b == 0xad:
		return 0xfffd
	}
	return rune(b)
}

// Date returns t as a PDF date string, to the second, in t's own zone.
func Date(t time.Time) String {
	zone := t.Format("-07:00")
	return String("D:" + t.Format("20060102150405") + zone[:3] + "'" + zone[4:] + "'")
}
