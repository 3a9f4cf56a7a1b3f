package desk

import (
	"context"
	"fmt"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// ActionCarryOver is what the history calls evaluations that begin with what another year held.
const ActionCarryOver storage.Action = "carry-over"

// addTogether puts evaluations into the store, and their fiscal years where they are not there yet, all or none, as one action of the
// user.
func (d *Desk) addTogether(ctx context.Context, action storage.Action, reason string, list []*scoring.Evaluation) error {
	options := storage.ImportOptions{Action: action, Reason: reason, AddYears: true}
	_, err := d.store.ImportAs(ctx, options, func(yield func(*scoring.Evaluation, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	})
	return err
}

// fileReason names an import of a file or sheet in the history, so that its parts are one.
func fileReason(name string, list []*scoring.Evaluation) string {
	id := ""
	if len(list) > 0 {
		id = list[0].ID
	}
	return fmt.Sprintf("file %s #%s", name, id)
}

// Delete takes evaluations of a year out of the store, all or none, as one action. They stay in the history. Errors are those of
// [storage.Store.Delete].
func (d *Desk) Delete(ctx context.Context, year int, ids ...string) error {
	if len(ids) == 1 {
		h, err := d.store.Header(ctx, year, ids[0])
		if err != nil {
			return err
		}
		return d.store.Delete(ctx, year, ids[0], h.Revision)
	}
	parts := make([]storage.Part, 0, len(ids))
	for _, id := range ids {
		h, err := d.store.Header(ctx, year, id)
		if err != nil {
			return err
		}
		parts = append(parts, storage.Part{Year: year, ID: id, Seen: h.Revision})
	}
	return d.store.Apply(ctx, storage.ActionDeleteEvaluation, "", func(uint64) ([]storage.Part, error) { return parts, nil })
}
