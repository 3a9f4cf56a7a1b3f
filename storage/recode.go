package storage

import (
	"bytes"
	"encoding/json"
	"slices"

	"zhunsheng/scoring"
	"zhunsheng/storage/delta"
)

// Saving an edit means to encode the evaluation and to say what changed. Both are done member by member here: of an evaluation whose
// encoding is known, only those indicators and sections are encoded and compared that an edit has changed.

// known is an evaluation with its encoding. It belongs to one goroutine at a time.
type known struct {
	content    []byte              // the whole
	twin       *scoring.Evaluation // what content was encoded from
	frame      []byte              // content with one blank element in place of those of the two lists
	indicators [][]byte            // the elements in content
	narrative  [][]byte
	ahead      chan *scoring.Evaluation // a copy of twin for the next edit
}

// blankIndicators and blankNarrative stand in a frame where the lists stand in the whole. No text can look like them: its quotation marks
// are escaped.
var (
	blankIndicators = blankMember("indicators", scoring.Indicator{})
	blankNarrative  = blankMember("narrative", scoring.Narrative{})
)

func blankMember(name string, element any) []byte {
	content, err := encodeJSON(map[string]any{name: []any{element}})
	if err != nil {
		panic(err) // only for types that JSON does not have
	}
	return content[1 : len(content)-1]
}

// frameOf encodes what an evaluation holds besides indicators and narrative.
func frameOf(e *scoring.Evaluation) ([]byte, error) {
	frame := *e
	if len(e.Indicators) > 0 {
		frame.Indicators = make([]scoring.Indicator, 1)
	}
	if len(e.Narrative) > 0 {
		frame.Narrative = make([]scoring.Narrative, 1)
	}
	return encodeJSON(&frame)
}

// newKnown encodes an evaluation member by member; nil where that does not give content, which is its encoding.
func newKnown(e *scoring.Evaluation, content []byte) *known {
	k := &known{twin: e.Clone(), indicators: make([][]byte, len(e.Indicators)), narrative: make([][]byte, len(e.Narrative))}
	var err error
	if k.frame, err = frameOf(e); err != nil {
		return nil
	}
	if k.indicators, err = encodeElements(e.Indicators); err != nil {
		return nil
	}
	if k.narrative, err = encodeElements(e.Narrative); err != nil {
		return nil
	}
	if !k.assemble() || !bytes.Equal(k.content, content) {
		return nil
	}
	return k
}

// sameEncoding reports whether two evaluations are encoded to the same, without encoding their lists; it may say no where they are.
func sameEncoding(a, b *scoring.Evaluation) bool {
	if len(a.Indicators) != len(b.Indicators) || !slices.Equal(a.Narrative, b.Narrative) {
		return false
	}
	for i := range a.Indicators {
		if !a.Indicators[i].Equal(&b.Indicators[i]) {
			return false
		}
	}
	first, err := frameOf(a)
	second, errSecond := frameOf(b)
	return err == nil && errSecond == nil && bytes.Equal(first, second)
}

func encodeElements[T any](list []T) ([][]byte, error) {
	elements := make([][]byte, len(list))
	for i := range list {
		var err error
		if elements[i], err = encodeJSON(&list[i]); err != nil {
			return nil, err
		}
	}
	return elements, nil
}

// assemble makes the content of frame and elements, and lets the elements lie in it.
func (k *known) assemble() bool {
	size := len(k.frame)
	for _, list := range [][][]byte{k.indicators, k.narrative} {
		for _, element := range list {
			size += len(element) + 1
		}
	}
	content := make([]byte, 0, size)
	rest := k.frame
	for _, part := range []struct {
		blank    []byte
		elements [][]byte
	}{{blankIndicators, k.indicators}, {blankNarrative, k.narrative}} {
		if len(part.elements) == 0 {
			continue
		}
		before, after, found := bytes.Cut(rest, part.blank)
		if !found {
			return false
		}
		content = append(content, before...)
		content = append(content, part.blank[:bytes.IndexByte(part.blank, '[')+1]...)
		for i, element := range part.elements {
			if i > 0 {
				content = append(content, ',')
			}
			from := len(content)
			content = append(content, element...)
			part.elements[i] = content[from:len(content):len(content)]
		}
		content = append(content, ']')
		rest = after
	}
	k.content = append(content, rest...)
	return true
}

