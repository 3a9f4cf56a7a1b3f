package target

import (
	"cmp"
	"fmt"
	"strconv"
)

// Date is a calendar day in parts. A part is 0 when it is not known; the zero Date is no date.
type Date struct {
	Year, Month, Day int
}

// ParseDate reads what [Date.String] writes: "2022-12-31", "--12-31" for a day without a year, "" for no date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	var d Date
	rest := s
	if len(s) == 7 && s[:2] == "--" {
		rest = s[2:]
	} else if len(s) == 10 && s[4] == '-' {
		year, err := strconv.ParseUint(s[:4], 10, 16)
		if err != nil || year == 0 {
			return Date{}, fmt.Errorf("%q is not a date such as 2022-12-31", s)
		}
		d.Year, rest = int(year), s[5:]
	} else {
		return Date{}, fmt.Errorf("%q is not a date such as 2022-12-31", s)
	}
	month, errMonth := strconv.ParseUint(rest[:2], 10, 8)
	day, errDay := strconv.ParseUint(rest[3:], 10, 8)
	d.Month, d.Day = int(month), int(day)
	if errMonth != nil || errDay != nil || rest[2] != '-' || !d.valid() {
		return Date{}, fmt.Errorf("%q is not a date such as 2022-12-31", s)
	}
	return d, nil
}

// String returns "2022-12-31", "--12-31" for a day without a year, and "" for the zero Date.
func (d Date) String() string {
	switch {
	case d == Date{}:
		return ""
	case d.Year == 0:
		return fmt.Sprintf("--%02d-%02d", d.Month, d.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare orders dates by day: -1 when d is before other, 0 on the same day, +1 after. Dates without a year come first.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// DaysUntil returns the number of days from d to other, negative when other is earlier. Both need a year.
func (d Date) DaysUntil(other Date) int { return other.dayNumber() - d.dayNumber() }

// MonthsUntil returns the number of calendar months from d's month to other's, negative when other is earlier.
func (d Date) MonthsUntil(other Date) int {
	return (other.Year-d.Year)*12 + other.Month - d.Month
}

// dayNumber counts days in the proleptic Gregorian calendar, from an arbitrary origin.
func (d Date) dayNumber() int {
	y, m := d.Year, d.Month
	if m <= 2 { // years are counted from March, so that the leap day comes last
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d.Day
}

func (d Date) valid() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= lastDay(d.Year, d.Month)
}

// lastDay returns the length of a month; of a February without a year, 29.
func lastDay(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
