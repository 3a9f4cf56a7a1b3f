package ui

import (
	"slices"
	"testing"
	"time"

	"zhunsheng/app/ui/page/verify"
	"zhunsheng/app/ui/page/year"
)

func TestFilesThatCameTogetherGoWhereTheyBelong(t *testing.T) {
	for name, c := range map[string]struct {
		from  string
		paths []string
		want  []string // on the list of files to be judged
		reads int      // in the list of the year
	}{
		"reports":                {placeYear, []string{"/一.xlsx", "/二.xlsx"}, nil, 2},
		"bundles":                {placeYear, []string{"/一.zsb", "/二.zsb"}, []string{"/一.zsb", "/二.zsb"}, 0},
		"bundles where one goes": {placeExchange, []string{"/一.zsb", "/二.zsb"}, []string{"/一.zsb", "/二.zsb"}, 0},
		"files to be judged":     {placeVerify, []string{"/一.pdf", "/二.zsb"}, []string{"/一.pdf", "/二.zsb"}, 0},
		"tables to be judged":    {placeVerify, []string{"/一.xlsx", "/二.csv"}, nil, 2},
		"one table":              {placeVerify, []string{"/一.xlsx"}, nil, 1},
		"tables from elsewhere":  {placeExchange, []string{"/一.xlsx", "/二.xlsx"}, nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			h.shell.needs.Verify = checker{}
			h.shell.needs.Exchange = h.setup(t, func() time.Time { return time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC) })
			h.shell.ShowYear(0)
			if c.from != placeYear {
				h.shell.goTo(c.from)
			}
			h.shell.openPaths(c.paths)
			for h.store.read < c.reads {
				h.queue.Take()
			}
			switch page := h.shell.Page().(type) {
			case *verify.Page:
				if !slices.Equal(page.Paths(), c.want) {
					t.Errorf("the list holds %q, want %q", page.Paths(), c.want)
				}
			case *year.Page:
				if c.want != nil || h.store.read != c.reads {
					t.Errorf("the list of the year, %d files read", h.store.read)
				}
			default:
				t.Errorf("ended on %T", page)
			}
		})
	}
}

// A report that is double-clicked while an evaluation is worked on is judged, and not taken for evidence.
func TestHandedFilesAreNoEvidence(t *testing.T) {
	h := build(t)
	h.shell.needs.Verify = checker{}
	page := h.open(t)
	before := len(page.Session().Evaluation().Evidence)
	h.shell.Hand("/报告.pdf")
	h.settle()
	judged, ok := h.shell.Page().(*verify.Page)
	if !ok || !slices.Equal(judged.Paths(), []string{"/报告.pdf"}) {
		t.Errorf("the window shows %T", h.shell.Page())
	}
	if e := page.Session().Evaluation(); len(e.Evidence) != before {
		t.Errorf("evidence: %v", e.Evidence)
	}
	h.shell.Hand("/表.xlsx")
	h.settle()
	if _, ok := h.shell.Page().(*year.Page); !ok || h.store.read != 1 {
		t.Errorf("the window shows %T, %d files read", h.shell.Page(), h.store.read)
	}
}
