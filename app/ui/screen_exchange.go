package ui

import (
	"zhunsheng/app/ui/page/exchange"
	"zhunsheng/storage/bundle"
)

const placeExchange = "exchange"

// exchanging is the place for data bundles.
func (s *Shell) exchanging() []place {
	if s.needs.Exchange == nil {
		return nil
	}
	return []place{{
		id: placeExchange, show: func() { s.showExchange(exchange.TakeIn) }, endings: []string{bundle.Extension},
		read: func(path string) { s.showExchange(exchange.TakeIn).ReadFile(path) },
	}}
}

// showExchange shows a part of the screen for bundles.
func (s *Shell) showExchange(tab exchange.Tab) *exchange.Page {
	page := exchange.New(exchange.Needs{Host: s.host(), Source: s.needs.Exchange, Changed: s.askNext, Review: s.toReview()}, tab)
	s.put(placeExchange, page, func() {
		path := page.Path()
		again := s.showExchange(page.Tab())
		if path != "" && page.Tab() == exchange.TakeIn {
			again.ReadFile(path)
		}
	})
	return page
}

// handOver shows the screen for bundles with evaluations of a year chosen.
func (s *Shell) handOver(year int, ids []string) {
	s.leave(func() { s.showExchange(exchange.HandOver).Choose(year, ids) })
}
