package handover

import (
	"bytes"
	"encoding/json"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

// storable returns a document as the store keeps it: an evaluation without members that this program does not know, checked. Other
// kinds are kept as they are.
func storable(kind string, document json.RawMessage) ([]byte, error) {
	if kind != bundle.RecordEvaluation {
		return document, nil
	}
	e, err := scoring.RestoreEvaluation(document)
	if err == nil {
		return compact(e)
	}
	// Members that this program does not know are refused by that; anything else is refused again.
	e = new(scoring.Evaluation)
	if json.Unmarshal(document, e) != nil {
		return nil, err
	}
	known, err := compact(e)
	if err != nil {
		return nil, err
	}
	if _, err := scoring.RestoreEvaluation(known); err != nil {
		return nil, err
	}
	return known, nil
}

// compact writes JSON as the store does: members in the order of the type, no spaces, no HTML escapes.
func compact(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// EvaluationOf reads the evaluation in the line of a bundle's record, without its history. Members that this program does not know are
// passed over. A deleted one is an error wrapping [ErrAbsent].
func EvaluationOf(line []byte) (*scoring.Evaluation, error) {
	var w struct {
		Document json.RawMessage `json:"document"`
	}
	if err := json.Unmarshal(line, &w); err != nil {
		return nil, err
	}
	if w.Document == nil {
		return nil, ErrAbsent
	}
	known, err := storable(bundle.RecordEvaluation, w.Document)
	if err != nil {
		return nil, err
	}
	return scoring.RestoreEvaluation(known)
}

// documentOf returns the document in the line of a record that has been checked; none where it is deleted or not an evaluation.
func documentOf(kind string, line []byte) (document, error) {
	var w struct {
		Document json.RawMessage `json:"document"`
	}
	if kind != bundle.RecordEvaluation {
		return document{}, nil
	}
	if err := json.Unmarshal(line, &w); err != nil || w.Document == nil {
		return document{}, err
	}
	e := new(scoring.Evaluation)
	if err := json.Unmarshal(w.Document, e); err != nil {
		return document{}, err
	}
	content, err := compact(e)
	return document{content, e}, err
}

// flat takes the spaces out of a JSON text.
func flat(data []byte) ([]byte, error) {
	var out bytes.Buffer
	err := json.Compact(&out, data)
	return out.Bytes(), err
}
