package review

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/bundle"
)

// typed takes the reviewer's points or reason for an indicator.
func (d *roundDetail) typed(id string, column int, text string) error {
	r := d.round()
	if !d.writable() {
		return errors.New("the round is closed")
	}
	row := d.row(id)
	if row == nil {
		return errors.New("the indicator is gone")
	}
	at := slices.IndexFunc(r.Scores, func(s round.Score) bool { return s.Indicator == id })
	switch column {
	case scoreReview:
		points, ok, err := edit.Points(text, row.Weight)
		if err != nil {
			return err
		}
		if !ok {
			r.Scores = slices.DeleteFunc(r.Scores, func(s round.Score) bool { return s.Indicator == id })
			break
		}
		if at < 0 {
			r.Scores = append(r.Scores, round.Score{Indicator: id})
			at = len(r.Scores) - 1
		}
		r.Scores[at].Points = points
	case scoreReason:
		if at < 0 { // the reason came first: the unit's points stand
			r.Scores = append(r.Scores, round.Score{Indicator: id, Points: row.Self})
			at = len(r.Scores) - 1
		}
		r.Scores[at].Reason = strings.TrimSpace(text)
	}
	d.save()
	return nil
}

// row is that of an indicator, nil for none.
func (d *roundDetail) row(id string) *round.Row {
	for i := range d.found.Table.Rows {
		if d.found.Table.Rows[i].Indicator == id {
			return &d.found.Table.Rows[i]
		}
	}
	return nil
}

// save keeps the round and shows what it comes to.
func (d *roundDetail) save() {
	d.edits, d.failure = d.edits+1, nil
	of, source, found, edits := d.snapshot(), d.page.needs.Source, d.found, d.edits
	keep(d.page, func(ctx context.Context) (desk.RoundView, error) {
		if err := source.SaveRound(ctx, of); err != nil {
			return desk.RoundView{}, err
		}
		return source.RoundView(ctx, of)
	}, func(v desk.RoundView, err error) {
		if d.edits == edits {
			d.failure = err
		}
		if err != nil {
			return
		}
		d.page.needs.Changed()
		if d.found == found && d.edits == edits {
			found.RoundView = v
			d.fill()
		}
	})
}

// snapshot is the round as it is now, to be read in the background while the user goes on.
func (d *roundDetail) snapshot() *round.Review {
	of := *d.round()
	of.Scores, of.Comments = slices.Clone(of.Scores), slices.Clone(of.Comments)
	return &of
}

// close ends the round and offers the bundle that takes it back to the unit.
func (d *roundDetail) close(decision round.Decision) {
	r := d.round()
	if !d.writable() {
		return
	}
	d.commit()
	p, w, source, of := d.page, d.page.needs.Words, d.page.needs.Source, d.of
	p.needs.Prompts.Confirm(w.Say("ui.judging.close."+string(decision)), w.Say("ui.judging.close.text", "count", strconv.Itoa(len(r.Comments))), w.Say("ui.judging.close."+string(decision)), func() {
		if d.of != of || !d.writable() {
			return
		}
		whole, project := d.snapshot(), d.found.Evaluation.Project.Name
		d.edits, d.closing = d.edits+1, true // what was being read knows nothing of it
		d.fill()
		keep(p, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, source.CloseRound(ctx, whole, decision)
		}, func(_ struct{}, err error) {
			if err != nil {
				if d.of == of {
					d.closing = false
					d.reload()
				}
				return
			}
			p.needs.Toast(w.Say("ui.judging.closed"), look.Fine)
			p.after("")
			p.needs.Runner.Post(func() { p.send(bundle.KindReviewed, choice{of, project}) })
		})
	})
}
