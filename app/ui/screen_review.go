package ui

import (
	"zhunsheng/app/ui/page/exchange"
	"zhunsheng/app/ui/page/review"
)

const placeReview = "review"

// reviewing is the place for reviews and panels.
func (s *Shell) reviewing() []place {
	if s.needs.Review == nil {
		return nil
	}
	return []place{{id: placeReview, show: func() { s.showReview("") }}}
}

// showReview shows the screen for reviews and panels with an item current, "" for the first.
func (s *Shell) showReview(current string) *review.Page {
	needs := review.Needs{
		Host: s.host(), Source: s.needs.Review, Open: func(year int, id string) { s.leave(func() { s.open(year, id) }) }, Changed: s.changed, Print: s.needs.Print,
	}
	if s.needs.Exchange != nil {
		needs.TakeIn = func(path string) { s.leave(func() { s.showExchange(exchange.TakeIn).ReadFile(path) }) }
	}
	page := review.New(needs, current)
	s.put(placeReview, page, func() { s.showReview(page.Current()) })
	return page
}

// toReview goes to the screen for reviews and panels with a bundle that is taken there, "" for none; nil where
// the window does not have it.
func (s *Shell) toReview() func(path string) {
	if s.needs.Review == nil {
		return nil
	}
	return func(path string) {
		s.leave(func() {
			if page := s.showReview(""); path != "" {
				page.ReadFile(path)
			}
		})
	}
}
