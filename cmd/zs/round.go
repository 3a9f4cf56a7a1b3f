package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/report/rounds"
	"zhunsheng/scoring"
	"zhunsheng/scoring/round"
)

// round is the review of an evaluation in a store, round by round: zs round begin|show|comment|score|return|accept|answer YEAR/ID --store
// FOLDER. Bundles of kind review and reviewed carry it to and fro.
func (t *tool) round(ctx context.Context, args []string) error {
	return t.verbs(ctx, "round", args, []verb{
		{"begin", t.roundBegin},
		{"show", t.roundShow},
		{"comment", t.roundComment},
		{"score", t.roundScore},
		{"return", t.roundClose(round.Returned)},
		{"accept", t.roundClose(round.Accepted)},
		{"answer", t.roundAnswer},
		{"print", t.roundPrint},
	})
}

// roundVerb is a verb of zs round on its way.
type roundVerb struct {
	*deskVerb
	unit *string
}

func (t *tool) roundVerb() roundVerb {
	v := t.deskVerb("round")
	return roundVerb{deskVerb: v, unit: v.String("unit", "", "")}
}

func (v roundVerb) person() round.Person { return round.Person{Name: *v.actor, Unit: *v.unit} }

// evaluation reads the operand that names an evaluation.
func evaluationKey(text string) (year int, id string, err error) {
	before, id, ok := strings.Cut(text, "/")
	if year, err = strconv.Atoi(before); err != nil || !ok || id == "" {
		return 0, "", &usageError{key: "cli.error.evaluation-key", args: scoring.Args{"found": text}}
	}
	return year, id, nil
}

// last runs on the last round of the evaluation that the operand names.
func (v roundVerb) last(ctx context.Context, args []string, do func(d *desk.Desk, r *round.Review) error) error {
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		year, id, err := evaluationKey(operands[0])
		if err != nil {
			return err
		}
		reviews, err := d.Rounds(ctx, year, id)
		if err != nil {
			return err
		}
		if len(reviews) == 0 {
			return &usageError{key: "cli.error.no-round", args: scoring.Args{"found": operands[0]}}
		}
		return do(d, reviews[len(reviews)-1])
	})
}

func (t *tool) roundBegin(ctx context.Context, args []string) error {
	v := t.roundVerb()
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		year, id, err := evaluationKey(operands[0])
		if err != nil {
			return err
		}
		r, err := d.BeginRound(ctx, year, id, v.person())
		if err != nil {
			return err
		}
		return v.saved(r)
	})
}

// saved prints a round that was kept.
func (v roundVerb) saved(r *round.Review) error {
	if *v.asJSON {
		return v.writeJSON(r)
	}
	v.say("cli.round.saved", map[string]string{
		"round": fmt.Sprint(r.Round), "decision": v.words.Text("round.decision."+string(r.Decision), nil),
		"comments": fmt.Sprint(len(r.Comments)), "scores": fmt.Sprint(len(r.Scores)),
	})
	return nil
}

// keep saves a round when what is new in it fits the evaluation: what does not could never be closed.
func (v roundVerb) keep(ctx context.Context, d *desk.Desk, r *round.Review, comments []round.Comment, scores []round.Score) error {
	added := *r
	added.Comments, added.Scores = comments, scores
	if err := d.CheckRound(ctx, &added); err != nil {
		return err
	}
	if err := d.SaveRound(ctx, r); err != nil {
		return err
	}
	return v.saved(r)
}

// mayWrite refuses a round that was closed.
func mayWrite(r *round.Review) error {
	if r.Decision != round.Open {
		return &usageError{key: "cli.error.round-closed", args: scoring.Args{"round": fmt.Sprint(r.Round)}}
	}
	return nil
}

func (t *tool) roundComment(ctx context.Context, args []string) error {
	v := t.roundVerb()
	anchor := round.Anchor{}
	v.StringVar(&anchor.Indicator, "indicator", "", "")
	v.StringVar(&anchor.Section, "section", "", "")
	v.IntVar(&anchor.Paragraph, "paragraph", 0, "")
	v.StringVar(&anchor.Evidence, "evidence-id", "", "")
	text := v.String("text", "", "")
	return v.last(ctx, args, func(d *desk.Desk, r *round.Review) error {
		if err := v.required("round", "text", *text); err != nil {
			return err
		}
		if err := mayWrite(r); err != nil {
			return err
		}
		comment := d.NewComment(r, anchor, *text)
		r.Comments = append(r.Comments, comment)
		return v.keep(ctx, d, r, []round.Comment{comment}, nil)
	})
}

func (t *tool) roundScore(ctx context.Context, args []string) error {
	v := t.roundVerb()
	score := round.Score{}
	v.StringVar(&score.Indicator, "indicator", "", "")
	v.StringVar(&score.Reason, "reason", "", "")
	points := v.String("points", "", "")
	return v.last(ctx, args, func(d *desk.Desk, r *round.Review) error {
		var err error
		if score.Points, err = decimal.Parse(*points); err != nil || score.Indicator == "" {
			return &usageError{key: "cli.error.points", args: scoring.Args{"found": *points}}
		}
		if err := mayWrite(r); err != nil {
			return err
		}
		kept := r.Scores[:0:0]
		for _, s := range r.Scores {
			if s.Indicator != score.Indicator {
				kept = append(kept, s)
			}
		}
		r.Scores = append(kept, score)
		return v.keep(ctx, d, r, nil, []round.Score{score})
	})
}

func (t *tool) roundClose(decision round.Decision) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		v := t.roundVerb()
		return v.last(ctx, args, func(d *desk.Desk, r *round.Review) error {
			if err := mayWrite(r); err != nil {
				return err
			}
			if err := d.CloseRound(ctx, r, decision); err != nil {
				return err
			}
			return v.saved(r)
		})
	}
}

