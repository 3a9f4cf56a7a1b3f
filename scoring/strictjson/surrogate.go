package strictjson

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
)

// loneSurrogate returns the position of the first escape of half a surrogate pair without its other half (\ud800), which encoding/json would
// silently replace; -1 where there is none. The document is well-formed.
func loneSurrogate(data []byte) int {
	if !bytes.Contains(data, []byte(`\ud`)) && !bytes.Contains(data, []byte(`\uD`)) {
		return -1
	}
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' { // stands in strings only
			continue
		}
		first := escaped(data[i:])
		switch {
		case first < 0:
			i++ // \n, \\, \"
		case !utf16.IsSurrogate(first):
			i += len(`ud800`)
		case utf16.DecodeRune(first, escaped(data[i+len(`\ud800`):])) == '\uFFFD':
			return i
		default:
			i += len(`ud800\udc00`)
		}
	}
	return -1
}

// escaped reads \uXXXX at the start of s; -1 where something else stands.
func escaped(s []byte) rune {
	if len(s) < len(`\ud800`) || s[0] != '\\' || s[1] != 'u' {
		return -1
	}
	code, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(code)
}

// pathAt names the value in which a position of a well-formed document stands.
func pathAt(data []byte, at int) string {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var open []level
	for {
		token, err := decoder.Token()
		if err != nil {
			return pathOf(open)
		}
		delim, isDelim := token.(json.Delim)
		if isDelim && (delim == '}' || delim == ']') {
			open = open[:len(open)-1]
			continue
		}
		if err := enter(data, decoder, open, token); err != nil || int(decoder.InputOffset()) > at {
			return pathOf(open)
		}
		switch {
		case isDelim && delim == '{':
			open = append(open, level{index: -1, members: make(map[string]bool)})
		case isDelim:
			open = append(open, level{index: -1})
		}
	}
}
