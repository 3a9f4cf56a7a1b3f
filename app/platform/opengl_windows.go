package platform

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ErrNoOpenGL is returned where the system has no OpenGL that can draw windows.
var ErrNoOpenGL = errors.New("no usable OpenGL")

const (
	leastMajor, leastMinor = 2, 1
	glVersion              = 0x1F02
)

type pixelFormat struct {
	size, version                            uint16
	flags                                    uint32
	kind, colour                             uint8
	_                                        [12]uint8
	_                                        uint8 // alpha and accumulation
	depth, stencil, auxiliary, layer, planes uint8
	_, _, _                                  uint32
}

// OpenGL asks for the version of OpenGL with a window that nobody sees, without loading anything that stays. The error wraps
// [ErrNoOpenGL] where it is below 2.1: Windows' own fallback says 1.1.0.
func OpenGL() (version string, err error) {
	runtime.LockOSThread() // to which the window and what draws on it belong
	defer runtime.UnlockOSThread()
	opengl := windows.NewLazySystemDLL("opengl32.dll")
	if err := opengl.Load(); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoOpenGL, err)
	}
	user, gdi := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("gdi32.dll")
	class, err := windows.UTF16PtrFromString("STATIC") // a class that the system has
	if err != nil {
		return "", err
	}
	const popup, clip = 0x80000000, 0x06000000
	window, _, err := user.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(class)), 0, popup|clip, 0, 0, 16, 16, 0, 0, 0, 0)
	if window == 0 {
		return "", fmt.Errorf("%w: window for the question: %w", ErrNoOpenGL, err)
	}
	defer func() { _, _, _ = user.NewProc("DestroyWindow").Call(window) }()
	dc, _, _ := user.NewProc("GetDC").Call(window)
	defer func() { _, _, _ = user.NewProc("ReleaseDC").Call(window, dc) }()
	const drawToWindow, supportOpenGL, doubleBuffer = 0x4, 0x20, 0x1
	format := pixelFormat{version: 1, flags: drawToWindow | supportOpenGL | doubleBuffer, colour: 32, depth: 24, stencil: 8}
	format.size = uint16(unsafe.Sizeof(format))
	chosen, _, err := gdi.NewProc("ChoosePixelFormat").Call(dc, uintptr(unsafe.Pointer(&format)))
	if chosen == 0 {
		return "", fmt.Errorf("%w: ChoosePixelFormat: %w", ErrNoOpenGL, err)
	}
	if set, _, err := gdi.NewProc("SetPixelFormat").Call(dc, chosen, uintptr(unsafe.Pointer(&format))); set == 0 {
		return "", fmt.Errorf("%w: SetPixelFormat: %w", ErrNoOpenGL, err)
	}
	context, _, err := opengl.NewProc("wglCreateContext").Call(dc)
	if context == 0 {
		return "", fmt.Errorf("%w: wglCreateContext: %w", ErrNoOpenGL, err)
	}
	defer func() { _, _, _ = opengl.NewProc("wglDeleteContext").Call(context) }()
	makeCurrent := opengl.NewProc("wglMakeCurrent")
	if made, _, err := makeCurrent.Call(dc, context); made == 0 {
		return "", fmt.Errorf("%w: wglMakeCurrent: %w", ErrNoOpenGL, err)
	}
	defer func() { _, _, _ = makeCurrent.Call(0, 0) }()
	text, _, _ := opengl.NewProc("glGetString").Call(glVersion)
	if text == 0 {
		return "", fmt.Errorf("%w: it does not say its version", ErrNoOpenGL)
	}
	version = windows.BytePtrToString(*(**byte)(unsafe.Pointer(&text)))
	if !enough(version) {
		return version, fmt.Errorf("%w: version %q, want at least %d.%d", ErrNoOpenGL, version, leastMajor, leastMinor)
	}
	return version, nil
}

// enough reports whether a version such as "4.6.0 NVIDIA 531" is one that the toolkit can draw with.
func enough(version string) bool {
	number, _, _ := strings.Cut(version, " ")
	parts := strings.SplitN(number, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && (major > leastMajor || major == leastMajor && minor >= leastMinor)
}
