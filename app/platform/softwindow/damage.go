package softwindow

import "image"

// mostDamage is the number of rectangles beyond which one around all of them is repaired.
const mostDamage = 8

// withoutEnds leaves out what two lists have in common at their beginnings and ends.
func withoutEnds(a, b []item) (x, y []item) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// damage compares two lists and returns the rectangles in which their pictures may differ.
func damage(before, after []item) []image.Rectangle {
	before, after = withoutEnds(before, after)
	var found rectangles
	stayed := make(map[item]int, len(before))
	for _, i := range before {
		stayed[i]++
	}
	var kept []item // what is in both, in its new order
	for _, i := range after {
		if stayed[i] > 0 {
			stayed[i]--
			kept = append(kept, i)
		} else {
			found.add(i.visible())
		}
	}
	for _, i := range before {
		if stayed[i] > 0 {
			stayed[i]--
			found.add(i.visible())
			continue
		}
		// Whoever stayed but changed places with another may lie over or under it now.
		if len(kept) > 0 && kept[0] == i {
			kept = kept[1:]
		} else {
			found.add(i.visible())
		}
	}
	for _, i := range kept {
		found.add(i.visible())
	}
	return found
}

// rectangles is a short list of rectangles that do not overlap much.
type rectangles []image.Rectangle

func (r *rectangles) add(n image.Rectangle) {
	if n.Empty() {
		return
	}
	for again := true; again; {
		again = false
		for i, o := range *r {
			if u := o.Union(n); area(u) <= area(o)+area(n) || o.Overlaps(n) {
				(*r)[i] = (*r)[len(*r)-1]
				*r = (*r)[:len(*r)-1]
				n, again = u, true
				break
			}
		}
	}
	*r = append(*r, n)
	if len(*r) > mostDamage {
		*r = rectangles{r.around()}
	}
}

func (r rectangles) around() image.Rectangle {
	var u image.Rectangle
	for _, o := range r {
		u = u.Union(o)
	}
	return u
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
