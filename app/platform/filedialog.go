package platform

import "errors"

// FileKind is a choice in a file dialog's list of kinds.
type FileKind struct {
	Label   string   // in the user's language; "" shows the endings
	Endings []string // such as ".xlsx"; none takes every file
}

// FileQuestion is what a file dialog asks for.
type FileQuestion struct {
	Title  string
	Folder string // where it begins; "" leaves that to the system
	Name   string // proposed for saving
	Kinds  []FileKind
	Many   bool // several files may be chosen, for opening
}

// ErrCancelled is returned when the user closed a dialog without an answer.
var ErrCancelled = errors.New("cancelled by the user")

// ErrNoDialog is returned where the system has no dialog of its own; the program's must do.
var ErrNoDialog = errors.New("the system has no such dialog")
