package pdf

import "slices"

// coverage tells which bytes of a file are accounted for.
type coverage struct {
	// Unclaimed are bytes that belong to no object, cross-reference section or file end of any revision and are neither white space
	// nor comments: something is hidden there, or was added after the end.
	Unclaimed []Range
	// Comments are such bytes that are nothing but comments, which no program heeds. Those of the header are not among them.
	Comments []Range
	// Overlapping are bytes that two objects, or an object and a cross-reference section, both claim.
	Overlapping []Range
}

// coverage reads every object of every revision, also those replaced since, and compares what they occupy with the file.
// The error is that of the first object that cannot be read.
func (r *Reader) coverage() (coverage, error) {
	claimed := []span{{0, headerEnd(r.data)}}
	seen := map[int]bool{}
	for i, rev := range r.revisions {
		view := r
		if i < len(r.revisions)-1 {
			var err error
			if view, err = r.At(i); err != nil {
				return coverage{}, err
			}
		}
		for _, s := range rev.spans {
			claimed = append(claimed, s)
			seen[s.start] = true // a cross-reference stream lists itself
		}
		for _, e := range rev.Entries {
			if e.Free || e.Stream > 0 || seen[e.Offset] {
				continue
			}
			seen[e.Offset] = true
			l, err := view.load(e.Offset)
			if err != nil {
				return coverage{}, err
			}
			claimed = append(claimed, span{e.Offset, l.end})
		}
	}
	return r.compare(claimed), nil
}

// compare sorts what is claimed and reports holes that are not blank, and overlaps.
func (r *Reader) compare(claimed []span) coverage {
	slices.SortFunc(claimed, func(x, y span) int { return x.start - y.start })
	claimed = append(claimed, span{len(r.data), len(r.data)})
	var c coverage
	reached := 0
	for _, s := range claimed {
		if s.start < reached {
			c.Overlapping = append(c.Overlapping, Range{s.start, min(s.end, reached)})
		} else if gap, found := trimSpace(r.data, reached, s.start); found {
			blank := scanner{data: r.data[:gap.End], pos: gap.Start}
			if blank.skipSpace(); blank.pos == gap.End {
				c.Comments = append(c.Comments, gap)
			} else {
				c.Unclaimed = append(c.Unclaimed, gap)
			}
		}
		reached = max(reached, s.end)
	}
	return c
}

// headerEnd is the end of the header line and of one comment line after it, which marks the file as binary.
func headerEnd(data []byte) int {
	end := lineEnd(data, 0)
	if end < len(data) && data[end] == '%' {
		end = lineEnd(data, end)
	}
	return end
}

func lineEnd(data []byte, pos int) int {
	for pos < len(data) && data[pos] != '\n' && data[pos] != '\r' {
		pos++
	}
	for pos < len(data) && (data[pos] == '\n' || data[pos] == '\r') {
		pos++
	}
	return pos
}
