package ooxml

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
	"time"
)

// Part is one part of a container that is written.
type Part struct {
	Name string
	Data []byte
}

// written is the time every part carries, so that the same parts give the same bytes: the earliest that a zip file can hold.
var written = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Pack writes a container of the parts in their order. store leaves them uncompressed.
func Pack(parts []Part, store bool) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	method := zip.Deflate
	if store {
		method = zip.Store
	}
	for _, part := range parts {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: part.Name, Method: method, Modified: written})
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(part.Data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Repack writes a container anew with its parts in a fixed order and fixed times, so that a library that stamps and shuffles them
// gives the same bytes every time. change, if not nil, may replace a part's content.
func Repack(data []byte, change func(name string, data []byte) []byte) ([]byte, error) {
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	parts := make([]Part, 0, len(reader.File))
	for _, file := range reader.File {
		content, err := file.Open()
		if err != nil {
			return nil, err
		}
		part, err := io.ReadAll(content)
		_ = content.Close()
		if err != nil {
			return nil, err
		}
		if change != nil {
			part = change(file.Name, part)
		}
		parts = append(parts, Part{Name: file.Name, Data: part})
	}
	// "[Content_Types].xml" comes first, as readers of streams expect.
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	return Pack(parts, false)
}
