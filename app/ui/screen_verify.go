package ui

import (
	"path/filepath"
	"slices"
	"strings"

	"zhunsheng/app/ui/page/verify"
)

const placeVerify = "verify"

// verifying is the place for files from elsewhere.
func (s *Shell) verifying() []place {
	if s.needs.Verify == nil {
		return nil
	}
	return []place{{
		id: placeVerify, show: func() { s.showVerify(s.checked()...) }, endings: []string{".pdf"}, read: func(path string) {
			s.showVerify(s.checked()...)
			s.readHere(path)
		},
	}}
}

// checked lists the files that were on the screen last.
func (s *Shell) checked() []string {
	if s.verified == nil {
		return nil
	}
	return s.verified.Paths()
}

// showVerify shows the screen that judges files, with those in its list.
func (s *Shell) showVerify(paths ...string) { s.putVerify(verify.New(s.verifyNeeds(), paths...)) }

func (s *Shell) verifyNeeds() verify.Needs {
	return verify.Needs{Host: s.host(), Source: s.needs.Verify, Import: s.takeOver, ShowTrusted: s.toTrusted(), Print: s.needs.Print}
}

func (s *Shell) putVerify(page *verify.Page) {
	s.verified = page
	s.put(placeVerify, page, func() { s.putVerify(page.Reworded(s.verifyNeeds())) })
}

// takeOver leaves the page for the one where the data of a file are taken over: the place for such files, else the list of the year.
func (s *Shell) takeOver(path string) {
	ending := strings.ToLower(filepath.Ext(path))
	for _, p := range s.places() {
		if p.id != placeVerify && p.read != nil && slices.Contains(p.endings, ending) {
			s.leave(func() { p.read(path) })
			return
		}
	}
	s.leave(func() {
		s.ShowYear(s.year)
		s.readHere(path)
	})
}
