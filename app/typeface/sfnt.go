package typeface

import (
	"encoding/binary"
	"fmt"
)

// First four bytes of the files that hold fonts.
const (
	tagTrueType   = "\x00\x01\x00\x00"
	tagTrue       = "true"
	tagOpenType   = "OTTO"
	tagCollection = "ttcf"
)

// maxTables bounds the table directory; real fonts have some twenty tables.
const maxTables = 256

// view is a byte slice read as big-endian numbers. Reading outside of it gives
// zero, so that a damaged font leads to empty answers and not to a panic.
type view []byte

func (v view) int16(at int) int {
	if at < 0 || at+2 > len(v) {
		return 0
	}
	return int(binary.BigEndian.Uint16(v[at:]))
}

func (v view) signed16(at int) int { return int(int16(v.int16(at))) }

func (v view) int32(at int) int {
	if at < 0 || at+4 > len(v) {
		return 0
	}
	return int(binary.BigEndian.Uint32(v[at:]))
}

func (v view) tag(at int) string {
	if at < 0 || at+4 > len(v) {
		return ""
	}
	return string(v[at : at+4])
}

// from returns the rest of v from at on; empty when at lies outside.
func (v view) from(at int) view {
	if at < 0 || at > len(v) {
		return nil
	}
	return v[at:]
}

// slice returns v[at:at+size], or nil when that lies outside.
func (v view) slice(at, size int) view {
	if at < 0 || size < 0 || at > len(v) || size > len(v)-at {
		return nil
	}
	return v[at : at+size]
}

// directory is the list of a font's tables, in file order.
type directory []table

type table struct {
	tag  string
	data []byte
}

// get returns a table's bytes, nil when the font does not have it.
func (d directory) get(tag string) []byte {
	for i := range d {
		if d[i].tag == tag {
			return d[i].data
		}
	}
	return nil
}

func readDirectory(data []byte, start int) (directory, error) {
	file := view(data)
	switch file.tag(start) {
	case tagTrueType, tagTrue:
	case tagOpenType:
		return nil, ErrCFF
	default:
		return nil, ErrNotFont
	}
	count := file.int16(start + 4)
	if count > maxTables {
		return nil, &TableError{Table: "directory", Reason: fmt.Sprintf("%d tables, at most %d are read", count, maxTables)}
	}
	d := make(directory, 0, count)
	for i := range count {
		at := start + 12 + 16*i
		tag := file.tag(at)
		if tag == "" {
			return nil, &TableError{Table: "directory", Reason: fmt.Sprintf("cut short after %d of %d tables", i, count)}
		}
		body := file.slice(file.int32(at+8), file.int32(at+12))
		if body == nil {
			return nil, &TableError{Table: tag, Reason: "lies outside of the file"}
		}
		d = append(d, table{tag: tag, data: body})
	}
	if d.get("glyf") == nil {
		if d.get("CFF ") != nil || d.get("CFF2") != nil {
			return nil, ErrCFF
		}
		return nil, &TableError{Table: "glyf", Reason: "missing"}
	}
	return d, nil
}
