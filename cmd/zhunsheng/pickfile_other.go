//go:build !windows

package main

import (
	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/picker"
)

// pickFile leaves it to the program's own dialog: these systems have none that is always there.
func pickFile(fyne.Window) func(picker.Question, func(string)) error { return nil }