// recode turns k into what is known of an edited evaluation, and says what changed. It reports false, and leaves k useless, where the edit
// did more than to change members in their places; then the whole has to be encoded and compared.
func (k *known) recode(e *scoring.Evaluation) (changes []delta.Change, ok bool, err error) {
	if !k.sameShape(e) {
		return nil, false, nil
	}
	if !e.EqualBesidesLists(k.twin) {
		if changes, err = k.recodeFrame(e); err != nil {
			return nil, false, err
		}
	}
	for i := range e.Indicators {
		now := &e.Indicators[i]
		if now.Equal(&k.twin.Indicators[i]) {
			continue
		}
		path := delta.ElementPath("indicators", now.ID)
		if changes, err = recodeElement(changes, path, &k.indicators[i], now, (*scoring.Indicator).Equal); err != nil {
			return nil, false, err
		}
		k.twin.Indicators[i] = now.Clone()
	}
	for i, now := range e.Narrative {
		if now == k.twin.Narrative[i] {
			continue
		}
		if changes, err = recodeElement(changes, delta.PositionPath("narrative", i), &k.narrative[i], &now, func(a, b *scoring.Narrative) bool { return *a == *b }); err != nil {
			return nil, false, err
		}
		k.twin.Narrative[i] = now
	}
	return changes, len(changes) == 0 || k.assemble(), nil
}

// copyAhead makes the copy for the next edit while the caller goes on. Until that takes it, nobody may change k.
func (k *known) copyAhead() {
	ahead := make(chan *scoring.Evaluation, 1)
	twin := k.twin
	k.ahead = ahead
	go func() { ahead <- twin.Clone() }()
}

// recodeFrame does so for what an evaluation holds besides its lists.
func (k *known) recodeFrame(e *scoring.Evaluation) ([]delta.Change, error) {
	frame, err := frameOf(e)
	if err != nil {
		return nil, unstorable(err)
	}
	if bytes.Equal(frame, k.frame) {
		return nil, nil
	}
	changes, err := delta.Diff(k.frame, frame)
	if err != nil {
		return nil, unstorable(err)
	}
	if err := comesBack(frame); err != nil {
		return nil, err
	}
	rest := *e
	rest.Indicators, rest.Narrative = nil, nil
	lists := k.twin
	k.twin = rest.Clone()
	k.twin.Indicators, k.twin.Narrative = lists.Indicators, lists.Narrative
	k.frame = frame
	return changes, nil
}

// evaluation returns a copy of the evaluation for somebody to edit; it is decoded where nothing is known.
func (k *known) evaluation(key, content []byte) (*scoring.Evaluation, error) {
	if k == nil {
		return decodeEvaluation(key, content)
	}
	if k.ahead == nil {
		return k.twin.Clone(), nil
	}
	e := <-k.ahead
	k.ahead = nil
	return e, nil
}

// after returns what is known of an edited evaluation, whose stored content is given, and what changed; k may be nil.
func (k *known) after(e *scoring.Evaluation, stored []byte) (*known, []delta.Change, error) {
	if k != nil {
		changes, ok, err := k.recode(e)
		if ok || err != nil {
			return k, changes, err
		}
	}
	content, changes, err := encodeChanged(e, stored)
	if err != nil || len(changes) == 0 {
		return nil, nil, err
	}
	now := newKnown(e, content)
	if now == nil {
		now = &known{content: content}
	}
	return now, changes, nil
}

// sameShape reports whether the lists of an edited evaluation have the same elements in the same order, indicators by distinct ids.
func (k *known) sameShape(e *scoring.Evaluation) bool {
	if len(e.Narrative) != len(k.twin.Narrative) || len(e.Indicators) != len(k.twin.Indicators) ||
		(e.Indicators == nil) != (k.twin.Indicators == nil) {
		return false
	}
	ids := make(map[string]struct{}, len(e.Indicators))
	for i := range e.Indicators {
		id := e.Indicators[i].ID
		if _, twice := ids[id]; twice || id != k.twin.Indicators[i].ID {
			return false
		}
		ids[id] = struct{}{}
	}
	return true
}

// recodeElement encodes one element of a list anew and adds what changed in it.
func recodeElement[T any](changes []delta.Change, path string, encoded *[]byte, element *T, equal func(a, b *T) bool) ([]delta.Change, error) {
	content, err := encodeJSON(element)
	if err != nil {
		return nil, unstorable(err)
	}
	if bytes.Equal(content, *encoded) {
		return changes, nil
	}
	back := new(T)
	if err := json.Unmarshal(content, back); err != nil || !equal(element, back) {
		if err := sameAgain[T](content); err != nil {
			return nil, err
		}
	}
	found, err := delta.DiffAt(path, *encoded, content)
	if err != nil {
		return nil, unstorable(err)
	}
	*encoded = content
	return slices.Concat(changes, found), nil
}
