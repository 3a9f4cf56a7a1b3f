package platform

import "golang.org/x/sys/windows"

// MessageBox shows a text without needing a window of ours. It returns when the user has seen it.
func MessageBox(title, text string) {
	caption, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	body, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	// There is nobody to tell if even this fails.
	_, _ = windows.MessageBox(0, body, caption, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
