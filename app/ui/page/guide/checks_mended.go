package guide

import (
	"slices"

	"zhunsheng/scoring/review"
)

// lastShown is a finding as it was shown last, and how many stood before it.
type lastShown struct {
	finding review.Finding
	at      int
}

// remember keeps the finding in the detail pane as it is.
func (s *checks) remember(f *review.Finding) {
	findings := s.page.session.Findings()
	if i := slices.IndexFunc(findings, func(other review.Finding) bool { return id(&other) == id(f) }); i >= 0 {
		s.last = lastShown{*f, i}
	}
}

// stay keeps a finding in the list, marked, that is gone because of what is being written in the detail pane. A long text is handed over
// sentence by sentence: the first one may settle the finding, and if the next finding took its place then, the second sentence would be
// written into another indicator. It goes once the keyboard is elsewhere.
func (s *checks) stay(findings []review.Finding) {
	s.mended = nil
	if s.shown == "" || id(&s.last.finding) != s.shown || !s.repair.writing() {
		return
	}
	if !slices.ContainsFunc(findings, func(f review.Finding) bool { return id(&f) == s.shown }) {
		gone := s.last.finding
		s.mended = &gone
	}
}

// listed returns the findings with the one that stays, in its old place.
func (s *checks) listed(findings []review.Finding) []*review.Finding {
	order := make([]*review.Finding, len(findings), len(findings)+1)
	for i := range findings {
		order[i] = &findings[i]
	}
	if s.mended != nil {
		order = slices.Insert(order, min(s.last.at, len(order)), s.mended)
	}
	return order
}
