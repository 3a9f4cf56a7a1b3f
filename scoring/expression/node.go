package expression

import "math/big"

// node is one operation of the parsed tree.
type node interface {
	eval(lookup Lookup) (*big.Rat, error)
	names(visit func(name string))
}

type constant struct{ value *big.Rat }

func (n constant) eval(Lookup) (*big.Rat, error) { return n.value, nil }

type name string

func (n name) eval(lookup Lookup) (*big.Rat, error) {
	d, ok := lookup(string(n))
	if !ok {
		return nil, &NameError{Name: string(n)}
	}
	return rational(d), nil
}

type negation struct{ operand node }

func (n negation) eval(lookup Lookup) (*big.Rat, error) {
	v, err := n.operand.eval(lookup)
	if err != nil {
		return nil, err
	}
	return new(big.Rat).Neg(v), nil
}

type operation struct {
	sign        byte
	left, right node
}

func (n operation) eval(lookup Lookup) (*big.Rat, error) {
	a, err := n.left.eval(lookup)
	if err != nil {
		return nil, err
	}
	b, err := n.right.eval(lookup)
	if err != nil {
		return nil, err
	}
	switch n.sign {
	case '+':
		return new(big.Rat).Add(a, b), nil
	case '-':
		return new(big.Rat).Sub(a, b), nil
	case '*':
		return new(big.Rat).Mul(a, b), nil
	}
	if b.Sign() == 0 {
		return nil, ErrDivisionByZero
	}
	return new(big.Rat).Quo(a, b), nil
}

type call struct {
	function string
	args     []node
}

func (n call) eval(lookup Lookup) (*big.Rat, error) {
	var result *big.Rat
	for _, arg := range n.args {
		v, err := arg.eval(lookup)
		if err != nil {
			return nil, err
		}
		switch {
		case n.function == "abs":
			result = new(big.Rat).Abs(v)
		case result == nil,
			n.function == "min" && v.Cmp(result) < 0,
			n.function == "max" && v.Cmp(result) > 0:
			result = v
		}
	}
	return result, nil
}
