package scoring

import "slices"

// subtotals adds the rows up by level 1 and 2 and by part, in the order in which headings first occur.
func subtotals(s *Scheme, e *Evaluation, card *Scorecard) (levels, parts []Subtotal) {
	partName := func(id string) string {
		if part, ok := e.Part(id); ok {
			return part.Name
		}
		return id
	}
	var partNames headings
	levels = make([]Subtotal, 0, usualHeadings)
	var level1, level2 headings
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		level := addTo(card, &levels, level1.name(ind.Level1, s.levelName), i)
		addTo(card, &level.Children, level2.name(ind.Level2, bareHeading), i)
		if ind.Part == "" {
			continue
		}
		addTo(card, &parts, partNames.name(ind.Part, partName), i)
	}
	for i := range e.Parts {
		addMoney(s, &e.Parts[i], &parts)
	}
	return levels, parts
}

// addMoney gives a part's subtotal its own money. A part with money and no indicators is listed too.
func addMoney(s *Scheme, part *Part, parts *[]Subtotal) {
	at := slices.IndexFunc(part.Funds, func(row FundRow) bool { return row.Depth == 0 })
	if at < 0 {
		return
	}
	money := &PartMoney{Executed: part.Funds[at].Executed, Budget: part.Funds[at].budget(s.Execution.Denominator)}
	money.Rate = executionRate(money.Executed, money.Budget)
	for i := range *parts {
		if (*parts)[i].Name == part.Name {
			(*parts)[i].Money = money
			return
		}
	}
	*parts = append(*parts, Subtotal{Name: part.Name, Money: money})
}

// headings remembers what the few spellings of one evaluation's headings stand for; folding them anew for every row would be most of
// the cost of scoring.
type headings struct {
	spellings, names []string
}

func (h *headings) name(spelling string, fold func(string) string) string {
	if at := slices.Index(h.spellings, spelling); at >= 0 {
		return h.names[at]
	}
	name := fold(spelling)
	h.spellings, h.names = append(h.spellings, spelling), append(h.names, name)
	return name
}

// Most forms have no more headings beside each other, and no more rows under one, so that one allocation serves.
const (
	usualHeadings = 4
	usualRows     = 12
)

func addTo(card *Scorecard, list *[]Subtotal, name string, row int) *Subtotal {
	line := &card.Lines[row]
	var entry *Subtotal
	for i := range *list {
		if (*list)[i].Name == name {
			entry = &(*list)[i]
		}
	}
	if entry == nil {
		if *list == nil {
			*list = make([]Subtotal, 0, usualHeadings)
		}
		*list = append(*list, Subtotal{Name: name, Rows: make([]int, 0, usualRows)})
		entry = &(*list)[len(*list)-1]
	}
	entry.Rows = append(entry.Rows, row)
	entry.Weight = plus(card, entry.Weight, line.Weight)
	entry.Points = plus(card, entry.Points, line.Points)
	return entry
}

// levelName returns the scheme's name of a level-1 heading, or the bare heading where the scheme has none.
func (s *Scheme) levelName(heading string) string {
	if level, ok := s.Level(heading); ok {
		return level.Name
	}
	return bareHeading(heading)
}
