package year

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage"
)

// filters narrow the list by status, grade, findings, department and part. Each offers only what occurs, with how often.
type filters struct {
	words                                    wording.Words
	status, grade, finding, department, part *widget.Dropdown
	content                                  *widget.Flow // also what stands before them and after
	looking                                  bool         // not everything is known yet, such as the findings
}

const everything = "*"

func newFilters(w wording.Words, changed func()) *filters {
	choice := func() *widget.Dropdown {
		c := widget.NewDropdown(func(string) { changed() })
		c.SetChosen(everything)
		return c
	}
	f := &filters{words: w, status: choice(), grade: choice(), finding: choice(), department: choice(), part: choice()}
	return f
}

func (f *filters) all() []*widget.Dropdown {
	return []*widget.Dropdown{f.status, f.grade, f.finding, f.department, f.part}
}

func (f *filters) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.status, f.grade, f.finding, f.department, f.part}
}

// tally counts what occurs.
type tally struct {
	counts map[string]int
	order  []string // as it occurs first
}

func (t *tally) add(id string) {
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	if t.counts[id]++; t.counts[id] == 1 {
		t.order = append(t.order, id)
	}
}

// show offers what occurs among the items. A choice that occurs no more falls back to everything.
func (f *filters) show(items []*item) {
	w := f.words
	var status, grade, finding, department, part tally
	tones, initials := map[string]look.Tone{}, map[string]string{}
	f.looking = slices.ContainsFunc(items, func(it *item) bool { return !it.known })
	for _, it := range items {
		status.add(string(it.header.Status))
		grade.add(it.grade)
		tones[it.grade] = it.tone
		finding.add(it.finding())
		department.add(it.header.Department)
		for _, name := range it.insight.Parts {
			part.add(name)
		}
	}
	slices.SortStableFunc(grade.order, func(a, b string) int { return gradeRank(tones[a]) - gradeRank(tones[b]) })
	for _, names := range [][]string{department.order, part.order} {
		for _, name := range names {
			initials[name] = storage.Initials(name) + "\n" + name
		}
		slices.SortFunc(names, func(a, b string) int { return strings.Compare(initials[a], initials[b]) })
	}
	ids := make([]string, len(statuses))
	for i, s := range statuses {
		ids[i] = string(s)
	}
	itself := func(id string) string { return id }
	f.offer(f.status, "ui.year.filter.status", ids, status.counts, func(id string) string { return w.Say("ui.status." + id) })
	f.offer(f.grade, "ui.year.filter.grade", grade.order, grade.counts, itself)
	f.offer(f.finding, "ui.year.filter.findings", []string{"blocking", "waiting", "clean"}, finding.counts, func(id string) string { return w.Say("ui.year.filter.findings." + id) })
	f.offer(f.department, "ui.year.filter.department", department.order, department.counts, itself)
	f.offer(f.part, "ui.year.filter.part", part.order, part.counts, itself)
	f.content.Refresh()
}

// offer fills a dropdown; one with a single choice is not shown.
func (f *filters) offer(c *widget.Dropdown, key string, ids []string, counts map[string]int, label func(string) string) {
	options := []widget.Option{{ID: everything, Label: f.words.Say(key)}}
	for _, id := range ids {
		if counts[id] > 0 && id != "" {
			options = append(options, widget.Option{ID: id, Label: label(id), Aside: strconv.Itoa(counts[id])})
		}
	}
	chosen := c.Chosen()
	if gone := !slices.ContainsFunc(options, func(o widget.Option) bool { return o.ID == chosen }); gone && f.looking && (c == f.finding || c == f.part) {
		options = append(options, widget.Option{ID: chosen, Label: label(chosen)})
	}
	c.SetOptions(options)
	if !slices.ContainsFunc(options, func(o widget.Option) bool { return o.ID == chosen }) {
		c.SetChosen(everything)
	}
	if len(options) > 2 {
		c.Show()
	} else {
		c.Hide()
	}
}

// gradeRank orders grades from the best to the worst by their tones.
func gradeRank(t look.Tone) int {
	return slices.Index([]look.Tone{look.Fine, look.Current, look.Warn, look.Wrong, look.Plain}, t)
}

// clear lets everything pass.
func (f *filters) clear() {
	for _, c := range f.all() {
		c.SetChosen(everything)
	}
}

// first returns the first filter that offers something, nil where none does.
func (f *filters) first() *widget.Dropdown {
	for _, c := range f.all() {
		if c.Visible() {
			return c
		}
	}
	return nil
}

// pass returns the items that match the filters and every word of the search.
func (f *filters) pass(items []*item, search string) []*item {
	words := strings.Fields(strings.ToLower(search))
	status, grade, finding := f.status.Chosen(), f.grade.Chosen(), f.finding.Chosen()
	department, part := f.department.Chosen(), f.part.Chosen()
	fits := func(chosen, value string) bool { return chosen == everything || chosen == value }
	out := make([]*item, 0, len(items))
	for _, it := range items {
		if !fits(status, string(it.header.Status)) || !fits(grade, it.grade) || !fits(finding, it.finding()) || !fits(department, it.header.Department) ||
			part != everything && !slices.Contains(it.insight.Parts, part) {
			continue
		}
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(it.text, word) }) {
			out = append(out, it)
		}
	}
	return out
}
