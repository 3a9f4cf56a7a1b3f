package text

import (
	"math"
	"strings"

	"zhunsheng/app/pdf"
)

// words follows the operators of text; others (marks, line styles) change nothing that is read.
func (m *machine) words(op *pdf.Operation, v [6]float64) error {
	switch op.Operator {
	case "BDC":
		if len(op.Operands) > 0 && op.Operands[0] == pdf.Object(pdf.Name("OC")) {
			m.doubt(DoubtLayer)
		}
	case "Tf":
		return m.setFont(op)
	case "Tj", "'", "\"", "TJ":
		return m.showing(op)
	case "BT", "Td", "TD", "Tm", "T*":
		m.place(op.Operator, v)
	default:
		m.spacing(op.Operator, v[0])
	}
	return nil
}

// spacing follows the operators that set how text is spaced and drawn.
func (m *machine) spacing(operator string, v float64) {
	s := &m.state
	switch operator {
	case "Tc":
		s.char = v
	case "Tw":
		s.word = v
	case "Tz":
		s.scale = v / 100
	case "TL":
		s.leading = v
	case "Ts":
		s.rise = v
	case "Tr":
		s.mode = int(v)
	}
}

// place follows the operators that say where text goes on.
func (m *machine) place(operator string, v [6]float64) {
	switch operator {
	case "BT":
		m.text, m.line = identity, identity
	case "Td":
		m.newLine(v[0], v[1])
	case "TD":
		m.state.leading = -v[1]
		m.newLine(v[0], v[1])
	case "Tm":
		m.text, m.line = matrix(v), matrix(v)
	case "T*":
		m.newLine(0, -m.state.leading)
	}
}

// showing follows the operators that draw text.
func (m *machine) showing(op *pdf.Operation) error {
	switch op.Operator {
	case "'":
		m.newLine(0, -m.state.leading)
	case "\"":
		w, ok := numbers(&pdf.Operation{Operands: op.Operands[:min(2, len(op.Operands))]}, 2)
		if !ok {
			return &Error{Err: ErrContent, Detail: "operands of \""}
		}
		m.state.word, m.state.char = w[0], w[1]
		m.newLine(0, -m.state.leading)
	case "TJ":
		list, ok := last(op).(pdf.Array)
		if !ok {
			return &Error{Err: ErrContent, Detail: "operand of TJ"}
		}
		return m.show(list...)
	}
	return m.show(last(op))
}

func (m *machine) setFont(op *pdf.Operation) error {
	if len(op.Operands) != 2 {
		return &Error{Err: ErrContent, Detail: "operands of Tf"}
	}
	name, isName := op.Operands[0].(pdf.Name)
	size, isNumber := pdf.Number(op.Operands[1])
	if !isName || !isNumber {
		return &Error{Err: ErrContent, Detail: "operands of Tf"}
	}
	f, err := m.reader.font(m.resources, name)
	if err != nil {
		return err
	}
	m.state.font, m.state.size = f, size
	return nil
}

func (m *machine) newLine(x, y float64) {
	m.line = matrix{1, 0, 0, 1, x, y}.mul(m.line)
	m.text = m.line
}

// show draws strings with the shifts between them as one run.
func (m *machine) show(parts ...pdf.Object) error {
	s := &m.state
	if s.font == nil {
		return &Error{Err: ErrContent, Detail: "text without a font"}
	}
	start := m.text
	var b strings.Builder
	for _, part := range parts {
		if shift, ok := pdf.Number(orNull(part)); ok {
			m.advance(-shift / 1000 * s.size * s.scale)
			continue
		}
		raw, ok := pdf.Bytes(orNull(part))
		if !ok {
			return &Error{Err: ErrContent, Detail: "text that is no string"}
		}
		m.glyphs(&b, raw)
	}
	if b.Len() == 0 {
		return nil
	}
	at := start.mul(s.ctm)
	x, y := at.apply(0, s.rise)
	end := m.text.mul(s.ctm)
	ex, ey := end.apply(0, s.rise)
	width := math.Hypot(ex-x, ey-y)
	if ex < x-1e-6 {
		width = -width
	}
	size := s.size * math.Hypot(at[2], at[3])
	m.page.Runs = append(m.page.Runs, Run{
		Text: b.String(), X: x, Y: y, Width: width, Size: math.Abs(size),
		Hidden: s.mode == 3 || s.mode == 7 || math.Abs(size) < 0.5 || s.scale == 0,
		Grey:   s.grey, Form: m.forms > 0, Order: m.next(),
	})
	if s.mode >= 4 {
		m.doubt(DoubtClip)
	}
	return nil
}

func (m *machine) glyphs(b *strings.Builder, raw string) {
	s := &m.state
	step := 1
	if s.font.wide {
		step = 2
	}
	for i := 0; i+step <= len(raw); i += step {
		code := int(raw[i])
		if step == 2 {
			code = code<<8 | int(raw[i+1])
		}
		chars, ok := s.font.chars[code]
		if !ok {
			m.doubt(DoubtText)
			chars = "\ufffd"
		}
		b.WriteString(chars)
		m.characters += len(chars)
		w := s.font.width(code)/1000*s.size + s.char
		if step == 1 && code == ' ' {
			w += s.word
		}
		m.advance(w * s.scale)
	}
}

func (m *machine) advance(w float64) {
	m.text = matrix{1, 0, 0, 1, w, 0}.mul(m.text)
}
