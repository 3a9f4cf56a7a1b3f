package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/report/rounds"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Review rounds (审核) live beside their evaluation and travel with it: a department or bureau takes in a bundle for review, begins a
// round, comments and scores, returns it ([bundle.KindReviewed]); the unit answers every comment and hands the evaluation in again.

// reviewKey is the key of a round's record.
func reviewKey(r *round.Review) string {
	return fmt.Sprintf("%d/%s/%04d", r.FiscalYear, r.Evaluation, r.Round)
}

// Rounds lists the review rounds of an evaluation, the first one first.
func (d *Desk) Rounds(ctx context.Context, year int, id string) ([]*round.Review, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	keys, err := x.Keys(ctx, bundle.RecordReview)
	if err != nil {
		return nil, err
	}
	var reviews []*round.Review
	for _, key := range keys {
		if of, _, ok := cutLast(key); !ok || of != fmt.Sprintf("%d/%s", year, id) {
			continue
		}
		data, err := x.Get(ctx, bundle.RecordReview, key)
		if errors.Is(err, handover.ErrAbsent) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r, err := round.Read(data)
		if err != nil {
			return nil, err
		}
		reviews = append(reviews, r)
	}
	slices.SortFunc(reviews, func(a, b *round.Review) int { return a.Round - b.Round })
	return reviews, nil
}

func cutLast(key string) (before, after string, ok bool) {
	at := strings.LastIndexByte(key, '/')
	if at < 0 {
		return key, "", false
	}
	return key[:at], key[at+1:], true
}

// OpenRoundError says that a round cannot be begun: the last one is still open.
type OpenRoundError struct{ Round int }

// Error names the round.
func (e *OpenRoundError) Error() string { return fmt.Sprintf("round %d is still open", e.Round) }

// Message names the sentence for the user.
func (e *OpenRoundError) Message() scoring.Message {
	return scoring.Message{Key: "error.round-open", Args: scoring.Args{"round": strconv.Itoa(e.Round)}}
}

// BeginRound begins the next round of an evaluation as it stands now, and keeps it. The error is an [*OpenRoundError], or that of the
// store.
func (d *Desk) BeginRound(ctx context.Context, year int, id string, reviewer round.Person) (*round.Review, error) {
	e, _, err := d.store.Evaluation(ctx, year, id)
	if err != nil {
		return nil, err
	}
	reviews, err := d.Rounds(ctx, year, id)
	if err != nil {
		return nil, err
	}
	next := 1
	if len(reviews) > 0 {
		last := reviews[len(reviews)-1]
		if last.Decision == round.Open {
			return nil, &OpenRoundError{Round: last.Round}
		}
		next = last.Round + 1
	}
	version, err := round.VersionOf(e)
	if err != nil {
		return nil, err
	}
	r := &round.Review{
		Format: round.Format, ID: fmt.Sprintf("%s-r%d", id, next), Evaluation: id, FiscalYear: year, Version: version, Round: next,
		Reviewer: reviewer, Decision: round.Open,
	}
	return r, d.saveRound(ctx, "begin", r)
}

// SaveRound keeps a round as it was edited. Errors are joined [*scoring.InputError] values, or those of the store.
func (d *Desk) SaveRound(ctx context.Context, r *round.Review) error {
	return d.saveRound(ctx, "edit", r)
}

// saveRound keeps a round, and what changes with it, as one action in the history; what was done is a word.
func (d *Desk) saveRound(ctx context.Context, what string, r *round.Review, with ...handover.Change) error {
	data, err := r.Encode()
	if err != nil {
		return err
	}
	if _, err := round.Read(data); err != nil {
		return err
	}
	x, done, err := d.exchange(ctx)
	if err != nil {
		return err
	}
	defer done()
	key := reviewKey(r)
	return exchangeFault(x.Keep(ctx, handover.Deed(handover.Review+" "+what+" "+key), bundle.RecordReview, key, flatJSON(data), with...))
}

