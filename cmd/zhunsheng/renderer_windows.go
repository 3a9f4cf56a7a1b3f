package main

import (
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/platform"
	"zhunsheng/app/platform/softwindow"
)

// preflight reports why OpenGL cannot be used.
func preflight() error {
	_, err := platform.OpenGL()
	return err
}

// softwareApp puts windows that need no OpenGL under the application.
func softwareApp(inside fyne.App) (fyne.App, error) {
	host, err := softwindow.NewWindows()
	if err != nil {
		return nil, err
	}
	return softwindow.New(inside, host), nil
}

// renderers lists what can draw windows.
func renderers() []string { return []string{rendererAuto, rendererGL, rendererSoftware} }

// followCaret leads input methods to the text cursor. The toolkit's OpenGL windows do not, and do not tell when the cursor moves; the
// windows without OpenGL do so themselves.
func followCaret(w fyne.Window) (stop func()) {
	if _, own := w.(*softwindow.Window); own {
		return func() {}
	}
	const pace = 150 * time.Millisecond
	ticker := time.NewTicker(pace)
	ended := make(chan struct{})
	at := softwindow.Caret(w.Canvas())
	go func() {
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
				fyne.Do(func() {
					if now := softwindow.Caret(w.Canvas()); now != at {
						at = now
						platform.PlaceInputMethod(handleOf(w), at)
					}
				})
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(ended)
	}
}
