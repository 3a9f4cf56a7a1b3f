package softwindow

import (
	"image"
	"strconv"
	"testing"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	theming "zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	ours "zhunsheng/app/ui/widget"
)

// candidates asks the system where the candidates of the input method are shown for a window.
func candidates(t *testing.T, window uintptr) image.Rectangle {
	t.Helper()
	imm := windows.NewLazySystemDLL("imm32.dll")
	context, _, _ := imm.NewProc("ImmGetContext").Call(window)
	if context == 0 {
		t.Fatal("the window has no input method")
	}
	defer func() { _, _, _ = imm.NewProc("ImmReleaseContext").Call(window, context) }()
	var form struct {
		index, style             uint32
		x, y                     int32
		left, top, right, bottom int32
	}
	if got, _, err := imm.NewProc("ImmGetCandidateWindow").Call(context, 0, uintptr(unsafe.Pointer(&form))); got == 0 {
		t.Fatalf("ImmGetCandidateWindow: %v", err)
	}
	return image.Rect(int(form.left), int(form.top), int(form.right), int(form.bottom))
}

var sendMessage = windows.NewLazySystemDLL("user32.dll").NewProc("SendMessageW")

// TestComposingInARealWindow sends a real window what an input method sends: keys that it has taken for itself, then the characters.
func TestComposingInARealWindow(t *testing.T) {
	host, err := NewWindows()
	if err != nil {
		t.Fatal(err)
	}
	inside := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	program := New(inside, host)
	program.Settings().SetTheme(uitest.Theme(theming.Light))
	host.drain = program.driver.drain
	window := program.NewWindow("准绳").(*Window)
	submitted := 0
	entry := ours.NewEntry(nil)
	entry.OnMove = func(int) { submitted++ }
	window.SetContent(container.NewVBox(entry))
	window.Resize(fyne.NewSize(600, 200))
	window.Show()
	frame := window.frame.(*winFrame)
	send := func(msg uint32, wparam, lparam uintptr) {
		_, _, _ = sendMessage.Call(frame.handle, uintptr(msg), wparam, lparam)
	}
	const enterKey, scanEnter = 0x0D, 0x1C<<16 | 1

	for _, percent := range []int{100, 125, 150} { // on one thread, the window's
		t.Setenv("FYNE_SCALE", strconv.FormatFloat(float64(percent)/100, 'f', -1, 64))
		program.Settings().SetTheme(uitest.Theme(theming.Light))
		window.Scaled()
		program.driver.drain()
		entry.SetText("")
		window.Canvas().Focus(entry)
		window.Draw()
		before := submitted
		send(wmKeyDown, vkProcess, scanEnter) // Enter, taken by the input method
		if submitted != before {
			t.Errorf("%d %%: Enter while composing submits", percent)
		}
		for _, unit := range windows.StringToUTF16("准绳")[:2] {
			send(wmChar, uintptr(unit), 1)
		}
		if entry.Text != "准绳" {
			t.Errorf("%d %%: typed %q", percent, entry.Text)
		}
		window.Draw()
		if at, want := candidates(t, frame.handle), Caret(window.Canvas()); want.Empty() || at != want {
			t.Errorf("%d %%: candidates beside %v, the text cursor is at %v", percent, at, want)
		}
		send(wmKeyDown, enterKey, scanEnter)
		if submitted != before+1 {
			t.Errorf("%d %%: Enter after composing submitted %d times", percent, submitted-before)
		}
	}
	followsTheSystem(t, window, send)
	window.Close()
}

// followsTheSystem sends what the system sends when the screen's scale, its colours or the owner of the mouse have changed.
func followsTheSystem(t *testing.T, window *Window, send func(msg uint32, wparam, lparam uintptr)) {
	t.Helper()
	place := &rect{40, 50, 40 + 777, 50 + 333}
	send(wmDpiChanged, 120<<16|120, uintptr(unsafe.Pointer(place)))
	var got rect
	call(getWindowRect, window.frame.(*winFrame).handle, uintptr(unsafe.Pointer(&got)))
	if got != *place {
		t.Errorf("on a screen of another scale the window is at %v, the system wants %v", got, *place)
	}

	const path = `Software\Microsoft\Windows\CurrentVersion\Themes\Personalize`
	key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.SET_VALUE|registry.QUERY_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	old, _, unset := key.GetIntegerValue("AppsUseLightTheme")
	for light, want := range map[uint32]fyne.ThemeVariant{0: theme.VariantDark, 1: theme.VariantLight} {
		if err := key.SetDWordValue("AppsUseLightTheme", light); err != nil {
			t.Fatal(err)
		}
		send(wmSettingChange, 0, uintptr(unsafe.Pointer(wide("ImmersiveColorSet"))))
		if got := fyne.CurrentApp().Settings().ThemeVariant(); got != want {
			t.Errorf("light is %d: variant %d, want %d", light, got, want)
		}
	}
	if unset == nil {
		_ = key.SetDWordValue("AppsUseLightTheme", uint32(old)) // as it was
	} else {
		_ = key.DeleteValue("AppsUseLightTheme")
	}

	board := window.Clipboard()
	for text, want := range map[string]string{"准绳 𠮷\r\n甲\t乙": "准绳 𠮷\r\n甲\t乙", "前\x00后": "前后", "": ""} {
		if board.SetContent(text); board.Content() != want {
			t.Errorf("%q on the clipboard becomes %q", text, board.Content())
		}
	}

	send(wmLeftDown, 1, 100|100<<16)
	if window.pointer.buttons == 0 || window.frame.(*winFrame).held != 1 {
		t.Error("a pressed button is not held")
	}
	call(releaseCapture) // by somebody else
	if window.pointer.buttons != 0 || window.frame.(*winFrame).held != 0 {
		t.Error("the button is still held after the mouse was taken away")
	}
}
