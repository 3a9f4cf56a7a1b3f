package scoring

import (
	"fmt"
	"strconv"
	"strings"
)

// DeadlineFor returns the ISO date by which evaluations of a fiscal year are due under the scheme: its day in the following year.
// ok is false where the scheme sets none.
func (s *Scheme) DeadlineFor(fiscalYear int) (date string, ok bool) {
	month, day, two := strings.Cut(s.Deadline, "-")
	m, err := strconv.Atoi(month)
	d, err2 := strconv.Atoi(day)
	if !two || err != nil || err2 != nil || len(month) != 2 || len(day) != 2 || m < 1 || m > 12 || d < 1 || d > daysIn(m) {
		return "", false
	}
	return fmt.Sprintf("%04d-%02d-%02d", fiscalYear+1, m, d), true
}

// daysIn returns how many days a month has in every year.
func daysIn(month int) int {
	switch month {
	case 2:
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func (s *Scheme) checkDeadline(f *faults) {
	if _, ok := s.DeadlineFor(s.FirstYear); s.Deadline != "" && !ok {
		f.add("range", "deadline", s.Deadline, "01-01 - 12-31")
	}
}
