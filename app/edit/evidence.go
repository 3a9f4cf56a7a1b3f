package edit

import (
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
)

// Attach adds a piece of evidence to an indicator. A file that the evaluation knows already, by its digest or, without one, its name,
// is not listed twice.
func Attach(id string, evidence scoring.Evidence) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		at := slices.IndexFunc(e.Evidence, func(known scoring.Evidence) bool {
			if evidence.SHA256 != "" {
				return known.SHA256 == evidence.SHA256
			}
			return known.Name == evidence.Name
		})
		if at < 0 {
			evidence.ID = freeEvidenceID(e)
			e.Evidence = append(e.Evidence, evidence)
			at = len(e.Evidence) - 1
		}
		known := e.Evidence[at].ID
		if slices.Contains(ind.Evidence, known) {
			return false, nil
		}
		ind.Evidence = append(slices.Clone(ind.Evidence), known)
		return true, nil
	})
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
		ind.Evidence = slices.DeleteFunc(slices.Clone(ind.Evidence), func(known string) bool { return known == evidence })
		used := slices.ContainsFunc(e.Indicators, func(ind scoring.Indicator) bool { return slices.Contains(ind.Evidence, evidence) })
		if !used {
			e.Evidence = slices.DeleteFunc(e.Evidence, func(known scoring.Evidence) bool { return known.ID == evidence })
		}
		return true, nil
	})
}

// SetEvidencePages says on which pages of a piece of evidence the proof stands. id is the indicator at which it was typed.
func SetEvidencePages(id, evidence, pages string) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, _ *scoring.Indicator) (bool, error) {
		for i := range e.Evidence {
			if e.Evidence[i].ID == evidence {
				return set(&e.Evidence[i].Pages, strings.TrimSpace(pages)), nil
			}
		}
		return false, nil
	})
}
