package round

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/strictjson"
)

// Format is the value of the "format" member of a review.
const Format = "zhunsheng/review-round/1"

// Review (审核意见) is what somebody says about one version of an evaluation.
type Review struct {
	Format     string    `json:"format"`
	ID         string    `json:"id"`
	Evaluation string    `json:"evaluation"` // ID
	FiscalYear int       `json:"fiscalYear"`
	Version    string    `json:"version"` // [VersionOf] the evaluation that was read
	Round      int       `json:"round"`   // from 1
	Reviewer   Person    `json:"reviewer"`
	Date       string    `json:"date,omitempty"` // ISO
	Decision   Decision  `json:"decision"`
	Comments   []Comment `json:"comments,omitempty"`
	Scores     []Score   `json:"scores,omitempty"`
}

// Person is who reviews or answers.
type Person struct {
	Name string `json:"name"`
	Unit string `json:"unit,omitempty"`
}

// Decision is the outcome of a round.
type Decision string

// The decisions.
const (
	Open     Decision = "open"     // still being written
	Returned Decision = "returned" // the unit has to answer
	Accepted Decision = "accepted"
)

// Comment is one remark and the unit's answer to it.
type Comment struct {
	ID     string  `json:"id"`
	Anchor Anchor  `json:"anchor"`
	Text   string  `json:"text"`
	Answer *Answer `json:"answer,omitempty"`
}

// Anchor is what a comment is about: an indicator, a paragraph of a narrative section, or a piece of evidence; the whole evaluation where
// all are empty.
type Anchor struct {
	Indicator string `json:"indicator,omitempty"`
	Section   string `json:"section,omitempty"`
	Paragraph int    `json:"paragraph,omitempty"` // from 1; 0 is the whole section
	Quote     string `json:"quote,omitempty"`     // how the paragraph began when it was read ([Quote]), to find it again
	Evidence  string `json:"evidence,omitempty"`
}

// Answer is what the unit says to a comment.
type Answer struct {
	Text    string `json:"text"`
	By      Person `json:"by"`
	Date    string `json:"date,omitempty"`
	Changed bool   `json:"changed"` // whether the evaluation was changed for it
}

// Score is the reviewer's points for an indicator. It needs a reason where it is not the unit's.
type Score struct {
	Indicator string          `json:"indicator"`
	Points    decimal.Decimal `json:"points"`
	Reason    string          `json:"reason,omitempty"`
}

// ErrUnanswered is wrapped by the error of [Review.Complete].
var ErrUnanswered = errors.New("comments are not answered")

