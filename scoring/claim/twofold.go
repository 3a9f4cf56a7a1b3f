package claim

import (
	"strings"

	"zhunsheng/scoring/lexicon"
)

// twofold asks about two different loose figures for what seems to be one thing: "50余名科研人员" and "科研人员超100名". Loose figures are
// chosen because an exact pair is rarely a slip: both are lower bounds, so each makes the other uninformative. It also asks where a
// figure of the text differs from a fact of the same name.
func (c *checker) twofold() {
	var loose []*figure
	for i := range c.doc.figures {
		f := &c.doc.figures[i]
		if f.isLowerBound() && f.unit != "" && isLevel(f) {
			loose = append(loose, f)
		}
	}
	for j, b := range loose {
		asked := false
		for i := max(0, j-2*reach); i < j && !asked; i++ {
			if asked = loose[i].mayClash(b) && c.sameThing(loose[i], b); asked {
				c.ask(b, loose[i])
			}
		}
		if asked {
			continue
		}
		if fact := c.clashingFact(b); fact != nil {
			c.ask(b, fact)
		}
	}
	c.restated()
}

// clashingFact returns a loose fact that counts what f counts and differs. Of people a part may not be more than a fact's whole either:
// 核心团队科研人员 beside 科研人员.
func (c *checker) clashingFact(f *figure) *figure {
	name := c.ownCore(f)
	for i := range c.reader.facts {
		fact := &c.reader.facts[i]
		if !fact.isLowerBound() || fact.planned || !fact.mayClash(f) || !c.sameYear(f, fact) || otherCounts.Has(name) {
			continue
		}
		about := core(fact.fact)
		isPart := f.group == "人" && about != "" && strings.HasSuffix(name, about) && numberOf(f.value).cmp(numberOf(fact.value)) > 0
		if name != "" && name == about || isPart {
			return fact
		}
	}
	return nil
}

func (f *figure) isLowerBound() bool { return f.bound == Over || f.bound == From }

// mayClash reports whether two loose figures differ and could count one thing.
func (f *figure) mayClash(other *figure) bool {
	return !f.value.Equal(other.value) && f.sameKind(&other.unitKind) && !(f.year != other.year && f.year > 0 && other.year > 0)
}

// ask records a figure of the text that clashes with another as a question.
func (c *checker) ask(stated, other *figure) {
	d := c.doc
	c.claims = append(c.claims, Claim{
		Kind: Twofold, Stated: d.public(stated), Figures: []Figure{d.public(other)}, Verdict: Explain, Reason: TwoValues,
		Place: d.place(stated.start, stated.end, stated.sentence), Text: d.original(stated.start, stated.end),
	})
}

// otherCounts are words that make a number of people one of its own.
var otherCounts = lexicon.Of("培训", "受益", "参加", "参与", "惠及", "服务", "新增", "接待", "带动")

// sameThing reports whether two figures count the same: the nouns next to them share a word. Persons need two characters of it, because
// their units already say that people are counted.
func (c *checker) sameThing(a, b *figure) bool {
	least := 3
	if a.group == "人" {
		least = 2
	}
	left, right := c.noun(a), c.noun(b)
	return c.commonRun(left, right) >= least && !otherCounts.Has(left) && !otherCounts.Has(right)
}

// noun returns the words directly around a figure, within its clause.
func (c *checker) noun(f *figure) string {
	if f.fact != "" {
		return f.fact
	}
	after := f.after
	for _, stop := range [...]string{"、", "("} {
		after, _, _ = strings.Cut(after, stop)
	}
	return tail(f.before, 30) + "|" + cutAt(after, 24)
}

// notFinal words say that a figure was aimed at, is still to come, or is one of several: it need not be that of the fact.
var notFinal = lexicon.Of(
	"目标", "指标值", "计划", "任务", "预期", "预计", "力争", "下一步", "下年", "明年", "拟", "将", "确保", "应", "需", "要求", "不低于", "不少于", "每", "平均", "各", "分别", "其中",
	"一季度", "二季度", "三季度", "上半年", "截至", "月", "首批", "第一批", "第二批", "原", "曾", "上年", "去年", "增",
)

// restated compares a figure with the fact whose name stands directly before it: "高新技术企业存量2194家". A figure that any fact of that
// name has is right; one that none has is asked about where there is just one such fact and the text speaks of what was reached.
func (c *checker) restated() {
	if len(c.reader.facts) == 0 {
		return
	}
	d := c.doc
	for i := range d.figures {
		f := &d.figures[i]
		if f.unit == "" || f.bound != Exact || f.change != noChange {
			continue
		}
		before, listed := lastCut(f.before)
		known := c.reader.factsOf(core(before))
		if len(known) == 0 {
			continue
		}
		right, reached := c.knownFigures(f, known)
		switch {
		case right != nil:
			c.decideRestated(f, right, Confirmed, Rounded)
		case reached != nil && !listed && !notFinal.Has(tail(d.s[f.clause:f.start], farAway)) && (c.yearOf(f) > 0 || !c.changesBehind(f)):
			c.decideRestated(f, reached, Explain, TwoValues)
		}
	}
}

// changesBehind reports whether the sentence goes on with a change: the figure may then be of another year than the fact.
func (c *checker) changesBehind(f *figure) bool {
	rest := c.doc.s[f.end:min(c.doc.sentences[f.sentence].end, f.end+farAway)]
	return risingWords.Has(rest) || fallingWords.Has(rest)
}

// knownFigures returns the fact that has the value of f, and the only one that says what was reached, in the year of f.
func (c *checker) knownFigures(f *figure, known []*figure) (right, reached *figure) {
	several := false
	for _, fact := range known {
		if !f.fits(fact) {
			continue
		}
		x, ok := fact.as(&f.unitKind)
		if ok && fact.bound == Exact && x.mid.scaled(f.places()).cmp(f.digits()) == 0 {
			return fact, nil
		}
		if fact.planned || !c.sameYear(f, fact) {
			continue
		}
		several = several || reached != nil || fact.bound != Exact
		reached = fact
	}
	if several {
		reached = nil
	}
	return nil, reached
}

// sameYear reports whether a figure and a fact are of one year, as far as is known.
func (c *checker) sameYear(f, fact *figure) bool {
	year := c.yearOf(f)
	return year == 0 || fact.year == 0 || year == fact.year
}

func (c *checker) decideRestated(f, fact *figure, verdict Verdict, reason Reason) {
	x, ok := fact.as(&f.unitKind)
	if !ok {
		return
	}
	h := hypothesis{figures: []operand{x}, shape: shapeFact, mid: x.mid, lo: x.mid, hi: x.mid}
	c.record(Restated, f, &h, verdict, reason)
}
