package typeface

import (
	"strings"
	"unicode/utf16"
)

// NameID says which of a font's texts is meant (OpenType specification, name).
type NameID int

// The texts of the name table that this program reads and writes.
const (
	NameCopyright   NameID = 0
	NameFamily      NameID = 1
	NameStyle       NameID = 2
	NameUnique      NameID = 3
	NameFull        NameID = 4
	NameVersion     NameID = 5
	NamePostScript  NameID = 6
	NameTrademark   NameID = 7
	NameLicense     NameID = 13
	NameLicenseLink NameID = 14
)

// maxNames bounds the walk over the name table.
const maxNames = 4096

const (
	platformMac     = 1
	platformWindows = 3
	englishWindows  = 0x0409
)

// Name returns a text of the font, preferring English; "" when it has none.
func (f *Face) Name(id NameID) string {
	names := view(f.tables.get("name"))
	best, rank := "", 0
	for i := range min(names.int16(2), maxNames) {
		at := 6 + 12*i
		if names.int16(at+6) != int(id) || at+12 > len(names) {
			continue
		}
		raw := names.slice(names.int16(4)+names.int16(at+10), names.int16(at+8))
		text, r := decodeName(raw, names.int16(at), names.int16(at+4))
		if r > rank && text != "" {
			best, rank = text, r
		}
	}
	return best
}

// decodeName returns a record's text and how welcome it is.
func decodeName(raw view, platform, language int) (string, int) {
	if platform == platformMac {
		for _, b := range raw {
			if b >= 0x80 {
				return "", 0
			}
		}
		return string(raw), 1
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw.int16(2 * i))
	}
	text := string(utf16.Decode(units))
	if platform == platformWindows && language == englishWindows {
		return text, 3
	}
	return text, 2
}

// PostScriptName returns the name by which a PDF calls the font, such as
// "NotoSerifSC-Regular". Only characters that a PDF name holds without escapes
// are kept; a font that has none is called "Unnamed".
func (f *Face) PostScriptName() string {
	name := strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune("[](){}<>/%#", r) {
			return -1
		}
		return r
	}, f.Name(NamePostScript))
	if name == "" {
		return "Unnamed"
	}
	return name[:min(len(name), 63)] // the specification's longest PostScript name
}
