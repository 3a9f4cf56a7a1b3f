package ui

import (
	"zhunsheng/app/desk"
	"zhunsheng/app/ui/page/collect"
)

const placeCollect = "collect"

// collecting is the place for those who take in many files.
func (s *Shell) collecting() []place {
	if s.needs.Collect == nil {
		return nil
	}
	return []place{{id: placeCollect, show: func() { s.showCollect(s.collected.order, s.collected.found) }}}
}

// collected is what was collected last, to come back to.
type collected struct {
	order desk.CollectOrder
	found *desk.Collected
}

// showCollect shows the screen of many files.
func (s *Shell) showCollect(order desk.CollectOrder, found *desk.Collected) {
	needs := collect.Needs{Host: s.host(), Source: s.needs.Collect, Keep: func(order desk.CollectOrder, found *desk.Collected) {
		s.collected = collected{order, found}
	}}
	if s.needs.Verify != nil {
		needs.Verify = func(path string) { s.leave(func() { s.showVerify(path) }) }
	}
	s.put(placeCollect, collect.New(needs, order, found), func() { s.showCollect(s.collected.order, s.collected.found) })
}
