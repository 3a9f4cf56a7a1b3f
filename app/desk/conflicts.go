package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
	"zhunsheng/storage/merge"
)

// Conflict is a field on which edits that knew nothing of each other disagree. All values are kept until somebody decides.
type Conflict struct {
	Kind  string // of the record, such as [bundle.RecordEvaluation]
	Key   string // of the record, such as "2022/id"
	Title string // of the record
	// Path is the field's: "name", "object/name", "list/key/name"; "" is the record as a whole. Parts are the names in it, and keys of
	// list elements as they are.
	Path  string
	Parts []string
	// Deletion says that the record or element was deleted on one side and edited on the other.
	Deletion bool
	Ancestor ConflictValue   // what both replaced; Absent where there was nothing, or nobody knows
	Values   []ConflictValue // at least two; the shown one is what the evaluation says meanwhile
}

// ConflictValue is one value of a conflict.
type ConflictValue struct {
	Data   json.RawMessage // nil where Absent
	Text   string          // Data in words: a text as it is, of targets and actuals what was typed, else JSON
	Absent bool            // the edit removed the field, or there was none
	By     string          // author
	At     string          // RFC 3339 in UTC, by the clock of the device
	Device string
	Ours   bool // made on this device
	Shown  bool
}

// Conflicts lists what waits for a decision, by record and path.
func (d *Desk) Conflicts(ctx context.Context) ([]Conflict, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	records, err := x.Conflicts(ctx)
	if err != nil {
		return nil, err
	}
	device := handover.DeviceOf(d.store)
	var all []Conflict
	for _, r := range records {
		for _, c := range r.Conflicts {
			conflict := conflictOf(r, c, device)
			if c.Ancestor == nil && r.Kind == bundle.RecordEvaluation {
				conflict.Ancestor = d.ancestor(ctx, r.Key, conflict.Parts)
			}
			all = append(all, conflict)
		}
	}
	return all, nil
}

// Undecided counts the fields that wait for a decision ([Desk.Conflicts]). Errors are those of the store.
func (d *Desk) Undecided(ctx context.Context) (int, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	return x.Undecided(ctx)
}

func conflictOf(r handover.Undecided, c merge.Conflict, device string) Conflict {
	out := Conflict{
		Kind: r.Kind, Key: r.Key, Title: r.Title, Path: c.Path, Deletion: c.Kind == merge.ConflictDelete, Ancestor: conflictValue(c.Ancestor),
	}
	if c.Path != "" {
		out.Parts = merge.SplitPath(c.Path)
	}
	shown := merge.Shown(c.Values)
	for i, v := range c.Values {
		value := conflictValue(v.Data)
		value.By, value.At, value.Device = v.Stamp.Author, v.Stamp.Time, v.Stamp.Device
		value.Ours, value.Shown = v.Stamp.Device == device, i == shown
		out.Values = append(out.Values, value)
	}
	return out
}

func conflictValue(data json.RawMessage) ConflictValue {
	return ConflictValue{Data: data, Text: plainText(data), Absent: data == nil}
}

// plainText is a value as a person would type it.
func plainText(data json.RawMessage) string {
	var text string
	if json.Unmarshal(data, &text) == nil {
		return text
	}
	var typed struct {
		Text *string `json:"text"`
	}
	if json.Unmarshal(data, &typed) == nil && typed.Text != nil {
		return *typed.Text
	}
	return string(data)
}

// ancestor finds in the history what a field was before it got its present value, for values that were given before versions were noted.
func (d *Desk) ancestor(ctx context.Context, key string, parts []string) ConflictValue {
	none := ConflictValue{Absent: true}
	text, id, _ := strings.Cut(key, "/")
	year, err := strconv.Atoi(text)
	if err != nil || len(parts) == 0 {
		return none
	}
	path := historyPath(parts)
	changes, err := d.store.Timeline(ctx, year, id, path)
	if err != nil {
		return none // a history that cannot be read does not keep anybody from deciding
	}
	for _, c := range slices.Backward(changes) {
		if c.Change.Path == path && c.Entry.Action != storage.ActionImport {
			return conflictValue(c.Change.Old)
		}
	}
	return none
}

// historyPath is the path of a field in the history, by the names and keys that lead to it in a merge.
func historyPath(parts []string) string {
	names := slices.Clone(parts)
	if len(names) > 1 && names[1] != "#" && slices.Contains([]string{"indicators", "parts", "evidence"}, names[0]) {
		names[1] = "#" + names[1]
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	path := ""
	for _, name := range names {
		path += "/" + escape.Replace(name)
	}
	return path
}

// Decision says how a conflict is settled: by one of its values, or by a typed one.
type Decision struct {
	Take  int     // index of the value that counts, unless Typed is set
	Typed *string // a text, number or target as the user typed it
}

// TypedError says that a typed value does not fit its field.
type TypedError struct{ Typed, Reason string }

// Error shows both.
func (e *TypedError) Error() string { return fmt.Sprintf("%q does not fit: %s", e.Typed, e.Reason) }

// Message names the sentence for the user.
func (e *TypedError) Message() scoring.Message {
	return scoring.Message{Key: "error.conflict-typed", Args: scoring.Args{"found": e.Typed, "reason": e.Reason}}
}

// Decide settles a conflict as it was listed. The decision is an edit like any other: it can be undone, and goes along with the next
// bundle. Errors are a [*TypedError], an [*ExchangeError] wrapping [handover.ErrAbsent] where there is no such conflict any more, or
// those of the store.
func (d *Desk) Decide(ctx context.Context, c Conflict, decision Decision) error {
	data, err := c.decided(decision)
	if err != nil {
		return err
	}
	x, done, err := d.exchange(ctx)
	if err != nil {
		return err
	}
	defer done()
	err = x.Decide(ctx, c.Kind, c.Key, c.Path, data)
	var input *scoring.InputError
	if decision.Typed != nil && errors.As(err, &input) {
		return &TypedError{Typed: *decision.Typed, Reason: input.Error()}
	}
	return exchangeFault(err)
}

// decided returns the value that counts, nil to remove.
func (c *Conflict) decided(decision Decision) (json.RawMessage, error) {
	if decision.Typed == nil {
		if decision.Take < 0 || decision.Take >= len(c.Values) {
			return nil, &TypedError{Typed: strconv.Itoa(decision.Take), Reason: fmt.Sprintf("0 to %d", len(c.Values)-1)}
		}
		return c.Values[decision.Take].Data, nil
	}
	typed := *decision.Typed
	if c.Deletion {
		return nil, &TypedError{Typed: typed, Reason: "keep or delete"}
	}
	for _, v := range append(slices.Clone(c.Values), c.Ancestor) {
		if v.Absent {
			continue
		}
		switch first := v.Data[0]; {
		case first == '"', first == '{' && v.Text != string(v.Data): // texts, decimals; targets are read from their text
			return json.Marshal(typed)
		default: // numbers, yes or no, and what only JSON can say
			data := bytes.TrimSpace([]byte(typed))
			if !json.Valid(data) || kindOfJSON(data[0]) != kindOfJSON(first) {
				return nil, &TypedError{Typed: typed, Reason: "a value like " + v.Text}
			}
			return data, nil
		}
	}
	return json.Marshal(typed)
}

// kindOfJSON names the kind of a JSON value by its first byte.
func kindOfJSON(first byte) string {
	switch first {
	case '"', '{', '[':
		return string(first)
	case 't', 'f':
		return "bool"
	case 'n':
		return "null"
	}
	return "number"
}
