package platform

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	comdlg32             = windows.NewLazySystemDLL("comdlg32.dll")
	printDlgEx           = comdlg32.NewProc("PrintDlgExW")
	printDlg             = comdlg32.NewProc("PrintDlgW")
	commDlgExtendedError = comdlg32.NewProc("CommDlgExtendedError")
	enumPrinters         = windows.NewLazySystemDLL("winspool.drv").NewProc("EnumPrintersW")
	globalLock           = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalLock")
	globalUnlock         = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalUnlock")
	globalFree           = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalFree")
)

// flags of both print dialogs
const (
	pdPageNumbers   = 0x2
	pdNoSelection   = 0x4
	pdCollate       = 0x10
	pdPrintToFile   = 0x20
	pdReturnDC      = 0x100
	pdNoCurrentPage = 0x800000
)

// printDialogEx is PRINTDLGEXW.
type printDialogEx struct {
	size               uint32
	owner              uintptr
	devMode, devNames  uintptr
	dc                 uintptr
	flags, flags2      uint32
	exclusions         uint32
	ranges, mostRanges uint32
	pageRanges         *pageRange
	least, most        uint32
	copies             uint32
	instance           uintptr
	template           *uint16
	callback           uintptr
	propertyPages      uint32
	handles            uintptr
	startPage          uint32
	result             uint32
}

// printDialog is PRINTDLGW, the older dialog: Windows 10 has both, Wine only this one.
type printDialog struct {
	size                uint32
	owner               uintptr
	devMode, devNames   uintptr
	dc                  uintptr
	flags               uint32
	from, to            uint16
	least, most, copies uint16
	instance, custom    uintptr
	hooks, templates    [2]uintptr
	resources           [2]uintptr
}

// chosenPrinter is what the user decided on.
type chosenPrinter struct {
	dc                uintptr
	devMode, devNames uintptr // of the system's, to be freed
	ranges            []pageRange
	copies            int
	collated, toFile  bool
}

// anyPrinter reports whether there is a printer at all. Without one the dialogs only complain.
func anyPrinter() bool {
	const local, connections, names = 2, 4, 4
	var needed, count uint32
	_, _, _ = enumPrinters.Call(local|connections, 0, names, 0, 0, uintptr(unsafe.Pointer(&needed)), uintptr(unsafe.Pointer(&count)))
	return needed > 0
}

// askPrinter shows the system's print dialog over a window. The error is [ErrCancelled], [ErrNoPrinter] or the system's.
func askPrinter(owner uintptr, pages int) (*chosenPrinter, error) {
	if owner != 0 && printDlgEx.Find() == nil {
		chosen, err := askNew(owner, pages)
		if err == nil || errors.Is(err, ErrCancelled) {
			return chosen, err
		}
	}
	return askOld(owner, pages)
}

// printNow is the result of the new dialog that asks to print; the others are 0, cancelled, and 2, settings kept and cancelled then.
const printNow = 1

// errNoDevice says that a dialog was answered with "print" and gave nothing to print on; the older dialog may.
var errNoDevice = errors.New("the print dialog gives no device")

// askNew shows the dialog of Windows 2000 and later. It must run on a thread with a single-threaded apartment, and it needs an owner.
func askNew(owner uintptr, pages int) (*chosenPrinter, error) {
	const mostRanges, startGeneral = 32, 0xFFFFFFFF
	ranges := make([]pageRange, mostRanges)
	ranges[0] = pageRange{1, uint32(pages)}
	d := &printDialogEx{
		owner: owner, flags: pdReturnDC | pdNoSelection | pdNoCurrentPage | pdCollate, ranges: 1, mostRanges: mostRanges, pageRanges: &ranges[0],
		least: 1, most: uint32(pages), copies: 1, startPage: startGeneral,
	}
	d.size = uint32(unsafe.Sizeof(*d))
	result, _, _ := printDlgEx.Call(uintptr(unsafe.Pointer(d)))
	return answerNew(uint32(result), d, ranges)
}

// answerNew reads what the new dialog has answered. What it gave is let go of where nothing is to be printed.
func answerNew(result uint32, d *printDialogEx, ranges []pageRange) (*chosenPrinter, error) {
	var err error
	switch {
	case int32(result) < 0:
		err = fmt.Errorf("PrintDlgEx: %w", windows.Errno(result))
	case d.result != printNow:
		err = ErrCancelled
	case d.dc == 0:
		err = errNoDevice
	}
	chosen := &chosenPrinter{
		dc: d.dc, devMode: d.devMode, devNames: d.devNames, copies: int(d.copies), collated: d.flags&pdCollate != 0, toFile: d.flags&pdPrintToFile != 0,
	}
	if err != nil {
		chosen.release()
		return nil, err
	}
	if d.flags&pdPageNumbers != 0 {
		chosen.ranges = append(chosen.ranges, ranges[:min(int(d.ranges), len(ranges))]...)
	}
	return chosen, nil
}

func askOld(owner uintptr, pages int) (*chosenPrinter, error) {
	last := uint16(min(pages, 0xFFFF))
	d := &printDialog{owner: owner, flags: pdReturnDC | pdNoSelection | pdCollate, from: 1, to: last, least: 1, most: last, copies: 1}
	d.size = uint32(unsafe.Sizeof(*d))
	done, _, _ := printDlg.Call(uintptr(unsafe.Pointer(d)))
	chosen := &chosenPrinter{
		dc: d.dc, devMode: d.devMode, devNames: d.devNames, copies: int(d.copies), collated: d.flags&pdCollate != 0, toFile: d.flags&pdPrintToFile != 0,
	}
	if done == 0 || d.dc == 0 {
		chosen.release()
		return nil, dialogError()
	}
	if d.flags&pdPageNumbers != 0 {
		chosen.ranges = []pageRange{{uint32(d.from), uint32(d.to)}}
	}
	return chosen, nil
}

// dialogError says why the last dialog gave nothing.
func dialogError() error {
	const noDevices, noDefault, notFound = 0x1007, 0x1008, 0x100B
	switch code, _, _ := commDlgExtendedError.Call(); code {
	case 0:
		return ErrCancelled
	case noDevices, noDefault, notFound:
		return fmt.Errorf("%w: the dialog answers %#x", ErrNoPrinter, code)
	default:
		return fmt.Errorf("print dialog: error %#x", code)
	}
}

func (c *chosenPrinter) release() {
	if c.dc != 0 {
		_, _, _ = deleteDC.Call(c.dc)
	}
	for _, handle := range []uintptr{c.devMode, c.devNames} {
		if handle != 0 {
			_, _, _ = globalFree.Call(handle)
		}
	}
	*c = chosenPrinter{}
}
