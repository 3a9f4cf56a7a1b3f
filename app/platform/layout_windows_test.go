package platform

import (
	"testing"
	"unsafe"
)

// The structures are those of the system, to the byte, as a C program prints them that is compiled for 64-bit Windows.
func TestStructuresAreThoseOfTheSystem(t *testing.T) {
	var (
		class       windowClass
		copied      copyData
		composition compositionForm
		candidates  candidateForm
		font        logFont
		format      pixelFormat
		object      comObject
	)
	const pointer = unsafe.Sizeof(uintptr(0))
	for _, tt := range []struct {
		name      string
		got, want uintptr
	}{
		{"POINT", unsafe.Sizeof(winPoint{}), 8},
		{"RECT", unsafe.Sizeof(winRect{}), 16},
		{"WNDCLASSEXW", unsafe.Sizeof(class), 80},
		{"WNDCLASSEXW.lpfnWndProc", unsafe.Offsetof(class.proc), 8},
		{"WNDCLASSEXW.cbClsExtra", unsafe.Offsetof(class.classExtra), 16},
		{"WNDCLASSEXW.hInstance", unsafe.Offsetof(class.instance), 24},
		{"WNDCLASSEXW.hbrBackground", unsafe.Offsetof(class.brush), 48},
		{"WNDCLASSEXW.lpszMenuName", unsafe.Offsetof(class.menu), 56},
		{"WNDCLASSEXW.lpszClassName", unsafe.Offsetof(class.name), 64},
		{"WNDCLASSEXW.hIconSm", unsafe.Offsetof(class.small), 72},
		{"COPYDATASTRUCT", unsafe.Sizeof(copied), 24},
		{"COPYDATASTRUCT.cbData", unsafe.Offsetof(copied.size), 8},
		{"COPYDATASTRUCT.lpData", unsafe.Offsetof(copied.data), 16},
		{"COMPOSITIONFORM", unsafe.Sizeof(composition), 28},
		{"COMPOSITIONFORM.ptCurrentPos", unsafe.Offsetof(composition.pos), 4},
		{"COMPOSITIONFORM.rcArea", unsafe.Offsetof(composition.area), 12},
		{"CANDIDATEFORM", unsafe.Sizeof(candidates), 32},
		{"CANDIDATEFORM.dwStyle", unsafe.Offsetof(candidates.style), 4},
		{"CANDIDATEFORM.ptCurrentPos", unsafe.Offsetof(candidates.pos), 8},
		{"CANDIDATEFORM.rcArea", unsafe.Offsetof(candidates.area), 16},
		{"LOGFONTW", unsafe.Sizeof(font), 92},
		{"LOGFONTW.lfWeight", unsafe.Offsetof(font.weight), 16},
		{"LOGFONTW.lfItalic", unsafe.Offsetof(font.italic), 20},
		{"LOGFONTW.lfCharSet", unsafe.Offsetof(font.charSet), 23},
		{"LOGFONTW.lfPitchAndFamily", unsafe.Offsetof(font.pitchFamily), 27},
		{"LOGFONTW.lfFaceName", unsafe.Offsetof(font.face), 28},
		{"PIXELFORMATDESCRIPTOR", unsafe.Sizeof(format), 40},
		{"PIXELFORMATDESCRIPTOR.dwFlags", unsafe.Offsetof(format.flags), 4},
		{"PIXELFORMATDESCRIPTOR.iPixelType", unsafe.Offsetof(format.kind), 8},
		{"PIXELFORMATDESCRIPTOR.cColorBits", unsafe.Offsetof(format.colour), 9},
		{"PIXELFORMATDESCRIPTOR.cDepthBits", unsafe.Offsetof(format.depth), 23},
		{"PIXELFORMATDESCRIPTOR.cStencilBits", unsafe.Offsetof(format.stencil), 24},
		{"PIXELFORMATDESCRIPTOR.cAuxBuffers", unsafe.Offsetof(format.auxiliary), 25},
		{"PIXELFORMATDESCRIPTOR.iLayerType", unsafe.Offsetof(format.layer), 26},
		{"PIXELFORMATDESCRIPTOR.bReserved", unsafe.Offsetof(format.planes), 27},
		{"the table of an object", unsafe.Offsetof(object.functions), 0},
		{"IFileDialog.Release", fnRelease * pointer, 16},
		{"IFileDialog.Show", fnShow * pointer, 24},
		{"IFileDialog.SetFileTypes", fnSetFileTypes * pointer, 32},
		{"IFileDialog.SetOptions", fnSetOptions * pointer, 72},
		{"IFileDialog.GetOptions", fnGetOptions * pointer, 80},
		{"IFileDialog.SetFolder", fnSetFolder * pointer, 96},
		{"IFileDialog.SetFileName", fnSetFileName * pointer, 120},
		{"IFileDialog.SetTitle", fnSetTitle * pointer, 136},
		{"IFileDialog.GetResult", fnGetResult * pointer, 160},
		{"IFileDialog.SetDefaultExtension", fnSetDefaultEnding * pointer, 176},
		{"IFileOpenDialog.GetResults", fnGetResults * pointer, 216},
		{"IShellItem.GetDisplayName", fnGetDisplayName * pointer, 40},
		{"IShellItemArray.GetCount", fnGetCount * pointer, 56},
		{"IShellItemArray.GetItemAt", fnGetItemAt * pointer, 64},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}
