// Package rounds prints the review of an evaluation, round by round: every comment with its place and the unit's answer, what became of
// it in the next round, and the review scores beside the unit's own with the reviewer's reasons.
//
// [Print] makes the PDF, [Prepare] lays it out to be looked at or sent to a printer. The same input gives the same bytes.
package rounds

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"time"

	"github.com/govalues/decimal"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report"
	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/round"
)

// Words gives sentences in the user's language; see assets/translations/rounds.*.json.
type Words interface {
	Text(key string, args map[string]string) string
}

// Paper is what is printed.
type Paper struct {
	Evaluation *scoring.Evaluation
	Rounds     []*round.Review // in their order
	Table      *round.Table    // the last round's scores beside the unit's own; nil for none
	Figures    *figure.Source  // of the evaluation, for the paragraphs that are quoted; nil quotes them as they are stored
	Words      Words
	Language   string // BCP 47
	Now        time.Time
	Program    string // with its version
	Faces      *report.Faces
}

// Print sets the rounds as a PDF. Errors are those of [report.Typeset].
func Print(ctx context.Context, p Paper) ([]byte, error) {
	laid, err := Prepare(ctx, p)
	if err != nil {
		return nil, err
	}
	return laid.Bytes(ctx)
}

// Prepare lays the rounds out as [Print] does. Errors are those of [report.PrepareTypeset].
func Prepare(ctx context.Context, p Paper) (*report.Prepared, error) {
	options := pdf.Options{
		Language: p.Language,
		Info:     pdf.Info{Title: p.text("rounds.title") + " " + p.Evaluation.Project.Name, Producer: p.Program, Created: p.Now},
	}
	content, err := json.Marshal(p.Rounds)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	copy(options.ID[:], sum[:])
	doc := &layout.Document{Sections: []layout.Section{{Frame: frame(), Blocks: p.blocks()}}}
	return report.PrepareTypeset(ctx, doc, options, p.Faces)
}

func frame() layout.Frame {
	return layout.Frame{
		Width: layout.MM(210), Height: layout.MM(297), Top: layout.MM(20), Bottom: layout.MM(18), Left: layout.MM(20), Right: layout.MM(20),
		HeaderGap: layout.MM(6), FooterGap: layout.MM(6),
	}
}

func (p *Paper) text(key string) string { return p.Words.Text(key, nil) }

func (p *Paper) blocks() []layout.Block {
	e := p.Evaluation
	blocks := []layout.Block{
		paragraph(p.text("rounds.title"), report.FaceHeavy, 16, layout.Center),
		paragraph(p.Words.Text("rounds.subject", map[string]string{
			"project": e.Project.Name, "unit": e.Project.Unit, "year": strconv.Itoa(e.FiscalYear),
		}), report.FaceSans, 10, layout.Center),
	}
	for i, r := range p.Rounds {
		blocks = append(blocks, p.round(r)...)
		if i > 0 {
			blocks = append(blocks, p.changes(p.Rounds[i-1], r)...)
		}
	}
	if p.Table != nil {
		blocks = append(blocks, p.scores()...)
	}
	return blocks
}

func paragraph(text string, face layout.FaceID, points layout.Length, align layout.Align) layout.Paragraph {
	size := points * layout.Pt
	return layout.Paragraph{
		Spans: []layout.Span{{Text: text, Style: layout.Style{Face: face, Size: size}}}, Align: align, Pitch: size * 3 / 2,
	}
}

func heading(text string) layout.Paragraph {
	head := paragraph(text, report.FaceHeavy, 11, layout.Left)
	head.Before, head.KeepNext = 9*layout.Pt, true
	return head
}

// round is the head of one round and its comments.
func (p *Paper) round(r *round.Review) []layout.Block {
	blocks := []layout.Block{heading(p.Words.Text("rounds.head", map[string]string{
		"round": strconv.Itoa(r.Round), "reviewer": r.Reviewer.Name, "unit": r.Reviewer.Unit, "date": r.Date,
		"decision": p.text("round.decision." + string(r.Decision)),
	}))}
	if len(r.Comments) == 0 {
		return append(blocks, paragraph(p.text("rounds.no-comments"), report.FaceSans, 9, layout.Left))
	}
	t := p.table([]layout.Column{{Weight: 2}, {Weight: 5}, {Weight: 5}}, "rounds.place", "rounds.comment", "rounds.answer")
	for i := range r.Comments {
		c := &r.Comments[i]
		answer := p.text("rounds.unanswered")
		if a := c.Answer; a != nil {
			key := "rounds.answered"
			if a.Changed {
				key = "rounds.answered-changed"
			}
			answer = p.Words.Text(key, map[string]string{"text": a.Text, "by": a.By.Name, "date": a.Date})
		}
		t.Rows = append(t.Rows, row(p.place(c.Anchor), c.Text, answer))
	}
	return append(blocks, t)
}

