//go:build e2e && !windows

package main

import "fyne.io/fyne/v2"

// origin is asked of the display server by the test itself.
func origin(fyne.Window) (x, y int, known bool) { return 0, 0, false }

// answerDialog is not needed: the program's own file dialog is driven like everything else.
func answerDialog(string) string { return "these systems show the program's own dialog" }

// native serves what only the system's own messages can do; here nothing.
func native(*program) map[string]func(form func(string) string) any { return nil }
