package text

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"

	"zhunsheng/app/pdf"
)

// matrix is a transformation as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// mul returns the transformation that does m first, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// state is the graphics state as far as it decides what text is shown where.
type state struct {
	ctm     matrix
	font    *font
	size    float64
	char    float64 // Tc
	word    float64 // Tw
	scale   float64 // Tz, 1 is normal
	leading float64
	rise    float64
	mode    int
	grey    float64
	width   float64 // of lines
}

// machine follows the content of one page.
type machine struct {
	reader     *Reader
	page       *Page
	state      state
	saved      []state
	text, line matrix // text matrix and text line matrix
	path       []pathPoint
	forms      int // nested forms being drawn
	count      int // operators so far
	characters int
	order      int
	resources  pdf.Dict
	started    struct{ x, y float64 } // of the current part of the path
}

type pathPoint struct {
	x, y float64 // on the page
	move bool
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) }

// run follows one content stream with its resources.
func (m *machine) run(content []byte, resources pdf.Object) error {
	outer := m.resources
	m.resources = m.reader.dict(resources)
	defer func() { m.resources = outer }()
	t := pdf.NewTokenizer(content)
	for {
		op, err := t.Next()
		if isEnd(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if m.count++; m.count > maxOperations || len(m.page.Runs) > maxRuns || m.characters > maxCharacters {
			return &Error{Err: ErrLimit}
		}
		if err := m.operate(&op); err != nil {
			return err
		}
	}
}

// numbers returns the last n operands; false when they are not numbers.
func numbers(op *pdf.Operation, n int) ([6]float64, bool) {
	var v [6]float64
	if len(op.Operands) < n {
		return v, false
	}
	for i, o := range op.Operands[len(op.Operands)-n:] {
		f, ok := pdf.Number(o)
		if !ok || math.IsNaN(f) || math.Abs(f) > 1e9 {
			return v, false
		}
		v[i] = f
	}
	return v, true
}

// arity is how many numbers an operator takes; operators that take none or something else are not listed.
var arity = map[string]int{
	"cm": 6, "w": 1, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "Tc": 1, "Tw": 1, "Tz": 1, "TL": 1, "Ts": 1, "Tr": 1,
	"Td": 2, "TD": 2, "Tm": 6, "g": 1, "rg": 3, "k": 4,
}

func (m *machine) operate(op *pdf.Operation) error {
	var v [6]float64
	if n, ok := arity[op.Operator]; ok {
		if v, ok = numbers(op, n); !ok {
			return &Error{Err: ErrContent, Detail: "operands of " + op.Operator}
		}
	}
	switch op.Operator {
	case "q", "Q", "cm", "w", "gs", "g", "rg", "k", "cs", "sc", "scn", "sh", "BI":
		return m.graphics(op.Operator, v)
	case "m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*":
		m.paths(op.Operator, v)
		return nil
	case "Do":
		return m.object(op)
	}
	return m.words(op, v)
}

func (m *machine) doubt(d Doubt) {
	if !slices.Contains(m.page.Doubts, d) {
		m.page.Doubts = append(m.page.Doubts, d)
	}
}

func (m *machine) graphics(operator string, v [6]float64) error {
	s := &m.state
	switch operator {
	case "q":
		if len(m.saved) >= maxSaved {
			return &Error{Err: ErrLimit, Detail: "saved states"}
		}
		m.saved = append(m.saved, *s)
	case "Q":
		if n := len(m.saved); n > 0 {
			*s = m.saved[n-1]
			m.saved = m.saved[:n-1]
		}
	case "cm":
		s.ctm = matrix(v).mul(s.ctm)
	case "w":
		s.width = v[0]
	case "gs":
		m.doubt(DoubtState)
	case "g":
		s.grey = v[0]
	case "rg":
		s.grey = 0.299*v[0] + 0.587*v[1] + 0.114*v[2]
	case "k":
		s.grey = (1 - v[3]) * (1 - (0.299*v[0] + 0.587*v[1] + 0.114*v[2]))
	case "cs", "sc", "scn":
		m.doubt(DoubtColour)
	case "sh":
		m.doubt(DoubtShade)
	case "BI":
		m.doubt(DoubtInline)
	}
	return nil
}

func (m *machine) paths(operator string, v [6]float64) {
	switch operator {
	case "m":
		m.moveTo(v[0], v[1])
	case "l":
		m.lineTo(v[0], v[1])
	case "c":
		m.lineTo(v[4], v[5])
	case "v", "y":
		m.lineTo(v[2], v[3])
	case "h":
		m.lineTo(m.started.x, m.started.y)
	case "re":
		m.moveTo(v[0], v[1])
		m.lineTo(v[0]+v[2], v[1])
		m.lineTo(v[0]+v[2], v[1]+v[3])
		m.lineTo(v[0], v[1]+v[3])
		m.lineTo(v[0], v[1])
	case "W", "W*":
		m.doubt(DoubtClip)
	default:
		m.paint(operator)
		m.path = m.path[:0]
	}
}

func (m *machine) moveTo(x, y float64) {
	m.started.x, m.started.y = x, y
	px, py := m.state.ctm.apply(x, y)
	m.path = append(m.path, pathPoint{px, py, true})
}

func (m *machine) lineTo(x, y float64) {
	px, py := m.state.ctm.apply(x, y)
	m.path = append(m.path, pathPoint{px, py, false})
}

// paint ends a path.
func (m *machine) paint(operator string) {
	if len(m.path) == 0 {
		return
	}
	if strings.ContainsAny(operator, "fFBb") {
		box := pdf.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
		for _, p := range m.path {
			box.X0, box.X1 = min(box.X0, p.x), max(box.X1, p.x)
			box.Y0, box.Y1 = min(box.Y0, p.y), max(box.Y1, p.y)
		}
		m.page.Paints = append(m.page.Paints, Paint{Rect: box, Order: m.next()})
	}
	if strings.ContainsAny(operator, "SsBb") {
		order := m.next()
		for i, p := range m.path[1:] {
			if !p.move {
				from := m.path[i]
				m.page.Lines = append(m.page.Lines, Line{X1: from.x, Y1: from.y, X2: p.x, Y2: p.y, Width: m.state.width, Order: order})
			}
		}
	}
}

func (m *machine) next() int {
	m.order++
	return m.order
}

// object draws a form or an image.
func (m *machine) object(op *pdf.Operation) error {
	name, ok := last(op).(pdf.Name)
	if !ok {
		return &Error{Err: ErrContent, Detail: "Do without a name"}
	}
	o, err := m.reader.file.Resolve(orNull(m.reader.dict(m.resources["XObject"])[name]))
	if err != nil {
		return err
	}
	s, ok := o.(*pdf.Stream)
	switch {
	case !ok:
		return nil
	case s.Dict["OC"] != nil:
		m.doubt(DoubtLayer)
	}
	if s.Dict["Subtype"] == pdf.Name("Form") {
		return m.form(s)
	}
	x0, y0 := m.state.ctm.apply(0, 0)
	x1, y1 := m.state.ctm.apply(1, 1)
	box := pdf.Rect{X0: min(x0, x1), Y0: min(y0, y1), X1: max(x0, x1), Y1: max(y0, y1)}
	m.page.Paints = append(m.page.Paints, Paint{Rect: box, Image: true, Order: m.next()})
	return nil
}

func (m *machine) form(s *pdf.Stream) error {
	if m.forms >= maxForms {
		return &Error{Err: ErrLimit, Detail: "nested forms"}
	}
	if s.Dict["Group"] != nil {
		m.doubt(DoubtState)
	}
	content, err := m.reader.file.Decode(s)
	if err != nil {
		return err
	}
	outer, text, line, saved := m.state, m.text, m.line, m.saved
	m.saved = nil
	m.forms++
	if at, ok := m.reader.matrix(s.Dict["Matrix"]); ok {
		m.state.ctm = at.mul(m.state.ctm)
	}
	err = m.run(content, s.Dict["Resources"])
	m.forms--
	m.state, m.text, m.line, m.saved = outer, text, line, saved
	return err
}

func (r *Reader) matrix(o pdf.Object) (matrix, bool) {
	o, err := r.file.Resolve(orNull(o))
	list, ok := o.(pdf.Array)
	if err != nil || !ok || len(list) != 6 {
		return identity, false
	}
	var v matrix
	for i := range v {
		if v[i], ok = pdf.Number(list[i]); !ok {
			return identity, false
		}
	}
	return v, true
}

func last(op *pdf.Operation) pdf.Object {
	if len(op.Operands) == 0 {
		return nil
	}
	return op.Operands[len(op.Operands)-1]
}
