package edit

import (
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
)

// Attach adds a piece of evidence to an indicator. A file that the evaluation knows already, by its digest or, without one, its name,
// is not listed twice. A piece of that name that was only named so far, without a digest, becomes the file.
func Attach(id string, evidence scoring.Evidence) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		known, changed := list(e, evidence)
		if slices.Contains(ind.Evidence, known) {
			return changed, nil
		}
		ind.Evidence = append(slices.Clone(ind.Evidence), known)
		return true, nil
	})
}

// AddEvidence puts a piece of evidence on the list without saying what it proves; see [Attach].
func AddEvidence(evidence scoring.Evidence) Change {
	return Change{Place: Place{Step: Evidence}, do: func(e *scoring.Evaluation) (bool, error) {
		_, changed := list(e, evidence)
		return changed, nil
	}}
}

// list puts a piece of evidence on the list unless it is there and returns its ID.
func list(e *scoring.Evaluation, evidence scoring.Evidence) (id string, changed bool) {
	at := slices.IndexFunc(e.Evidence, func(known scoring.Evidence) bool {
		if evidence.SHA256 != "" && known.SHA256 != "" {
			return strings.EqualFold(known.SHA256, evidence.SHA256)
		}
		return known.Name == evidence.Name
	})
	if at < 0 {
		evidence.ID = freeEvidenceID(e)
		e.Evidence = append(e.Evidence, evidence)
		return evidence.ID, true
	}
	known := &e.Evidence[at]
	if known.SHA256 == "" && evidence.SHA256 != "" {
		known.SHA256, changed = evidence.SHA256, true
		if known.Pages == "" {
			known.Pages = evidence.Pages
		}
	}
	return known.ID, changed
}

func freeEvidenceID(e *scoring.Evaluation) string {
	for n := len(e.Evidence) + 1; ; n++ {
		id := "f" + strconv.Itoa(n)
		if !slices.ContainsFunc(e.Evidence, func(known scoring.Evidence) bool { return known.ID == id }) {
			return id
		}
	}
}

// Detach takes a piece of evidence away from an indicator; one that no indicator refers to any more leaves the list.
func Detach(id, evidence string) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		if !slices.Contains(ind.Evidence, evidence) {
			return false, nil
		}
		ind.Evidence = without(ind.Evidence, evidence)
		used := slices.ContainsFunc(e.Indicators, func(ind scoring.Indicator) bool { return slices.Contains(ind.Evidence, evidence) })
		if !used {
			e.Evidence = slices.DeleteFunc(e.Evidence, func(known scoring.Evidence) bool { return known.ID == evidence })
		}
		return true, nil
	})
}

// Link says whether a piece of evidence on the list proves an indicator. Without links it stays on the list.
func Link(evidence, id string, proves bool) Change {
	return onEvidence(evidence, func(e *scoring.Evaluation, _ *scoring.Evidence) (bool, error) {
		for i := range e.Indicators {
			ind := &e.Indicators[i]
			if ind.ID != id || slices.Contains(ind.Evidence, evidence) == proves {
				continue
			}
			if proves {
				ind.Evidence = append(slices.Clone(ind.Evidence), evidence)
			} else {
				ind.Evidence = without(ind.Evidence, evidence)
			}
			return true, nil
		}
		return false, nil
	})
}

// RemoveEvidence takes a piece of evidence off the list and away from every indicator. The file itself stays in the store, so that this
// can be undone.
func RemoveEvidence(evidence string) Change {
	return onEvidence(evidence, func(e *scoring.Evaluation, _ *scoring.Evidence) (bool, error) {
		for i := range e.Indicators {
			if ind := &e.Indicators[i]; slices.Contains(ind.Evidence, evidence) {
				ind.Evidence = without(ind.Evidence, evidence)
			}
		}
		e.Evidence = slices.DeleteFunc(e.Evidence, func(known scoring.Evidence) bool { return known.ID == evidence })
		return true, nil
	})
}

// without returns a copy, because the list may belong to another snapshot too.
func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(known string) bool { return known == id })
}

// SetEvidencePages says on which pages of a piece of evidence the proof stands. id is the indicator at which it was typed.
func SetEvidencePages(id, evidence, pages string) Change {
	c := onEvidence(evidence, func(_ *scoring.Evaluation, f *scoring.Evidence) (bool, error) {
		return set(&f.Pages, strings.TrimSpace(pages)), nil
	})
	if id != "" {
		c.Place = Place{Step: Indicators, Item: id}
	}
	return c
}

// SetEvidenceName names a piece of evidence as the report's index prints it. An empty name is refused.
func SetEvidenceName(evidence, name string) Change {
	return onEvidence(evidence, func(_ *scoring.Evaluation, f *scoring.Evidence) (bool, error) {
		if name = strings.Join(strings.Fields(name), " "); name == "" {
			return false, &Refusal{Place: Place{Evidence, evidence}, Reason: scoring.Message{Key: "guide.refuse.evidence-name"}}
		}
		return set(&f.Name, name), nil
	})
}

// SetEvidenceNote states what else is to be said about a piece of evidence, such as the sample of a survey.
func SetEvidenceNote(evidence, note string) Change {
	return onEvidence(evidence, func(_ *scoring.Evaluation, f *scoring.Evidence) (bool, error) {
		return set(&f.Note, strings.TrimSpace(note)), nil
	})
}

// onEvidence makes a change of one piece of evidence.
func onEvidence(id string, do func(e *scoring.Evaluation, f *scoring.Evidence) (bool, error)) Change {
	place := Place{Step: Evidence, Item: id}
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		for i := range e.Evidence {
			if e.Evidence[i].ID == id {
				return do(e, &e.Evidence[i])
			}
		}
		return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.gone"}}
	}}
}

// proofs counts the indicators that take part in the score and have evidence. Which of them need some the checks say (D1, D2), so a
// part is enough.
func proofs(e *scoring.Evaluation) Completeness {
	c := Completeness{Optional: true}
	for i := range e.Indicators {
		if e.Indicators[i].State != scoring.StateScored {
			continue
		}
		c.Total++
		if len(e.Indicators[i].Evidence) > 0 {
			c.Done++
		}
	}
	return c
}
