package edit

import (
	"strings"

	"zhunsheng/scoring"
)

// Typed is a text for one cell of a table: the change that it means, and where it waits as a draft if it is refused, see [Drafts].
type Typed struct {
	Text   string
	Change Change
	About  string // "" where there is no cell for it, such as for a new row: it is not kept
	Part   string
}

// ApplyBlock makes what was pasted, filled in or cleared in a table at once as one step. Every text is taken or refused as it would be if it
// were typed after all those that are taken. A refused one becomes the draft in its place, in one that is taken the draft ends. One undo
// takes back all of it, and brings back the drafts that were there before, but leaves alone what was refused in such a place since. place is
// where undo goes to. It returns why each of the texts was refused, nil for those that were taken.
func (s *Session) ApplyBlock(place Place, texts []Typed) []error {
	changes := make([]Change, len(texts))
	for i := range texts {
		changes[i] = texts[i].Change
	}
	next, changed, refused := s.sift(changes)
	last := step{evaluation: s.now.evaluation, place: place, drafts: s.draftsOf(texts, refused)}
	if !changed && len(last.drafts) == 0 {
		return refused
	}
	s.turnDrafts(last.drafts, false)
	if changed {
		last.action = new(action)
	}
	s.undo, s.redo = append(s.undo, last), nil
	if !changed { // the store has nothing to record
		s.tell()
		return refused
	}
	reopen(next)
	s.keep(job{evaluation: next, of: last.action})
	return refused
}

// draftTurn is what became of a draft in a step; nil is none.
type draftTurn struct {
	about, part   string
	before, after *Draft
}

// draftsOf lists what becomes of the drafts in the places of texts.
func (s *Session) draftsOf(texts []Typed, refused []error) []draftTurn {
	var turns []draftTurn
	for i := range texts {
		t := &texts[i]
		if t.About == "" {
			continue
		}
		turn := draftTurn{about: t.About, part: t.Part, before: s.drafts.at(t.About, t.Part)}
		if refused[i] != nil {
			draft := DraftOf(t.Text, t.Change.Place, refused[i])
			turn.after = &draft
		}
		if !sameDraft(turn.before, turn.after) {
			turns = append(turns, turn)
		}
	}
	return turns
}

// turnDrafts puts drafts in the places of others, or back. One that is not the one expected stays: it came later.
func (s *Session) turnDrafts(turns []draftTurn, back bool) {
	if len(turns) == 0 {
		return
	}
	next := s.drafts.clone() // the store may still be writing those before
	for _, t := range turns {
		from, to := t.before, t.after
		if back {
			from, to = to, from
		}
		if sameDraft(next.at(t.about, t.part), from) {
			next.put(t.about, t.part, to)
		}
	}
	s.drafts = next
	s.offerDrafts()
}

// sift makes those of several changes that can be made, and says why each of the others cannot. Changes are made in their order. Where one
// can only be made after a later one it is made then.
func (s *Session) sift(changes []Change) (next *scoring.Evaluation, changed bool, refused []error) {
	v := sieve{session: s, changes: changes, refused: make([]error, len(changes)), in: make([]bool, len(changes))}
	next, changed, faults := v.try(func(int) bool { return true })
	if len(faults) == 0 {
		return next, changed, v.refused
	}
	rows := make(map[Place][]int) // at fault
	most := 0
	for i := range changes {
		row := rowOf(changes[i].Place)
		if _, ok := faults[row]; !ok {
			v.in[i] = true
			continue
		}
		rows[row] = append(rows[row], i)
		most = max(most, len(rows[row]))
	}
	for progress := true; progress; {
		progress = false
		for n := range most {
			progress = v.offer(rows, n) || progress
		}
	}
	next, changed, _ = v.try(func(int) bool { return false })
	return next, changed, v.refused
}

// sieve finds out which of several changes can be made. No rule that forbids a change looks at more than one row of a table, so one change of
// each row is tried at a time, in all rows at once: trying takes the scoring of a whole evaluation.
type sieve struct {
	session *Session
	changes []Change
	in      []bool  // the changes that are made
	refused []error // why the others are not
}

// offer tries the nth change of each row, unless it is made, and reports whether one could be made.
func (v *sieve) offer(rows map[Place][]int, n int) (progress bool) {
	offered := make(map[int]Place)
	for row, all := range rows {
		if n < len(all) && !v.in[all[n]] {
			offered[all[n]] = row
		}
	}
	if len(offered) == 0 {
		return false
	}
	_, _, faults := v.try(func(i int) bool { _, ok := offered[i]; return ok })
	for i, row := range offered {
		if v.refused[i] = faults[row]; v.refused[i] == nil {
			v.in[i], progress = true, true
		}
	}
	return progress
}

// try makes the changes that are made and those that are offered on a copy of the evaluation. It returns the reasons against the offered ones,
// by row.
func (v *sieve) try(offered func(i int) bool) (next *scoring.Evaluation, changed bool, faults map[Place]error) {
	before := v.session.now.evaluation
	next = clone(before)
	own, others := make(map[Place]error), make(map[Place]error)
	at := make(map[Place]Place) // where the offered change is, by row
	var made []int
	blame := func(i int, err error) {
		of := others // it was made before, and the offered one stands against it
		if offered(i) {
			of = own
		}
		blameOnce(of, rowOf(v.changes[i].Place), err)
	}
	for i := range v.changes {
		c := &v.changes[i]
		switch {
		case offered(i):
			at[rowOf(c.Place)] = c.Place
		case !v.in[i]:
			continue
		}
		did, err := c.apply(next)
		if err != nil {
			blame(i, err)
			continue
		}
		changed = changed || did
		made = append(made, i)
	}
	scheme := v.session.schemeOf(next)
	card := scoring.Score(scheme, next)
	for _, i := range made {
		if err := v.changes[i].refusedBy(card); err != nil {
			blame(i, err)
		}
	}
	for _, wrong := range scoring.TurnedImpossible(scheme, before, next) {
		row := rowWith(wrong.Field)
		blameOnce(own, row, &Refusal{Place: at[row], Reason: wrong.Reason})
	}
	for row, err := range others {
		blameOnce(own, row, err)
	}
	return next, changed, own
}

// blameOnce keeps the first reason against a row.
func blameOnce(faults map[Place]error, row Place, err error) {
	if _, ok := faults[row]; !ok {
		faults[row] = err
	}
}

// rowOf returns the row in which a change is: an indicator, or a row of the funds.
func rowOf(at Place) Place {
	if at.Step == Money {
		at.Item, _, _ = strings.Cut(at.Item, ".")
	}
	return at
}

// rowWith returns the row that has a field, as the rules of scoring name it.
func rowWith(field string) Place {
	kind, item, _ := strings.Cut(field, "[")
	item = item[:max(0, strings.LastIndex(item, "]"))]
	if kind == "funds" {
		return Place{Step: Money, Item: item}
	}
	return Place{Step: Indicators, Item: item}
}
