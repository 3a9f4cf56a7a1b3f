//go:build e2e && !windows

package main

import "fyne.io/fyne/v2"

// origin is asked of the display server by the test itself.
func origin(fyne.Window) (x, y int, known bool) { return 0, 0, false }
