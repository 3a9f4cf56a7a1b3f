package scoring

// subtotals adds the rows up by level 1 and 2 and by part, in the order in which headings first occur.
func subtotals(s *Scheme, e *Evaluation, card *Scorecard) (levels, parts []Subtotal) {
	partNames := make(map[string]string, len(e.Parts))
	for i := range e.Parts {
		partNames[e.Parts[i].ID] = e.Parts[i].Name
	}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		level := addTo(card, &levels, s.levelName(ind.Level1), i)
		addTo(card, &level.Children, bareHeading(ind.Level2), i)
		if ind.Part == "" {
			continue
		}
		name, ok := partNames[ind.Part]
		if !ok {
			name = ind.Part
		}
		addTo(card, &parts, name, i)
	}
	return levels, parts
}

func addTo(card *Scorecard, list *[]Subtotal, name string, row int) *Subtotal {
	line := &card.Lines[row]
	var entry *Subtotal
	for i := range *list {
		if (*list)[i].Name == name {
			entry = &(*list)[i]
		}
	}
	if entry == nil {
		*list = append(*list, Subtotal{Name: name})
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
