package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
)

// Order says what to export and how.
type Order struct {
	Assessment *app.Assessment
	Folder     string // made if it does not exist
	Sign       bool   // otherwise the report is an unsigned draft
	Role       string // ID of the scheme's role that signs
	Owner      string // name of a new identity; used only where there is none yet
	Password   []byte // of the identity; wiped when the export ends
}

// Exported is a report on disk.
type Exported struct {
	Path       string
	Pages      int
	Signed     bool
	Undrawable []rune // characters no font could draw; the report lists them
}

// HasIdentity reports whether the store holds an identity to sign with.
func (d *Desk) HasIdentity(ctx context.Context) (bool, error) {
	_, err := d.store.Identity(ctx)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Export makes a report, signs it if it is to be signed, and writes it whole under a name that is free in the folder. Where there
// is no identity yet, one is made and kept. progress, if not nil, is called with steps done and steps in all. Errors are those of
// [app.Publish], of package sign (wrong password: [sign.ErrPassword]), of the store and of the file system.
func (d *Desk) Export(ctx context.Context, order Order, progress func(done, total int)) (Exported, error) {
	defer sign.Wipe(order.Password)
	publication := app.Publication{
		Assessment: order.Assessment, Words: d.words(), Now: d.now(), Role: order.Role, Progress: progress,
	}
	years := lastYears{desk: d}
	publication.LastYear = years.of(ctx, order.Assessment.Evaluation)
	if due, _ := d.deadlineSet(ctx, order.Assessment.Evaluation.FiscalYear); publication.LastYear != nil || due != "" {
		publication.Assessment = d.assess(ctx, order.Assessment.Scheme, order.Assessment.Evaluation, publication.LastYear)
	}
	if order.Sign {
		identity, err := d.identity(ctx, order)
		if err != nil {
			return Exported{}, err
		}
		publication.Identity = identity
	}
	report, err := app.Publish(ctx, publication)
	if err != nil {
		return Exported{}, err
	}
	if err := ctx.Err(); err != nil {
		return Exported{}, err
	}
	if err := os.MkdirAll(order.Folder, 0o755); err != nil {
		return Exported{}, err
	}
	path, err := freeName(order.Folder, d.fileName(order), ".pdf")
	if err != nil {
		return Exported{}, err
	}
	if err := atomicfile.Write(path, report.Data, 0o644); err != nil {
		return Exported{}, err
	}
	return Exported{Path: path, Pages: report.Pages, Signed: order.Sign, Undrawable: report.Undrawable}, nil
}

// assess assesses an evaluation with what the store knows beside it: that of the year before, nil for none, and the year's deadline.
func (d *Desk) assess(ctx context.Context, scheme *scoring.Scheme, e *scoring.Evaluation, last *app.Assessment) *app.Assessment {
	var known review.Context
	if last != nil {
		known.LastYear = last.Evaluation
	}
	known.Deadline, _ = d.deadlineSet(ctx, e.FiscalYear) // a report is made without what cannot be read
	return app.AssessWith(scheme, e, known)
}

// identity unlocks the stored identity, or makes and stores one.
func (d *Desk) identity(ctx context.Context, order Order) (*sign.Identity, error) {
	identity, err := d.unlockLocal(ctx, order.Password)
	if !errors.Is(err, storage.ErrNotFound) {
		return identity, err
	}
	return d.MakeIdentity(ctx, order.Owner, sign.AlgorithmRSA, order.Password)
}

// fileName returns the report's name without its ending.
func (d *Desk) fileName(order Order) string {
	e := order.Assessment.Evaluation
	key := "desk.file-name"
	if !order.Sign {
		key = "desk.file-name.draft"
	}
	return safeName(d.words().Text(key, map[string]string{"project": e.Project.Name, "year": strconv.Itoa(e.FiscalYear)}))
}

// longestName keeps names, with a number and the ending, within what file systems take: 255 bytes.
const longestName = 200

// safeName replaces what file systems or Windows do not take in a name.
func safeName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune(`<>:"/\|?*`, r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			r = '_'
		}
		if b.Len()+len(string(r)) > longestName {
			break
		}
		b.WriteRune(r)
	}
	name = strings.Trim(b.String(), " .")
	switch {
	case name == "":
		return "report"
	case device.MatchString(name):
		return "_" + name
	}
	return name
}

// device recognises the names that Windows keeps for devices, whatever follows a dot: nothing can be kept under them.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)`)

// freeName returns a path in the folder at which there is nothing: name.pdf, else name (2).pdf and so on. A report that is there
// already may carry other people's signatures, so it is never replaced.
func freeName(folder, name, ending string) (string, error) {
	const most = 1000
	for n := 1; n <= most; n++ {
		path := filepath.Join(folder, name+ending)
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s (%d)%s", name, n, ending))
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%s: %w", filepath.Join(folder, name+ending), fs.ErrExist)
}
