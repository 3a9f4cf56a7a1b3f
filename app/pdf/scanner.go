package pdf

import (
	"bytes"
	"strconv"
)

// scanner reads tokens and objects from bytes. It never looks beyond data and counts what it reads, so that its work is bounded.
type scanner struct {
	data  []byte
	pos   int
	base  int  // added to pos in errors when data is not the file itself
	fixed bool // report base alone: data is decoded and positions in it mean nothing in the file
	refs  bool // "1 0 R" is a reference
	nodes int  // objects this scanner may still make
}

// maxNodes bounds how many objects one indirect object or one content operation may hold.
const maxNodes = 1 << 20

// maxGeneration is the largest generation number of a cross-reference table.
const maxGeneration = 65535

// Parse reads exactly one object, direct and not a stream, surrounded at most by white space and comments.
// The error is an [*Error] whose offset counts from the start of data.
func Parse(data []byte) (Object, error) {
	s := scanner{data: data, refs: true, nodes: maxNodes}
	o, err := s.object(0)
	if err != nil {
		return nil, err
	}
	s.skipSpace()
	if s.pos < len(data) {
		return nil, s.fail(ErrSyntax, "bytes after the object")
	}
	return o, nil
}

func (s *scanner) fail(kind error, format string, args ...any) error {
	return s.failAt(s.pos, kind, format, args...)
}

func (s *scanner) failAt(pos int, kind error, format string, args ...any) error {
	if s.fixed {
		pos = 0
	}
	return failAt(kind, s.base+pos, format, args...)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// skipSpace passes white space and comments.
func (s *scanner) skipSpace() {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case isSpace(c):
			s.pos++
		case c == '%':
			for s.pos < len(s.data) && s.data[s.pos] != '\n' && s.data[s.pos] != '\r' {
				s.pos++
			}
		default:
			return
		}
	}
}

// keyword takes word when it stands next as a whole token.
func (s *scanner) keyword(word string) bool {
	s.skipSpace()
	end := s.pos + len(word)
	if !bytes.HasPrefix(s.data[s.pos:], []byte(word)) || end < len(s.data) && isRegular(s.data[end]) {
		return false
	}
	s.pos = end
	return true
}

// uint reads an unsigned integer token of at most 15 digits.
func (s *scanner) uint() (int, bool) {
	s.skipSpace()
	end := s.pos
	value := 0
	for end < len(s.data) && isDigit(s.data[end]) && end-s.pos < 15 {
		value = value*10 + int(s.data[end]-'0')
		end++
	}
	if end == s.pos || end < len(s.data) && isRegular(s.data[end]) {
		return 0, false
	}
	s.pos = end
	return value, true
}

// object reads one object of any kind but a stream.
func (s *scanner) object(depth int) (Object, error) {
	s.skipSpace()
	if s.pos >= len(s.data) {
		return nil, s.fail(ErrSyntax, "unexpected end of data")
	}
	if depth > maxDepth {
		return nil, s.fail(ErrLimit, "nesting deeper than %d", maxDepth)
	}
	if s.nodes--; s.nodes < 0 {
		return nil, s.fail(ErrLimit, "more than %d objects in one", maxNodes)
	}
	switch c := s.data[s.pos]; {
	case c == '/':
		return s.name()
	case c == '(':
		return s.literal()
	case c == '[':
		return s.array(depth)
	case c == '<':
		if s.pos+1 < len(s.data) && s.data[s.pos+1] == '<' {
			return s.dict(depth)
		}
		return s.hex()
	case isDigit(c) || c == '+' || c == '-' || c == '.':
		return s.numberOrRef()
	}
	return s.constant()
}

func (s *scanner) constant() (Object, error) {
	switch {
	case s.keyword("null"):
		return Null{}, nil
	case s.keyword("true"):
		return Bool(true), nil
	case s.keyword("false"):
		return Bool(false), nil
	}
	return nil, s.fail(ErrSyntax, "%q begins no object", s.data[s.pos])
}

