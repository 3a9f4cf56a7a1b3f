package ui

import (
	"zhunsheng/app/platform"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/year"
)

// showYear shows the list of a year with an evaluation current in it.
func (s *Shell) showYear(number int, current string) {
	s.look()
	s.opening.Drop()
	manager, _ := s.needs.Store.(year.Manager)
	page := year.New(year.Needs{
		Host: s.host(), Source: s.needs.Store, Manager: manager, Scheme: s.needs.Store.Scheme, Open: s.open, Example: s.needs.Store.Example,
		Offer: s.offer, Route: s.openPaths, Routed: s.routed(), Compare: s.comparing(), HandOver: s.handing(), History: s.recalling(), CopyPicture: platform.CopyPicture, Report: s.reporting(),
	}, number)
	page.Restore(s.listed)
	page.Return(current)
	s.put(placeYear, page, func() { s.showYear(page.Year(), page.Current()) })
}

// look keeps how the list is looked at, for when it is shown again.
func (s *Shell) look() {
	if list, ok := s.page.(*year.Page); ok && list.Year() != 0 {
		s.listed = list.View()
	}
}

// offer is a toast with a button.
func (s *Shell) offer(text string, tone look.Tone, label string, do func()) {
	s.stage.Offer(text, tone, label, do)
}

// routed are the endings of files that other places read.
func (s *Shell) routed() []string {
	var endings []string
	for _, p := range s.places() {
		if p.read != nil {
			endings = append(endings, p.endings...)
		}
	}
	return endings
}
