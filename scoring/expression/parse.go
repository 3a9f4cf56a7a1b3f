package expression

import (
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads an expression. Full-width operators, × and ÷ count as their ASCII forms. The error is a [*SyntaxError].
func Parse(text string) (*Expression, error) {
	if len(text) > MaxLength {
		return nil, &SyntaxError{At: MaxLength, Found: "…", Want: "at most 1000 bytes"}
	}
	p := parser{text: text}
	root, err := p.sum(0)
	if err != nil {
		return nil, err
	}
	if p.peek() != end {
		return nil, p.expected("an operator or the end")
	}
	return &Expression{root: root}, nil
}

const end = rune(-1)

type parser struct {
	text string
	at   int
}

var operators = strings.NewReplacer("×", "*", "÷", "/", "＋", "+", "－", "-", "−", "-", "＊", "*", "／", "/", "（", "(", "）", ")", "，", ",", "％", "%")

// peek returns the next rune that is not a blank, operators in their ASCII form.
func (p *parser) peek() rune {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			if r >= utf8.RuneSelf {
				r, _ = utf8.DecodeRuneInString(operators.Replace(string(r)))
			}
			return r
		}
		p.at += size
	}
	return end
}

func (p *parser) next() {
	_, size := utf8.DecodeRuneInString(p.text[p.at:])
	p.at += size
}

func (p *parser) accept(r rune) bool {
	if p.peek() != r {
		return false
	}
	p.next()
	return true
}

func (p *parser) expected(want string) error {
	found := ""
	if r := p.peek(); r != end {
		found = string(r)
	}
	return &SyntaxError{At: p.at, Found: found, Want: want}
}

func (p *parser) sum(depth int) (node, error) {
	return p.chain(depth, "+-", p.product)
}

func (p *parser) product(depth int) (node, error) {
	return p.chain(depth, "*/", p.unary)
}

// chain reads operands joined by left-associative operators of one rank.
func (p *parser) chain(depth int, signs string, operand func(int) (node, error)) (node, error) {
	left, err := operand(depth)
	if err != nil {
		return nil, err
	}
	for {
		sign := p.peek()
		if sign == end || sign >= utf8.RuneSelf || !strings.ContainsRune(signs, sign) {
			return left, nil
		}
		p.next()
		right, err := operand(depth)
		if err != nil {
			return nil, err
		}
		left = operation{sign: byte(sign), left: left, right: right}
	}
}

func (p *parser) unary(depth int) (node, error) {
	if depth > maxDepth {
		return nil, p.expected("less nesting")
	}
	switch r := p.peek(); {
	case r == '-':
		p.next()
		operand, err := p.unary(depth + 1)
		return negation{operand}, err
	case r == '(':
		p.next()
		inner, err := p.sum(depth + 1)
		if err != nil {
			return nil, err
		}
		if !p.accept(')') {
			return nil, p.expected(")")
		}
		return inner, nil
	case r >= '0' && r <= '9':
		return p.number()
	case r == '_' || unicode.IsLetter(r):
		return p.nameOrCall(depth)
	default:
		return nil, p.expected("a number, a name or (")
	}
}

func (p *parser) number() (node, error) {
	start := p.at
	for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.') {
		p.at++
	}
	value, ok := new(big.Rat).SetString(p.text[start:p.at])
	if !ok || p.at-start > 40 {
		return nil, &SyntaxError{At: start, Found: p.text[start:p.at], Want: "a decimal number"}
	}
	if p.accept('%') {
		value.Quo(value, big.NewRat(100, 1))
	}
	return constant{value}, nil
}

func (p *parser) nameOrCall(depth int) (node, error) {
	start := p.at
	word := p.word()
	if p.peek() != '(' {
		return name(word), nil
	}
	if word != "min" && word != "max" && word != "abs" {
		return nil, &SyntaxError{At: start, Found: word, Want: "min, max or abs"}
	}
	p.next()
	args, err := p.arguments(depth)
	if err != nil {
		return nil, err
	}
	if word == "abs" && len(args) != 1 {
		return nil, &SyntaxError{At: start, Found: word, Want: "one argument of abs"}
	}
	return call{function: word, args: args}, nil
}

// word takes letters, digits and underscores.
func (p *parser) word() string {
	rest := p.text[p.at:]
	end := strings.IndexFunc(rest, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(rest)
	}
	p.at += end
	return rest[:end]
}

// arguments reads what stands behind "(" up to its ")".
func (p *parser) arguments(depth int) ([]node, error) {
	var args []node
	for {
		arg, err := p.sum(depth + 1)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		if p.accept(')') {
			return args, nil
		}
		if !p.accept(',') {
			return nil, p.expected(", or )")
		}
	}
}
