package platform

import "fmt"

// PrintWay says what became of a file that was to be printed.
type PrintWay string

// The ways in which a file is printed.
const (
	PrintedByProgram PrintWay = "program" // the program for such files was asked to print it
	PrintedByQueue   PrintWay = "queue"   // it went into the system's print queue
	OpenedToPrint    PrintWay = "opened"  // it was opened: the user prints from there
)

// PrintError says that a file could neither be printed nor opened.
type PrintError struct {
	Path string
	Err  error
}

// Error names the file and the reason.
func (e *PrintError) Error() string { return fmt.Sprintf("print %s: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *PrintError) Unwrap() error { return e.Err }
