package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Standings are the statuses that a user gives by hand. Returned and reviewed come from a review ([Desk.CloseRound]).
func Standings() []scoring.Status {
	return []scoring.Status{scoring.StatusSubmitted, scoring.StatusSigned, scoring.StatusDraft}
}

// Stood is what became of evaluations whose status was to be changed.
type Stood struct {
	Changed []string // IDs
	Refused []StandingRefusal
}

// StandingRefusal says why an evaluation keeps its status.
type StandingRefusal struct {
	ID, Name string
	Err      error
}

// UnreadyError says that an evaluation cannot be submitted: so many indicators are not decided, so many findings have to be corrected.
type UnreadyError struct{ Pending, Blocking int }

// Error gives both numbers.
func (e *UnreadyError) Error() string { return "the evaluation is not ready to be submitted" }

// Message names the sentence for the user.
func (e *UnreadyError) Message() scoring.Message {
	if e.Pending > 0 {
		return scoring.Message{Key: "error.standing.pending", Args: scoring.Args{"count": strconv.Itoa(e.Pending)}}
	}
	return scoring.Message{Key: "error.standing.blocking", Args: scoring.Args{"count": strconv.Itoa(e.Blocking)}}
}

// Stand gives evaluations of a year a status, all that may have it as one action in the history. To be submitted or signed an evaluation
// has to be decided in every indicator and free of findings that block; what is not keeps its status and says why. Those that have the
// status already are passed over. Errors are those of the store.
func (d *Desk) Stand(ctx context.Context, year int, ids []string, status scoring.Status) (Stood, error) {
	var out Stood
	var headers []storage.Header
	for _, id := range ids {
		h, err := d.store.Header(ctx, year, id)
		if err != nil {
			return out, err
		}
		if h.Status != status {
			headers = append(headers, h)
		}
	}
	if status != scoring.StatusDraft {
		insights, err := d.Insights(ctx, headers, nil)
		if err != nil {
			return out, err
		}
		headers = slices.DeleteFunc(headers, func(h storage.Header) bool {
			err := unready(&h, insights)
			if err != nil {
				out.Refused = append(out.Refused, StandingRefusal{ID: h.ID, Name: h.Name, Err: err})
			}
			return err != nil
		})
	}
	if err := d.stand(ctx, headers, status); err != nil {
		return out, err
	}
	for i := range headers {
		out.Changed = append(out.Changed, headers[i].ID)
	}
	return out, nil
}

// unready says why an evaluation cannot be submitted, nil where it can.
func unready(h *storage.Header, insights map[string]Insight) error {
	insight, ok := insights[h.ID]
	switch {
	case !ok:
		return &app.UnknownSchemeError{Found: h.Scheme.ID}
	case h.Pending > 0 || h.Rows == 0:
		return &UnreadyError{Pending: max(h.Pending, 1)}
	case insight.Blocking > 0:
		return &UnreadyError{Blocking: insight.Blocking}
	}
	return nil
}

// stand gives evaluations a status as one action.
func (d *Desk) stand(ctx context.Context, headers []storage.Header, status scoring.Status) error {
	if len(headers) == 0 {
		return nil
	}
	parts := make([]storage.Part, len(headers))
	for i := range headers {
		e, revision, err := d.store.Evaluation(ctx, headers[i].FiscalYear, headers[i].ID)
		if err != nil {
			return err
		}
		e.Status = status
		content, err := json.Marshal(e)
		if err != nil {
			return err
		}
		parts[i] = storage.Part{Year: e.FiscalYear, ID: e.ID, Seen: revision, Content: content, Decoded: e}
	}
	return d.store.Apply(ctx, storage.ActionChangeEvaluation, "", func(uint64) ([]storage.Part, error) { return parts, nil })
}

// standAfter is the status of an evaluation when a role has signed its report, after others: signed once every required role has.
func standAfter(roles []scoring.Role, signed ...string) scoring.Status {
	for _, role := range roles {
		if role.Required && !slices.Contains(signed, role.ID) {
			return scoring.StatusSubmitted
		}
	}
	return scoring.StatusSigned
}

// standSigned gives evaluations the status that a first signature on their reports gives them. A report that is signed stands as it is:
// where the status cannot be noted, as in a year that is closed, it is left out.
func (d *Desk) standSigned(ctx context.Context, of []Ref, role string) {
	byStatus := map[scoring.Status][]storage.Header{}
	for _, ref := range of {
		h, err := d.store.Header(ctx, ref.Year, ref.ID)
		if err != nil {
			continue
		}
		scheme, err := d.schemes.For(h.Scheme)
		if err != nil {
			continue
		}
		if status := standAfter(scheme.Roles, role); status != h.Status && h.Status != scoring.StatusSigned {
			byStatus[status] = append(byStatus[status], h)
		}
	}
	for _, status := range []scoring.Status{scoring.StatusSubmitted, scoring.StatusSigned} {
		_ = d.stand(ctx, byStatus[status], status) // see above
	}
}

// standReceived gives the evaluation of a report that was received its status when a role has signed or refused it, provided that the
// store holds what the report holds.
func (d *Desk) standReceived(ctx context.Context, r *Received, role string, rejected bool) {
	if !r.Judged.Data.Good() || r.Judged.Data.Rescored == nil {
		return
	}
	inside := r.Judged.Data.Rescored.Data.Evaluation.Clone()
	here, _, err := d.store.Evaluation(ctx, inside.FiscalYear, inside.ID)
	if err != nil {
		return
	}
	h, err := d.store.Header(ctx, here.FiscalYear, here.ID)
	if err != nil {
		return
	}
	inside.Status, here.Status = "", ""
	a, errA := inside.Encode()
	b, errB := here.Encode()
	if errors.Join(errA, errB) != nil || string(a) != string(b) {
		return
	}
	status := scoring.StatusReturned
	if !rejected {
		signed := []string{role}
		for _, other := range r.Roles {
			if other.Signer != "" && !other.Rejected {
				signed = append(signed, other.Role.ID)
			}
		}
		status = standAfter(r.Judged.Roles, signed...)
	}
	if status != h.Status {
		_ = d.stand(ctx, []storage.Header{h}, status) // the report is signed all the same
	}
}
