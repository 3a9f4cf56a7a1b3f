package pdf

// literal reads a string in parentheses: nested pairs, escapes, octal codes, and line ends folded to LF (ISO 32000-1, 7.3.4.2).
func (s *scanner) literal() (Object, error) {
	start := s.pos
	s.pos++
	out := []byte{}
	for open := 1; s.pos < len(s.data); {
		c := s.data[s.pos]
		s.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return String(out), nil
			}
		case '\\':
			out = s.escape(out)
			continue
		case '\r':
			s.passLineFeed()
			c = '\n'
		}
		out = append(out, c)
	}
	return nil, s.failAt(start, ErrSyntax, "string without end")
}

// escape reads what follows a backslash.
func (s *scanner) escape(out []byte) []byte {
	if s.pos >= len(s.data) {
		return out
	}
	c := s.data[s.pos]
	if c >= '0' && c <= '7' {
		return append(out, s.octal())
	}
	s.pos++
	switch c {
	case '\n':
		return out
	case '\r':
		s.passLineFeed()
		return out
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	}
	return append(out, c)
}

func (s *scanner) passLineFeed() {
	if s.pos < len(s.data) && s.data[s.pos] == '\n' {
		s.pos++
	}
}

func (s *scanner) octal() byte {
	value := 0
	for range 3 {
		if s.pos >= len(s.data) || s.data[s.pos] < '0' || s.data[s.pos] > '7' {
			break
		}
		value = value<<3 | int(s.data[s.pos]-'0')
		s.pos++
	}
	return byte(value)
}
