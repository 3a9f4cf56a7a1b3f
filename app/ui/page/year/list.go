package year

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// item is one evaluation in the list: its header, the row as it is shown, and the text that a search looks at.
type item struct {
	header  storage.Header
	row     widget.Row
	grade   string // as people read it
	tone    look.Tone
	text    string // small letters, with the initials of the pinyin
	name    string // for sorting: initials first
	known   bool   // the insight is there
	insight desk.Insight
}

// itemMaker makes items away from the window's goroutine.
type itemMaker struct {
	words  wording.Words
	scheme func(scoring.SchemeRef) (*scoring.Scheme, bool)
}

func (m *itemMaker) items(headers []storage.Header) []*item {
	initials := make(map[string]string)
	of := func(text string) string {
		known, ok := initials[text]
		if !ok {
			known = storage.Initials(text)
			initials[text] = known
		}
		return known
	}
	items := make([]*item, len(headers))
	for i := range headers {
		h := headers[i]
		it := &item{header: h, grade: h.Grade}
		if scheme, ok := m.scheme(h.Scheme); ok {
			it.grade, it.tone = m.words.Grade(scheme, h.Grade), look.GradeTone(scheme, h.Grade)
		}
		it.name = of(h.Name) + "\n" + h.Name
		it.text = strings.ToLower(strings.Join([]string{h.Name, h.Code, h.Unit, h.Department, it.grade, of(h.Name), of(h.Unit), of(h.Department)}, "\n"))
		it.row = m.row(it)
		items[i] = it
	}
	return items
}

func (m *itemMaker) row(it *item) widget.Row {
	h, w := &it.header, m.words
	done := widget.Cell{Shape: widget.AsMeter, Text: w.Say("ui.of", "done", strconv.Itoa(h.Scored), "total", strconv.Itoa(h.Rows))}
	if h.Rows > 0 {
		done.Fill = float32(h.Scored) / float32(h.Rows)
	}
	if h.Pending == 0 && h.Rows > 0 {
		done.Tone = look.Fine
	}
	score := widget.Cell{Text: "—", Tone: look.Quiet}
	if h.Total.Valid {
		score = widget.Cell{Text: h.Total.Decimal.String(), Bold: true}
	}
	return widget.Row{ID: h.ID, Cells: []widget.Cell{
		columnName:     {Text: h.Name},
		columnUnit:     {Text: h.Unit, Tone: look.Quiet},
		columnStatus:   {Text: w.Say("ui.status." + string(h.Status)), Tone: look.Quiet},
		columnProgress: done,
		columnFindings: {Text: "…", Tone: look.Quiet},
		columnScore:    score,
		columnGrade:    {Text: it.grade, Shape: widget.AsBadge, Tone: it.tone, Bold: true},
	}}
}

// learn takes an insight over into the row. The cells are copied: rows that were handed to the grid are not changed.
func (it *item) learn(w wording.Words, insight desk.Insight) {
	it.known, it.insight = true, insight
	cell := widget.Cell{Text: "✓", Tone: look.Fine}
	switch count := strconv.Itoa(insight.Waiting); {
	case insight.Blocking > 0:
		cell = widget.Cell{Text: w.Say("ui.year.findings.blocking", "count", strconv.Itoa(insight.Blocking)), Shape: widget.AsBadge, Tone: look.Wrong}
	case insight.Waiting > 0:
		cell = widget.Cell{Text: w.Say("ui.year.findings.waiting", "count", count), Shape: widget.AsBadge, Tone: look.Warn}
	}
	it.row.Cells = slices.Clone(it.row.Cells)
	it.row.Cells[columnFindings] = cell
}

// finding sorts items into those of the filter of findings.
func (it *item) finding() string {
	switch {
	case !it.known:
		return ""
	case it.insight.Blocking > 0:
		return "blocking"
	case it.insight.Waiting > 0:
		return "waiting"
	}
	return "clean"
}

// order says by which column the list is sorted; -1 leaves it as it comes.
type order struct {
	column int
	down   bool
}

// sort returns the items in order; those that are equal stay as they came.
func (o order) sort(items []*item) []*item {
	if o.column < 0 {
		return items
	}
	slices.SortStableFunc(items, func(a, b *item) int {
		if o.down {
			a, b = b, a
		}
		return compare(o.column, a, b)
	})
	return items
}

