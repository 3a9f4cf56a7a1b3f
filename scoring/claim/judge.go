package claim

import "zhunsheng/scoring/lexicon"

// judge compares a stated figure with what was computed for it.
func judge(stated *figure, h *hypothesis) (Verdict, Reason) {
	verdict, reason := compare(stated, h)
	if verdict != Confirmed && h.inexact {
		if stated.bound == Over || stated.bound == From {
			if h.floor && reason == OutsideBound {
				return Contradicted, OutsideBound
			}
		}
		return NotCheckable, Inexact
	}
	if verdict == Contradicted && reason == Different && h.average && h.plain.scaled(stated.places()).cmp(stated.digits()) == 0 {
		return Contradicted, SimpleAverage
	}
	return verdict, reason
}

// digits is the stated value in units of its last place.
func (f *figure) digits() number { return numberOf(f.value).scaled(f.places()) }

func compare(stated *figure, h *hypothesis) (Verdict, Reason) {
	if stated.fold && stated.bound == Exact {
		return compareFold(stated, h)
	}
	switch stated.bound {
	case Over, From, Under, UpTo:
		return compareBound(stated, h)
	case Near, About:
		return compareLoosely(stated, h)
	}
	p, want := stated.places(), stated.digits()
	if h.mid.scaled(p).cmp(want) == 0 {
		return Confirmed, Rounded
	}
	// Contradicted only where no values that the operands may have had before they were rounded give the stated one.
	lo, hi := h.bounds()
	if lo.scaled(p).cmp(want) <= 0 && hi.scaled(p).cmp(want) >= 0 {
		return NotCheckable, Coarse
	}
	if h.mid.truncated(p).cmp(want) == 0 {
		return Contradicted, Truncated
	}
	return Contradicted, Different
}

func compareBound(stated *figure, h *hypothesis) (Verdict, Reason) {
	value := numberOf(stated.value)
	lo, hi := h.bounds()
	mid, best := h.mid.cmp(value), hi.cmp(value) // best is the end of the range that favours the bound
	if stated.bound == Under || stated.bound == UpTo {
		mid, best = -mid, -lo.cmp(value)
	}
	strict := stated.bound == Over || stated.bound == Under
	switch {
	case mid > 0, mid == 0 && !strict:
		return Confirmed, WithinBound
	case best > 0 || best == 0 && !strict:
		return NotCheckable, Coarse
	}
	return Contradicted, OutsideBound
}

// compareFold reads 翻一番 as it is used: twice as much, to one place, or more, but not so much that it would be 翻两番.
func compareFold(stated *figure, h *hypothesis) (Verdict, Reason) {
	value := numberOf(stated.value)
	lo, hi := h.bounds()
	enough, tooMuch := value.scaled(1), value.add(value)
	switch {
	case h.mid.scaled(1).cmp(enough) >= 0 && h.mid.cmp(tooMuch) < 0:
		return Confirmed, WithinBound
	case hi.scaled(1).cmp(enough) >= 0 && lo.cmp(tooMuch) < 0:
		return NotCheckable, Coarse
	}
	return Contradicted, OutsideBound
}

// compareLoosely allows an estimate to be off by a twentieth, as "近" and "约" do.
func compareLoosely(stated *figure, h *hypothesis) (Verdict, Reason) {
	if h.mid.near(numberOf(stated.value), 20) || h.mid.scaled(stated.places()).cmp(stated.digits()) == 0 {
		return Confirmed, WithinBound
	}
	return Contradicted, OutsideBound
}

// decide chooses among hypotheses and records the claim. Certain ones come first; without a certain one, any that fits confirms, and a
// likely one that nearly fits contradicts.
func (c *checker) decide(kind Kind, stated *figure, hyps []hypothesis) {
	best, verdict, reason := choose(stated, hyps)
	c.record(kind, stated, best, verdict, reason)
}

func choose(stated *figure, hyps []hypothesis) (best *hypothesis, verdict Verdict, reason Reason) {
	for i := range hyps {
		if h := &hyps[i]; h.certain {
			verdict, reason = judge(stated, h)
			return h, verdict, reason
		}
	}
	for i := range hyps {
		if verdict, reason = judge(stated, &hyps[i]); verdict == Confirmed {
			return &hyps[i], verdict, reason
		}
	}
	for i := range hyps {
		h := &hyps[i]
		if !h.likely {
			continue
		}
		if verdict, reason = judge(stated, h); verdict == NotCheckable || h.mid.near(numberOf(stated.value), 5) {
			return h, verdict, reason
		}
	}
	if len(hyps) == 0 {
		return nil, NotCheckable, NoFigures
	}
	return nil, NotCheckable, Unclear
}

// disputing words say that the sentence itself doubts what it quotes.
var disputing = lexicon.Of("不一致", "不相符", "不符", "不吻合", "有出入", "有误", "不准确", "计算错误", "误写", "误填", "笔误", "存疑")

// isDisputed reports whether such a word stands near a figure in its sentence.
func (c *checker) isDisputed(f *figure) bool {
	s := c.doc.sentences[f.sentence]
	return disputing.Has(c.doc.s[max(s.start, f.start-farAway):min(s.end, f.end+farAway)])
}

func (c *checker) record(kind Kind, stated *figure, h *hypothesis, verdict Verdict, reason Reason) {
	d := c.doc
	if (verdict == Contradicted || verdict == Explain) && c.isDisputed(stated) {
		verdict, reason = NotCheckable, Unclear
	}
	start, end := stated.start-len(stated.before), stated.end
	claim := Claim{Kind: kind, Stated: d.public(stated), Verdict: verdict, Reason: reason}
	if h != nil {
		full := h.mid.showFull(stated.places())
		claim.Right = full // a bound has fewer digits than the value it bounds
		if stated.bound == Exact && !stated.fold {
			claim.Right = h.mid.show(stated.places())
		}
		claim.Formula = h.formula() + " = " + full + h.result()
		claim.Figures = make([]Figure, len(h.figures))
		for i := range h.figures {
			o := &h.figures[i]
			claim.Figures[i] = d.public(o.figure)
			if o.fact == "" && o.sentence == stated.sentence {
				start, end = min(start, o.start), max(end, o.end)
			}
		}
	}
	claim.Place = d.place(start, end, stated.sentence)
	claim.Text = d.original(start, end)
	c.claims = append(c.claims, claim)
}
