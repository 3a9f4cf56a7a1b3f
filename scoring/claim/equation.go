package claim

import "strings"

// equation checks a computation that the text writes out: "27+4=31", "9459.61÷12480.11×100%=75.8%". Only chains of sums and differences,
// and one quotient, are read; figure i is the result.
func (c *checker) equation(i int, s sentence) bool {
	d := c.doc
	f := &d.figures[i]
	if strings.TrimSpace(f.before) != "=" || i-2 < s.first {
		return false
	}
	first, ops := i-1, ""
	for first > s.first && len(ops) < reach {
		op, ok := operator(d.s[d.figures[first-1].end:d.figures[first].start])
		if !ok {
			break
		}
		ops = op + ops
		first--
	}
	h, ok := c.evaluate(d.figures[first:i], ops, f)
	if !ok {
		return false
	}
	h.certain = true
	kind := Sum
	switch {
	case strings.Contains(ops, "/"):
		kind = Ratio
	case strings.Contains(ops, "-"):
		kind = Difference
	}
	c.decide(kind, f, []hypothesis{h})
	return true
}

func operator(gap string) (string, bool) {
	switch gap {
	case "+":
		return "+", true
	case "-":
		return "-", true
	case "/", "÷":
		return "/", true
	case "×", "*", "x":
		return "*", true
	}
	return "", false
}

// evaluate computes a chain of figures. A quotient may be followed by ×100%.
func (c *checker) evaluate(chain []figure, ops string, result *figure) (hypothesis, bool) {
	if ops == "/" || ops == "/*" && chain[2].value.Coef() == 100 && chain[2].value.Scale() == 0 {
		return c.writtenQuotient(&chain[0], &chain[1], result)
	}
	if strings.Trim(ops, "+-") != "" || ops == "" {
		return hypothesis{}, false
	}
	used := make([]operand, len(chain))
	for k := range chain {
		f := &chain[k]
		if f.unit == "" || result.unit == "" {
			f = f.counted(&result.unitKind)
		}
		var ok bool
		if used[k], ok = f.as(&result.unitKind); !ok {
			return hypothesis{}, false
		}
	}
	return c.sumOf(used, ops), true
}

// counted returns a copy of f in another unit.
func (f *figure) counted(u *unitKind) *figure {
	g := *f
	g.unitKind = *u
	return &g
}

// writtenQuotient computes "941/1141=82.47%"; a figure without a unit has that of the other.
func (c *checker) writtenQuotient(num, den, result *figure) (hypothesis, bool) {
	if result.unit != "%" {
		return hypothesis{}, false
	}
	if num.unit == "" || den.unit == "" {
		num = num.counted(&den.unitKind)
	}
	return c.ratioOf(num, den)
}
