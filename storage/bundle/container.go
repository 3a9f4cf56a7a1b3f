package bundle

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// The structures of a zip file (APPNOTE.TXT 4.3) in the one shape that bundles have: no extra fields, comments, attributes, disks,
// dates or encryption. Evidence has its checksum behind the data (flag 8), since it is read only once; all else in front.
const (
	localMagic      = 0x04034b50
	centralMagic    = 0x02014b50
	endMagic        = 0x06054b50
	descriptorMagic = 0x08074b50

	localSize      = 30
	centralSize    = 46
	endSize        = 22
	descriptorSize = 16

	zipVersion = 20
	zipDate    = 0x21 // 1980-01-01
	stored     = 0
	deflated   = 8
	trailing   = 8 // flag: checksum and sizes follow the data
)

// part is one entry as the zip structures describe it.
type part struct {
	name             string
	method           uint16
	trailing         bool
	crc              uint32
	packed, unpacked uint32
	offset           uint32 // of the local header
}

func (p *part) flags() uint16 {
	if p.trailing {
		return trailing
	}
	return 0
}

// start is where the data begins, end what follows the entry.
func (p *part) start() int64 { return int64(p.offset) + localSize + int64(len(p.name)) }

func (p *part) end() int64 {
	end := p.start() + int64(p.packed)
	if p.trailing {
		end += descriptorSize
	}
	return end
}

// fields are the fields that local and central headers share.
func (p *part) fields(out []byte, crc, packed, unpacked uint32) []byte {
	out = binary.LittleEndian.AppendUint16(out, zipVersion)
	out = binary.LittleEndian.AppendUint16(out, p.flags())
	out = binary.LittleEndian.AppendUint16(out, p.method)
	out = binary.LittleEndian.AppendUint16(out, 0)
	out = binary.LittleEndian.AppendUint16(out, zipDate)
	out = binary.LittleEndian.AppendUint32(out, crc)
	out = binary.LittleEndian.AppendUint32(out, packed)
	out = binary.LittleEndian.AppendUint32(out, unpacked)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(p.name)))
	return binary.LittleEndian.AppendUint16(out, 0)
}

func (p *part) local() []byte {
	out := binary.LittleEndian.AppendUint32(nil, localMagic)
	if p.trailing {
		out = p.fields(out, 0, 0, 0)
	} else {
		out = p.fields(out, p.crc, p.packed, p.unpacked)
	}
	return append(out, p.name...)
}

func (p *part) descriptor() []byte {
	out := binary.LittleEndian.AppendUint32(nil, descriptorMagic)
	out = binary.LittleEndian.AppendUint32(out, p.crc)
	out = binary.LittleEndian.AppendUint32(out, p.packed)
	return binary.LittleEndian.AppendUint32(out, p.unpacked)
}

func (p *part) central(out []byte) []byte {
	out = binary.LittleEndian.AppendUint32(out, centralMagic)
	out = binary.LittleEndian.AppendUint16(out, zipVersion)
	out = p.fields(out, p.crc, p.packed, p.unpacked)
	out = append(out, make([]byte, 10)...) // comment, disk, attributes
	out = binary.LittleEndian.AppendUint32(out, p.offset)
	return append(out, p.name...)
}

func endRecord(count int, size, offset uint32) []byte {
	out := binary.LittleEndian.AppendUint32(nil, endMagic)
	out = binary.LittleEndian.AppendUint32(out, 0) // disks
	out = binary.LittleEndian.AppendUint16(out, uint16(count))
	out = binary.LittleEndian.AppendUint16(out, uint16(count))
	out = binary.LittleEndian.AppendUint32(out, size)
	out = binary.LittleEndian.AppendUint32(out, offset)
	return binary.LittleEndian.AppendUint16(out, 0)
}

// readParts reads the structure of a zip file and accepts it only where it is, byte for byte, what the writer would have made of the
// same entries: nothing overlaps, nothing lies between, before or behind.
func readParts(from io.ReaderAt, size int64) ([]part, error) {
	if size < endSize+centralSize+localSize {
		return nil, &Error{Found: fmt.Sprintf("%d bytes", size), Err: ErrTruncated}
	}
	if size > MaxBytes {
		return nil, &Error{Found: fmt.Sprintf("%d bytes", size), Allowed: fmt.Sprintf("%d", int64(MaxBytes)), Err: ErrTooLarge}
	}
	end := make([]byte, endSize)
	if err := readAt(from, end, size-endSize); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(end) != endMagic {
		return nil, &Error{Found: "no end record", Err: ErrTruncated}
	}
	count := int(binary.LittleEndian.Uint16(end[10:]))
	length, offset := binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	if string(end) != string(endRecord(count, length, offset)) || int64(offset)+int64(length) != size-endSize {
		return nil, structure("", "an end record of another shape", "one directory before it, no comment")
	}
	if count > MaxEntries+3 || int(length) > count*(centralSize+maxName) {
		return nil, &Error{Found: fmt.Sprintf("%d entries, directory of %d bytes", count, length), Allowed: fmt.Sprint(MaxEntries), Err: ErrTooLarge}
	}
	directory := make([]byte, length)
	if err := readAt(from, directory, int64(offset)); err != nil {
		return nil, err
	}
	parts, err := parseDirectory(directory, count, offset)
	if err != nil {
		return nil, err
	}
	return parts, checkLocals(from, parts)
}

