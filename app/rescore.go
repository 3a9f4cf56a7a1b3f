package app

import (
	"errors"
	"io"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// DataKind is the outcome of comparing the data inside a report with its print.
type DataKind string

// The outcomes. Each is the key of its sentence.
const (
	DataAgrees     DataKind = "data.agrees"     // scored again, the data give what is printed
	DataDisagrees  DataKind = "data.disagrees"  // they give something else
	DataNone       DataKind = "data.none"       // there are none; nothing speaks against the file
	DataRefused    DataKind = "data.refused"    // there are data, or a table, that cannot be relied on
	DataUnreadable DataKind = "data.unreadable" // the file is no sound PDF
)

// DataVerdict is what the data inside a report say about it.
type DataVerdict struct {
	Kind     DataKind
	Rescored *reportdata.Rescored // for DataAgrees and DataDisagrees
	Err      error                // for the others: why
}

// Good tells whether nothing speaks against the file: the data agree, or there are none.
func (v *DataVerdict) Good() bool { return v.Kind == DataAgrees || v.Kind == DataNone }

// VerifyData takes the data out of a report, scores them again and compares the result with the printed figures.
func VerifyData(file []byte) *DataVerdict {
	rescored, err := reportdata.Rescore(file)
	var broken *pdf.Error
	switch {
	case err == nil && rescored.Agrees():
		return &DataVerdict{Kind: DataAgrees, Rescored: rescored}
	case err == nil:
		return &DataVerdict{Kind: DataDisagrees, Rescored: rescored}
	case errors.Is(err, reportdata.ErrNone):
		return &DataVerdict{Kind: DataNone, Err: err}
	case errors.As(err, &broken):
		return &DataVerdict{Kind: DataUnreadable, Err: err}
	}
	return &DataVerdict{Kind: DataRefused, Err: err}
}

// maxReport is the largest report that is read, in bytes.
const maxReport = 256 << 20

// IsPDF tells whether a file begins as a PDF does. The error is that of opening it.
func IsPDF(path string) (bool, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head := make([]byte, 5)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false, err
	}
	return string(head[:n]) == "%PDF-", nil
}

// ImportReport reads a report from disk and returns the evaluation inside and what its data say about the print: an import of data
// that disagree with the print is the caller's to refuse. Errors name the file; for a report without sound data they are a
// [*reportdata.Error] or one of package pdf.
func ImportReport(path string) (*scoring.Evaluation, *DataVerdict, error) {
	file, err := ReadFile(path, maxReport)
	if err != nil {
		return nil, nil, err
	}
	verdict := VerifyData(file)
	if verdict.Rescored == nil {
		return nil, verdict, &FileError{Path: path, Err: verdict.Err}
	}
	return verdict.Rescored.Data.Evaluation, verdict, nil
}
