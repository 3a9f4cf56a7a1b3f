package year

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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
	unit    string // likewise
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
			if !it.complete() { // no verdict yet
				it.tone = look.Quiet
			}
		}
		it.name = of(h.Name) + "\n" + h.Name
		it.unit = of(h.Unit) + "\n" + h.Unit
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

// complete reports whether every row is decided: a total that still grows is no result.
func (it *item) complete() bool {
	return it.header.Pending == 0 && it.header.Rows > 0 && it.header.Total.Valid
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
		return cmp.Compare(a.unit, b.unit)
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