// maxName is the longest name there is: evidence/ and a hash, or records/ and a kind.
const maxName = 80

// parseDirectory reads the central directory, whose entries must follow each other from the file's first byte to the directory.
func parseDirectory(directory []byte, count int, offset uint32) ([]part, error) {
	parts := make([]part, 0, count)
	next := int64(0)
	for range count {
		if len(directory) < centralSize {
			return nil, structure("", "a directory that is too short", "")
		}
		p := part{
			method: binary.LittleEndian.Uint16(directory[10:]), crc: binary.LittleEndian.Uint32(directory[16:]),
			packed: binary.LittleEndian.Uint32(directory[20:]), unpacked: binary.LittleEndian.Uint32(directory[24:]),
			offset: binary.LittleEndian.Uint32(directory[42:]),
		}
		length := int(binary.LittleEndian.Uint16(directory[28:]))
		if length > maxName || len(directory) < centralSize+length {
			return nil, structure("", fmt.Sprintf("a name of %d bytes", length), fmt.Sprint(maxName))
		}
		p.name = string(directory[centralSize : centralSize+length])
		p.trailing = isEvidence(p.name)
		if err := checkName(&p); err != nil {
			return nil, err
		}
		if entry := directory[:centralSize+length]; string(entry) != string(p.central(nil)) {
			return nil, structure(p.name, "attributes, dates, flags or fields", "none")
		}
		if int64(p.offset) != next {
			return nil, structure(p.name, fmt.Sprintf("begins at %d", p.offset), fmt.Sprint(next))
		}
		if next = p.end(); next > int64(offset) {
			return nil, structure(p.name, "reaches into the directory", "")
		}
		parts = append(parts, p)
		directory = directory[centralSize+length:]
	}
	if len(directory) != 0 || next != int64(offset) {
		return nil, structure("", "bytes that belong to no entry", "none")
	}
	return parts, nil
}

// evidenceFolder stands before the hash in the names of evidence.
const evidenceFolder = "evidence/"

func isEvidence(name string) bool { return strings.HasPrefix(name, evidenceFolder) }

// methodOf returns how the entry of a name is packed; ok is false for a name that bundles do not have.
func methodOf(name string) (method uint16, ok bool) {
	if hash, is := strings.CutPrefix(name, evidenceFolder); is {
		return stored, isHash(hash)
	}
	if kind, is := strings.CutPrefix(name, "records/"); is {
		kind, is = strings.CutSuffix(kind, ".jsonl")
		return deflated, is && kindPattern.MatchString(kind)
	}
	switch name {
	case nameMimeType, nameEnvelope:
		return stored, true
	case nameManifest:
		return deflated, true
	}
	return 0, false
}

// checkName allows the names and methods that bundles have.
func checkName(p *part) error {
	method, ok := methodOf(p.name)
	if !ok {
		return structure(p.name, "a name that bundles do not have", "mimetype, manifest.json, manifest.dsse, records/<kind>.jsonl, evidence/<sha256>")
	}
	if p.method != method {
		return structure(p.name, fmt.Sprintf("compression method %d", p.method), fmt.Sprint(method))
	}
	if method == stored && p.packed != p.unpacked {
		return structure(p.name, fmt.Sprintf("sizes %d and %d", p.packed, p.unpacked), "the same size twice")
	}
	if method == deflated && suspicious(int64(p.packed), int64(p.unpacked)) {
		return &Error{Entry: p.name, Found: fmt.Sprintf("%d bytes out of %d", p.unpacked, p.packed), Allowed: fmt.Sprintf("%d times", maxRatio), Err: ErrTooLarge}
	}
	return nil
}

// checkLocals compares every local header and data descriptor with the directory. What lies together is read together.
func checkLocals(from io.ReaderAt, parts []part) error {
	seen := make(map[string]bool, len(parts))
	for i := range parts {
		p := &parts[i]
		if seen[p.name] {
			return structure(p.name, "the name twice", "once")
		}
		seen[p.name] = true
		want := p.local()
		if err := mustRead(from, want, int64(p.offset), p.name); err != nil {
			return err
		}
		if p.trailing {
			if err := mustRead(from, p.descriptor(), p.end()-descriptorSize, p.name); err != nil {
				return err
			}
		}
	}
	return nil
}

func mustRead(from io.ReaderAt, want []byte, at int64, name string) error {
	found := make([]byte, len(want))
	if err := readAt(from, found, at); err != nil {
		return err
	}
	if string(found) != string(want) {
		return structure(name, "an entry that differs from the directory", "the same")
	}
	return nil
}

func readAt(from io.ReaderAt, into []byte, at int64) error {
	n, err := from.ReadAt(into, at)
	if n == len(into) {
		return nil
	}
	if err == nil || err == io.EOF {
		return &Error{Found: fmt.Sprintf("%d of %d bytes at %d", n, len(into), at), Err: ErrTruncated}
	}
	return &Error{Err: fmt.Errorf("read: %w", err)}
}
