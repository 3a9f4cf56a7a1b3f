package platform

import (
	"errors"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// The structures are those of the system, to the byte: sizes and places as a C program prints them that is compiled for 64-bit Windows
// with the headers of mingw-w64. Wine has the older dialog only, so nothing else would notice.
func TestPrintingStructuresAreThoseOfTheSystem(t *testing.T) {
	var (
		ex   printDialogEx
		old  printDialog
		span pageRange
		doc  docInfo
		mode devMode
	)
	for _, tt := range []struct {
		name      string
		got, want uintptr
	}{
		{"PRINTDLGEXW", unsafe.Sizeof(ex), 136},
		{"PRINTDLGEXW.lStructSize", unsafe.Offsetof(ex.size), 0},
		{"PRINTDLGEXW.hwndOwner", unsafe.Offsetof(ex.owner), 8},
		{"PRINTDLGEXW.hDevMode", unsafe.Offsetof(ex.devMode), 16},
		{"PRINTDLGEXW.hDevNames", unsafe.Offsetof(ex.devNames), 24},
		{"PRINTDLGEXW.hDC", unsafe.Offsetof(ex.dc), 32},
		{"PRINTDLGEXW.Flags", unsafe.Offsetof(ex.flags), 40},
		{"PRINTDLGEXW.Flags2", unsafe.Offsetof(ex.flags2), 44},
		{"PRINTDLGEXW.ExclusionFlags", unsafe.Offsetof(ex.exclusions), 48},
		{"PRINTDLGEXW.nPageRanges", unsafe.Offsetof(ex.ranges), 52},
		{"PRINTDLGEXW.nMaxPageRanges", unsafe.Offsetof(ex.mostRanges), 56},
		{"PRINTDLGEXW.lpPageRanges", unsafe.Offsetof(ex.pageRanges), 64},
		{"PRINTDLGEXW.nMinPage", unsafe.Offsetof(ex.least), 72},
		{"PRINTDLGEXW.nMaxPage", unsafe.Offsetof(ex.most), 76},
		{"PRINTDLGEXW.nCopies", unsafe.Offsetof(ex.copies), 80},
		{"PRINTDLGEXW.hInstance", unsafe.Offsetof(ex.instance), 88},
		{"PRINTDLGEXW.lpPrintTemplateName", unsafe.Offsetof(ex.template), 96},
		{"PRINTDLGEXW.lpCallback", unsafe.Offsetof(ex.callback), 104},
		{"PRINTDLGEXW.nPropertyPages", unsafe.Offsetof(ex.propertyPages), 112},
		{"PRINTDLGEXW.lphPropertyPages", unsafe.Offsetof(ex.handles), 120},
		{"PRINTDLGEXW.nStartPage", unsafe.Offsetof(ex.startPage), 128},
		{"PRINTDLGEXW.dwResultAction", unsafe.Offsetof(ex.result), 132},
		{"PRINTDLGW", unsafe.Sizeof(old), 120},
		{"PRINTDLGW.hwndOwner", unsafe.Offsetof(old.owner), 8},
		{"PRINTDLGW.hDevMode", unsafe.Offsetof(old.devMode), 16},
		{"PRINTDLGW.hDC", unsafe.Offsetof(old.dc), 32},
		{"PRINTDLGW.Flags", unsafe.Offsetof(old.flags), 40},
		{"PRINTDLGW.nFromPage", unsafe.Offsetof(old.from), 44},
		{"PRINTDLGW.nToPage", unsafe.Offsetof(old.to), 46},
		{"PRINTDLGW.nMinPage", unsafe.Offsetof(old.least), 48},
		{"PRINTDLGW.nMaxPage", unsafe.Offsetof(old.most), 50},
		{"PRINTDLGW.nCopies", unsafe.Offsetof(old.copies), 52},
		{"PRINTDLGW.hInstance", unsafe.Offsetof(old.instance), 56},
		{"PRINTDLGW.lCustData", unsafe.Offsetof(old.custom), 64},
		{"PRINTDLGW.lpfnPrintHook", unsafe.Offsetof(old.hooks), 72},
		{"PRINTDLGW.lpPrintTemplateName", unsafe.Offsetof(old.templates), 88},
		{"PRINTDLGW.hPrintTemplate", unsafe.Offsetof(old.resources), 104},
		{"PRINTPAGERANGE", unsafe.Sizeof(span), 8},
		{"PRINTPAGERANGE.nToPage", unsafe.Offsetof(span.to), 4},
		{"DOCINFOW", unsafe.Sizeof(doc), 40},
		{"DOCINFOW.lpszDocName", unsafe.Offsetof(doc.name), 8},
		{"DOCINFOW.lpszOutput", unsafe.Offsetof(doc.output), 16},
		{"DOCINFOW.lpszDatatype", unsafe.Offsetof(doc.dataType), 24},
		{"DOCINFOW.fwType", unsafe.Offsetof(doc.kind), 32},
		{"DEVMODEW.dmSize", unsafe.Offsetof(mode.size), 68},
		{"DEVMODEW.dmDriverExtra", unsafe.Offsetof(mode.driverExtra), 70},
		{"DEVMODEW.dmFields", unsafe.Offsetof(mode.fields), 72},
		{"DEVMODEW.dmOrientation", unsafe.Offsetof(mode.orientation), 76},
		{"DEVMODEW.dmCopies", unsafe.Offsetof(mode.copies), 86},
		{"DEVMODEW.dmPrintQuality", unsafe.Offsetof(mode.printQuality), 90},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

// What the new dialog answers is read as the system documents it.
func TestAnswersOfTheNewPrintDialog(t *testing.T) {
	const failed, invalid = 0x80004005, 0x80070057
	ranges := []pageRange{{1, 9}, {2, 3}, {5, 5}}
	for _, tt := range []struct {
		name   string
		result uint32
		dialog printDialogEx
		ranges int
		err    error
	}{
		{"print all", 0, printDialogEx{result: printNow, dc: 1, copies: 2, ranges: 1}, 0, nil},
		{"print two ranges", 0, printDialogEx{result: printNow, dc: 1, copies: 1, flags: pdPageNumbers, ranges: 2}, 2, nil},
		{"more ranges than there is room for", 0, printDialogEx{result: printNow, dc: 1, flags: pdPageNumbers, ranges: 40}, 3, nil},
		{"cancelled", 0, printDialogEx{result: 0, dc: 1}, 0, ErrCancelled},
		{"settings applied, then cancelled", 0, printDialogEx{result: 2}, 0, ErrCancelled},
		{"printed without a device", 0, printDialogEx{result: printNow}, 0, errNoDevice},
		{"arguments refused", invalid, printDialogEx{}, 0, windows.Errno(invalid)},
		{"failed", failed, printDialogEx{result: printNow, dc: 1}, 0, windows.Errno(failed)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			chosen, err := answerNew(tt.result, &tt.dialog, ranges)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err != nil {
				if chosen != nil {
					t.Errorf("an answer beside an error: %+v", chosen)
				}
				return
			}
			if len(chosen.ranges) != tt.ranges || chosen.copies != int(tt.dialog.copies) || chosen.dc != tt.dialog.dc {
				t.Errorf("%+v of %+v", chosen, tt.dialog)
			}
		})
	}
}

// The program for a kind of file is asked for a verb before it is used, and having another verb is not enough.
func TestOnlyAVerbThatIsThereIsUsed(t *testing.T) {
	const ending, class = ".zhunsheng-test", "Zhunsheng.Test"
	root, folder := registry.CURRENT_USER, `Software\Classes\`
	if key, _, err := registry.CreateKey(registry.CLASSES_ROOT, ending, registry.SET_VALUE); err == nil { // Wine knows these classes only
		key.Close()
		root, folder = registry.CLASSES_ROOT, ""
	}
	set := func(path, value string) {
		key, _, err := registry.CreateKey(root, folder+path, registry.SET_VALUE)
		if err != nil {
			t.Fatal(err)
		}
		defer key.Close()
		if err := key.SetStringValue("", value); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, path := range []string{`\shell\print\command`, `\shell\print`, `\shell\open\command`, `\shell\open`, `\shell`, ""} {
			_ = registry.DeleteKey(root, folder+class+path) // some may not have been made
		}
		_ = registry.DeleteKey(root, folder+ending)
	})
	if knows(ending, "print") {
		t.Error("a kind of file that nobody knows can be printed")
	}
	set(ending, class)
	set(class+`\shell\open\command`, `"C:\reader.exe" "%1"`)
	if knows(ending, "print") || !knows(ending, "open") {
		t.Errorf("a reader: print %v, open %v", knows(ending, "print"), knows(ending, "open"))
	}
	set(class+`\shell\print\command`, `"C:\reader.exe" /p "%1"`)
	if !knows(ending, "print") {
		t.Error("a reader that prints is not asked to")
	}
}