// flatJSON takes the spaces out of a JSON text that is known to be well-formed.
func flatJSON(data []byte) json.RawMessage {
	var raw json.RawMessage
	if json.Unmarshal(data, &raw) != nil {
		return data
	}
	flat, err := json.Marshal(raw)
	if err != nil {
		return data
	}
	return flat
}

// NewComment returns a comment with an ID that the round does not have yet. The anchor quotes how its paragraph begins ([round.Quote]), so
// that it is found again after an edit.
func (d *Desk) NewComment(r *round.Review, anchor round.Anchor, text string) round.Comment {
	for n := len(r.Comments) + 1; ; n++ {
		id := "c" + strconv.Itoa(n)
		if !slices.ContainsFunc(r.Comments, func(c round.Comment) bool { return c.ID == id }) {
			return round.Comment{ID: id, Anchor: anchor, Text: text}
		}
	}
}

// CheckRound says what would keep [Desk.CloseRound] from closing a round: its errors, without changing anything.
func (d *Desk) CheckRound(ctx context.Context, r *round.Review) error {
	e, scheme, err := d.Open(ctx, r.FiscalYear, r.Evaluation)
	if err != nil {
		return err
	}
	return r.Check(scheme, e)
}

// CloseRound ends a round with a decision ([round.Returned] or [round.Accepted]) and sets the evaluation's status with it, as one action:
// returned or reviewed. It is handed over by [Desk.MakeBundle] with [bundle.KindReviewed]. Errors are joined [*scoring.InputError] values where a
// comment or score does not fit the evaluation, or those of the store.
func (d *Desk) CloseRound(ctx context.Context, r *round.Review, decision round.Decision) error {
	if err := d.CheckRound(ctx, r); err != nil {
		return err
	}
	e, revision, err := d.store.Evaluation(ctx, r.FiscalYear, r.Evaluation)
	if err != nil {
		return err
	}
	what, status := "return", scoring.StatusReturned
	if decision == round.Accepted {
		what, status = "accept", scoring.StatusReviewed
	}
	var with []handover.Change
	if e.Status != status {
		e.Status = status
		content, err := json.Marshal(e)
		if err != nil {
			return err
		}
		with = append(with, handover.Change{Evaluation: fmt.Sprintf("%d/%s", r.FiscalYear, r.Evaluation), Seen: revision, Value: content, Decoded: e})
	}
	r.Decision, r.Date = decision, d.now().Format("2006-01-02")
	return d.saveRound(ctx, what, r, with...)
}

// AnswerComment keeps the unit's answer to a comment of a round. Errors are a [*scoring.InputError], or those of the store.
func (d *Desk) AnswerComment(ctx context.Context, r *round.Review, comment string, a round.Answer) error {
	if a.Date == "" {
		a.Date = d.now().Format("2006-01-02")
	}
	if err := r.Answer(comment, a); err != nil {
		return err
	}
	return d.saveRound(ctx, "answer", r)
}

// RoundView is a round with what it is about.
type RoundView struct {
	Evaluation *scoring.Evaluation // of a round that was closed: as the reviewer read it, where that is known here
	Scheme     *scoring.Scheme
	Table      *round.Table // the review scores beside the unit's own
	Since      bool         // the evaluation was changed after the review
	Unknown    bool         // nobody here knows what the reviewer read; Evaluation is as it is now
}

// RoundView puts the review scores of a round beside the unit's own: those of the evaluation as it is now while the round is open, of what
// the reviewer read once it is closed. Errors are those of [Desk.Open].
func (d *Desk) RoundView(ctx context.Context, r *round.Review) (RoundView, error) {
	e, scheme, err := d.Open(ctx, r.FiscalYear, r.Evaluation)
	if err != nil {
		return RoundView{}, err
	}
	v := RoundView{Evaluation: e, Scheme: scheme}
	if r.Decision != round.Open {
		then, known, err := d.ReviewedVersion(ctx, r)
		if err != nil {
			return v, err
		}
		if v.Unknown = !known; known {
			v.Evaluation, v.Since = then, !sameContent(then, e)
		}
	}
	if other, known := d.Scheme(v.Evaluation.Scheme); known {
		v.Scheme = other
	}
	v.Table = round.Beside(v.Scheme, v.Evaluation, r)
	return v, nil
}

