package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/pdf"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/bundle"
)

// CheckOrder says what is to be checked and how.
type CheckOrder struct {
	Path       string
	Passphrase string // of an encrypted bundle; or
	KeyFile    string // of age private keys that open it
	Complete   bool   // every required role of the scheme must have signed
}

// Checked is what was found out about a file that came from somewhere.
type Checked struct {
	Path   string
	Size   int64
	SHA256 string // hexadecimal
	At     time.Time
	Report *CheckedReport // nil for a bundle
	Bundle *CheckedBundle // nil for anything else
}

// CheckedReport is a PDF, or a file that is none, and what was judged about it.
type CheckedReport struct {
	*app.Judged
	File      []byte
	Revisions []int // where each saving ends, in bytes; empty where that cannot be told
	Late      []app.LateSignature
}

// CheckedBundle is a bundle that was read to its end. Its content is what its manifest says.
type CheckedBundle struct {
	Manifest    *bundle.Manifest
	Trust       bundle.Trust
	Signatories []bundle.Signatory
	Encrypted   bool
}

// largestReport is the largest PDF that is checked, in bytes.
const largestReport = 256 << 20

// Check judges a PDF or a bundle, recognised by its content. progress, if not nil, is called with bytes done and in all while a bundle
// is read. Errors name the file: it cannot be read, or it is a bundle that is damaged or locked (see [Locked]), or a [*KeyFileError].
func (d *Desk) Check(ctx context.Context, order CheckOrder, progress func(done, total int64)) (*Checked, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	isBundle, err := looksLikeBundle(order.Path)
	if err != nil {
		return nil, err
	}
	if isBundle {
		return d.checkBundle(ctx, order, progress)
	}
	data, err := app.ReadFile(order.Path, largestReport)
	if err != nil {
		return nil, err
	}
	judged, err := d.Judge(ctx, data, order.Complete)
	if err != nil {
		return nil, err
	}
	late, err := d.late(ctx, judged)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &Checked{
		Path: order.Path, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), At: d.now(),
		Report: &CheckedReport{Judged: judged, File: data, Revisions: revisions(data), Late: late},
	}, ctx.Err()
}

// late lists the signatures made after the day that was set here for the year of the report, else that of its scheme.
func (d *Desk) late(ctx context.Context, judged *app.Judged) ([]app.LateSignature, error) {
	r := judged.Data.Rescored
	if r == nil || r.Data == nil {
		return nil, nil
	}
	day, err := d.deadlineSet(ctx, r.Data.Evaluation.FiscalYear)
	if err != nil {
		return nil, err
	}
	return judged.Late(day, d.now().Location()), nil
}

// revisions returns where the revisions of a PDF end; nil for a file that is none.
func revisions(data []byte) []int {
	r, err := pdf.Read(data)
	if err != nil {
		return nil
	}
	var ends []int
	for _, revision := range r.Revisions() {
		ends = append(ends, revision.End)
	}
	return ends
}

// beginnings of bundles: a zip archive, and a file that age encrypted
var bundleBeginnings = [][]byte{[]byte("PK\x03\x04"), []byte("age-encryption.org/")}

// looksLikeBundle tells a bundle by its ending or, whatever it is called, by its first bytes.
func looksLikeBundle(path string) (bool, error) {
	if strings.EqualFold(filepath.Ext(path), bundle.Extension) {
		return true, nil
	}
	file, err := atomicfile.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head := make([]byte, 32)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false, err
	}
	for _, beginning := range bundleBeginnings {
		if bytes.HasPrefix(head[:n], beginning) {
			return true, nil
		}
	}
	return false, nil
}

func (d *Desk) checkBundle(ctx context.Context, order CheckOrder, progress func(done, total int64)) (*Checked, error) {
	options, err := d.bundleOptions(ctx, BundleKey{Passphrase: []byte(order.Passphrase), KeyFile: order.KeyFile})
	if err != nil {
		return nil, err
	}
	size, sum, err := digestOfFile(ctx, order.Path)
	if err != nil {
		return nil, err
	}
	r, err := bundle.OpenFile(order.Path, options)
	if err != nil {
		return nil, &app.FileError{Path: order.Path, Err: err}
	}
	defer r.Close()
	if err := r.Verify(ctx, progress); err != nil {
		return nil, &app.FileError{Path: order.Path, Err: err}
	}
	return &Checked{Path: order.Path, Size: size, SHA256: sum, At: d.now(), Bundle: &CheckedBundle{
		Manifest: r.Manifest(), Trust: r.Trust(), Signatories: r.Signatories(), Encrypted: r.Encrypted(),
	}}, nil
}

func digestOfFile(ctx context.Context, path string) (int64, string, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, &untilDone{ctx: ctx, from: file})
	return size, hex.EncodeToString(sum.Sum(nil)), err
}

// untilDone is a reader that ends with a context.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

// Read reads unless the context has ended.
func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.from.Read(p)
}

// Locked reports whether a file was not checked because it wants a passphrase, or another one.
func Locked(err error) bool {
	return errors.Is(err, bundle.ErrEncrypted) || errors.Is(err, bundle.ErrKey)
}

// DisagreeError says that the data inside a report do not give what the report prints, so they are not taken over.
type DisagreeError struct{ Differences int }

// Error counts the differences.
func (e *DisagreeError) Error() string {
	return "the data inside the report do not agree with its print"
}

// Message names the sentence for the user.
func (e *DisagreeError) Message() scoring.Message {
	return scoring.Message{Key: "error.report-disagrees", Args: scoring.Args{"count": strconv.Itoa(e.Differences)}}
}
