package ui

import (
	"zhunsheng/app/desk"
	"zhunsheng/app/ui/page/schemes"
)

const placeSchemes = "schemes"

// rules is the place of the schemes.
func (s *Shell) rules() []place {
	if s.needs.Schemes == nil {
		return nil
	}
	return []place{{id: placeSchemes, show: func() { s.showSchemes("", nil) }}}
}

// showSchemes shows the schemes with one current, and a draft that is being edited, if any.
func (s *Shell) showSchemes(current string, draft *desk.SchemeDraft) {
	needs := schemes.Needs{Host: s.host(), Source: s.needs.Schemes, Deeds: &s.schemeDeeds}
	if s.chronicle() != nil {
		needs.Turn = s.turn
	}
	page := schemes.New(needs, current)
	s.put(placeSchemes, page, func() { s.showSchemes(page.Current(), page.Editing()) })
	page.Resume(draft)
}
