package scoring

// ScoreUnder scores an evaluation that was made under one version of a scheme as another version would: where the versions weigh the
// levels alike the indicators keep their weights, else these are scaled as between two schemes, see [Scorecard.Reweighed]. The
// evaluation is not changed.
func ScoreUnder(from, to *Scheme, e *Evaluation) *Scorecard {
	moved := *e
	moved.Scheme = SchemeRef{ID: to.ID, Version: to.Version}
	if !sameWeights(from, to) {
		moved.Scheme.ID = ""
	}
	return Score(to, &moved)
}

// sameWeights reports whether two schemes give the same levels the same weights.
func sameWeights(a, b *Scheme) bool {
	if len(a.Levels) != len(b.Levels) || a.Execution.Weight.Cmp(b.Execution.Weight) != 0 || a.FullMark.Cmp(b.FullMark) != 0 {
		return false
	}
	for i := range a.Levels {
		other, ok := b.Level(a.Levels[i].Name)
		if !ok || other.Weight.Cmp(a.Levels[i].Weight) != 0 {
			return false
		}
	}
	return true
}
