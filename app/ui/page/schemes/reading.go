package schemes

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/schemeedit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
)

// reading lays a scheme out as a page: what is not said is left out.
func reading(w wording.Words, s *scoring.Scheme) []fyne.CanvasObject {
	draft, err := schemeedit.New(s)
	if err != nil {
		return nil // a scheme always encodes
	}
	var out []fyne.CanvasObject
	for _, section := range draft.Sections() {
		parts := fieldsToRead(w, section)
		if section.Table != nil && len(section.Table.Rows) > 0 {
			parts = append(parts, tableToRead(w, section.Table))
		}
		if len(parts) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, widget.Gap(0, 8))
		}
		out = append(out, widget.NewSection(w.Say("scheme.section."+section.ID)), widget.Gap(0, 2))
		out = append(out, parts...)
	}
	return out
}

// fieldsToRead are the single fields of a section: name and value side by side, long texts below each other.
func fieldsToRead(w wording.Words, section schemeedit.Section) []fyne.CanvasObject {
	if section.ID == "methods" {
		var names []string
		for _, f := range section.Fields {
			if f.Value == schemeedit.Yes {
				names = append(names, labelOf(w, f.Path))
			}
		}
		return []fyne.CanvasObject{widget.Flush(widget.Prose(strings.Join(names, w.Say("ui.schemes.comma"))))}
	}
	var out []fyne.CanvasObject
	pairs := container.New(layout.NewFormLayout())
	for _, f := range section.Fields {
		if unsaid(f) || foreign(w, f.Path) {
			continue
		}
		if f.Kind == schemeedit.Prose {
			out = append(out, widget.Flush(widget.Prose(f.Value)))
			continue
		}
		value := widget.NewText(shown(w, f))
		value.Cut = true
		pairs.Add(widget.NewCaption(strings.TrimSpace(labelOf(w, f.Path))))
		pairs.Add(value)
	}
	if len(pairs.Objects) > 0 {
		out = append([]fyne.CanvasObject{pairs}, out...)
	}
	return out
}

// unsaid reports whether a field says nothing.
func unsaid(f schemeedit.Field) bool {
	return f.Value == "" || f.Kind == schemeedit.Switch && f.Value == schemeedit.No ||
		(f.Kind == schemeedit.Number || f.Kind == schemeedit.Whole) && f.Value == "0"
}

// shown is the value of a field as people read it.
func shown(w wording.Words, f schemeedit.Field) string {
	switch {
	case f.Kind == schemeedit.Switch && f.Value == schemeedit.Yes:
		return "✓"
	case f.Kind == schemeedit.Switch:
		return ""
	case f.Kind == schemeedit.Choice && f.Value != "" && !f.Named:
		return w.Say("scheme.option." + f.Value)
	}
	return f.Value
}

// labelOf names the field at a path.
func labelOf(w wording.Words, path string) string {
	key, members := schemeedit.Label(path)
	if key == "scheme.field.methods" && len(members) == 1 {
		return w.Say("ui.method." + members[0])
	}
	return w.Say(key)
}

// tableToRead is a table of a scheme: rows under headings, of which those that say nothing anywhere are left out.
func tableToRead(w wording.Words, t *schemeedit.Table) fyne.CanvasObject {
	used := usedColumns(w, t)
	var columns []widget.Column
	for i, path := range t.Columns {
		if used[i] {
			columns = append(columns, columnOf(w, t, i, path))
		}
	}
	lines := container.NewVBox(lineOf(columns, headings(columns)), widget.NewHairline())
	for _, row := range t.Rows {
		var cells []*widget.Text
		for i, f := range row.Fields {
			if used[i] {
				cells = append(cells, cellToRead(w, f, len(cells) == 0, row.Depth))
			}
		}
		lines.Add(lineOf(columns, cells))
		lines.Add(widget.NewHairline())
	}
	return lines
}

// usedColumns are those that say something in any row, in the language of the screen.
func usedColumns(w wording.Words, t *schemeedit.Table) []bool {
	used := make([]bool, len(t.Columns))
	for _, row := range t.Rows {
		for i, f := range row.Fields {
			used[i] = used[i] || !unsaid(f) && !foreign(w, f.Path)
		}
	}
	return used
}

// foreign reports whether a field is the text of another language.
func foreign(w wording.Words, path string) bool {
	return strings.HasSuffix(path, ".en") && w.Language() != "en" || strings.HasSuffix(path, ".zh") && w.Language() == "en"
}

func cellToRead(w wording.Words, f schemeedit.Field, first bool, depth int) *widget.Text {
	text := widget.NewText(shown(w, f))
	switch {
	case first:
		text.Bold = depth == 0
		text.SetText(strings.Repeat("　　", depth) + text.Say())
	case text.Say() == "0" && mayBeUnsaid(f.Path):
		text.SetText("")
	case f.Kind == schemeedit.Names:
		text.Ink = look.Muted
	}
	return text
}

// mayBeUnsaid reports whether 0 in a field of a table means that the scheme says nothing.
func mayBeUnsaid(path string) bool {
	for _, counts := range []string{".min", ".low", ".earns", ".atLeast", ".max"} {
		if strings.HasSuffix(path, counts) {
			return false
		}
	}
	return true
}

func headings(columns []widget.Column) []*widget.Text {
	texts := make([]*widget.Text, len(columns))
	for i, c := range columns {
		texts[i] = widget.NewCaption(c.Title)
	}
	return texts
}

// lineOf lays texts out under their columns.
func lineOf(columns []widget.Column, texts []*widget.Text) fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(texts))
	for i, t := range texts {
		t.Align, t.Cut = columns[i].Align, true
		objects[i] = t
	}
	return container.New(tableLine(columns), objects...)
}

// tableLine is the layout of a line of a table that is read.
type tableLine []widget.Column

const lineHigh, lineGap = 24, 10

// MinSize is part of the toolkit's contract.
func (l tableLine) MinSize([]fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for _, c := range l {
		width += c.Width
	}
	return fyne.NewSize(width, lineHigh)
}

// Layout is part of the toolkit's contract.
func (l tableLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	stretch, x := float32(0), float32(0)
	for _, c := range l {
		stretch += c.Stretch
	}
	spare := max(size.Width-l.MinSize(nil).Width, 0)
	for i, o := range objects {
		width := l[i].Width + spare*l[i].Stretch/max(stretch, 0.01)
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, (lineHigh-height)/2))
		o.Resize(fyne.NewSize(width-lineGap, height))
		x += width
	}
}

func columnOf(w wording.Words, t *schemeedit.Table, i int, path string) widget.Column {
	c := widget.Column{Title: labelOf(w, t.Path+"."+path), Width: 90, Stretch: 1}
	if len(t.Rows) > 0 && i < len(t.Rows[0].Fields) {
		switch t.Rows[0].Fields[i].Kind {
		case schemeedit.Number:
			c.Align, c.Stretch, c.Width = fyne.TextAlignTrailing, 0.4, 110
		case schemeedit.Switch:
			c.Align, c.Stretch, c.Width = fyne.TextAlignCenter, 0.2, 84
		case schemeedit.Names:
			c.Width = 160
		default:
			c.Width = 110
		}
	}
	return c
}