func (s *scanner) numberOrRef() (Object, error) {
	n, err := s.number()
	if err != nil || !s.refs {
		return n, err
	}
	num, whole := n.(Int)
	if !whole || num < 0 {
		return n, nil
	}
	after := s.pos
	gen, ok := s.uint()
	if ok && s.keyword("R") {
		if num == 0 || num > maxObjectNumber || gen > maxGeneration {
			return nil, s.failAt(after, ErrSyntax, "reference %d %d out of range", num, gen)
		}
		return Ref{Num: int(num), Gen: gen}, nil
	}
	s.pos = after
	return n, nil
}

// number reads [+-]digits[.digits]; exponents and other decorations are no PDF numbers.
func (s *scanner) number() (Object, error) {
	start := s.pos
	if c := s.data[s.pos]; c == '+' || c == '-' {
		s.pos++
	}
	digits, point := 0, false
	for ; s.pos < len(s.data) && isRegular(s.data[s.pos]); s.pos++ {
		switch c := s.data[s.pos]; {
		case isDigit(c):
			digits++
		case c == '.' && !point:
			point = true
		default:
			return nil, s.fail(ErrSyntax, "%q in a number", c)
		}
	}
	if digits == 0 || digits > 400 {
		return nil, s.failAt(start, ErrSyntax, "number of %d digits", digits)
	}
	text := string(s.data[start:s.pos])
	if !point {
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, s.failAt(start, ErrSyntax, "integer out of range")
		}
		return Int(v), nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, s.failAt(start, ErrSyntax, "real out of range")
	}
	return Real(v), nil
}

func (s *scanner) name() (Object, error) {
	s.pos++
	start := s.pos
	for s.pos < len(s.data) && isRegular(s.data[s.pos]) {
		s.pos++
	}
	raw := s.data[start:s.pos]
	if bytes.IndexByte(raw, '#') < 0 {
		return Name(raw), nil
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '#' {
			out = append(out, raw[i])
			continue
		}
		if i+2 >= len(raw) || hexValue(raw[i+1]) < 0 || hexValue(raw[i+2]) < 0 || raw[i+1] == '0' && raw[i+2] == '0' {
			return nil, s.failAt(start+i, ErrSyntax, "bad # escape in a name")
		}
		out = append(out, byte(hexValue(raw[i+1])<<4|hexValue(raw[i+2])))
		i += 2
	}
	return Name(out), nil
}

func hexValue(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (s *scanner) array(depth int) (Object, error) {
	start := s.pos
	s.pos++
	items := Array{}
	for {
		s.skipSpace()
		if s.pos >= len(s.data) {
			return nil, s.failAt(start, ErrSyntax, "array without end")
		}
		if s.data[s.pos] == ']' {
			s.pos++
			return items, nil
		}
		item, err := s.object(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
}

// dict reads a dictionary. A key given twice is an error: programs disagree on which of the two counts.
func (s *scanner) dict(depth int) (Object, error) {
	start := s.pos
	s.pos += 2
	d := Dict{}
	nulls := map[Name]bool(nil)
	for {
		s.skipSpace()
		if s.pos >= len(s.data) {
			return nil, s.failAt(start, ErrSyntax, "dictionary without end")
		}
		if bytes.HasPrefix(s.data[s.pos:], []byte(">>")) {
			s.pos += 2
			return d, nil
		}
		at := s.pos
		key, err := s.key()
		if err != nil {
			return nil, err
		}
		value, err := s.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := d[key]; twice || nulls[key] {
			return nil, s.failAt(at, ErrSyntax, "key /%s twice in a dictionary", key)
		}
		if _, null := value.(Null); null {
			if nulls == nil {
				nulls = map[Name]bool{}
			}
			nulls[key] = true
			continue
		}
		d[key] = value
	}
}

func (s *scanner) key() (Name, error) {
	if s.data[s.pos] != '/' {
		return "", s.fail(ErrSyntax, "dictionary key is no name")
	}
	key, err := s.name()
	if err != nil {
		return "", err
	}
	return key.(Name), nil
}

func (s *scanner) hex() (Object, error) {
	start := s.pos
	digits := hexReader{half: -1}
	for s.pos++; s.pos < len(s.data); s.pos++ {
		c := s.data[s.pos]
		if c == '>' {
			s.pos++
			return HexString(digits.bytes()), nil
		}
		if !digits.take(c) {
			return nil, s.fail(ErrSyntax, "%q in a hexadecimal string", c)
		}
	}
	return nil, s.failAt(start, ErrSyntax, "hexadecimal string without end")
}
