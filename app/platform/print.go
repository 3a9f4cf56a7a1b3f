package platform

import (
	"context"
	"errors"
	"fmt"
	"image/color"

	"zhunsheng/scoring"
)

// Plotter takes a page as filled outlines: any number of closed outlines, then the colour that fills them by the rule of non-zero
// winding. Coordinates are dots from the upper left corner of the paper, downwards.
type Plotter = interface {
	MoveTo(x, y float32) // begins an outline; the one before is closed
	LineTo(x, y float32)
	QuadTo(cx, cy, x, y float32) // through the control point of a curve of second degree
	Fill(tone color.RGBA) error  // fills what was outlined since the last call
}

// Pages is a document that can draw itself, such as a laid out report. It is used by one goroutine at a time.
type Pages interface {
	Pages() int
	Size(page int) (width, height float64) // in points of 1/72 inch; page counts from 0
	Plot(page int, dpi float64, to Plotter) error
}

// Job is what is to be printed. At least one of Pages and PDF is set.
type Job struct {
	Title string // in the print queue
	Pages Pages  // printed by ourselves; nil where there is only a file
	// PDF returns the path of a file with the same pages. It is called, at most once, where another program prints or shows it. The file
	// must stay: that program reads it later.
	PDF func(ctx context.Context) (path string, err error)
	// Ask lets the user choose printer, copies and pages, where the system has a dialog for that, even if another program could print the
	// file by itself. It needs Pages.
	Ask bool
	// Choose asks the same where the system has print queues but no dialog. Without it the file goes to the usual printer, whole and once.
	Choose Chooser
	// Progress, if set, is told how many pages out of how many went to the printer, on the goroutine of [Print].
	Progress func(done, total int)
}

// PrintWay says what became of a job.
type PrintWay string

// The ways in which a job is printed.
const (
	PrintedByProgram PrintWay = "program" // the program for PDF files was asked to print it
	PrintedByDialog  PrintWay = "dialog"  // the user chose a printer in the system's dialog, and it has the pages
	PrintedByQueue   PrintWay = "queue"   // it went into the system's print queue
	OpenedToPrint    PrintWay = "opened"  // the PDF was opened: the user prints from there
)

// PrintError says that a job could be printed in no way.
type PrintError struct {
	Title string
	Err   error
}

// Error names the job and the reason.
func (e *PrintError) Error() string { return fmt.Sprintf("print %q: %v", e.Title, e.Err) }

// Unwrap returns the reason.
func (e *PrintError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *PrintError) Message() scoring.Message {
	key := "platform.print.failed"
	if errors.Is(e.Err, ErrNoPrinter) {
		key = "platform.print.none"
	}
	return scoring.Message{Key: key, Args: scoring.Args{"title": e.Title, "reason": e.Err.Error()}}
}

var (
	// ErrNoPrinter is returned where the system has no printer to send pages to.
	ErrNoPrinter = errors.New("no printer")
	// ErrNothingToPrint is returned for a job without pages and without a file.
	ErrNothingToPrint = errors.New("nothing to print")
)

// Print prints a job. On Windows the program for PDF files is asked to print the file where it says that it can (many readers cannot,
// and the shell fails only after a while); else the system's print dialog appears over the window owner, and the pages are drawn on the
// printer that was chosen there. On other systems the file goes to lp where there is a queue, as [Job.Choose]
// decides. As the last resort the PDF is opened.
//
// It takes as long as the dialog is open and the pages need: call it from a goroutine of its own, not from the window's. The error is
// [ErrCancelled] where the user closed the dialog, the context's, or a [*PrintError]; after the last page is drawn, nothing fails.
func Print(ctx context.Context, owner uintptr, job Job) (PrintWay, error) {
	if job.Pages == nil && job.PDF == nil {
		return "", &PrintError{Title: job.Title, Err: ErrNothingToPrint}
	}
	way, err := printJob(ctx, owner, &fileOnce{job: job})
	switch {
	case err == nil:
		return way, nil
	case errors.Is(err, ErrCancelled), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "", err
	}
	return "", &PrintError{Title: job.Title, Err: err}
}

// fileOnce is a job whose file is made at most once.
type fileOnce struct {
	job  Job
	made bool
	path string
	err  error
}

// file returns the path of the job's PDF.
func (f *fileOnce) file(ctx context.Context) (string, error) {
	if f.job.PDF == nil {
		return "", ErrNothingToPrint
	}
	if !f.made {
		f.path, f.err = f.job.PDF(ctx)
		f.made = true
	}
	return f.path, f.err
}

// open shows the PDF as the last resort, after nothing else worked for a reason.
func (f *fileOnce) open(ctx context.Context, because error) (PrintWay, error) {
	path, err := f.file(ctx)
	if errors.Is(err, ErrNothingToPrint) && because != nil {
		return "", because
	}
	if err != nil {
		return "", errors.Join(because, err)
	}
	if err := OpenFile(path); err != nil {
		return "", errors.Join(because, err)
	}
	return OpenedToPrint, nil
}
