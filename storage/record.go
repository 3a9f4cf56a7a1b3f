package storage

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"

	"zhunsheng/scoring/strictjson"
)

// A value as stored: layout (1 byte), checksum (4 bytes), revision (8 bytes), content; numbers are big-endian. The checksum is a
// CRC-32C over key, revision and content, so a record also fails under a key that is not its own.
const (
	recordLayout = 1
	recordHead   = 1 + 4 + 8
)

// MaxRecord is the greatest size of one record's content, in bytes. A large evaluation takes about 200,000.
const MaxRecord = 8 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type record struct {
	revision uint64
	content  []byte
}

func sum(key, rest []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, rest)
}

// pack makes the value of a key.
func pack(key []byte, r record) []byte {
	value := make([]byte, recordHead, recordHead+len(r.content))
	value[0] = recordLayout
	binary.BigEndian.PutUint64(value[5:], r.revision)
	value = append(value, r.content...)
	binary.BigEndian.PutUint32(value[1:], sum(key, value[5:]))
	return value
}

// unpack reads the value of a key; the content still lies in value.
func unpack(key, value []byte) (record, error) {
	damaged := func(detail string) (record, error) {
		return record{}, &DamagedError{Place: keyPlace(key), Detail: detail}
	}
	switch {
	case len(value) < recordHead:
		return damaged(fmt.Sprintf("only %d bytes", len(value)))
	case value[0] != recordLayout:
		return damaged(fmt.Sprintf("unknown layout %d", value[0]))
	case binary.BigEndian.Uint32(value[1:]) != sum(key, value[5:]):
		return damaged("the checksum is wrong")
	}
	return record{revision: binary.BigEndian.Uint64(value[5:]), content: value[recordHead:]}, nil
}

// load reads the record under a key. It returns errAbsent where there is none.
func load(from getter, key []byte) (record, error) {
	value, err := from.get(key)
	if err != nil {
		return record{}, err
	}
	return unpack(key, value)
}

func save(to writer, key []byte, r record) error { return to.set(key, pack(key, r)) }

// encodeJSON writes v in its one canonical form: members in the order of the Go type, map keys sorted, no spaces, no HTML escapes.
// Text that is not UTF-8 would be changed by that and is refused.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	data := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if replacedText(data) {
		return nil, errors.New("holds text that is not UTF-8")
	}
	return data, nil
}

// replacedText reports whether the encoder replaced bytes that are not UTF-8: it writes those as the escape \ufffd, but a
// replacement character that was typed as itself.
func replacedText(data []byte) bool {
	escape := []byte(`\ufffd`)
	for from := 0; ; {
		i := bytes.Index(data[from:], escape)
		if i < 0 {
			return false
		}
		at := from + i
		backslashes := 0
		for at-backslashes > 0 && data[at-backslashes-1] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return true
		}
		from = at + len(escape)
	}
}

// recordLimits bound what a record may hold.
var recordLimits = strictjson.Limits{Bytes: MaxRecord, Depth: 64}

// decodeJSON reads what encodeJSON wrote, strictly. Members that v does not have are refused too, because writing the record back
// would lose them.
func decodeJSON(data []byte, v any) error { return strictjson.Decode(data, v, recordLimits) }

func checkSize(kind Kind, content []byte) error {
	if len(content) <= MaxRecord {
		return nil
	}
	return &InvalidError{
		Kind: kind, Field: "size", Found: strconv.Itoa(len(content)) + " bytes", Err: ErrTooLarge,
		Allowed: "at most " + strconv.Itoa(MaxRecord) + " bytes; keep large material as evidence files",
	}
}