// place names what a comment is about as the reader of the paper knows it.
func (p *Paper) place(a round.Anchor) string {
	e := p.Evaluation
	switch {
	case a.Indicator != "":
		for i := range e.Indicators {
			if e.Indicators[i].ID == a.Indicator {
				return e.Indicators[i].Name
			}
		}
		return p.Words.Text("rounds.indicator.gone", nil)
	case a.Section != "":
		text := p.Words.Text("rounds.section", map[string]string{"section": a.Section})
		if a.Paragraph > 0 {
			text = p.Words.Text("rounds.paragraph", map[string]string{"section": a.Section, "paragraph": strconv.Itoa(a.Paragraph)})
		}
		if quote := a.Excerpt(e, p.Figures); quote != "" {
			text += p.Words.Text("rounds.quote", map[string]string{"quote": quote})
		}
		return text
	case a.Evidence != "":
		for i := range e.Evidence {
			if e.Evidence[i].ID == a.Evidence {
				return e.Evidence[i].Name
			}
		}
		return p.Words.Text("rounds.evidence.gone", nil)
	}
	return p.text("rounds.whole")
}

// changes says what became of a round in the next one.
func (p *Paper) changes(before, after *round.Review) []layout.Block {
	changes := round.Compare(before, after)
	if len(changes) == 0 {
		return nil
	}
	texts := map[string]string{}
	for _, r := range []*round.Review{after, before} {
		for _, c := range r.Comments {
			texts[c.ID] = c.Text
		}
	}
	t := p.table([]layout.Column{{Weight: 7}, {Weight: 3}}, "rounds.what", "rounds.fate")
	for _, c := range changes {
		if c.Comment != "" {
			t.Rows = append(t.Rows, row(texts[c.Comment], p.text("round.fate."+string(c.Fate))))
			continue
		}
		t.Rows = append(t.Rows, row(p.place(round.Anchor{Indicator: c.Score}), p.Words.Text("rounds.points", map[string]string{
			"before": points(c.Before), "after": points(c.After),
		})))
	}
	head := heading(p.Words.Text("rounds.changes", map[string]string{"from": strconv.Itoa(before.Round), "to": strconv.Itoa(after.Round)}))
	return []layout.Block{head, t}
}

// scores puts the reviewer's points beside the unit's.
func (p *Paper) scores() []layout.Block {
	columns := []layout.Column{{Weight: 5}, {Weight: 1}, {Weight: 1}, {Weight: 1}, {Weight: 1}, {Weight: 4}}
	t := p.table(columns, "rounds.indicator", "rounds.weight", "rounds.self", "rounds.review", "rounds.difference", "rounds.reason")
	for i := range p.Table.Rows {
		r := &p.Table.Rows[i]
		t.Rows = append(t.Rows, row(r.Name, r.Weight.String(), r.Self.String(), points(r.Review), points(r.Difference), r.Reason))
	}
	total := p.Words.Text("rounds.total", map[string]string{
		"self": p.Table.SelfTotal.String(), "selfGrade": p.Table.SelfGrade, "review": p.Table.ReviewTotal.String(), "reviewGrade": p.Table.ReviewGrade,
	})
	sum := paragraph(total, report.FaceHeavy, 9, layout.Left)
	sum.Before = 3 * layout.Pt
	return []layout.Block{heading(p.text("rounds.scores")), t, sum}
}

func points(d decimal.NullDecimal) string {
	if !d.Valid {
		return "—"
	}
	return d.Decimal.String()
}

// table begins a table with a head that is repeated on every page.
func (p *Paper) table(columns []layout.Column, heads ...string) *layout.Table {
	t := &layout.Table{
		Columns: columns, Head: 1, Rule: layout.Pt / 4, PadX: 3 * layout.Pt, PadY: 2 * layout.Pt, Before: 2 * layout.Pt, After: 3 * layout.Pt,
	}
	var head layout.Row
	for _, key := range heads {
		head.Cells = append(head.Cells, layout.Cell{Content: []layout.Paragraph{paragraph(p.text(key), report.FaceHeavy, 9, layout.Center)}})
	}
	t.Rows = append(t.Rows, head)
	return t
}

func row(texts ...string) layout.Row {
	var r layout.Row
	for _, text := range texts {
		r.Cells = append(r.Cells, layout.Cell{Content: []layout.Paragraph{paragraph(text, report.FaceSans, 9, layout.Left)}})
	}
	return r
}
