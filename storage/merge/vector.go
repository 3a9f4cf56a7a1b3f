package merge

import "maps"

// Vector is a version vector: for each device the number of its last edit that a copy has seen. A nil Vector has seen nothing.
type Vector map[string]uint64

// Order is how two vectors stand to each other.
type Order string

// The orders of vectors.
const (
	Equal      Order = "equal"
	Before     Order = "before"     // the other has seen all of this one, and more
	After      Order = "after"      // this one has seen all of the other, and more
	Concurrent Order = "concurrent" // each has seen what the other has not
)

// Compare tells how v stands to w.
func (v Vector) Compare(w Vector) Order {
	ahead, behind := !w.Covers(v), !v.Covers(w)
	switch {
	case ahead && behind:
		return Concurrent
	case ahead:
		return After
	case behind:
		return Before
	default:
		return Equal
	}
}

// Covers reports whether v has seen everything that w has seen.
func (v Vector) Covers(w Vector) bool {
	for device, n := range w {
		if v[device] < n {
			return false
		}
	}
	return true
}

// Join returns what v and w have seen together.
func (v Vector) Join(w Vector) Vector {
	joined := make(Vector, max(len(v), len(w)))
	maps.Copy(joined, v)
	for device, n := range w {
		joined[device] = max(joined[device], n)
	}
	return joined
}

// saw reports whether the edit of a stamp is among those seen.
func (v Vector) saw(s Stamp) bool { return s.N <= v[s.Device] }
