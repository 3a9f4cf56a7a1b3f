package ui

import (
	"path/filepath"
	"slices"
	"strings"

	"zhunsheng/app/ui/page/exchange"
	"zhunsheng/storage/bundle"
)

// several is a page that takes more than one file at once.
type several interface {
	Takes(path string) bool
	ReadFiles(paths []string)
}

// openPaths takes files that were dropped or chosen together, so that none takes the place of another: the page on the screen gets all that
// it takes, the place for files of their kind gets those of its kind, the list of the year all others. Several bundles are judged together
// and taken in from there, because only one at a time can be looked into before it is taken in.
func (s *Shell) openPaths(paths []string) {
	if len(paths) < 2 || s.prompts.Open() {
		for _, path := range paths {
			s.OpenPath(path)
		}
		return
	}
	rest := paths
	if _, one := s.page.(*exchange.Page); !one || bundles(paths) < 2 {
		rest = s.readTogether(paths)
	}
	if bundles(rest) > 1 && s.needs.Verify != nil {
		s.leave(func() {
			s.showVerify(s.checked()...)
			s.readTogether(rest)
		})
		return
	}
	var others []string
	for _, path := range rest {
		if !s.hasPlace(path) {
			others = append(others, path)
			continue
		}
		s.OpenPath(path)
	}
	if len(others) > 0 {
		s.leave(func() {
			s.ShowYear(s.year)
			s.readTogether(others)
		})
	}
}

// bundles counts those among files.
func bundles(paths []string) (count int) {
	for _, path := range paths {
		if strings.EqualFold(filepath.Ext(path), bundle.Extension) {
			count++
		}
	}
	return count
}

// hasPlace reports whether a place reads files of a kind.
func (s *Shell) hasPlace(path string) bool {
	ending := strings.ToLower(filepath.Ext(path))
	return slices.ContainsFunc(s.places(), func(p place) bool { return p.read != nil && slices.Contains(p.endings, ending) })
}

// readTogether gives files to the page on the screen and returns those that it does not take.
func (s *Shell) readTogether(paths []string) (rest []string) {
	all, ok := s.page.(several)
	var taken []string
	for _, path := range paths {
		switch {
		case ok && all.Takes(path):
			taken = append(taken, path)
		case ok || !s.readHere(path):
			rest = append(rest, path)
		}
	}
	if len(taken) > 0 {
		all.ReadFiles(taken)
	}
	return rest
}
