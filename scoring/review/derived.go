package review

import (
	"strings"
	"sync"

	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
)

// derivesWrongly recomputes what a text derives from its own figures, see package claim.
func (r *reviewer) derivesWrongly(p *passage) {
	for _, c := range derivations.of(p.original) {
		switch c.Verdict {
		case claim.Contradicted:
			r.report(p.place+":derived", "derived", c.Text, c.Right+c.Stated.Unit, scoring.Args{"formula": c.Formula})
		case claim.Explain:
			r.report(p.place+":two-figures", "two-figures", c.Text, "", nil)
		}
	}
}

// derivations remembers the doubtful claims of texts. They follow from the text alone, recomputing them is the dearest thing a review
// does, and between two reviews of an evaluation that is being edited at most one text changes.
var derivations = memo{known: make(map[string][]claim.Claim)}

// memo is safe for use by several goroutines.
type memo struct {
	mu    sync.Mutex
	known map[string][]claim.Claim
	bytes int
}

// memoLimit is how many bytes of text a memo holds before it starts afresh.
const memoLimit = 1 << 20

// of returns the claims of a text that are contradicted or ask for an explanation. A sum whose parts stand in different statements is
// not relied on.
func (m *memo) of(text string) []claim.Claim {
	m.mu.Lock()
	claims, ok := m.known[text]
	m.mu.Unlock()
	if ok {
		return claims
	}
	for _, c := range claim.Check(text, nil) {
		doubtful := c.Verdict == claim.Contradicted || c.Verdict == claim.Explain
		if doubtful && (c.Kind != claim.Sum || !strings.ContainsAny(c.Text, ";；")) {
			claims = append(claims, c)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bytes += len(text); m.bytes > memoLimit {
		clear(m.known)
		m.bytes = len(text)
	}
	m.known[text] = claims
	return claims
}
