//go:build !windows

package main

import (
	"errors"

	"fyne.io/fyne/v2"
)

// preflight leaves it to the window: these systems say at once whether one can be made.
func preflight() error { return nil }

var errNoSoftware = errors.New("windows are drawn in software on Windows only")

func softwareApp(fyne.App) (fyne.App, error) { return nil, errNoSoftware }

// renderers lists nothing to choose from.
func renderers() []string { return nil }

// followCaret does nothing: the toolkit leads input methods.
func followCaret(fyne.Window) (stop func()) { return func() {} }
