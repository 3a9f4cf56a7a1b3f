package pdf

import (
	"bytes"
	"io"
)

// maxOperands bounds the operands of one operator.
const maxOperands = 1024

// Operation is an operator of a content stream with what stands before it.
type Operation struct {
	Operator string
	Operands []Object
	Offset   int     // of the operator in the content
	Image    *Stream // for BI, the inline image: its dictionary with the keys as written and its data as encoded
}

// Tokenizer splits a content stream into operations.
type Tokenizer struct {
	s scanner
}

// NewTokenizer reads decoded content, such as [Reader.PageContent] gives.
func NewTokenizer(content []byte) *Tokenizer {
	return &Tokenizer{s: scanner{data: content}}
}

// Next returns the next operation, or io.EOF after the last. Any other error is an [*Error] whose offset counts from the start of
// the content; the tokenizer then has no further operations. An operation has at most 1024 operands.
func (t *Tokenizer) Next() (Operation, error) {
	t.s.nodes = maxNodes
	var operands []Object
	for {
		t.s.skipSpace()
		if t.s.pos >= len(t.s.data) {
			if len(operands) > 0 {
				return Operation{}, t.stop(t.s.fail(ErrSyntax, "operands without an operator"))
			}
			return Operation{}, io.EOF
		}
		at := t.s.pos
		if word := t.s.operator(); word != "" {
			op := Operation{Operator: word, Operands: operands, Offset: at}
			if word != "BI" {
				return op, nil
			}
			return t.inlineImage(op)
		}
		o, err := t.s.object(0)
		if err != nil {
			return Operation{}, t.stop(err)
		}
		if operands = append(operands, o); len(operands) > maxOperands {
			return Operation{}, t.stop(t.s.fail(ErrLimit, "more than %d operands", maxOperands))
		}
	}
}

func (t *Tokenizer) stop(err error) error {
	t.s.pos = len(t.s.data)
	return err
}

// operator takes the next token when it is an operator: regular characters that begin no number and are no constant.
func (s *scanner) operator() string {
	end := s.pos
	for end < len(s.data) && isRegular(s.data[end]) {
		end++
	}
	if end == s.pos {
		return ""
	}
	switch c := s.data[s.pos]; {
	case isDigit(c), c == '+', c == '-', c == '.':
		return ""
	}
	word := string(s.data[s.pos:end])
	if word == "true" || word == "false" || word == "null" {
		return ""
	}
	s.pos = end
	return word
}

// inlineImage reads what follows BI: pairs of key and value, ID, one white space, data, EI.
func (t *Tokenizer) inlineImage(op Operation) (Operation, error) {
	s := &t.s
	d := Dict{}
	for !s.keyword("ID") {
		if s.pos >= len(s.data) {
			return Operation{}, t.stop(s.fail(ErrSyntax, "inline image without data"))
		}
		key, err := s.key()
		if err != nil {
			return Operation{}, t.stop(err)
		}
		value, err := s.object(0)
		if err != nil {
			return Operation{}, t.stop(err)
		}
		if _, twice := d[key]; twice {
			return Operation{}, t.stop(s.fail(ErrSyntax, "key /%s twice in an inline image", key))
		}
		d[key] = value
	}
	start := min(s.pos+1, len(s.data))
	end, after := inlineEnd(s.data, start)
	if after == 0 {
		return Operation{}, t.stop(s.fail(ErrSyntax, "inline image without EI"))
	}
	op.Image = &Stream{Dict: d, Data: s.data[start:end]}
	s.pos = after
	return op, nil
}

// inlineEnd finds where the data of an inline image ends, before a white space and EI, and where the content goes on; zeros when
// there is no EI.
func inlineEnd(data []byte, start int) (end, after int) {
	for from := start; ; from = after {
		i := bytes.Index(data[from:], []byte("EI"))
		if i < 0 {
			return 0, 0
		}
		at := from + i
		after = at + 2
		if isSpace(data[at-1]) && (after == len(data) || !isRegular(data[after])) {
			return max(at-1, start), after
		}
	}
}
