package pdf

// asciiHex decodes hexadecimal digits up to a '>' or the end.
func (f filter) asciiHex(data []byte) ([]byte, error) {
	h := hexReader{out: make([]byte, 0, len(data)/2+1), half: -1}
	for _, c := range data {
		if c == '>' {
			break
		}
		if !h.take(c) {
			return nil, f.fail(ErrSyntax, "%q in ASCIIHexDecode data", c)
		}
	}
	return h.bytes(), nil
}

// hexReader puts hexadecimal digits together.
type hexReader struct {
	out  []byte
	half int // the first digit of a byte, -1 for none
}

// take adds a digit and passes over white space; another character is refused.
func (h *hexReader) take(c byte) bool {
	v := hexValue(c)
	switch {
	case isSpace(c):
	case v < 0:
		return false
	case h.half < 0:
		h.half = v
	default:
		h.out, h.half = append(h.out, byte(h.half<<4|v)), -1
	}
	return true
}

// bytes returns what came; a last digit without another is followed by 0.
func (h *hexReader) bytes() []byte {
	if h.half >= 0 {
		h.out, h.half = append(h.out, byte(h.half<<4)), -1
	}
	return h.out
}

// ascii85 decodes groups of five characters up to "~>" or the end; a lone z is four zero bytes.
func (f filter) ascii85(data []byte) ([]byte, error) {
	out := make([]byte, 0, len(data)/5*4+4)
	var group [5]byte
	n := 0
	for _, c := range data {
		switch {
		case c == '~':
			return f.ascii85End(out, group, n)
		case isSpace(c):
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
			if len(out) > f.limit {
				return nil, f.fail(ErrLimit, "stream decodes to more than %d bytes", f.limit)
			}
		case c < '!' || c > 'u':
			return nil, f.fail(ErrSyntax, "%q in ASCII85Decode data", c)
		default:
			group[n] = c - '!'
			if n++; n == 5 {
				v, ok := ascii85Value(group)
				if !ok {
					return nil, f.fail(ErrSyntax, "ASCII85Decode group beyond 32 bits")
				}
				out = append(out, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
				n = 0
			}
		}
	}
	return f.ascii85End(out, group, n)
}

func ascii85Value(group [5]byte) (uint32, bool) {
	var v uint64
	for _, d := range group {
		v = v*85 + uint64(d)
	}
	return uint32(v), v < 1<<32
}

// ascii85End decodes a last group of fewer than five characters.
func (f filter) ascii85End(out []byte, group [5]byte, n int) ([]byte, error) {
	if n == 0 {
		return out, nil
	}
	for i := n; i < 5; i++ {
		group[i] = 84
	}
	v, ok := ascii85Value(group)
	if n == 1 || !ok {
		return nil, f.fail(ErrSyntax, "damaged end of ASCII85Decode data")
	}
	tail := [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
	return append(out, tail[:n-1]...), nil
}

// The codes of LZW that are no bytes (ISO 32000-1, 7.4.4.2), and the first code of a sequence.
const (
	lzwClear = 256
	lzwEnd   = 257
	lzwFirst = 258
	lzwCodes = 4096
)

// lzwTable holds the sequences seen so far: each is an earlier one and one byte more.
type lzwTable struct {
	prefix [lzwCodes]int16
	last   [lzwCodes]byte
	length [lzwCodes]int32
	next   int
}

// lzw decodes LZW data: codes of 9 to 12 bits, high bits first.
func (f filter) lzw(data []byte) ([]byte, error) {
	early, err := f.intParm("EarlyChange", 1, 0, 1)
	if err != nil {
		return nil, err
	}
	table := &lzwTable{next: lzwFirst}
	var out []byte
	var bits uint32
	width, have, previous := 9, 0, -1
	for _, b := range data {
		bits = bits<<8 | uint32(b)
		if have += 8; have < width {
			continue
		}
		have -= width
		code := int(bits >> have & (1<<width - 1))
		if code == lzwEnd {
			return out, nil
		}
		if code == lzwClear {
			table.next, width, previous = lzwFirst, 9, -1
			continue
		}
		if out, err = f.lzwCode(table, out, code, previous); err != nil {
			return nil, err
		}
		previous = code
		for width < 12 && table.next+early >= 1<<width {
			width++
		}
	}
	return out, nil
}

// lzwCode appends the sequence of a code and remembers the sequence before it with this one's first byte.
func (f filter) lzwCode(t *lzwTable, out []byte, code, previous int) ([]byte, error) {
	grows := previous >= 0 && t.next < lzwCodes
	if code >= t.next && !(grows && code == t.next) || previous < 0 && code >= lzwClear {
		return nil, f.fail(ErrSyntax, "LZWDecode code %d before its sequence", code)
	}
	if grows {
		first := code
		if code == t.next {
			first = previous
		}
		t.prefix[t.next], t.last[t.next] = int16(previous), t.first(first)
		t.length[t.next] = t.len(previous) + 1
		t.next++
	}
	n := int(t.len(code))
	if len(out)+n > f.limit {
		return nil, f.fail(ErrLimit, "stream decodes to more than %d bytes", f.limit)
	}
	start := len(out)
	out = append(out, make([]byte, n)...)
	for i := start + n - 1; i > start; i-- {
		out[i] = t.last[code]
		code = int(t.prefix[code])
	}
	out[start] = byte(code)
	return out, nil
}

func (t *lzwTable) len(code int) int32 {
	if code < lzwClear {
		return 1
	}
	return t.length[code]
}

func (t *lzwTable) first(code int) byte {
	for code >= lzwFirst {
		code = int(t.prefix[code])
	}
	return byte(code)
}
