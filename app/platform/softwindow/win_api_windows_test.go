package softwindow

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The structures are those of the system, to the byte, as a C program prints them that is compiled for 64-bit Windows.
func TestStructuresAreThoseOfTheSystem(t *testing.T) {
	var (
		msg     message
		class   classInfo
		paint   paintInfo
		bitmap  bitmapInfo
		monitor monitorInfo
		track   mouseTrack
		limits  minMaxInfo
	)
	for _, tt := range []struct {
		name      string
		got, want uintptr
	}{
		{"POINT", unsafe.Sizeof(point{}), 8},
		{"RECT", unsafe.Sizeof(rect{}), 16},
		{"MSG", unsafe.Sizeof(msg), 48},
		{"MSG.message", unsafe.Offsetof(msg.message), 8},
		{"MSG.wParam", unsafe.Offsetof(msg.wparam), 16},
		{"MSG.lParam", unsafe.Offsetof(msg.lparam), 24},
		{"MSG.time", unsafe.Offsetof(msg.time), 32},
		{"MSG.pt", unsafe.Offsetof(msg.at), 36},
		{"WNDCLASSEXW", unsafe.Sizeof(class), 80},
		{"WNDCLASSEXW.style", unsafe.Offsetof(class.style), 4},
		{"WNDCLASSEXW.lpfnWndProc", unsafe.Offsetof(class.proc), 8},
		{"WNDCLASSEXW.cbWndExtra", unsafe.Offsetof(class.windExtra), 20},
		{"WNDCLASSEXW.hInstance", unsafe.Offsetof(class.instance), 24},
		{"WNDCLASSEXW.hIcon", unsafe.Offsetof(class.icon), 32},
		{"WNDCLASSEXW.hCursor", unsafe.Offsetof(class.cursor), 40},
		{"WNDCLASSEXW.hbrBackground", unsafe.Offsetof(class.background), 48},
		{"WNDCLASSEXW.lpszClassName", unsafe.Offsetof(class.class), 64},
		{"WNDCLASSEXW.hIconSm", unsafe.Offsetof(class.small), 72},
		{"PAINTSTRUCT", unsafe.Sizeof(paint), 72},
		{"PAINTSTRUCT.fErase", unsafe.Offsetof(paint.erase), 8},
		{"PAINTSTRUCT.rcPaint", unsafe.Offsetof(paint.part), 12},
		{"PAINTSTRUCT.rgbReserved", unsafe.Offsetof(paint.reserved), 36},
		{"BITMAPINFO", unsafe.Sizeof(bitmap), 44},
		{"BITMAPINFOHEADER.biHeight", unsafe.Offsetof(bitmap.height), 8},
		{"BITMAPINFOHEADER.biPlanes", unsafe.Offsetof(bitmap.planes), 12},
		{"BITMAPINFOHEADER.biBitCount", unsafe.Offsetof(bitmap.bits), 14},
		{"BITMAPINFOHEADER.biCompression", unsafe.Offsetof(bitmap.compression), 16},
		{"BITMAPINFOHEADER.biClrImportant", unsafe.Offsetof(bitmap.important), 36},
		{"MONITORINFO", unsafe.Sizeof(monitor), 40},
		{"MONITORINFO.rcMonitor", unsafe.Offsetof(monitor.whole), 4},
		{"MONITORINFO.rcWork", unsafe.Offsetof(monitor.work), 20},
		{"TRACKMOUSEEVENT", unsafe.Sizeof(track), 24},
		{"TRACKMOUSEEVENT.hwndTrack", unsafe.Offsetof(track.window), 8},
		{"TRACKMOUSEEVENT.dwHoverTime", unsafe.Offsetof(track.hover), 16},
		{"MINMAXINFO", unsafe.Sizeof(limits), 40},
		{"MINMAXINFO.ptMinTrackSize", unsafe.Offsetof(limits.minTrack), 24},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

func TestWideTextsEndAtANUL(t *testing.T) {
	for text, want := range map[string]string{"": "", "准绳": "准绳", "𠮷\x00x": "𠮷", "\x00": ""} {
		if got := windows.UTF16PtrToString(wide(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
