package platform

import (
	"context"
	"strconv"
	"strings"
)

// PrintQuestion is what the user is asked before a file goes to a printer, where the system has no dialog of its own for that.
type PrintQuestion struct {
	Title    string
	Printers []string // at least one
	Usual    string   // the printer that the system takes when none is named; "" where it has none
	Pages    int      // of the document; 0 where that is not known
}

// PrintAnswer is what the user decided.
type PrintAnswer struct {
	Printer string
	Copies  int    // at least 1
	Pages   string // such as "1-3,5", see [PrintRanges]; "" for all
}

// Chooser asks the user. It returns [ErrCancelled] where the user wants nothing printed.
type Chooser func(ctx context.Context, q PrintQuestion) (PrintAnswer, error)

// MostCopies is how often a document is printed at most: more is a slip of the finger.
const MostCopies = 99

// ReadCopies reads how many copies are wanted; nothing typed is one. ok is false for anything else than 1 to [MostCopies].
func ReadCopies(text string) (copies int, ok bool) {
	text = plainDigits(text)
	if text == "" {
		return 1, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= MostCopies
}

// PrintRanges reads which pages are wanted, such as "1-3, 5", and returns them as printers' programs take them; nothing typed is "", all
// pages. Digits and signs of full width count too. pages is how many there are, 0 where that is not known. ok is false for pages that the
// document does not have, for ranges that run backwards, and for all other text.
func PrintRanges(text string, pages int) (ranges string, ok bool) {
	text = plainDigits(text)
	if text == "" {
		return "", true
	}
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		from, err := strconv.Atoi(first)
		if err != nil || from < 1 {
			return "", false
		}
		to := from
		if isRange {
			if to, err = strconv.Atoi(last); err != nil {
				return "", false
			}
		}
		if to < from || pages > 0 && to > pages {
			return "", false
		}
		if to == from {
			list = append(list, strconv.Itoa(from))
		} else {
			list = append(list, strconv.Itoa(from)+"-"+strconv.Itoa(to))
		}
	}
	return strings.Join(list, ","), true
}

// plainDigits folds what Chinese input methods make of digits, commas and dashes, and drops blanks.
func plainDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u3000':
			return -1
		case '，', '、', ';', '；':
			return ','
		case '－', '—', '–', '−', '~', '～', '至':
			return '-'
		}
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}
