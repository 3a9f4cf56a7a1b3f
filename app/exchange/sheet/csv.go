package sheet

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhunsheng/app/exchange/ooxml"
)

// readCSV reads a csv file as one sheet without merged cells.
func readCSV(data []byte) (*Book, error) {
	if int64(len(data)) > ooxml.DefaultLimits.File {
		return nil, &ooxml.Error{Fault: ooxml.TooLarge}
	}
	text, note, err := decode(data)
	if err != nil {
		return nil, err
	}
	book := &Book{}
	if note != "" {
		book.note(note)
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord, reader.ReuseRecord = separator(text), true, -1, true
	var cells []*Cell
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &ooxml.Error{Fault: ooxml.Damaged, Err: err}
		}
		row, _ := reader.FieldPos(0)
		if len(cells) > maxCells {
			return nil, &ooxml.Error{Fault: ooxml.TooManyRows, Found: strconv.Itoa(len(cells)), Allowed: strconv.Itoa(maxCells)}
		}
		for i, field := range record {
			if strings.TrimSpace(field) == "" {
				continue
			}
			if i >= maxColumns || row > maxRow {
				book.note(FarCells)
				break
			}
			cells = append(cells, &Cell{Row: row, Col: i + 1, EndRow: row, EndCol: i + 1, Text: unguard(strings.Clone(field))})
		}
	}
	book.Sheets = []*Grid{NewGrid("", cells, nil)}
	return book, nil
}

// decode turns the bytes of a text file into UTF-8.
func decode(data []byte) (text string, note Note, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return wide(data[2:], binary.LittleEndian), "", nil
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return wide(data[2:], binary.BigEndian), "", nil
	}
	if utf8.Valid(data) {
		return string(data), "", nil
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", &ooxml.Error{Fault: ooxml.Encoding, Err: err}
	}
	if bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", "", &ooxml.Error{Fault: ooxml.Encoding}
	}
	return string(decoded), GBEncoding, nil
}

func wide(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	return string(utf16.Decode(units))
}

// separator is the one that stands most often outside of quotes in the first lines; a comma where none does.
func separator(text string) rune {
	counts := map[rune]int{}
	quoted, lines := false, 0
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			lines++
		case r == ',' || r == '\t' || r == ';':
			counts[r]++
		}
		if lines > 50 {
			break
		}
	}
	best := ','
	for _, r := range [...]rune{'\t', ';'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// unguard takes off the apostrophe that keeps a spreadsheet from taking a text for a formula.
func unguard(field string) string {
	if rest, ok := strings.CutPrefix(field, "'"); ok && rest != "" && strings.ContainsRune("=+@-\t\r", rune(rest[0])) {
		return rest
	}
	return field
}
