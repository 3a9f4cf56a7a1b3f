package tablein

import (
	"strings"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// value reads a target or actual. Where sign and unit have columns of their own, the three are joined as people write them.
func (r *reader) value(line *sheet.Line, index int, kind string, valueColumn, signColumn, unitColumn Column) target.Value {
	c, sign, unit := r.at(line, valueColumn), r.at(line, signColumn), r.at(line, unitColumn)
	text := ""
	if c != nil {
		text = strings.TrimSpace(c.Text)
		r.claim(c, Field{kind, index})
	}
	if several := r.within(line, valueColumn); len(several) > 1 {
		text = r.together(several, Field{kind, index})
	}
	if sign != nil {
		r.claim(sign, Field{kind + "-sign", index})
	}
	if unit != nil {
		r.claim(unit, Field{kind + "-unit", index})
	}
	joined := join(text, textOf(sign), textOf(unit), r.context())
	v := target.Parse(joined, r.context())
	if c != nil && c.EndRow > r.rowEnd && !r.shared[c] {
		r.shared[c] = true
		r.doubt(c, "value-over-rows", nil)
	}
	if notes := v.Notes.Keys(); len(notes) > 0 && c != nil {
		for _, note := range notes {
			r.doubt(c, "reading", scoring.Args{"note": note, "text": joined})
		}
	}
	return v
}

// within returns the cells that begin on a line below one heading, where the heading is merged over several columns.
func (r *reader) within(line *sheet.Line, kind Column) []*sheet.Cell {
	for _, col := range r.columns {
		if col.kind != kind || col.to == col.from {
			continue
		}
		var cells []*sheet.Cell
		for _, c := range line.Own() {
			if c.Col >= col.from && c.EndCol <= col.to && strings.TrimSpace(c.Text) != "" {
				cells = append(cells, c)
			}
		}
		return cells
	}
	return nil
}

// together joins cells below one heading: sign, figure and unit without anything between them, other texts by a comma.
func (r *reader) together(cells []*sheet.Cell, field Field) string {
	var parts []string
	for _, c := range cells {
		if !blank(c.Text) {
			parts = append(parts, strings.TrimSpace(c.Text))
		}
		r.claim(c, field)
	}
	joined := strings.Join(parts, "")
	if !target.Parse(joined, r.context()).IsNumeric() {
		joined = strings.Join(parts, "，")
	}
	r.doubt(cells[0], "cells-joined", scoring.Args{"text": joined})
	return joined
}

func textOf(c *sheet.Cell) string {
	if c == nil || blank(c.Text) {
		return ""
	}
	return strings.TrimSpace(c.Text)
}

// join puts sign, figure and unit together. A sign or unit that the figure has already, or one for a text that is no figure, is left
// out: it then only repeats or says nothing.
func join(text, sign, unit string, context target.Context) string {
	if text == "" {
		return ""
	}
	v := target.Parse(text, context)
	if !v.IsNumeric() {
		return text
	}
	if sign != "" && v.Sign == target.NoSign && v.Kind == target.Number && target.Parse(sign+"1", target.Context{}).Sign != target.NoSign {
		text = sign + text
	}
	if unit != "" && v.Unit == "" {
		if u := target.Parse("1"+unit, target.Context{}); u.Kind == target.Number {
			text += unit
		}
	}
	return text
}
