package recast

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Change is what another scheme makes of an evaluation.
type Change struct {
	From, To  *scoring.Scheme
	After     *scoring.Evaluation
	Old, Card *scoring.Scorecard // before, and after
	Rows      []Row              // those whose weight or points change, the execution row first
	Kept      []Kept             // what has no place under the new scheme, and stays

	language string
}

// Row is a row of the table whose weight or points change.
type Row struct {
	ID                string // of the indicator, "" for the execution row
	Name              string
	OldWeight, Weight decimal.Decimal
	OldPoints, Points decimal.Decimal
	OldPending, Waits bool            // it had no points yet; it has none then
	Problem           scoring.Message // why it has none then
}

// Kept is something that was entered and counts for nothing under the new scheme, or not in the same way. It stays where it is.
type Kept struct {
	Place   string          // as of package review: "indicator:i3", "section:overview", "total"
	Message scoring.Message // what it is, and where it stays; recast.kept.<what>
}

// Scheme puts an evaluation that was made under one scheme under another one, or under another version of the same, to which ref refers;
// see [scoring.Carry]. known is what the checks know beside the evaluation; names that the schemes give are in a language such as "zh". The
// error is a [*StandingError].
func Scheme(from, to *scoring.Scheme, ref scoring.SchemeRef, e *scoring.Evaluation, known review.Context, language string) (*Change, error) {
	if err := Allowed(e); err != nil {
		return nil, err
	}
	c := &Change{From: from, To: to, language: language}
	var gone []scoring.Message
	c.After, gone = scoring.Carry(from, to, ref, e)
	c.Old, c.Card = scoring.Score(from, e), scoring.Score(to, c.After)
	c.compare(e)
	levels := map[string]bool{}
	for _, m := range gone {
		levels[m.Args["level"]] = true
	}
	for i := range e.Indicators {
		c.keepIndicator(&e.Indicators[i], i, levels)
	}
	c.keepSections(e)
	c.keepAnswers(e, known)
	c.keepDeclared(e)
	return c, nil
}

// compare lists the rows that change.
func (c *Change) compare(e *scoring.Evaluation) {
	old, now := &c.Old.Execution, &c.Card.Execution
	if old.Weight.Cmp(now.Weight) != 0 || old.Points.Cmp(now.Points) != 0 {
		c.Rows = append(c.Rows, Row{OldWeight: old.Weight, Weight: now.Weight, OldPoints: old.Points, Points: now.Points, Problem: now.Problem})
	}
	for i := range e.Indicators {
		old, now := &c.Old.Lines[i], &c.Card.Lines[i]
		if old.Weight.Cmp(now.Weight) == 0 && old.Points.Cmp(now.Points) == 0 && old.Pending == now.Pending {
			continue
		}
		c.Rows = append(c.Rows, Row{
			ID: now.ID, Name: e.Indicators[i].Name, OldWeight: old.Weight, Weight: now.Weight, OldPoints: old.Points, Points: now.Points,
			OldPending: old.Pending, Waits: now.Pending, Problem: now.Problem,
		})
	}
}

func (c *Change) keep(place, what string, args scoring.Args) {
	c.Kept = append(c.Kept, Kept{Place: place, Message: scoring.Message{Key: "recast.kept." + what, Args: args}})
}

// keepIndicator names what of an indicator has no place: its level, its method, its tier, points that people gave.
func (c *Change) keepIndicator(ind *scoring.Indicator, at int, gone map[string]bool) {
	place := review.PlaceIndicator(ind.ID)
	line, old := &c.Card.Lines[at], &c.Old.Lines[at]
	if gone[c.To.LevelName(ind.Level1)] {
		c.keep(place, "level", scoring.Args{"name": ind.Name, "level": ind.Level1, "weight": ind.Weight.String()})
	}
	if c.From.Allows(ind.Method.Kind) && !c.To.Allows(ind.Method.Kind) {
		c.keep(place, "method", scoring.Args{"name": ind.Name})
	}
	if tier := ind.Judgement.Tier; tier != "" {
		if _, ok := c.To.Tier(tier); !ok {
			c.keep(place, "tier", scoring.Args{"name": ind.Name, "tier": c.tierName(tier)})
		}
	}
	if line.Pending && !old.Pending && (ind.Override != nil || ind.Judgement.Points.Valid) {
		points := ind.Judgement.Points.Decimal
		if ind.Override != nil {
			points = ind.Override.Points
		}
		c.keep(place, "points", scoring.Args{"name": ind.Name, "points": points.String()})
	}
}

func (c *Change) tierName(id string) string {
	if t, ok := c.From.Tier(id); ok {
		return t.Name.In(c.language)
	}
	return id
}

// keepSections names the texts that the new outline has no heading for.
func (c *Change) keepSections(e *scoring.Evaluation) {
	for i := range e.Narrative {
		n := &e.Narrative[i]
		if strings.TrimSpace(n.Text) == "" || HasSection(c.To.Outline, n.Section) {
			continue
		}
		title := n.Section
		if t := titleOf(c.From.Outline, n.Section); t != nil {
			title = t.In(c.language)
		}
		c.keep(review.PlaceSection(n.Section), "section", scoring.Args{"section": title, "length": strconv.Itoa(len([]rune(n.Text)))})
	}
}

// HasSection reports whether an outline has a section of that ID.
func HasSection(outline []scoring.Section, id string) bool { return titleOf(outline, id) != nil }

// titleOf is the title of a section of an outline, nil where it has no such section.
func titleOf(outline []scoring.Section, id string) scoring.Text {
	for i := range outline {
		if outline[i].ID == id {
			if outline[i].Title == nil {
				return scoring.Text{"zh": id}
			}
			return outline[i].Title
		}
		if t := titleOf(outline[i].Children, id); t != nil {
			return t
		}
	}
	return nil
}

// keepAnswers names the answers to findings that the checks had and do not have then.
func (c *Change) keepAnswers(e *scoring.Evaluation, known review.Context) {
	if len(e.Answers) == 0 {
		return
	}
	before, after := review.RunWith(c.From, e, c.Old, known), review.RunWith(c.To, c.After, c.Card, known)
	for _, a := range e.Answers {
		if strings.TrimSpace(a.Text) != "" && asked(before, a) && !asked(after, a) {
			c.keep(a.Place, "answer", scoring.Args{"check": a.Check, "text": a.Text})
		}
	}
}

// asked reports whether an answer is one to any of the findings.
func asked(findings []review.Finding, a scoring.Answer) bool {
	for i := range findings {
		if findings[i].Check == a.Check && (a.Place == "" || findings[i].Place == a.Place) {
			return true
		}
	}
	return false
}

// keepDeclared names the total and the grade that the form states, where the new scheme gives others.
func (c *Change) keepDeclared(e *scoring.Evaluation) {
	stated := e.Declared
	differs := stated.Total.Valid && stated.Total.Decimal.Cmp(c.Card.Total) != 0 || stated.Grade != "" && stated.Grade != c.Card.Grade
	if !differs || c.Old.Total.Cmp(c.Card.Total) == 0 && c.Old.Grade == c.Card.Grade {
		return
	}
	total := ""
	if stated.Total.Valid {
		total = stated.Total.Decimal.String()
	}
	c.keep(review.PlaceTotal, "declared", scoring.Args{"total": total, "grade": stated.Grade})
}
