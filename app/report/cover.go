package report

import (
	"strconv"
	"strings"
	"time"

	"zhunsheng/app/report/layout"
)

// cover is the first page: title, year, project, department, and at the foot
// room for the seal over department and date.
func (c *composer) cover() layout.Section {
	title := centered(c.t("report.title"), style(faceTitle, 26*pt1), 40*pt1)
	title.Bookmark, title.Anchor, title.Balance = c.t("report.cover"), "cover", true
	year := centered(c.t("report.year", "year", c.year()), style(faceSerif, 18*pt1), 32*pt1)

	look := cellLook{16 * pt1, 24 * pt1}
	labels := cellLook{16 * pt1, 24 * pt1}
	wide := 92 * pt1
	if c.lang != "zh" {
		labels, wide = cellLook{12 * pt1, 24 * pt1}, 150*pt1
	}
	fields := &layout.Table{Columns: []layout.Column{{Weight: 1}, {Width: wide}, {Width: 280 * pt1}, {Weight: 1}}, PadX: 4 * pt1, PadY: 5 * pt1}
	add := func(label, value string) {
		if value == "" {
			return
		}
		l := layout.Cell{Content: labels.par(c.t(label), faceHeavy, layout.Right), VAlign: layout.Bottom}
		l.Content[0].OneLine = true
		v := layout.Cell{Content: look.par(value, faceSerif, layout.Center), VAlign: layout.Bottom, Under: true}
		v.Content[0].Balance = true
		fields.Rows = append(fields.Rows, row(layout.Cell{}, l, v, layout.Cell{}))
	}
	p := c.ev.Project
	add("report.project", p.Name)
	add("report.code", p.Code)
	add("report.budgetDepartment", first(p.Department, p.Unit))
	add("report.department", p.Department)
	add("report.unit", p.Unit)

	frame := pageFrame()
	frame.Bottom, frame.FooterGap = layout.MM(88), layout.MM(10)
	above := []layout.Block{layout.Paragraph{Pitch: 60 * pt1}}
	if c.seal != nil { // above the name, in the room between the frame and the footer
		frame.FooterGap = layout.MM(3) + c.seal.height + layout.MM(2)
		above = append([]layout.Block{c.sealAt(func(p *layout.Pen) (layout.Length, layout.Length) {
			return (p.W - c.seal.width) / 2, frame.Depth() + layout.MM(3)
		}, 0)}, above...)
	}
	return layout.Section{
		Frame:  frame,
		Blocks: append(above, title, layout.Space(8*pt1), year, layout.Space(84*pt1), fields),
		Footer: func(layout.Folio) []layout.Paragraph {
			seal := centered(c.underSeal(first(p.Unit, p.Department)), style(faceSerif, sizeBody), 30*pt1)
			return []layout.Paragraph{seal, centered(c.date(), style(faceSerif, sizeBody), 30*pt1)}
		},
	}
}

// date is the date of the evaluation in the style of the language, or room to
// write it by hand.
func (c *composer) date() string {
	d, err := time.Parse(time.DateOnly, c.ev.SignOff.Date)
	if err != nil {
		return c.t("report.dateBlank")
	}
	return c.t("report.date", "year", strconv.Itoa(d.Year()), "month", strconv.Itoa(int(d.Month())), "day", strconv.Itoa(d.Day()))
}

// first returns the first text that is not blank.
func first(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}
