package storage

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Keys are parts joined by NUL. The first part is the kind, and a prefix ends with NUL, so that no kind or id is the prefix of
// another.
//
//	meta NUL format|sequence|derivation
//	year NUL 2022
//	evaluation NUL 2022 NUL id
//	panel|comment|signoff|evidence NUL 2022 NUL id NUL own id
//	profile NUL unit, scheme NUL hash, trust NUL fingerprint, device NUL id
//	identity NUL local, setting NUL name, note NUL name
//	header|index NUL 2022 NUL id; summary NUL 2022; trace NUL 2022 NUL id NUL number of the change
const separator = "\x00"

const (
	metaFormat     = "format"     // format of the records, in decimal
	metaSequence   = "sequence"   // its revision is the number of the last change, its content the hash of its entry
	metaDerivation = "derivation" // version of the rules by which the derived records are made, in decimal
	localIdentity  = "local"
)

func makeKey(kind Kind, parts ...string) []byte {
	return []byte(string(kind) + separator + strings.Join(parts, separator))
}

func metaKey(name string) []byte { return makeKey(KindMeta, name) }

func yearKey(year int) []byte { return makeKey(KindYear, yearText(year)) }

func yearText(year int) string { return strconv.Itoa(year) }

func evaluationKey(year int, id string) []byte {
	return makeKey(KindEvaluation, strconv.Itoa(year), id)
}

func headerKey(year int, id string) []byte { return makeKey(KindHeader, strconv.Itoa(year), id) }

func settingKey(name string) []byte { return makeKey(KindSetting, name) }

func identityKey() []byte { return makeKey(KindIdentity, localIdentity) }

// ofYear is the prefix of all records of a kind in one year, ofKind that of all years.
func ofYear(kind Kind, year int) []byte { return makeKey(kind, strconv.Itoa(year), "") }

func ofKind(kind Kind) []byte { return makeKey(kind, "") }

// kindOf returns the kind of a key.
func kindOf(key []byte) Kind {
	if at := bytes.IndexByte(key, 0); at >= 0 {
		return Kind(key[:at])
	}
	return ""
}

// nature is how a kind of record is kept.
type nature struct {
	primary bool // stands in the journal; all others are made from these
	json    bool // content is canonical JSON, so changes are kept by field
	ofOne   bool // belongs to an evaluation: the key has a year and its id
}

var natures = map[Kind]nature{
	KindYear:       {primary: true, json: true},
	KindEvaluation: {primary: true, json: true, ofOne: true},
	KindPanel:      {primary: true, json: true, ofOne: true},
	KindComment:    {primary: true, json: true, ofOne: true},
	KindSignOff:    {primary: true, json: true, ofOne: true},
	KindEvidence:   {primary: true, json: true, ofOne: true},
	KindProfile:    {primary: true, json: true},
	KindTrust:      {primary: true, json: true},
	KindDevice:     {primary: true, json: true},
	KindScheme:     {primary: true},
	KindIdentity:   {primary: true},
	KindSetting:    {primary: true},
	KindNote:       {primary: true, json: true},
}

// attachedKinds are the kinds that belong to an evaluation.
var attachedKinds = []Kind{KindPanel, KindComment, KindSignOff, KindEvidence}

// ownerOf returns the evaluation that a record belongs to.
func ownerOf(key []byte) (year int, id string, ok bool) {
	if !natures[kindOf(key)].ofOne {
		return 0, "", false
	}
	parts := strings.SplitN(string(key), separator, 4)
	if len(parts) < 3 {
		return 0, "", false
	}
	year, err := strconv.Atoi(parts[1])
	return year, parts[2], err == nil
}

func attachedKey(kind Kind, year int, id, own string) []byte {
	return makeKey(kind, strconv.Itoa(year), id, own)
}

// ofEvaluation is the prefix of all records of a kind that belong to an evaluation.
func ofEvaluation(kind Kind, year int, id string) []byte {
	return makeKey(kind, strconv.Itoa(year), id, "")
}

func traceKey(year int, id string, seq uint64) []byte {
	return makeKey(KindTrace, strconv.Itoa(year), id, fmt.Sprintf("%016x", seq))
}

// keyPlace names the record under a key for errors.
func keyPlace(key []byte) string {
	parts := strings.Split(string(key), separator)
	kind := Kind(parts[0])
	switch {
	case len(parts) >= 3:
		year, _ := strconv.Atoi(parts[1])
		id := parts[2]
		if len(parts) > 3 {
			id += "/" + parts[3]
		}
		return placeOf(kind, year, id)
	case len(parts) == 2 && (kind == KindYear || kind == KindSummary):
		year, _ := strconv.Atoi(parts[1])
		return placeOf(kind, year, "")
	case len(parts) == 2:
		return placeOf(kind, 0, parts[1])
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
