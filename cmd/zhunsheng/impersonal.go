package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

// The log may be handed to strangers who help. Its texts come from errors, which name files, and files are named after users, units,
// projects and people; some errors cite what was typed.

// pathIn finds absolute paths in the text of an error: up to a colon, a quote or a semicolon, because blanks and commas are common in names.
// Two paths with a blank between them, as after "rename", are taken for one.
var pathIn = regexp.MustCompile(`(?:[A-Za-z]:[\\/]|\\\\|(?:^|[\s"'(=])/)(?:[^:;"'*?<>|\r\n]* [A-Za-z]:[\\/])*[^:;"'*?<>|\r\n]*`)

// citedIn finds what is no English: the program's own technical texts are.
var citedIn = regexp.MustCompile(`[^\x00-\x7F…]+(?:[ ,.0-9%()-]*[^\x00-\x7F…]+)*`)

// leftOut stands where something was.
const leftOut = "…"

// impersonal is the text of an error without what could tell of whom and of what project it is: of paths outside the folder of data only
// the kind of file is left, and nothing of what is not ASCII. The codes that the system gave are added, because its texts may be in the
// user's language.
func impersonal(err error, data string) string {
	text := err.Error()
	if data != "" {
		text = strings.ReplaceAll(text, data, "<data>")
	}
	text = pathIn.ReplaceAllStringFunc(text, func(path string) string {
		before := ""
		if c := path[0]; strings.IndexByte(" \t\n\"'(=", c) >= 0 {
			before = path[:1]
		}
		return before + leftOut + filepath.Ext(strings.TrimSpace(path))
	})
	text = citedIn.ReplaceAllString(text, leftOut)
	for _, code := range codes(err, nil) {
		text += fmt.Sprintf(" [%d]", uintptr(code))
	}
	return text
}

// codes lists the system's errors in the tree of an error.
func codes(err error, found []syscall.Errno) []syscall.Errno {
	if code, ok := err.(syscall.Errno); ok { //nolint:errorlint // the tree is walked here, node by node
		return append(found, code)
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, part := range several.Unwrap() {
			found = codes(part, found)
		}
		return found
	}
	if inner := errors.Unwrap(err); inner != nil {
		return codes(inner, found)
	}
	return found
}