func compare(column int, a, b *item) int {
	switch column {
	case columnUnit:
		return cmp.Compare(a.header.Unit, b.header.Unit)
	case columnStatus:
		return cmp.Compare(rank(a.header.Status), rank(b.header.Status))
	case columnProgress:
		return cmp.Compare(a.header.Scored*max(1, b.header.Rows), b.header.Scored*max(1, a.header.Rows))
	case columnFindings:
		return cmp.Or(cmp.Compare(a.insight.Blocking, b.insight.Blocking), cmp.Compare(a.insight.Waiting, b.insight.Waiting))
	case columnScore, columnGrade:
		return cmp.Or(compareTotals(a, b), cmp.Compare(a.grade, b.grade))
	}
	return cmp.Compare(a.name, b.name)
}

// compareTotals puts evaluations without a total before the lowest.
func compareTotals(a, b *item) int {
	x, y := a.header.Total, b.header.Total
	switch {
	case x.Valid && y.Valid:
		return x.Decimal.Cmp(y.Decimal)
	case x.Valid:
		return 1
	case y.Valid:
		return -1
	}
	return 0
}

var statuses = []scoring.Status{scoring.StatusDraft, scoring.StatusReturned, scoring.StatusSubmitted, scoring.StatusReviewed, scoring.StatusSigned}

func rank(s scoring.Status) int { return slices.Index(statuses, s) }

// filters narrow the list by status, grade and findings. Each offers only what occurs, with how often.
type filters struct {
	words                  wording.Words
	status, grade, finding *widget.Choice
	content                *fyne.Container
}

const everything = "*"

func newFilters(w wording.Words, changed func()) *filters {
	choice := func() *widget.Choice {
		c := widget.NewChoice(func(string) error { changed(); return nil })
		c.SetChosen(everything)
		return c
	}
	f := &filters{words: w, status: choice(), grade: choice(), finding: choice()}
	f.content = container.NewHBox(f.status, widget.Gap(4, 0), f.grade, widget.Gap(4, 0), f.finding)
	return f
}

// show offers what occurs among the items. A choice that occurs no more falls back to everything.
func (f *filters) show(items []*item) {
	w := f.words
	statusCount, gradeCount, findingCount := map[string]int{}, map[string]int{}, map[string]int{}
	var grades []string
	tones := map[string]look.Tone{}
	for _, it := range items {
		statusCount[string(it.header.Status)]++
		if gradeCount[it.grade]++; gradeCount[it.grade] == 1 {
			grades = append(grades, it.grade)
			tones[it.grade] = it.tone
		}
		findingCount[it.finding()]++
	}
	slices.SortStableFunc(grades, func(a, b string) int { return gradeRank(tones[a]) - gradeRank(tones[b]) })
	set := func(c *widget.Choice, key string, ids []string, counts map[string]int, label func(string) string) {
		options := []widget.Option{{ID: everything, Label: w.Say(key)}}
		for _, id := range ids {
			if counts[id] > 0 && id != "" {
				options = append(options, widget.Option{ID: id, Label: label(id), Aside: strconv.Itoa(counts[id])})
			}
		}
		c.SetOptions(options)
		if !slices.ContainsFunc(options, func(o widget.Option) bool { return o.ID == c.Chosen() }) {
			c.SetChosen(everything)
		}
		if len(options) > 2 {
			c.Show()
		} else {
			c.Hide()
		}
	}
	ids := make([]string, len(statuses))
	for i, s := range statuses {
		ids[i] = string(s)
	}
	set(f.status, "ui.year.filter.status", ids, statusCount, func(id string) string { return w.Say("ui.status." + id) })
	set(f.grade, "ui.year.filter.grade", grades, gradeCount, func(id string) string { return id })
	set(f.finding, "ui.year.filter.findings", []string{"blocking", "waiting", "clean"}, findingCount, func(id string) string { return w.Say("ui.year.filter.findings." + id) })
	f.content.Refresh()
}

// gradeRank orders grades from the best to the worst by their tones.
func gradeRank(t look.Tone) int {
	return slices.Index([]look.Tone{look.Fine, look.Current, look.Warn, look.Wrong, look.Plain}, t)
}

// clear lets everything pass.
func (f *filters) clear() {
	for _, c := range []*widget.Choice{f.status, f.grade, f.finding} {
		c.SetChosen(everything)
	}
}

// first returns the first filter that offers something, nil where none does.
func (f *filters) first() *widget.Choice {
	for _, c := range []*widget.Choice{f.status, f.grade, f.finding} {
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
	out := make([]*item, 0, len(items))
	for _, it := range items {
		if status != everything && status != string(it.header.Status) || grade != everything && grade != it.grade ||
			finding != everything && finding != it.finding() {
			continue
		}
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(it.text, word) }) {
			out = append(out, it)
		}
	}
	return out
}
