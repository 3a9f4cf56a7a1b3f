package bundle

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// knownMembers are the names of all members of a manifest, by their folded form.
var knownMembers = func() map[string]string {
	known := map[string]string{}
	for _, name := range strings.Fields(`format schema reader bundle store sequence kind created creator scope deidentified counts journal bases
		note entries records evidence device name unit program years evaluations size sha256 key vector year title department status
		changed by deleted delivered`) {
		known[name] = name
	}
	return known
}()

// foldedMembers refuses names of members that encoding/json would take for known ones although their case differs: two readers could
// see two different manifests. The document must be well-formed.
func foldedMembers(data []byte) error {
	for at := 0; at < len(data); at++ {
		if data[at] != '"' {
			continue
		}
		end := at + 1
		for data[end] != '"' {
			if data[end] == '\\' {
				end++
			}
			end++
		}
		raw := data[at : end+1]
		at = end
		next := end + 1
		for next < len(data) && strings.IndexByte(" \t\r\n", data[next]) >= 0 {
			next++
		}
		if next == len(data) || data[next] != ':' {
			continue
		}
		if err := foldedMember(raw); err != nil {
			return err
		}
	}
	return nil
}

// foldedMember refuses one such name, written as JSON writes it.
func foldedMember(raw []byte) error {
	if _, ok := knownMembers[string(raw[1:len(raw)-1])]; ok {
		return nil
	}
	var name string
	if err := json.Unmarshal(raw, &name); err != nil {
		return err
	}
	return foldedName(name)
}

func foldedName(name string) error {
	if known, ok := knownMembers[folded(name)]; ok && known != name {
		return fmt.Errorf("member %.60q, allowed: %q", name, known)
	}
	return nil
}

func folded(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u017f': // encoding/json takes the long s and the Kelvin sign for letters
			return 's'
		case '\u212a':
			return 'k'
		}
		return r
	}, strings.ToLower(strings.ReplaceAll(name, "\u212a", "k")))
}

var kindPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// isHash reports whether a text is a SHA-256 in lower case hexadecimal.
func isHash(text string) bool {
	if len(text) != 64 {
		return false
	}
	for i := range len(text) {
		if b := text[i]; (b < '0' || b > '9') && (b < 'a' || b > 'f') {
			return false
		}
	}
	return true
}
