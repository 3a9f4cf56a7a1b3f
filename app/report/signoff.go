package report

import (
	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
)

// signOff is the page with one empty signature field for every role, room for
// the seal and the people named on the form.
func (c *composer) signOff() []layout.Block {
	l := cellLook{12 * pt1, 18 * pt1}
	s := c.ev.SignOff
	people := table([]layout.Column{{Width: 84 * pt1}, {Weight: 1}, {Width: 84 * pt1}, {Weight: 1}}, 0)
	label := func(key string) layout.Cell { return l.label(c.t(key)) }
	people.Rows = append(people.Rows,
		layout.Row{MinHeight: 34 * pt1, Cells: []layout.Cell{label("report.preparer"), l.figure(s.Preparer), label("report.contact"), l.figure(s.Contact)}},
		layout.Row{MinHeight: 34 * pt1, Cells: []layout.Cell{label("report.principal"), l.figure(s.Principal), label("report.filled"), l.figure(c.date())}},
	)
	signs := table([]layout.Column{{Width: 84 * pt1}, {Weight: 1}, {Width: 120 * pt1}}, 1)
	signs.Rows = append(signs.Rows, row(l.head(c.t("report.role")), l.head(c.t("report.signature")), l.head(c.t("report.signedOn"))))
	for _, r := range c.roles {
		signs.Rows = append(signs.Rows, layout.Row{MinHeight: 84 * pt1, Cells: []layout.Cell{
			l.label(r.label), {Field: r.id}, l.figure(c.t("report.dateBlank")),
		}})
	}
	unit := first(c.ev.Project.Unit, c.ev.Project.Department)
	seal := layout.Paragraph{
		Spans: []layout.Span{{Text: c.underSeal(unit), Style: style(faceSerif, sizeBody)}}, Align: layout.Right, Pitch: 30 * pt1, Right: 32 * pt1, Before: 60 * pt1,
	}
	date := layout.Paragraph{
		Spans: []layout.Span{{Text: c.date(), Style: style(faceSerif, sizeBody)}}, Align: layout.Right, Pitch: 30 * pt1, Right: 32 * pt1,
	}
	group := layout.Group{seal, date}
	if c.seal != nil {
		seal.Before = 0
		group = layout.Group{layout.Space(14 * pt1), c.sealOver(seal.Spans[0], seal.Right), seal, date}
	}
	return []layout.Block{
		layout.PageBreak{},
		c.annex(c.t("report.signOff.title")), small(c.t("report.signOff.text")),
		people, signs,
		group,
	}
}

// field prepares the signature field of a role.
func (c *composer) field(w *pdf.Writer, page *pdf.Page, f layout.Field, height layout.Length, tag *pdf.Element) Field {
	out := Field{Role: f.Name, Name: f.Name, Label: f.Name, Page: page.Index(), Area: area(f.Rect, height)}
	for _, r := range c.roles {
		if r.id == f.Name {
			out.Label = r.label
		}
	}
	w.AddSignatureField(pdf.SignatureField{Name: out.Name, Tooltip: out.Label, Page: page, Area: out.Area, Tag: tag})
	return out
}
