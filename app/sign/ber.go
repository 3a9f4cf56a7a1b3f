package sign

import (
	"errors"
	"fmt"
)

// Limits of what is accepted as CMS from other programs.
const (
	maxCMS      = 1 << 20
	maxBERDepth = 32
)

var errBER = errors.New("not well-formed BER")

// derOf converts the first BER value in data, with indefinite lengths and strings in pieces, to the form that encoding/asn1 reads,
// and returns how many octets of data the value takes. Contents of primitive values are kept as they are.
func derOf(data []byte) (der []byte, size int, err error) {
	if len(data) > maxCMS {
		return nil, 0, fmt.Errorf("%w: %d bytes, allowed %d", errBER, len(data), maxCMS)
	}
	der, size, err = convert(nil, data, 0)
	return der, size, err
}

func convert(out, data []byte, depth int) ([]byte, int, error) {
	if depth > maxBERDepth {
		return nil, 0, fmt.Errorf("%w: nested deeper than %d", errBER, maxBERDepth)
	}
	header, length, indefinite, err := readHeader(data)
	if err != nil {
		return nil, 0, err
	}
	identifier := data[:identifierSize(data)]
	if identifier[0]&0x20 == 0 {
		if indefinite {
			return nil, 0, fmt.Errorf("%w: primitive value of indefinite length", errBER)
		}
		return appendValue(out, identifier, data[header:header+length]), header + length, nil
	}
	body := data[header:]
	if !indefinite {
		body = body[:length]
	}
	contents, used, err := convertAll(body, indefinite, depth)
	if err != nil {
		return nil, 0, err
	}
	if identifier[0] == 0x24 { // an octet string in pieces becomes one
		whole, err := joinPieces(contents)
		if err != nil {
			return nil, 0, err
		}
		return appendValue(out, []byte{0x04}, whole), header + used, nil
	}
	return appendValue(out, identifier, contents), header + used, nil
}

// convertAll converts the values inside a constructed one, up to its end or to the end-of-contents octets.
func convertAll(body []byte, indefinite bool, depth int) (contents []byte, used int, err error) {
	for {
		if indefinite && len(body)-used >= 2 && body[used] == 0 && body[used+1] == 0 {
			return contents, used + 2, nil
		}
		if used == len(body) {
			if indefinite {
				return nil, 0, fmt.Errorf("%w: end of contents missing", errBER)
			}
			return contents, used, nil
		}
		var size int
		if contents, size, err = convert(contents, body[used:], depth+1); err != nil {
			return nil, 0, err
		}
		used += size
	}
}

func joinPieces(contents []byte) ([]byte, error) {
	var whole []byte
	for len(contents) > 0 {
		header, length, _, err := readHeader(contents)
		if err != nil {
			return nil, err
		}
		if contents[0] != 0x04 {
			return nil, fmt.Errorf("%w: octet string with a piece of tag %#x", errBER, contents[0])
		}
		whole = append(whole, contents[header:header+length]...)
		contents = contents[header+length:]
	}
	return whole, nil
}

func identifierSize(data []byte) int {
	if data[0]&0x1f != 0x1f {
		return 1
	}
	size := 2
	for size <= len(data) && data[size-1]&0x80 != 0 {
		size++
	}
	return size
}

// readHeader reads identifier and length octets; the length returned fits in data.
func readHeader(data []byte) (header, length int, indefinite bool, err error) {
	if len(data) < 2 {
		return 0, 0, false, fmt.Errorf("%w: cut off", errBER)
	}
	header = identifierSize(data)
	if header > 4 || header >= len(data) {
		return 0, 0, false, fmt.Errorf("%w: identifier of %d octets", errBER, header)
	}
	first := data[header]
	header++
	switch {
	case first == 0x80:
		return header, 0, true, nil
	case first < 0x80:
		length = int(first)
	default:
		count := int(first & 0x7f)
		if count > 4 || header+count > len(data) {
			return 0, 0, false, fmt.Errorf("%w: length in %d octets", errBER, count)
		}
		for _, octet := range data[header : header+count] {
			length = length<<8 | int(octet)
		}
		header += count
	}
	if length < 0 || length > len(data)-header {
		return 0, 0, false, fmt.Errorf("%w: length %d beyond the %d bytes there are", errBER, length, len(data)-header)
	}
	return header, length, false, nil
}

func appendValue(out, identifier, contents []byte) []byte {
	out = append(out, identifier...)
	switch n := len(contents); {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x100:
		out = append(out, 0x81, byte(n))
	case n < 0x10000:
		out = append(out, 0x82, byte(n>>8), byte(n))
	default:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, contents...)
}
