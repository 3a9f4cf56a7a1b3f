package pdf

import "slices"

// change is an object that differs between an earlier state of the file and its last.
type change struct {
	Ref    Ref
	Before Entry // the zero Entry when the object is new
	After  Entry // Free when it was deleted
}

// changedAfter lists the objects that revisions whose %%EOF ends after the given byte offset define, replace or free, in order of their
// numbers. An object listed again at the very place where it was is no change. An offset inside a revision counts all of it.
func (r *Reader) changedAfter(offset int) []change {
	before := map[int]Entry{}
	changed := map[int]bool{}
	for _, rev := range r.revisions {
		for _, e := range rev.Entries {
			if rev.EOF <= offset {
				before[e.Ref.Num] = e
			} else if e != before[e.Ref.Num] {
				changed[e.Ref.Num] = true
			}
		}
	}
	var changes []change
	for num := range changed {
		b, a := before[num], r.entries[num]
		if b == a || b.Free && a.Free || b == (Entry{}) && a.Free {
			continue
		}
		if b.Free {
			b = Entry{}
		}
		changes = append(changes, change{Ref: a.Ref, Before: b, After: a})
	}
	slices.SortFunc(changes, func(x, y change) int { return x.Ref.Num - y.Ref.Num })
	return changes
}
