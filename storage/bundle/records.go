package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
)

// Records hands out all records in the order of the manifest. A record's hash is right before visit sees it; the line is visit's to
// keep. An error of visit is returned as it is.
func (r *Reader) Records(ctx context.Context, visit func(info *RecordInfo, line []byte) error) error {
	infos := r.manifest.Records
	for len(infos) > 0 {
		kind := infos[0].Kind
		n := 1
		for n < len(infos) && infos[n].Kind == kind {
			n++
		}
		if err := r.recordsOf(ctx, recordsName(kind), infos[:n], visit); err != nil {
			return err
		}
		infos = infos[n:]
	}
	return nil
}

// Record hands out one record, if the bundle has it. Records before it in its entry are read, too.
func (r *Reader) Record(ctx context.Context, kind, key string, visit func(line []byte) error) error {
	found := errors.New("found")
	at, end := -1, 0
	for i := range r.manifest.Records {
		if r.manifest.Records[i].Kind == kind {
			if at < 0 {
				at = i
			}
			end = i + 1
		}
	}
	if at < 0 {
		return nil
	}
	err := r.recordsOf(ctx, recordsName(kind), r.manifest.Records[at:end], func(info *RecordInfo, line []byte) error {
		if info.Key != key {
			return nil
		}
		if err := visit(line); err != nil {
			return err
		}
		return found
	})
	if err == found { //nolint:errorlint // it is this very value
		return nil
	}
	return err
}

// recordsOf visits the records of one entry, each checked against the manifest.
func (r *Reader) recordsOf(ctx context.Context, name string, infos []RecordInfo, visit func(*RecordInfo, []byte) error) error {
	e := r.entry(r.parts[name])
	for _, entry := range r.manifest.Entries {
		if entry.Name == name {
			e.want = entry.SHA256
		}
	}
	lines := bufio.NewReaderSize(e, 64<<10)
	for i := range infos {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := readRecord(lines, &infos[i], name, i+1)
		if err != nil {
			return err
		}
		if err := visit(&infos[i], data); err != nil {
			return err
		}
	}
	if _, err := lines.ReadByte(); err != io.EOF {
		if err == nil {
			err = &Error{Entry: name, Found: "more lines than the manifest says", Err: ErrContent}
		}
		return err
	}
	return nil
}

// readRecord reads the line of a record and compares it with what the manifest says of it.
func readRecord(lines io.Reader, info *RecordInfo, entry string, number int) ([]byte, error) {
	line := make([]byte, info.Size+1)
	if _, err := io.ReadFull(lines, line); err != nil {
		var fault *Error
		if !errors.As(err, &fault) {
			err = &Error{Entry: entry, Line: number, Found: err.Error(), Err: ErrContent}
		}
		return nil, err
	}
	data := line[:info.Size]
	sum := sha256.Sum256(data)
	if line[len(data)] != '\n' || bytes.IndexByte(data, '\n') >= 0 || hex.EncodeToString(sum[:]) != info.SHA256 {
		return nil, &Error{Entry: entry, Line: number, Found: "another record than the manifest says", Err: ErrContent}
	}
	return data, nil
}

// Evidence opens a file of the bundle. Reading it ends in an error, instead of io.EOF, where it is not what its hash says. A file that
// was not delivered is an [*Error] wrapping [ErrNoEvidence].
func (r *Reader) Evidence(sha string) (io.Reader, error) {
	p, ok := r.parts[evidenceName(sha)]
	if !ok {
		return nil, &Error{Entry: evidenceName(sha), Err: ErrNoEvidence}
	}
	e := r.entry(p)
	e.want = sha
	return e, nil
}

// Content opens a file of the bundle for a reader who compares it with its hash: only size and checksum are checked. Errors are those of
// [Reader.Evidence].
func (r *Reader) Content(sha string) (io.Reader, error) {
	p, ok := r.parts[evidenceName(sha)]
	if !ok {
		return nil, &Error{Entry: evidenceName(sha), Err: ErrNoEvidence}
	}
	e := r.entry(p)
	e.sums.hash = nil
	return e, nil
}
