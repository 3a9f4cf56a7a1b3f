package platform

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	gdi32            = windows.NewLazySystemDLL("gdi32.dll")
	deleteDC         = gdi32.NewProc("DeleteDC")
	resetDC          = gdi32.NewProc("ResetDCW")
	getDeviceCaps    = gdi32.NewProc("GetDeviceCaps")
	startDoc         = gdi32.NewProc("StartDocW")
	startPage        = gdi32.NewProc("StartPage")
	endPage          = gdi32.NewProc("EndPage")
	endDoc           = gdi32.NewProc("EndDoc")
	abortDoc         = gdi32.NewProc("AbortDoc")
	setMapMode       = gdi32.NewProc("SetMapMode")
	setWindowExt     = gdi32.NewProc("SetWindowExtEx")
	setViewportExt   = gdi32.NewProc("SetViewportExtEx")
	setPolyFillMode  = gdi32.NewProc("SetPolyFillMode")
	polyPolygon      = gdi32.NewProc("PolyPolygon")
	getStockObject   = gdi32.NewProc("GetStockObject")
	selectObject     = gdi32.NewProc("SelectObject")
	deleteObject     = gdi32.NewProc("DeleteObject")
	createSolidBrush = gdi32.NewProc("CreateSolidBrush")
)

// docInfo is DOCINFOW.
type docInfo struct {
	size         int32
	name, output *uint16
	dataType     *uint16
	kind         uint32
}

// devMode is the beginning of DEVMODEW, up to what is of interest here.
type devMode struct {
	device                      [32]uint16
	specVersion, driverVersion  uint16
	size, driverExtra           uint16
	fields                      uint32
	orientation, paperSize      int16
	paperLength, paperWidth     int16
	scale, copies               int16
	defaultSource, printQuality int16
}

const (
	modeOrientation = 0x1 // among fields
	modeCopies      = 0x100
	portrait        = 1
	landscape       = 2
)

// print draws a job's pages on the printer, in the order and as often as was chosen. After an error the whole job is taken back.
func (c *chosenPrinter) print(ctx context.Context, job *Job) error {
	title, err := windows.UTF16PtrFromString(job.Title)
	if err != nil {
		return err
	}
	doc := docInfo{name: title}
	doc.size = int32(unsafe.Sizeof(doc))
	if c.toFile {
		if doc.output, err = windows.UTF16PtrFromString("FILE:"); err != nil {
			return err
		}
	}
	c.takeCopies()
	order := printOrder(job.Pages.Pages(), c.ranges, c.copies, c.collated)
	if len(order) == 0 {
		return ErrCancelled // no page in the ranges that were asked for
	}
	c.turn(job.Pages, order[0])
	if started, _, err := startDoc.Call(c.dc, uintptr(unsafe.Pointer(&doc))); int32(started) <= 0 {
		if errors.Is(err, windows.ERROR_CANCELLED) || errors.Is(err, windows.ERROR_PRINT_CANCELLED) { // in the question for a file's name
			return ErrCancelled
		}
		return fmt.Errorf("StartDoc: %w", err)
	}
	for i, page := range order {
		if err := c.page(ctx, job.Pages, page); err != nil {
			_, _, _ = abortDoc.Call(c.dc)
			return err
		}
		if job.Progress != nil {
			job.Progress(i+1, len(order))
		}
	}
	if ended, _, err := endDoc.Call(c.dc); int32(ended) <= 0 {
		return fmt.Errorf("EndDoc: %w", err)
	}
	return nil
}

// mode calls do with the driver's settings, and puts them to use where it returns true.
func (c *chosenPrinter) mode(do func(*devMode) bool) {
	if c.devMode == 0 {
		return
	}
	at, _, _ := globalLock.Call(c.devMode)
	if at == 0 {
		return
	}
	defer func() { _, _, _ = globalUnlock.Call(c.devMode) }()
	if do(*(**devMode)(unsafe.Pointer(&at))) {
		_, _, _ = resetDC.Call(c.dc, at)
	}
}

