package pdf

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

// maxDepth bounds the nesting of arrays and dictionaries, in writing as in reading.
const maxDepth = 64

// Append appends the serialised form of o to dst. The error wraps [ErrObject]: a nil object, a number that is not finite or beyond
// 2^53, a name with a zero byte, a reference to object 0, nesting deeper than 64.
func Append(dst []byte, o Object) ([]byte, error) {
	e := encoder{out: dst}
	e.object(o, 0)
	if e.err != nil {
		return dst, e.err
	}
	return e.out, nil
}

// span is a half-open range of bytes.
type span struct{ start, end int }

// encoder serialises objects and notes where the reserved places of a signature came to lie.
type encoder struct {
	out       []byte
	contents  []span
	byteRange []span
	err       error
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("%w: %s", ErrObject, fmt.Sprintf(format, args...))
	}
}

func (e *encoder) object(o Object, depth int) {
	if depth > maxDepth {
		e.fail("nesting deeper than %d", maxDepth)
		return
	}
	switch v := o.(type) {
	case Array:
		e.array(v, depth)
	case Dict:
		e.dict(v, depth)
	case *Stream:
		e.stream(v, depth)
	case reservedContents, reservedRange:
		e.reserved(v)
	default:
		e.scalar(o)
	}
}

func (e *encoder) scalar(o Object) {
	switch v := o.(type) {
	case Null:
		e.out = append(e.out, "null"...)
	case Bool:
		e.out = strconv.AppendBool(e.out, bool(v))
	case Int:
		e.out = strconv.AppendInt(e.out, int64(v), 10)
	case Real:
		e.real(float64(v))
	case Name:
		e.name(v)
	case String:
		e.literal(v)
	case HexString:
		e.hex(v)
	case Ref:
		e.ref(v)
	default:
		e.fail("%T is not a PDF object", o)
	}
}

func (e *encoder) array(a Array, depth int) {
	e.out = append(e.out, '[')
	for i, item := range a {
		if i > 0 {
			e.out = append(e.out, ' ')
		}
		e.object(item, depth+1)
	}
	e.out = append(e.out, ']')
}

func (e *encoder) dict(d Dict, depth int) {
	e.out = append(e.out, "<<"...)
	var room [16]Name // most dictionaries are small, and there are thousands
	keys := room[:0]
	for key := range d {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		value := d[key]
		if _, null := value.(Null); null {
			continue
		}
		e.name(key)
		if separated(value) {
			e.out = append(e.out, ' ')
		}
		e.object(value, depth+1)
	}
	e.out = append(e.out, ">>"...)
}

// separated tells whether a value needs a space after the name before it.
func separated(o Object) bool {
	switch o.(type) {
	case Name, String, HexString, Array, Dict, reservedContents, reservedRange:
		return false
	}
	return true
}

func (e *encoder) stream(s *Stream, depth int) {
	if s == nil || depth > 0 {
		e.fail("a stream must be an indirect object")
		return
	}
	d := make(Dict, len(s.Dict)+1)
	maps.Copy(d, s.Dict)
	d["Length"] = Int(len(s.Data))
	e.dict(d, depth)
	e.out = append(e.out, "\nstream\n"...)
	e.out = append(e.out, s.Data...)
	e.out = append(e.out, "\nendstream"...)
}

func (e *encoder) ref(r Ref) {
	if r.Num <= 0 || r.Gen < 0 || r.Gen > maxGeneration {
		e.fail("reference %d %d", r.Num, r.Gen)
		return
	}
	e.out = strconv.AppendInt(e.out, int64(r.Num), 10)
	e.out = append(e.out, ' ')
	e.out = strconv.AppendInt(e.out, int64(r.Gen), 10)
	e.out = append(e.out, " R"...)
}

// real writes v with one to four decimals; the decimal point keeps it a real when it is read back.
func (e *encoder) real(v float64) {
	if math.IsNaN(v) || math.Abs(v) > 1<<53 {
		e.fail("number %v", v)
		return
	}
	before := len(e.out)
	e.out = appendDecimal(e.out, v, 4)
	if !slices.Contains(e.out[before:], '.') {
		e.out = append(e.out, ".0"...)
	}
}

// appendDecimal writes v rounded to at most the given number of decimals, without trailing zeros and without a negative zero.
func appendDecimal(dst []byte, v float64, places int) []byte {
	scale := [5]float64{1, 10, 100, 1000, 10000}[places]
	scaled := math.Round(v * scale)
	if math.Abs(scaled) >= 1<<53 {
		return strconv.AppendFloat(dst, v, 'f', 0, 64)
	}
	n := int64(scaled)
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	}
	unit := int64(scale)
	dst = strconv.AppendInt(dst, n/unit, 10)
	rest := n % unit
	if rest == 0 {
		return dst
	}
	dst = append(dst, '.')
	for rest > 0 {
		unit /= 10
		dst = append(dst, byte('0'+rest/unit))
		rest %= unit
	}
	return dst
}

const hexDigits = "0123456789ABCDEF"

func (e *encoder) name(n Name) {
	e.out = append(e.out, '/')
	for i := range len(n) {
		switch c := n[i]; {
		case c == 0:
			e.fail("name %q holds a zero byte", string(n))
		case c <= ' ' || c > '~' || c == '#' || isDelimiter(c):
			e.out = append(e.out, '#', hexDigits[c>>4], hexDigits[c&15])
		default:
			e.out = append(e.out, c)
		}
	}
}

func (e *encoder) literal(s String) {
	e.out = append(e.out, '(')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(' || c == ')' || c == '\\':
			e.out = append(e.out, '\\', c)
		case c == '\n':
			e.out = append(e.out, `\n`...)
		case c == '\r':
			e.out = append(e.out, `\r`...)
		case c < ' ' || c > '~':
			e.out = append(e.out, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		default:
			e.out = append(e.out, c)
		}
	}
	e.out = append(e.out, ')')
}

func (e *encoder) hex(s HexString) {
	e.out = append(e.out, '<')
	for i := range len(s) {
		e.out = append(e.out, hexDigits[s[i]>>4], hexDigits[s[i]&15])
	}
	e.out = append(e.out, '>')
}
