package storage

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Keys are parts joined by NUL. The first part is the kind, and a prefix ends with NUL, so that no kind or id is the prefix of
// another. What is added later (panel scores, evidence, sign-offs) gets kinds of its own, with the same year and id behind them.
//
//	meta NUL format|sequence|derivation
//	year NUL 2022
//	evaluation NUL 2022 NUL id
//	header NUL 2022 NUL id
//	identity NUL local
//	setting NUL name
const separator = "\x00"

const (
	metaFormat     = "format"     // format of the records, in decimal
	metaSequence   = "sequence"   // no content; its revision is the number of the last change
	metaDerivation = "derivation" // version of the rules by which headers are derived, in decimal
	localIdentity  = "local"
)

func makeKey(kind Kind, parts ...string) []byte {
	return []byte(string(kind) + separator + strings.Join(parts, separator))
}

func metaKey(name string) []byte { return makeKey(KindMeta, name) }

func yearKey(year int) []byte { return makeKey(KindYear, strconv.Itoa(year)) }

func evaluationKey(year int, id string) []byte {
	return makeKey(KindEvaluation, strconv.Itoa(year), id)
}

func headerKey(year int, id string) []byte { return makeKey(KindHeader, strconv.Itoa(year), id) }

func settingKey(name string) []byte { return makeKey(KindSetting, name) }

func identityKey() []byte { return makeKey(KindIdentity, localIdentity) }

// ofYear is the prefix of all records of a kind in one year, ofKind that of all years.
func ofYear(kind Kind, year int) []byte { return makeKey(kind, strconv.Itoa(year), "") }

func ofKind(kind Kind) []byte { return makeKey(kind, "") }

// keyPlace names the record under a key for errors.
func keyPlace(key []byte) string {
	parts := strings.SplitN(string(key), separator, 3)
	kind := Kind(parts[0])
	switch len(parts) {
	case 3:
		year, _ := strconv.Atoi(parts[1])
		return place(kind, year, parts[2])
	case 2:
		if kind == KindYear {
			year, _ := strconv.Atoi(parts[1])
			return place(kind, year, "")
		}
		return place(kind, 0, parts[1])
	}
	return strconv.Quote(string(key))
}

// lastPart returns what follows the last separator: the id, where there is one.
func lastPart(key []byte) string { return string(key[bytes.LastIndexByte(key, 0)+1:]) }

// Fiscal years take four digits, so that their keys sort by number.
const (
	minYear = 1000
	maxYear = 9999
)

func checkYear(year int) error {
	if year >= minYear && year <= maxYear {
		return nil
	}
	return &InvalidError{
		Kind: KindYear, Field: "fiscalYear", Found: strconv.Itoa(year), Err: ErrInvalid,
		Allowed: strconv.Itoa(minYear) + " to " + strconv.Itoa(maxYear),
	}
}

// MaxID is the greatest length of an evaluation's id or a setting's name, in bytes.
const MaxID = 200

func checkID(kind Kind, field, id string) error {
	if id != "" && len(id) <= MaxID && utf8.ValidString(id) && strings.IndexFunc(id, unicode.IsControl) < 0 {
		return nil
	}
	return &InvalidError{
		Kind: kind, Field: field, Found: strconv.Quote(oneLine(id, 40)), Err: ErrInvalid,
		Allowed: "1 to " + strconv.Itoa(MaxID) + " bytes of text without control characters",
	}
}
