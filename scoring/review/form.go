package review

import "strings"

// D14: the mandatory header fields are filled in.
func headerComplete(r *reviewer) {
	e := r.evaluation
	for _, field := range []struct{ name, value string }{
		{"name", e.Project.Name},
		{"unit", e.Project.Unit},
		{"department", e.Project.Department},
		{"preparer", e.SignOff.Preparer},
		{"principal", e.SignOff.Principal},
		{"date", e.SignOff.Date},
	} {
		if strings.TrimSpace(field.value) == "" {
			r.report(PlaceHeader(field.name), field.name, "", "", nil)
		}
	}
}