// takeCopies makes the copies ours, whether the dialog or the driver's own settings were asked for them, so that none are made twice.
func (c *chosenPrinter) takeCopies() {
	c.mode(func(m *devMode) bool {
		if m.fields&modeCopies == 0 || m.copies <= 1 {
			return false
		}
		c.copies = max(c.copies, int(m.copies))
		m.copies = 1
		return true
	})
}

// turn sets the paper upright or across, as a page needs it. Where the driver does not know how, the page is fitted to what there is.
func (c *chosenPrinter) turn(pages Pages, page int) {
	want := int16(portrait)
	if width, height := pages.Size(page); width > height {
		want = landscape
	}
	c.mode(func(m *devMode) bool {
		if m.fields&modeOrientation == 0 || m.orientation == want {
			return false
		}
		m.orientation = want
		return true
	})
}

// page draws one page.
func (c *chosenPrinter) page(ctx context.Context, pages Pages, page int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.turn(pages, page)
	if started, _, err := startPage.Call(c.dc); int32(started) <= 0 {
		return fmt.Errorf("StartPage: %w", err)
	}
	const anisotropic, winding, nullPen = 8, 2, 8
	_, _, _ = setMapMode.Call(c.dc, anisotropic) // every page begins with the system's own
	_, _, _ = setWindowExt.Call(c.dc, dotsPerDot, dotsPerDot, 0)
	_, _, _ = setViewportExt.Call(c.dc, 1, 1, 0)
	_, _, _ = setPolyFillMode.Call(c.dc, winding)
	nothing, _, _ := getStockObject.Call(nullPen) // shapes have no border
	_, _, _ = selectObject.Call(c.dc, nothing)
	sheet := c.paper()
	if sheet.dpiX <= 0 || sheet.dpiY <= 0 || sheet.width <= 0 || sheet.height <= 0 {
		return fmt.Errorf("the printer's driver states %+v", sheet)
	}
	width, height := pages.Size(page)
	brush := &brush{dc: c.dc}
	defer brush.release()
	if err := pages.Plot(page, float64(sheet.dpiX), &outline{fit: fitPage(width, height, sheet), fillWith: brush.fill}); err != nil {
		return err
	}
	if ended, _, err := endPage.Call(c.dc); int32(ended) <= 0 {
		return fmt.Errorf("EndPage: %w", err)
	}
	return nil
}

func (c *chosenPrinter) paper() paper {
	const dpiX, dpiY, width, height, offsetX, offsetY = 88, 90, 110, 111, 112, 113
	caps := func(index uintptr) int {
		value, _, _ := getDeviceCaps.Call(c.dc, index)
		return int(int32(value))
	}
	return paper{
		dpiX: caps(dpiX), dpiY: caps(dpiY), width: caps(width), height: caps(height), offsetX: caps(offsetX), offsetY: caps(offsetY),
	}
}

// brush fills shapes; it keeps the last colour.
type brush struct {
	dc, handle, before uintptr
	tone               color.RGBA
}

func (b *brush) fill(o *outline, tone color.RGBA) error {
	if b.handle == 0 || b.tone != tone {
		b.release()
		handle, _, err := createSolidBrush.Call(uintptr(tone.R) | uintptr(tone.G)<<8 | uintptr(tone.B)<<16)
		if handle == 0 {
			return fmt.Errorf("CreateSolidBrush: %w", err)
		}
		b.handle, b.tone = handle, tone
		b.before, _, _ = selectObject.Call(b.dc, handle)
	}
	drawn, _, err := polyPolygon.Call(b.dc, uintptr(unsafe.Pointer(&o.points[0])), uintptr(unsafe.Pointer(&o.counts[0])), uintptr(len(o.counts)))
	if drawn == 0 {
		return fmt.Errorf("PolyPolygon: %w", err)
	}
	return nil
}

func (b *brush) release() {
	if b.handle != 0 {
		_, _, _ = selectObject.Call(b.dc, b.before)
		_, _, _ = deleteObject.Call(b.handle)
		b.handle = 0
	}
}
