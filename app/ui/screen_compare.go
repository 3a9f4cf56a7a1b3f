package ui

import (
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/ui/page/compare"
)

const placeCompare = "compare"

// comparisons is the place where two evaluations stand side by side.
func (s *Shell) comparisons() []place {
	if s.needs.Compare == nil {
		return nil
	}
	return []place{{id: placeCompare, show: func() { s.showCompare(s.beside[0], s.beside[1]) }}}
}

// comparing returns what lays two evaluations side by side; nil where that is not offered.
func (s *Shell) comparing() func(left, right desk.SideRef) {
	if s.needs.Compare == nil {
		return nil
	}
	return func(left, right desk.SideRef) {
		s.leave(func() { s.showCompare(left, right) })
	}
}

func (s *Shell) showCompare(left, right desk.SideRef) {
	page := compare.New(compare.Needs{
		Host: s.host(), Source: s.needs.Compare, Scheme: s.needs.Store.Scheme, CopyPicture: platform.CopyPicture,
		Chosen: func(left, right desk.SideRef) { s.beside = [2]desk.SideRef{left, right} },
	}, left, right)
	s.put(placeCompare, page, func() { s.showCompare(page.Sides()) })
}
