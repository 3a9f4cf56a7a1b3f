package report

import (
	"context"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/report/layout"
	"zhunsheng/app/report/officialtable"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Kind says which document is made of an evaluation.
type Kind string

// The kinds. The zero value is the whole report.
const (
	KindReport Kind = "report"
	KindTable  Kind = "table" // the official table alone, with people and signatures below it
	KindBlank  Kind = "blank" // the official table to be filled in by hand: targets and weights, nothing of what was reached
)

// Orientation says how the official table lies on its pages. The zero value takes whatever needs fewer of them.
type Orientation string

// The orientations.
const (
	OrientationUpright Orientation = "portrait"
	OrientationLying   Orientation = "landscape"
)

// compose collects the blocks of the document.
func (c *composer) compose(ctx context.Context, fs *faceSet) (*layout.Document, error) {
	doc := &layout.Document{}
	var err error
	if c.in.Kind == KindReport {
		doc.Sections, err = c.whole(ctx, fs)
	} else {
		doc.Sections, err = c.tableAlone(ctx, fs)
	}
	if err != nil {
		return nil, err
	}
	doc.Mark = c.draftMark()
	return doc, nil
}

// draftMark is the mark of a draft, nil for a final document.
func (c *composer) draftMark() *layout.Mark {
	if !c.in.Draft {
		return nil
	}
	st := style(faceHeavy, 120*pt1)
	st.Color = colorMark
	return &layout.Mark{Text: c.t("report.draft"), Style: st, Degrees: 52}
}

// whole are the sections of the report.
func (c *composer) whole(ctx context.Context, fs *faceSet) ([]layout.Section, error) {
	frame := pageFrame()
	text := c.narrative()
	form, landscape, err := c.form(ctx, fs)
	if err != nil {
		return nil, err
	}
	formPage := formFrame()
	if landscape {
		formPage = formPage.Landscape()
	}
	after := layout.Section{Frame: formFrame(), Numbered: true, Footer: c.folio}
	for _, part := range [][]layout.Block{
		c.summaryPage(), c.yearOnYear(), c.explanations(), c.quality(), c.findings(), c.evidence(), c.signOff(),
	} {
		after.Blocks = append(after.Blocks, part...)
	}
	return []layout.Section{
		c.cover(),
		{Frame: frame, Blocks: c.contents()},
		{Frame: frame, Numbered: true, Footer: c.folio, Blocks: text},
		{Frame: formPage, Numbered: true, Footer: c.folio, Blocks: form},
		after,
	}, nil
}

// tableAlone is the official table on pages of its own.
func (c *composer) tableAlone(ctx context.Context, fs *faceSet) ([]layout.Section, error) {
	blocks, landscape, err := c.form(ctx, fs)
	if err != nil {
		return nil, err
	}
	if title, ok := blocks[0].(layout.Paragraph); ok {
		title.Spans[0].Style, title.Pitch = style(faceTitle, sizeTitle), 32*pt1
		blocks[0] = title
	}
	frame := formFrame()
	if landscape {
		frame = frame.Landscape()
	}
	blocks = append(append(blocks, c.shortSignOff()...), c.sealBelow()...)
	return []layout.Section{{Frame: frame, Numbered: true, Footer: c.folio, Blocks: blocks}}, nil
}

// blankRows is how many rows a level-2 heading gets where an evaluation has no indicators yet.
const blankRows = 2

// blankForm is an evaluation with everything taken out that is filled in after the year: what was spent and reached, points and
// reasons. Where there are no rows yet, there are empty ones.
func blankForm(s *scoring.Scheme, e *scoring.Evaluation, fund func(i int) string) *scoring.Evaluation {
	out := *e
	out.Funds, out.Goals, out.Indicators = slices.Clone(e.Funds), slices.Clone(e.Goals), slices.Clone(e.Indicators)
	out.Answers, out.Evidence, out.Narrative, out.Declared = nil, nil, nil, scoring.Declared{}
	out.SignOff.Date = ""
	if len(out.Funds) == 0 {
		for i := range 4 {
			out.Funds = append(out.Funds, scoring.FundRow{Name: fund(i), Depth: min(i, 1)})
		}
	}
	for i := range out.Funds {
		out.Funds[i].Executed = decimal.NullDecimal{}
	}
	for i := range out.Goals {
		out.Goals[i].Actual = ""
	}
	for i := range out.Indicators {
		ind := &out.Indicators[i]
		ind.Actual, ind.Reason, ind.Override, ind.State, ind.Judgement = target.Value{}, "", nil, scoring.StateScored, scoring.Judgement{}
	}
	if len(out.Indicators) == 0 {
		for _, one := range s.Levels {
			children := one.Children
			if len(children) == 0 {
				children = []scoring.LevelRule{{}}
			}
			for _, two := range children {
				for n := range blankRows {
					out.Indicators = append(out.Indicators, scoring.Indicator{
						ID: strings.Join([]string{"blank", one.Name, two.Name, itoa(n)}, "-"), Level1: one.Name, Level2: two.Name,
						Method: scoring.Method{Kind: scoring.MethodManual},
					})
				}
			}
		}
	}
	return &out
}

// shortSignOff are the people below the table alone, with a field for every role.
func (c *composer) shortSignOff() []layout.Block {
	l := formLook
	s := c.ev.SignOff
	people := table([]layout.Column{{Width: 60 * pt1}, {Weight: 1}, {Width: 60 * pt1}, {Weight: 1}, {Width: 60 * pt1}, {Weight: 1}}, 0)
	people.Before, people.After, people.Whole = 6*pt1, 0, true
	label := func(key string) layout.Cell { return l.label(c.t(key)) }
	people.Rows = append(people.Rows, layout.Row{MinHeight: 22 * pt1, Cells: []layout.Cell{
		label("report.preparer"), l.figure(s.Preparer), label("report.contact"), l.figure(s.Contact), label("report.filled"), l.figure(c.date()),
	}})
	var blocks layout.Group
	blocks = append(blocks, people)
	for start := 0; start < len(c.roles); start += 3 {
		row := layout.Row{MinHeight: 48 * pt1}
		for i := start; i < start+3; i++ {
			if i >= len(c.roles) {
				row.Cells = append(row.Cells, layout.Cell{}, layout.Cell{})
				continue
			}
			field := layout.Cell{}
			if c.in.Kind != KindBlank {
				field.Field = c.roles[i].id
			}
			row.Cells = append(row.Cells, l.label(c.t("report.signs", "role", c.roles[i].label)), field)
		}
		people.Rows = append(people.Rows, row)
	}
	return []layout.Block{blocks}
}

// grouped lists the indexes of the indicators in the order of the official table.
func (c *composer) grouped() []int { return officialtable.Order(c.scheme, c.ev) }

// levels are the headings of an indicator by the scheme's own names.
func (c *composer) levels(ind *scoring.Indicator) (one, two string) {
	return officialtable.Headings(c.scheme, ind)
}
