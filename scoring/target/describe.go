package target

// Reading says how a value was understood: the key of a sentence in the translations, what to put into its placeholders, and the keys
// of the sentences about what was doubtful.
type Reading struct {
	Key   string
	Args  map[string]string
	Notes []string
}

const (
	readingPrefix = "target.reading."
	notePrefix    = "target.note."
)

// Describe returns the reading of v. Keys are "target.reading.…" and "target.note.…"; the placeholders are value, low, high, unit, date and
// start, each only where its sentence has it.
func Describe(v Value) Reading {
	r := Reading{Args: map[string]string{}}
	switch v.Kind {
	case Number:
		r.Key = numberKey(v)
		r.Args["value"], r.Args["unit"] = v.Low.String(), v.Unit
	case Range:
		r.Key = "range"
		r.Args["low"], r.Args["high"], r.Args["unit"] = v.Low.String(), v.High.String(), v.Unit
	case DateKind:
		r.Key = dateKey(v)
		r.Args["date"] = v.Due.String()
		if !v.Start.IsZero() {
			r.Args["start"] = v.Start.String()
		}
	case YesNo:
		r.Key = "no"
		if v.Yes {
			r.Key = "yes"
		}
	case NotStated, NotApplicable:
		r.Key = string(v.Kind)
	case Words:
		r.Key = "words"
		if v.Several {
			r.Key = "several"
		}
	default:
		r.Key = "empty"
	}
	r.Key = readingPrefix + r.Key
	for _, key := range v.Notes.Keys() {
		r.Notes = append(r.Notes, notePrefix+key)
	}
	return r
}

func numberKey(v Value) string {
	switch v.Sign {
	case Equal:
		return "equal"
	case AtLeast:
		return "at_least"
	case AtMost:
		return "at_most"
	case Above:
		return "above"
	case Below:
		return "below"
	}
	if v.Inexact {
		return "about"
	}
	return "number"
}

func dateKey(v Value) string {
	switch {
	case !v.Start.IsZero():
		return "period"
	case isUpper(v.Sign):
		return "by_date"
	case isLower(v.Sign):
		return "after_date"
	case v.Grain != Day:
		return "until_date"
	}
	return "on_date"
}
