package ui

import (
	"context"
	"strconv"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/exchange"
	"zhunsheng/app/ui/widget"
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
	page := exchange.New(exchange.Needs{
		Host: s.host(), Source: s.needs.Exchange, Open: func(year int, id string) { s.leave(func() { s.open(year, id) }) }, Changed: s.changed, Review: s.toReview(),
	}, tab)
	s.put(placeExchange, page, func() {
		path := page.Path()
		again := s.showExchange(page.Tab())
		if path != "" && page.Tab() == exchange.TakeIn {
			again.ReadFile(path)
		}
	})
	return page
}

// undecided is how many fields wait for somebody to decide between edits, as it was last looked at.
type undecided struct {
	count  int
	asking task.Slot
}

// changed brings what the rail says of the store up to date after bundles were taken in, taken back or decided.
func (s *Shell) changed() {
	s.askNext()
	s.countUndecided()
}

// countUndecided counts in the background what waits for a decision, and says it in the rail.
func (s *Shell) countUndecided() {
	if s.needs.Exchange == nil {
		return
	}
	source := s.needs.Exchange
	task.Run(s.needs.Runner, &s.undecided.asking, func(ctx context.Context, _ *task.Progress) (int, error) {
		return source.Undecided(ctx)
	}, func(count int, err error) {
		if err != nil {
			s.log(err) // the screen says it when it is looked at
			return
		}
		s.undecided.count = count
		if s.rail != nil {
			s.rail.SetItems(s.railItems())
		}
	})
}

// railItems are the places with what waits at each.
func (s *Shell) railItems() []widget.StepItem {
	var items []widget.StepItem
	for _, p := range s.places() {
		item := widget.StepItem{ID: p.id, Label: s.words.Say("ui.place." + p.id), Icon: signOf(p.id)}
		if p.id == placeExchange && s.undecided.count > 0 {
			item.Aside, item.Tone = strconv.Itoa(s.undecided.count), look.Warn
		}
		items = append(items, item)
	}
	return items
}

// handing leads from chosen evaluations to the screen for bundles; nil where there is none.
func (s *Shell) handing() func(year int, ids []string) {
	if s.needs.Exchange == nil {
		return nil
	}
	return s.handOver
}

// handOver shows the screen for bundles with evaluations of a year chosen.
func (s *Shell) handOver(year int, ids []string) {
	s.leave(func() { s.showExchange(exchange.HandOver).Choose(year, ids) })
}