// roundAnswer puts the unit's answer to a comment. The answer is no while comments are left without one.
func (t *tool) roundAnswer(ctx context.Context, args []string) error {
	v := t.roundVerb()
	comment := v.String("comment", "", "")
	text := v.String("text", "", "")
	changed := v.Bool("changed", false, "")
	return v.last(ctx, args, func(d *desk.Desk, r *round.Review) error {
		if err := v.required("round", "comment", *comment); err != nil {
			return err
		}
		if err := d.AnswerComment(ctx, r, *comment, round.Answer{Text: *text, By: v.person(), Changed: *changed}); err != nil {
			return err
		}
		if err := v.saved(r); err != nil {
			return err
		}
		if r.Complete() != nil {
			return errNo
		}
		return nil
	})
}

// roundsOutput is what "zs round show --json" prints; docs/formats/review-rounds.schema.json describes it.
type roundsOutput struct {
	Format  string          `json:"format"`
	Rounds  []*round.Review `json:"rounds"`
	Table   *round.Table    `json:"table,omitempty"` // scores of the last round beside the unit's own
	Changes []changesOutput `json:"changes,omitempty"`
}

type changesOutput struct {
	From    int            `json:"from"`
	To      int            `json:"to"`
	Changes []round.Change `json:"changes"`
}

const roundsFormat = "zhunsheng/review-rounds/1"

// roundShow shows all rounds of an evaluation: zs round show YEAR/ID --store FOLDER. The answer is no while comments of the last round
// wait for an answer.
func (t *tool) roundShow(ctx context.Context, args []string) error {
	v := t.roundVerb()
	return v.last(ctx, args, func(d *desk.Desk, last *round.Review) error {
		out := roundsOutput{Format: roundsFormat}
		var err error
		if out.Rounds, err = d.Rounds(ctx, last.FiscalYear, last.Evaluation); err != nil {
			return err
		}
		if out.Table, err = d.RoundTable(ctx, last); err != nil {
			return err
		}
		history, err := d.RoundHistory(ctx, last.FiscalYear, last.Evaluation)
		if err != nil {
			return err
		}
		for _, h := range history {
			out.Changes = append(out.Changes, changesOutput{From: h.Before.Round, To: h.After.Round, Changes: h.Changes})
		}
		if *v.asJSON {
			err = t.writeJSON(out)
		} else {
			t.printRounds(&out)
		}
		if err == nil && last.Complete() != nil {
			return errNo
		}
		return err
	})
}

func (t *tool) printRounds(out *roundsOutput) {
	for _, r := range out.Rounds {
		t.say("cli.round.head", map[string]string{
			"round": fmt.Sprint(r.Round), "reviewer": r.Reviewer.Name, "unit": r.Reviewer.Unit, "date": r.Date,
			"decision": t.words.Text("round.decision."+string(r.Decision), nil),
		})
		for _, c := range r.Comments {
			t.say("cli.round.comment", map[string]string{"id": c.ID, "place": t.anchor(c.Anchor), "text": c.Text})
			if c.Answer != nil {
				t.say("cli.round.answer", map[string]string{"text": c.Answer.Text, "by": c.Answer.By.Name, "date": c.Answer.Date})
			}
		}
	}
	for _, c := range out.Changes {
		t.say("cli.round.changes", map[string]string{"from": fmt.Sprint(c.From), "to": fmt.Sprint(c.To)})
		for _, change := range c.Changes {
			if change.Comment != "" {
				write(t.stdout, "    ", change.Comment, "  ", t.words.Text("round.fate."+string(change.Fate), nil), "\n")
			} else {
				write(t.stdout, "    ", change.Score, "  ", figure(change.Before), " → ", figure(change.After), "\n")
			}
		}
	}
	for _, row := range out.Table.Rows {
		if row.Difference.Valid && !row.Difference.Decimal.IsZero() {
			t.say("cli.round.row", map[string]string{
				"name": row.Name, "weight": row.Weight.String(), "self": row.Self.String(), "review": figure(row.Review), "reason": row.Reason,
			})
		}
	}
	t.say("cli.round.total", map[string]string{
		"self": out.Table.SelfTotal.String(), "selfGrade": out.Table.SelfGrade, "review": out.Table.ReviewTotal.String(), "reviewGrade": out.Table.ReviewGrade,
	})
}

// roundPrint prints all rounds of an evaluation: zs round print YEAR/ID -o OUT.pdf --store FOLDER.
func (t *tool) roundPrint(ctx context.Context, args []string) error {
	v := t.roundVerb()
	out := v.StringP("out", "o", "", "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		if err := v.required("round", "out", *out); err != nil {
			return err
		}
		year, id, err := evaluationKey(operands[0])
		if err != nil {
			return err
		}
		paper, err := d.RoundPaper(ctx, year, id)
		if err != nil {
			return err
		}
		data, err := rounds.Print(ctx, paper)
		if err != nil {
			return err
		}
		written, err := app.WriteDocument(*out, data)
		if err == nil {
			v.say("cli.round.printed", map[string]string{"path": written})
		}
		return err
	})
}

// anchor names what a comment is about.
func (t *tool) anchor(a round.Anchor) string {
	switch {
	case a.Indicator != "":
		return a.Indicator
	case a.Section != "" && a.Paragraph > 0:
		return t.words.Text("cli.round.paragraph", map[string]string{"section": a.Section, "paragraph": fmt.Sprint(a.Paragraph)})
	case a.Section != "":
		return a.Section
	case a.Evidence != "":
		return a.Evidence
	}
	return t.words.Text("cli.round.whole", nil)
}
