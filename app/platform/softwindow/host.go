package softwindow

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Host is the system that windows are shown on. All methods but Wake are called on the goroutine of [App.Run].
type Host interface {
	// Open makes a window that is not visible yet. Events go to the [Window].
	Open(w *Window, decorated bool) (Frame, error)
	// Loop delivers events until Stop is called. It calls drain whenever Wake was called.
	Loop(drain func()) error
	// Stop makes Loop return.
	Stop()
	// Wake makes Loop call drain soon. Any goroutine may call it.
	Wake()
	// Here reports whether the caller runs on the goroutine of the loop.
	Here() bool
	// Clipboard returns the system's clipboard.
	Clipboard() fyne.Clipboard
	// Modifiers returns the modifier keys that are held down.
	Modifiers() fyne.KeyModifier
	// DoubleClick is the time within which a second click belongs to the first.
	DoubleClick() time.Duration
	// Screens returns how many screens there are.
	Screens() int
}

// Frame is one window of a [Host]. Sizes are the pixels of the area inside borders and menu.
type Frame interface {
	SetTitle(title string)
	Resize(width, height int)
	Center()
	Show()
	Hide()
	Close()
	// Raise brings the window to the front and gives it the keyboard.
	Raise()
	SetFixed(fixed bool)
	SetFullScreen(full bool)
	SetMenu(menu *fyne.MainMenu)
	SetCursor(cursor desktop.Cursor)
	// Stale asks for a call of [Window.Draw] once nothing more urgent is to be done.
	Stale()
	// Caret says where the text cursor is, for input methods; an empty rectangle where there is none.
	Caret(at image.Rectangle)
	// Scale returns the pixels of one device-independent pixel.
	Scale() float32
	// Native returns what [fyne.io/fyne/v2/driver.NativeWindow] hands out.
	Native() any
}