// VersionOf names a version of an evaluation: the SHA-256 of its JSON, in hexadecimal. The error is that of encoding it.
func VersionOf(e *scoring.Evaluation) (string, error) {
	data, err := e.Encode()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// Read reads a review. Faults are joined [*scoring.InputError] values; what the evaluation has to say about it, [Review.Check] says.
func Read(data []byte) (*Review, error) {
	r := new(Review)
	if err := strictjson.Decode(data, r, strictjson.DefaultLimits); err != nil {
		return nil, scoring.ReadError("review", err)
	}
	if r.Format != Format {
		return nil, fault("format", "format", r.Format, Format)
	}
	return r, nil
}

// Encode writes the review as its documented JSON. The same review gives the same bytes.
func (r *Review) Encode() ([]byte, error) {
	return strictjson.Encode(r)
}

func fault(kind, field, found, allowed string) error {
	return &scoring.InputError{Document: "review", Fault: kind, Field: field, Found: found, Allowed: allowed}
}

// Check says what is wrong with a review of an evaluation scored under a scheme: comments at places that are not there, points beyond
// the weight, points that differ from the unit's without a reason. Faults are joined [*scoring.InputError] values.
func (r *Review) Check(s *scoring.Scheme, e *scoring.Evaluation) error {
	var faults []error
	add := func(kind, field, found, allowed string) { faults = append(faults, fault(kind, field, found, allowed)) }
	if r.Evaluation != e.ID || r.FiscalYear != e.FiscalYear {
		add("reference", "evaluation", fmt.Sprintf("%d/%s", r.FiscalYear, r.Evaluation), fmt.Sprintf("%d/%s", e.FiscalYear, e.ID))
	}
	if r.Round < 1 {
		add("range", "round", fmt.Sprint(r.Round), "1-")
	}
	if r.Decision != Open && r.Decision != Returned && r.Decision != Accepted {
		add("choice", "decision", string(r.Decision), "open, returned, accepted")
	}
	seen := map[string]bool{}
	for i := range r.Comments {
		c, at := &r.Comments[i], fmt.Sprintf("comments[%d]", i)
		if c.ID == "" || seen[c.ID] {
			add("duplicate-id", at+".id", c.ID, "")
		}
		seen[c.ID] = true
		if strings.TrimSpace(c.Text) == "" {
			add("missing", at+".text", "", "")
		}
		if found, ok := c.Anchor.in(e); !ok {
			add("reference", at+".anchor", found, "")
		}
	}
	return errors.Join(append(faults, r.checkScores(s, e)...)...)
}

func (r *Review) checkScores(s *scoring.Scheme, e *scoring.Evaluation) []error {
	var faults []error
	lines := linesOf(s, e)
	seen := map[string]bool{}
	for i := range r.Scores {
		score, at := &r.Scores[i], fmt.Sprintf("scores[%d]", i)
		line, ok := lines[score.Indicator]
		switch {
		case !ok || seen[score.Indicator]:
			faults = append(faults, fault("reference", at+".indicator", score.Indicator, ""))
			continue
		case score.Points.IsNeg() || score.Points.Cmp(line.Weight) > 0:
			faults = append(faults, fault("range", at+".points", score.Points.String(), "0-"+line.Weight.String()))
		case score.Points.Cmp(line.Points) != 0 && strings.TrimSpace(score.Reason) == "":
			faults = append(faults, fault("missing", at+".reason", "", ""))
		}
		seen[score.Indicator] = true
	}
	return faults
}

func linesOf(s *scoring.Scheme, e *scoring.Evaluation) map[string]*scoring.Line {
	card := scoring.Score(s, e)
	lines := map[string]*scoring.Line{}
	for i := range card.Lines {
		lines[card.Lines[i].ID] = &card.Lines[i]
	}
	return lines
}

// in reports whether the anchor's place is in an evaluation, and names it.
func (a Anchor) in(e *scoring.Evaluation) (place string, ok bool) {
	switch {
	case a.Indicator != "":
		return "indicator " + a.Indicator, slices.ContainsFunc(e.Indicators, func(i scoring.Indicator) bool { return i.ID == a.Indicator })
	case a.Section != "":
		_, ok := a.paragraph(e)
		return fmt.Sprintf("section %s, paragraph %d", a.Section, a.Paragraph), ok
	case a.Evidence != "":
		return "evidence " + a.Evidence, slices.ContainsFunc(e.Evidence, func(v scoring.Evidence) bool { return v.ID == a.Evidence })
	default:
		return "", a.Paragraph == 0
	}
}

// paragraph returns the number of the paragraph that the anchor means in a version of the evaluation: the one that begins as it did, else
// the one with its number.
func (a Anchor) paragraph(e *scoring.Evaluation) (int, bool) {
	at := slices.IndexFunc(e.Narrative, func(n scoring.Narrative) bool { return n.Section == a.Section })
	if at < 0 || a.Paragraph < 0 {
		return 0, false
	}
	if a.Paragraph == 0 {
		return 0, true
	}
	paragraphs := strings.Split(e.Narrative[at].Text, "\n") // as they are stored: a figure that changed does not move a comment
	if a.Quote != "" {
		if n := slices.IndexFunc(paragraphs, func(p string) bool { return strings.HasPrefix(p, a.Quote) }); n >= 0 {
			return n + 1, true
		}
	}
	return a.Paragraph, a.Paragraph <= len(paragraphs)
}

// Answer puts the unit's answer to a comment; an earlier one is replaced. The error is a [*scoring.InputError].
func (r *Review) Answer(comment string, a Answer) error {
	at := slices.IndexFunc(r.Comments, func(c Comment) bool { return c.ID == comment })
	if at < 0 {
		return fault("reference", "comment", comment, "")
	}
	if strings.TrimSpace(a.Text) == "" {
		return fault("missing", "answer.text", "", "")
	}
	r.Comments[at].Answer = &a
	return nil
}

// Complete returns nil once every comment is answered, and an error that wraps [ErrUnanswered] and counts those that are not before.
func (r *Review) Complete() error {
	open := 0
	for i := range r.Comments {
		if r.Comments[i].Answer == nil {
			open++
		}
	}
	if open == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d: %w", open, len(r.Comments), ErrUnanswered)
}
