package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring/round"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// ReviewInfo is what a list shows of the reviews of one evaluation: its last round.
type ReviewInfo struct {
	Year       int
	ID         string // of the evaluation
	Project    string // "" where the evaluation is not here
	Round      int
	Reviewer   round.Person
	Decision   round.Decision
	Comments   int
	Unanswered int
}

// Reviews lists the evaluations that are or were under review, by year and ID. The error is that of the store.
func (d *Desk) Reviews(ctx context.Context) ([]ReviewInfo, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := x.Keys(ctx, bundle.RecordReview)
	last := map[string]*round.Review{}
	for _, key := range keys {
		data, get := x.Get(ctx, bundle.RecordReview, key)
		if errors.Is(get, handover.ErrAbsent) {
			continue
		}
		r, read := round.Read(data)
		if err = errors.Join(err, get, read); err != nil {
			break
		}
		of, _, _ := cutLast(key)
		if have := last[of]; have == nil || have.Round < r.Round {
			last[of] = r
		}
	}
	done()
	if err != nil {
		return nil, err
	}
	names := map[int]map[string]string{}
	var all []ReviewInfo
	for _, r := range last {
		if names[r.FiscalYear] == nil {
			if names[r.FiscalYear], err = d.names(ctx, r.FiscalYear); err != nil {
				return nil, err
			}
		}
		info := ReviewInfo{
			Year: r.FiscalYear, ID: r.Evaluation, Project: names[r.FiscalYear][r.Evaluation], Round: r.Round, Reviewer: r.Reviewer,
			Decision: r.Decision, Comments: len(r.Comments),
		}
		for _, c := range r.Comments {
			if c.Answer == nil {
				info.Unanswered++
			}
		}
		all = append(all, info)
	}
	slices.SortFunc(all, func(a, b ReviewInfo) int {
		return strings.Compare(strconv.Itoa(a.Year)+a.ID, strconv.Itoa(b.Year)+b.ID)
	})
	return all, nil
}

// names are those of a year's projects by the IDs of their evaluations; none for a year that is not here.
func (d *Desk) names(ctx context.Context, year int) (map[string]string, error) {
	headers, err := d.store.Headers(ctx, year)
	if errors.Is(err, storage.ErrNotFound) {
		err = nil
	}
	names := make(map[string]string, len(headers))
	for i := range headers {
		names[headers[i].ID] = headers[i].Name
	}
	return names, err
}

// Person is who works here, for reviews and answers, with the unit of the store's card.
func (d *Desk) Person(ctx context.Context) (round.Person, error) {
	card, err := d.Profile(ctx)
	return round.Person{Name: d.author(card), Unit: card.Name}, err
}
