package claim

import (
	"strconv"
	"strings"
)

// sequential adds the pairs of figures that stand under a quarter or month and the one before it: 一季度120万元，二季度132万元. Only a change that is
// called 环比 is one of them.
func (c *checker) sequential(found []relation, s sentence) []relation {
	d := c.doc
	if !strings.Contains(d.s[s.start:s.end], "环比") {
		return found
	}
	for i := s.first; i < s.last; i++ {
		kind, n, _ := periodIn(d.figures[i].before)
		if n == 0 || !isLevel(&d.figures[i]) {
			continue
		}
		j := d.nextFitting(i, s.last)
		if j < 0 || !isLevel(&d.figures[j]) {
			continue
		}
		next, m, name := periodIn(d.figures[j].before)
		_, _, own := periodIn(d.figures[i].before)
		if next == kind && m == n+1 {
			found = append(found, relation{from: i, to: j, first: i, last: j, certain: name == "" || name == own, sequential: true})
		}
	}
	return found
}

// periodIn reads the quarter or month that the words before a figure name, and what else they name.
func periodIn(before string) (kind string, n int, name string) {
	for _, kind := range [...]string{"季度", "月"} {
		head, rest, ok := strings.Cut(before, kind)
		if !ok {
			continue
		}
		name := core(strings.TrimPrefix(rest, "份"))
		for n := len(ordinals) - 1; n > 0; n-- {
			for _, written := range [...]string{ordinals[n], strconv.Itoa(n)} {
				if rest, ok := strings.CutSuffix(head, written); ok && written != "" {
					return kind, n, core(strings.TrimSuffix(rest, "第")) + name
				}
			}
		}
	}
	return "", 0, ""
}

var ordinals = [...]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"}
