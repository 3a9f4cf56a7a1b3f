package ooxml

import (
	"archive/zip"
	"bytes"
	"strings"
)

// Kind is what a file is by its content.
type Kind string

// The kinds of a file. Text is anything without control characters: a csv file, or none.
const (
	KindXLSX  Kind = "xlsx"
	KindDOCX  Kind = "docx"
	KindXLSB  Kind = "xlsb"
	KindODF   Kind = "odf"
	KindZip   Kind = "zip"
	KindXLS   Kind = "xls"
	KindDOC   Kind = "doc"
	KindOLE   Kind = "ole"
	KindCrypt Kind = "encrypted"
	KindPDF   Kind = "pdf"
	KindJSON  Kind = "json"
	KindHTML  Kind = "html"
	KindText  Kind = "text"
	KindEmpty Kind = "empty"
	KindOther Kind = "other"
)

// oleMagic starts every file of the old Office formats, and an Office document protected by a password.
var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// KindOf tells what a file is by its content; its name plays no role. A container that cannot be opened is KindZip.
func KindOf(data []byte) Kind {
	switch {
	case len(data) == 0:
		return KindEmpty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return kindOfZip(data)
	case bytes.HasPrefix(data, oleMagic):
		return kindOfOLE(data)
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return KindPDF
	}
	return kindOfText(data)
}

func kindOfZip(data []byte) Kind {
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if reader == nil || err != nil && len(reader.File) == 0 {
		return KindZip
	}
	for _, file := range reader.File {
		switch name := canonicalName(file.Name); {
		case name == "xl/workbook.bin":
			return KindXLSB
		case strings.HasPrefix(name, "xl/") && strings.HasSuffix(name, "workbook.xml"):
			return KindXLSX
		case name == "word/document.xml":
			return KindDOCX
		case name == "content.xml":
			return KindODF
		}
	}
	return KindZip
}

// kindOfOLE looks for the names of streams, which the directory of such a file holds in UTF-16.
func kindOfOLE(data []byte) Kind {
	for _, stream := range []struct {
		name string
		kind Kind
	}{{"EncryptedPackage", KindCrypt}, {"WordDocument", KindDOC}, {"Workbook", KindXLS}, {"Book", KindXLS}} {
		if bytes.Contains(data, wide(stream.name)) {
			return stream.kind
		}
	}
	return KindOLE
}

func wide(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

func kindOfText(data []byte) Kind {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return KindText // UTF-16
	}
	head := data[:min(len(data), 8192)]
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			return KindOther
		}
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	lower := bytes.ToLower(head[:min(len(head), 64)])
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		return KindJSON
	case bytes.HasPrefix(lower, []byte("<!doctype")), bytes.HasPrefix(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<?xml")):
		return KindHTML
	}
	return KindText
}

// Refuse returns the error for a file that is of a kind no reader here takes, and nil for the others.
func Refuse(kind Kind) error {
	switch kind {
	case KindXLS:
		return &Error{Fault: OldExcel}
	case KindDOC:
		return &Error{Fault: OldWord}
	case KindXLSB:
		return &Error{Fault: BinaryExcel}
	case KindODF:
		return &Error{Fault: OpenFormat}
	case KindCrypt:
		return &Error{Fault: Encrypted}
	case KindEmpty:
		return &Error{Fault: Empty}
	case KindZip:
		return &Error{Fault: Damaged}
	case KindOLE, KindHTML, KindOther, KindPDF, KindJSON:
		return &Error{Fault: Foreign, Found: string(kind)}
	}
	return nil
}
