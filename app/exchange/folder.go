package exchange

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/storage/atomicfile"
)

// ReadFile reads a file of at most so many bytes. It is what [ImportFolder] reads with; package app has one.
type ReadFile func(path string, most int64) ([]byte, error)

// FileResult is what one file of a folder gave: Err is nil where it could be read.
type FileResult struct {
	Path     string
	Imported *Imported
	Err      error
}

// Batch is what a folder gave.
type Batch struct {
	Files   []FileResult // by path
	Skipped []string     // files that are no tables by their name
}

// ErrTooManyFiles is returned for a folder with more files than a year can have.
var ErrTooManyFiles = errors.New("too many files")

// maxFiles bounds a folder.
const maxFiles = 20_000

// tableFiles are the extensions of files that may hold tables; the content decides then.
var tableFiles = []string{".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".csv", ".docx", ".doc", ".ods", ".et", ".wps", ".txt", ".tsv"}

// ImportFolder reads every table in a folder and the folders in it, several at a time. progress, if not nil, is called after each file,
// from one goroutine at a time. A file that cannot be read is a result, not an error; the error is that of the context, of the folder,
// or [ErrTooManyFiles].
func ImportFolder(ctx context.Context, folder string, read ReadFile, opts Options, progress func(done, total int)) (*Batch, error) {
	batch := &Batch{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case strings.HasPrefix(entry.Name(), ".") && path != folder:
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		case strings.HasPrefix(entry.Name(), "~$") || !atomicfile.Regular(entry.Type()) || !slices.Contains(tableFiles, strings.ToLower(filepath.Ext(path))):
			batch.Skipped = append(batch.Skipped, path)
		default:
			batch.Files = append(batch.Files, FileResult{Path: path})
		}
		if len(batch.Files) > maxFiles {
			return ErrTooManyFiles
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	batch.run(ctx, read, opts, progress)
	return batch, ctx.Err()
}

// run reads the files by as many workers as there are processors, at most four: a workbook takes memory.
func (b *Batch) run(ctx context.Context, read ReadFile, opts Options, progress func(done, total int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	var counting sync.Mutex
	done := 0
	for range min(runtime.GOMAXPROCS(0), 4) {
		workers.Go(func() {
			for i := range next {
				b.Files[i].read(read, opts)
				counting.Lock()
				done++
				if progress != nil {
					progress(done, len(b.Files))
				}
				counting.Unlock()
			}
		})
	}
	for i := range b.Files {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
}

func (f *FileResult) read(read ReadFile, opts Options) {
	data, err := read(f.Path, ooxml.DefaultLimits.File)
	if err != nil {
		f.Err = err
		return
	}
	f.Imported, f.Err = Import(f.Path, data, opts)
}
