package claim

import "strings"

// twofold asks about two different loose figures for what seems to be one thing: "50余名科研人员" and "科研人员超100名". Loose figures are
// chosen because an exact pair is rarely a slip: both are lower bounds, so each makes the other uninformative. It also asks where a
// figure of the text differs from a fact of the same name.
func (c *checker) twofold() {
	loose := c.looseFigures()
	for j, b := range loose {
		for i := max(0, j-2*reach); i < j; i++ {
			if a := loose[i]; c.clashes(a, b) {
				c.ask(a, b)
				break
			}
		}
	}
	c.restated()
}

// looseFigures returns the lower bounds that the text and the facts state.
func (c *checker) looseFigures() []figure {
	var found []figure
	for _, f := range c.doc.figures {
		if f.isLowerBound() && f.unit != "" && f.unit != "%" && isLevel(f) {
			found = append(found, f)
		}
	}
	for _, fact := range c.facts {
		if f := fact.figure(); f.isLowerBound() {
			found = append(found, f)
		}
	}
	return found
}

func (f figure) isLowerBound() bool { return f.bound == Over || f.bound == From }

// clashes reports whether two loose figures, not both facts, differ and count one thing.
func (c *checker) clashes(a, b figure) bool {
	if a.fact != "" && b.fact != "" || a.value.Equal(b.value) || !sameKind(a.unit, b.unit) || a.year != b.year && a.year > 0 && b.year > 0 {
		return false
	}
	return c.sameThing(a, b)
}

// ask records the later of two clashing figures, or the one of the text, as a question.
func (c *checker) ask(a, b figure) {
	stated, other := b, a
	if b.fact != "" {
		stated, other = a, b
	}
	d := c.doc
	c.claims = append(c.claims, Claim{
		Kind: Twofold, Stated: d.public(stated), Figures: []Figure{d.public(other)}, Verdict: Explain, Reason: TwoValues,
		Place: d.place(stated.start, stated.end, stated.sentence), Text: d.original(stated.start, stated.end),
	})
}

// sameThing reports whether two figures count the same: the nouns next to them share a word. Persons need two characters of it, because
// their units already say that people are counted.
func (c *checker) sameThing(a, b figure) bool {
	least := 3
	if families[a.unit] == "人" {
		least = 2
	}
	left, right := c.noun(a), c.noun(b)
	return commonRun(left, right) >= least && !containsAny(left+right, "培训", "受益", "参加", "参与", "惠及", "服务", "新增", "接待", "带动")
}

// noun returns the words directly around a figure, within its clause.
func (c *checker) noun(f figure) string {
	if f.fact != "" {
		return f.fact
	}
	after := f.after
	for _, stop := range []string{"、", "("} {
		after, _, _ = strings.Cut(after, stop)
	}
	return tail(f.before, 30) + "|" + cutAt(after, 24)
}

// restated compares a figure with the fact whose name stands directly before it: "高新技术企业存量2194家".
func (c *checker) restated() {
	d := c.doc
	for _, f := range d.figures {
		if f.unit == "" || f.bound != Exact {
			continue
		}
		name := trimLinks(f.before)
		for _, fact := range c.facts {
			g := fact.figure()
			if len([]rune(fact.Name)) < minSubject || !strings.HasSuffix(name, fact.Name) || !f.fits(g) || f.year > 0 && g.year > 0 && f.year != g.year {
				continue
			}
			x, ok := g.in(f.unit)
			if !ok || g.bound != Exact {
				continue
			}
			verdict, reason := Confirmed, Rounded
			if scaled(x.mid, f.places()).Cmp(statedInt(f)) != 0 {
				verdict, reason = Explain, TwoValues
			}
			h := hypothesis{figures: []operand{x}, estimate: estimate{mid: x.mid, lo: x.mid, hi: x.mid, formula: fact.Name}}
			c.record(Restated, f, &h, verdict, reason)
			break
		}
	}
}