// sameContent reports whether two versions of an evaluation differ in nothing but the status, which the review itself sets.
func sameContent(a, b *scoring.Evaluation) bool {
	like := *b
	like.Status = a.Status
	x, err := round.VersionOf(a)
	y, other := round.VersionOf(&like)
	return err == nil && other == nil && x == y
}

// RoundTable is the table of [Desk.RoundView].
func (d *Desk) RoundTable(ctx context.Context, r *round.Review) (*round.Table, error) {
	v, err := d.RoundView(ctx, r)
	return v.Table, err
}

// RoundChanges is what became of a round in the next one.
type RoundChanges struct {
	Before, After *round.Review
	Changes       []round.Change
}

// RoundHistory says for each round after the first what became of the comments and scores before it.
func (d *Desk) RoundHistory(ctx context.Context, year int, id string) ([]RoundChanges, error) {
	reviews, err := d.Rounds(ctx, year, id)
	if err != nil {
		return nil, err
	}
	var history []RoundChanges
	for i := 1; i < len(reviews); i++ {
		history = append(history, RoundChanges{Before: reviews[i-1], After: reviews[i], Changes: round.Compare(reviews[i-1], reviews[i])})
	}
	return history, nil
}

// roundVersions is how many versions of an evaluation are looked at to find the one that was reviewed.
const roundVersions = 500

// ReviewedVersion returns the evaluation as the reviewer of a round read it, from the history here; ok is false where this store never had
// that version, as at the reviewer's the unit's later edits.
func (d *Desk) ReviewedVersion(ctx context.Context, r *round.Review) (e *scoring.Evaluation, ok bool, err error) {
	now, _, err := d.store.Evaluation(ctx, r.FiscalYear, r.Evaluation)
	if err != nil {
		return nil, false, err
	}
	if is, err := round.VersionOf(now); err != nil || is == r.Version {
		return now, err == nil, err
	}
	entries, err := d.store.History(ctx, r.FiscalYear, r.Evaluation)
	if err != nil {
		return nil, false, err
	}
	for n, entry := range slices.Backward(entries) {
		if len(entries)-n > roundVersions {
			break
		}
		then, err := d.store.Version(ctx, r.FiscalYear, r.Evaluation, entry.Seq)
		if err != nil {
			continue // before it was made, or after it was deleted
		}
		if is, err := round.VersionOf(then); err == nil && is == r.Version {
			return then, true, nil
		}
	}
	return nil, false, nil
}

// RoundPaper is the review of an evaluation, to be printed by package rounds of the reports: all rounds, and the scores of the last one
// beside the unit's own. An evaluation without rounds is an [*ExchangeError] wrapping [handover.ErrAbsent].
func (d *Desk) RoundPaper(ctx context.Context, year int, id string) (rounds.Paper, error) {
	all, err := d.Rounds(ctx, year, id)
	if err != nil {
		return rounds.Paper{}, err
	}
	if len(all) == 0 {
		return rounds.Paper{}, &ExchangeError{Err: &handover.AbsentError{Kind: "review", Key: fmt.Sprintf("%d/%s", year, id)}}
	}
	v, err := d.RoundView(ctx, all[len(all)-1])
	if err != nil {
		return rounds.Paper{}, err
	}
	faces, _, err := d.ReportFaces(ctx)
	if err != nil {
		return rounds.Paper{}, err
	}
	words := d.words()
	return rounds.Paper{
		Evaluation: v.Evaluation, Rounds: all, Table: v.Table, Words: words, Language: words.Language(),
		Figures: figure.Of(v.Scheme, v.Evaluation, scoring.Score(v.Scheme, v.Evaluation), words.Language()), Now: d.now(), Program: app.Producer, Faces: faces,
	}, nil
}
