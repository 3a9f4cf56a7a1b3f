// Package ooxml opens the zip containers of Office documents within fixed bounds, tells by content what a file is, and writes
// containers whose bytes depend on nothing but their parts.
//
// # Reading
//
// [KindOf] looks at the first bytes and, inside a container, at the names of the parts: the file's extension plays no role. [Open]
// checks the central directory before anything is unpacked: number of parts, size of each and of all, and how much larger they
// claim to be than the file. [Archive.Part] then unpacks one part and stops at its bound whatever the directory claimed, so a zip
// bomb costs no more than the bound. [Scan] walks the tags of a part without building a tree.
//
// # Errors
//
// Every refusal is an [*Error] with a [Fault]; its Message is a sentence of the translation files under exchange.file.
package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"zhunsheng/scoring"
)

// Limits bound what a container may unpack to.
type Limits struct {
	File  int64 // bytes of the file itself
	Parts int   // number of parts
	Part  int64 // bytes of one part, unpacked
	Total int64 // bytes of all parts that are XML, unpacked
}

// DefaultLimits are far above any form people fill in. A sheet with a million empty rows unpacks to about 40 MB and still passes.
var DefaultLimits = Limits{File: 64 << 20, Parts: 5000, Part: 128 << 20, Total: 192 << 20}

// Fault names why a file cannot be read. The strings are stable: they name sentences.
type Fault string

// The faults of a file.
const (
	TooLarge    Fault = "too-large"   // the file itself
	Bomb        Fault = "bomb"        // unpacks to more than the bounds
	Damaged     Fault = "damaged"     // truncated or not what it starts like
	Encrypted   Fault = "encrypted"   // protected by a password
	OldExcel    Fault = "old-excel"   // .xls: to be saved as .xlsx
	OldWord     Fault = "old-word"    // .doc: to be saved as .docx
	BinaryExcel Fault = "xlsb"        // .xlsb: to be saved as .xlsx
	OpenFormat  Fault = "opendoc"     // .ods or .odt: to be saved as .xlsx or .docx
	Foreign     Fault = "foreign"     // something else altogether
	Empty       Fault = "empty"       // no bytes
	Encoding    Fault = "encoding"    // text in an encoding that is neither UTF-8 nor GB 18030
	NoTable     Fault = "no-table"    // readable, but nothing in it looks like an evaluation
	TooManyRows Fault = "too-many"    // more cells with content than a form can have
	WrongKind   Fault = "wrong-kind"  // a readable document of another kind than asked for
	Unmapped    Fault = "bad-mapping" // a column mapping that does not fit the sheet
)

// Error says why a file cannot be read.
type Error struct {
	Fault   Fault
	Found   string // what was found, such as a size or a part's name
	Allowed string // the bound or what is wanted
	Err     error  // the technical cause, where there is one
}

// Error says it in one technical sentence.
func (e *Error) Error() string {
	text := string(e.Fault)
	if e.Found != "" {
		text += ": found " + e.Found
	}
	if e.Allowed != "" {
		text += ", allowed " + e.Allowed
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the technical cause.
func (e *Error) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *Error) Message() scoring.Message {
	return scoring.Message{Key: "exchange.file." + string(e.Fault), Args: scoring.Args{"found": e.Found, "allowed": e.Allowed}}
}

// IsFault reports whether err is, or wraps, an [*Error] with the fault.
func IsFault(err error, fault Fault) bool {
	var e *Error
	return errors.As(err, &e) && e.Fault == fault
}

// Archive is a container that passed the checks of [Open].
type Archive struct {
	limits Limits
	parts  map[string]*zip.File // by lower-case name with forward slashes
	names  []string             // in the order of the directory
	left   int64                // bytes that may still be unpacked
}

// Open checks a container's directory. The error is an [*Error].
func Open(data []byte, limits Limits) (*Archive, error) {
	if int64(len(data)) > limits.File {
		return nil, &Error{Fault: TooLarge, Found: megabytes(int64(len(data))), Allowed: megabytes(limits.File)}
	}
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &Error{Fault: Damaged, Err: err}
	}
	if len(reader.File) > limits.Parts {
		return nil, &Error{Fault: Bomb, Found: fmt.Sprint(len(reader.File)), Allowed: fmt.Sprint(limits.Parts)}
	}
	a := &Archive{limits: limits, parts: make(map[string]*zip.File, len(reader.File)), left: limits.Total}
	var total uint64
	for _, file := range reader.File {
		name := canonicalName(file.Name)
		if file.UncompressedSize64 > uint64(limits.Part) {
			return nil, &Error{Fault: Bomb, Found: megabytes(int64(file.UncompressedSize64 & (1<<62 - 1))), Allowed: megabytes(limits.Part)}
		}
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			total += file.UncompressedSize64
		}
		if _, twice := a.parts[name]; twice {
			return nil, &Error{Fault: Damaged, Found: file.Name}
		}
		a.parts[name] = file
		a.names = append(a.names, name)
	}
	if total > uint64(limits.Total) {
		return nil, &Error{Fault: Bomb, Found: megabytes(int64(total)), Allowed: megabytes(limits.Total)}
	}
	return a, nil
}

func canonicalName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", (n+1<<20-1)>>20) }

// Has reports whether the container has a part of that name, whatever its case.
func (a *Archive) Has(name string) bool { return a.parts[canonicalName(name)] != nil }

// Names returns the names of all parts, lower-case, in the order of the directory.
func (a *Archive) Names() []string { return a.names }

// Under reports whether any part lies in a folder.
func (a *Archive) Under(folder string) bool {
	for _, name := range a.names {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}

// Part unpacks a part of at most so many bytes; 0 takes the archive's bound. ok is false when there is none. The error is an [*Error].
func (a *Archive) Part(name string, most int64) (data []byte, ok bool, err error) {
	file := a.parts[canonicalName(name)]
	if file == nil {
		return nil, false, nil
	}
	if most <= 0 || most > a.limits.Part {
		most = a.limits.Part
	}
	most = min(most, a.left)
	content, err := file.Open()
	if err != nil {
		return nil, true, &Error{Fault: Damaged, Found: file.Name, Err: err}
	}
	defer content.Close()
	var unpacked bytes.Buffer
	unpacked.Grow(int(min(file.UncompressedSize64, uint64(most))) + bytes.MinRead)
	_, err = unpacked.ReadFrom(io.LimitReader(content, most+1))
	data = unpacked.Bytes()
	switch {
	case int64(len(data)) > most:
		return nil, true, &Error{Fault: Bomb, Found: file.Name, Allowed: megabytes(most)}
	case err != nil:
		return nil, true, &Error{Fault: Damaged, Found: file.Name, Err: err}
	}
	a.left -= int64(len(data))
	return data, true, nil
}
