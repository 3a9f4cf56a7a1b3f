package softwindow

import (
	"fyne.io/fyne/v2"
)

// App is an application whose windows need no OpenGL. Settings, preferences and storage are those of the application inside it.
type App struct {
	fyne.App
	driver    *driver
	lifecycle lifecycle
}

// New puts windows of a host under an application and makes it the current one. The application inside must not have made windows.
func New(inside fyne.App, host Host) *App {
	a := &App{App: inside}
	a.driver = newDriver(inside, host)
	inside.Settings().AddListener(func(fyne.Settings) { fyne.Do(a.driver.freshen) })
	fyne.SetCurrentApp(a)
	return a
}

// Driver returns the driver of the windows.
func (a *App) Driver() fyne.Driver { return a.driver }

// NewWindow makes a window.
func (a *App) NewWindow(title string) fyne.Window { return a.driver.CreateWindow(title) }

// Clipboard returns the system's clipboard.
func (a *App) Clipboard() fyne.Clipboard { return a.driver.host.Clipboard() }

// Lifecycle returns the hooks for starting and stopping.
func (a *App) Lifecycle() fyne.Lifecycle { return &a.lifecycle }

// Run shows the windows until the master window is closed or [App.Quit] is called. It must run where windows are made.
func (a *App) Run() {
	if a.lifecycle.started != nil {
		a.driver.post(a.lifecycle.started)
	}
	a.driver.Run()
	if a.lifecycle.stopped != nil {
		a.lifecycle.stopped()
	}
}

// Quit closes all windows and ends [App.Run].
func (a *App) Quit() {
	for _, w := range a.driver.AllWindows() {
		w.Close()
	}
	a.driver.Quit()
}

// lifecycle keeps hooks; coming to the foreground and leaving it are told by the windows.
type lifecycle struct{ foreground, background, started, stopped func() }

// SetOnEnteredForeground sets what is called when a window of the program gets the keyboard.
func (l *lifecycle) SetOnEnteredForeground(f func()) { l.foreground = f }

// SetOnExitedForeground sets what is called when no window of the program has the keyboard any more.
func (l *lifecycle) SetOnExitedForeground(f func()) { l.background = f }

// SetOnStarted sets what is called first in the loop.
func (l *lifecycle) SetOnStarted(f func()) { l.started = f }

// SetOnStopped sets what is called after the loop.
func (l *lifecycle) SetOnStopped(f func()) { l.stopped = f }
