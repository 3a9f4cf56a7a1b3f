package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/review"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/scoring/round"
)

// remarks show in the guide what reviewers said about an indicator, round by round, the last one first.
type remarks struct {
	words  wording.Words
	rounds []*round.Review
	answer func()                       // goes where comments are answered
	made   map[string]fyne.CanvasObject // by indicator; nil where nobody said anything
}

// remarksOn are the remarks on the evaluation that is opened.
func (s *Shell) remarksOn(session *edit.Session) guide.Remarks {
	e := session.Evaluation()
	return remarksOf(s.words, s.rounds, func() { s.leave(func() { s.showReview(review.Of(e.FiscalYear, e.ID)) }) })
}

// remarksOf returns what reviewers said; nil where there was no review.
func remarksOf(words wording.Words, rounds []*round.Review, answer func()) guide.Remarks {
	if len(rounds) == 0 {
		return nil
	}
	return &remarks{words: words, rounds: rounds, answer: answer, made: map[string]fyne.CanvasObject{}}
}

// Count is how many comments and review scores there are about an indicator, in all rounds.
func (r *remarks) Count(indicator string) int {
	count := 0
	for _, review := range r.rounds {
		for i := range review.Scores {
			if review.Scores[i].Indicator == indicator {
				count++
			}
		}
		for i := range review.Comments {
			if review.Comments[i].Anchor.Indicator == indicator {
				count++
			}
		}
	}
	return count
}

// Waiting says how many comments of the last round wait for an answer, "" where it was not returned or all are answered.
func (r *remarks) Waiting() string {
	last := r.rounds[len(r.rounds)-1]
	if last.Decision != round.Returned {
		return ""
	}
	open := 0
	for i := range last.Comments {
		if last.Comments[i].Answer == nil {
			open++
		}
	}
	if open == 0 {
		return ""
	}
	return r.words.Say("ui.remarks.waiting", "count", strconv.Itoa(open))
}

// Answer goes where comments are answered.
func (r *remarks) Answer() { r.answer() }

// About returns the comments on an indicator, and the reviewer's points.
func (r *remarks) About(_ *scoring.Evaluation, indicator string) fyne.CanvasObject {
	if made, ok := r.made[indicator]; ok {
		return made
	}
	lines := container.NewVBox()
	for i := len(r.rounds) - 1; i >= 0; i-- {
		r.add(lines, r.rounds[i], indicator)
	}
	var made fyne.CanvasObject
	if len(lines.Objects) > 0 {
		made = lines
	}
	r.made[indicator] = made
	return made
}

func (r *remarks) add(lines *fyne.Container, review *round.Review, indicator string) {
	var texts []string
	for _, s := range review.Scores {
		if s.Indicator == indicator {
			texts = append(texts, strings.TrimSpace(r.words.Say("ui.remarks.points", "points", s.Points.String())+" "+s.Reason))
		}
	}
	for i := range review.Comments {
		c := &review.Comments[i]
		if c.Anchor.Indicator != indicator {
			continue
		}
		texts = append(texts, c.Text)
		if c.Answer != nil {
			texts = append(texts, r.words.Say("ui.remarks.answer", "text", c.Answer.Text))
		}
	}
	if len(texts) == 0 {
		return
	}
	who := strings.TrimSpace(review.Reviewer.Unit + " " + review.Reviewer.Name)
	lines.Add(widget.NewCaption(r.words.Say("ui.remarks.round", "round", strconv.Itoa(review.Round), "by", who)))
	for _, text := range texts {
		lines.Add(widget.Flush(widget.Prose(text)))
	}
}
