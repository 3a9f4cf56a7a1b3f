package main

import (
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/widget"
)

// what draws windows: the argument of --renderer, and the setting "renderer"
const (
	rendererAuto     = "auto" // OpenGL where it works, else software
	rendererGL       = "gl"
	rendererSoftware = "software"
)

// patience of the watchdog
const unpaintedAfter = 15 * time.Second

// errRenderer is returned for an unknown --renderer.
var errRenderer = errors.New("--renderer: auto, gl and software are known")

func checkRenderer(name string) error {
	switch name {
	case "", rendererAuto, rendererGL, rendererSoftware:
		return nil
	}
	return fmt.Errorf("%w, not %q", errRenderer, name)
}

// firstWindow makes the first window with the renderer that is wanted, and returns the application that it belongs to. Automatically,
// OpenGL is asked before any window is made with it: the toolkit would leave a process without a window behind.
func firstWindow(wanted string, inside fyne.App, words *locale.Printer, log *logFile) (fyne.App, fyne.Window, error) {
	var problem error
	if wanted != rendererSoftware {
		if wanted != rendererGL {
			problem = preflight()
		}
		if problem == nil {
			var w fyne.Window
			w, problem = appear(inside, words)
			if problem == nil || wanted == rendererGL {
				return inside, w, problem
			}
		}
		log.Error(problem)
	}
	soft, err := softwareApp(inside)
	if err != nil {
		return inside, nil, errors.Join(problem, err)
	}
	w, err := appear(soft, words)
	return soft, w, err
}

// newWindow makes the window with a word of waiting in it.
func newWindow(a fyne.App, words *locale.Printer) fyne.Window {
	w := a.NewWindow(words.Text("ui.window.title", map[string]string{"page": words.Text("ui.year.heading", nil)}))
	w.SetMaster()
	w.SetPadded(false)
	w.Resize(windowSize)
	w.CenterOnScreen()
	w.SetContent(container.NewCenter(widget.NewCaption(words.Text("ui.start.opening", nil))))
	return w
}

// watchdog tells when the window's goroutine has not come to work in time. It returns at once.
func watchdog(tell func()) {
	late := time.AfterFunc(unpaintedAfter, tell)
	go fyne.Do(func() { late.Stop() }) // on the window's own goroutine it would run at once, before the loop
}

// noWindow is what a user reads where neither way to draw a window worked.
func noWindow(words *locale.Printer, o options) string {
	return words.Text("ui.start.no-window", nil) + "\n\n" + words.Text("platform.renderer.none", map[string]string{"log": o.data})
}
