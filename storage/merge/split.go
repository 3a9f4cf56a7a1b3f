package merge

import (
	"encoding/json"
	"errors"
)

var errSplit = errors.New("not a well-formed document")

// splitter cuts one level of a compact or spaced JSON object or list into its values, without looking into them. Values are checked
// where they are decoded.
type splitter struct {
	data  []byte
	at    int
	begun bool // a value has been read
	done  bool // the end has been met
}

func (s *splitter) space() {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\n' || s.data[s.at] == '\r' || s.data[s.at] == '\t') {
		s.at++
	}
}

func (s *splitter) skip(b byte) bool {
	s.space()
	if s.at < len(s.data) && s.data[s.at] == b {
		s.at++
		return true
	}
	return false
}

func (s *splitter) open(b byte) bool { return s.skip(b) }

// closed reports whether no further value follows: the end, which sets done, or a fault, which does not.
func (s *splitter) closed(end byte) bool {
	if s.skip(end) {
		s.space()
		s.done = s.at == len(s.data)
		return true
	}
	if s.begun && !s.skip(',') {
		return true
	}
	s.begun = true
	s.space()
	return s.at >= len(s.data)
}

// value cuts off the next value.
func (s *splitter) value() (json.RawMessage, bool) {
	s.space()
	from := s.at
	if from >= len(s.data) {
		return nil, false
	}
	switch s.data[from] {
	case '"':
		s.text()
	case '{', '[':
		s.nested()
	default:
		for s.at < len(s.data) && !isEnd(s.data[s.at]) {
			s.at++
		}
	}
	return s.data[from:s.at:s.at], s.at > from && s.at <= len(s.data)
}

func isEnd(b byte) bool {
	return b == ',' || b == '}' || b == ']' || b == ':' || b == ' ' || b == '\n' || b == '\r' || b == '\t'
}

// text steps over a string.
func (s *splitter) text() {
	for s.at++; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return
		}
	}
	s.at = len(s.data)
}

// nested steps over an object or list.
func (s *splitter) nested() {
	depth := 0
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case '"':
			s.text()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}
