package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/scoring/round"
)

// remarks show in the guide what reviewers said about an indicator, round by round, the last one first.
type remarks struct {
	words  wording.Words
	rounds []*round.Review
	made   map[string]fyne.CanvasObject // by indicator; nil where nobody said anything
}

// remarksOf returns what reviewers said; nil where there was no review.
func remarksOf(words wording.Words, rounds []*round.Review) guide.Remarks {
	if len(rounds) == 0 {
		return nil
	}
	return &remarks{words: words, rounds: rounds, made: map[string]fyne.CanvasObject{}}
}

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
