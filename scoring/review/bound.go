package review

// D17: every figure that a text is bound to exists and has a value; without one the report would print a gap. See package figure.
func figuresExist(r *reviewer) {
	for i := range r.passages {
		for _, key := range r.passages[i].unbound {
			r.reportMatter(r.passages[i].place, "figure", "", key, "", nil)
		}
	}
}
