package platform

import (
	"image"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	imm32                   = windows.NewLazySystemDLL("imm32.dll")
	immGetContext           = imm32.NewProc("ImmGetContext")
	immReleaseContext       = imm32.NewProc("ImmReleaseContext")
	immSetCompositionWindow = imm32.NewProc("ImmSetCompositionWindow")
	immSetCandidateWindow   = imm32.NewProc("ImmSetCandidateWindow")
	immSetCompositionFontW  = imm32.NewProc("ImmSetCompositionFontW")
	placementUser32         = windows.NewLazySystemDLL("user32.dll")
	createCaret             = placementUser32.NewProc("CreateCaret")
	setCaretPos             = placementUser32.NewProc("SetCaretPos")
	destroyCaret            = placementUser32.NewProc("DestroyCaret")
)

const (
	cfsPoint   = 0x0002
	cfsExclude = 0x0080
)

type winRect struct{ left, top, right, bottom int32 }

type compositionForm struct {
	style uint32
	pos   winPoint
	area  winRect
}

type candidateForm struct {
	index uint32
	style uint32
	pos   winPoint
	area  winRect
}

type logFont struct {
	height, width, escapement, orientation, weight                                           int32
	italic, underline, strikeOut, charSet, outPrecision, clipPrecision, quality, pitchFamily uint8
	face                                                                                     [32]uint16
}

// PlaceInputMethod tells the input method where the text cursor of a window is, in its pixels: what is being composed appears there,
// and the list of candidates beside it. The system gets an invisible text cursor too, which screen readers and older input methods
// follow. An empty rectangle takes it away. It must run on the thread of the window.
func PlaceInputMethod(window uintptr, caret image.Rectangle) {
	if caret.Empty() {
		_, _, _ = destroyCaret.Call()
		return
	}
	_, _, _ = createCaret.Call(window, 0, uintptr(caret.Dx()), uintptr(caret.Dy()))
	_, _, _ = setCaretPos.Call(uintptr(caret.Min.X), uintptr(caret.Min.Y))
	context, _, _ := immGetContext.Call(window)
	if context == 0 {
		return // no input method is at work
	}
	at := winPoint{int32(caret.Min.X), int32(caret.Min.Y)}
	composition := compositionForm{style: cfsPoint, pos: at}
	_, _, _ = immSetCompositionWindow.Call(context, uintptr(unsafe.Pointer(&composition)))
	candidates := candidateForm{
		style: cfsExclude, pos: winPoint{at.x, int32(caret.Max.Y)},
		area: winRect{int32(caret.Min.X), int32(caret.Min.Y), int32(caret.Max.X), int32(caret.Max.Y)},
	}
	_, _, _ = immSetCandidateWindow.Call(context, uintptr(unsafe.Pointer(&candidates)))
	font := logFont{height: -int32(caret.Dy() * 3 / 4), charSet: 1}
	copy(font.face[:], windows.StringToUTF16("Microsoft YaHei UI"))
	_, _, _ = immSetCompositionFontW.Call(context, uintptr(unsafe.Pointer(&font)))
	_, _, _ = immReleaseContext.Call(window, context)
}
