package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"testing"
)

func zipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bare is a reader without a file, enough to decode streams that refer to nothing.
func bare() *Reader { return &Reader{limits: Limits{}.withDefaults(), cost: &cost{}} }

func TestDecode(t *testing.T) {
	rows := []byte{
		0, 10, 20, 30, // none
		1, 1, 1, 1, // sub: 1 2 3
		2, 1, 1, 1, // up: 2 3 4
		3, 1, 1, 1, // average: 2 3 4
		4, 1, 1, 1, // Paeth
	}
	for name, c := range map[string]struct {
		dict Dict
		data []byte
		want string
	}{
		"none":        {Dict{}, []byte("abc"), "abc"},
		"flate":       {Dict{"Filter": Name("FlateDecode")}, zipped(t, []byte("hello")), "hello"},
		"empty chain": {Dict{"Filter": Array{}}, []byte("abc"), "abc"},
		"hex":         {Dict{"Filter": Name("ASCIIHexDecode")}, []byte("61 62\n637>zz"), "abcp"},
		"hex, no end": {Dict{"Filter": Name("AHx")}, []byte("6162"), "ab"},
		"85":          {Dict{"Filter": Name("ASCII85Decode")}, []byte("87cUR\nD]i,\"Ebo80~>"), "Hello World!"},
		"85, zeros":   {Dict{"Filter": Name("A85")}, []byte("z5l~>"), "\x00\x00\x00\x00A"},
		// ISO 32000-1, 7.4.4.2, example 2.
		"LZW": {Dict{"Filter": Name("LZWDecode")}, []byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, "-----A---B"},
		"chain": {
			Dict{"Filter": Array{Name("ASCIIHexDecode"), Name("FlateDecode")}, "DecodeParms": Array{Null{}, Dict{"Predictor": Int(1)}}},
			hexOf(zipped(t, []byte("hello"))), "hello",
		},
		"PNG predictors": {
			Dict{"Filter": Name("FlateDecode"), "DecodeParms": Dict{"Predictor": Int(12), "Columns": Int(3)}},
			zipped(t, rows), "\x0a\x14\x1e" + "\x01\x02\x03" + "\x02\x03\x04" + "\x02\x03\x04" + "\x03\x04\x05",
		},
		"PNG, short last row": {
			Dict{"Filter": Name("FlateDecode"), "DecodeParms": Dict{"Predictor": Int(15), "Columns": Int(3)}},
			zipped(t, []byte{0, 1, 2, 3, 2, 1}), "\x01\x02\x03\x02",
		},
		"TIFF predictor": {
			Dict{"Filter": Name("FlateDecode"), "DecodeParms": Dict{"Predictor": Int(2), "Columns": Int(2), "Colors": Int(2)}},
			zipped(t, []byte{1, 2, 3, 4, 5, 6, 7, 8}), "\x01\x02\x04\x06\x05\x06\x0c\x0e",
		},
	} {
		got, err := bare().Decode(&Stream{Dict: c.dict, Data: c.data})
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
}

func hexOf(data []byte) []byte {
	var out []byte
	for _, b := range data {
		out = append(out, hexDigits[b>>4], hexDigits[b&15])
	}
	return append(out, '>')
}

func TestDecodeRefuses(t *testing.T) {
	flate := Dict{"Filter": Name("FlateDecode")}
	good := zipped(t, []byte("hello hello hello"))
	parms := func(d Dict) Dict { return Dict{"Filter": Name("FlateDecode"), "DecodeParms": d} }
	for name, c := range map[string]struct {
		dict Dict
		data []byte
		kind error
	}{
		"image filter":     {Dict{"Filter": Name("DCTDecode")}, nil, ErrUnsupported},
		"filter no name":   {Dict{"Filter": Int(1)}, nil, ErrSyntax},
		"five filters":     {Dict{"Filter": Array{Name("AHx"), Name("AHx"), Name("AHx"), Name("AHx"), Name("AHx")}}, nil, ErrLimit},
		"external file":    {Dict{"F": String("x")}, nil, ErrUnsupported},
		"no zlib":          {flate, []byte("hello"), ErrSyntax},
		"cut":              {flate, good[:len(good)-6], ErrSyntax},
		"checksum":         {flate, append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1), ErrSyntax},
		"bomb":             {flate, zipped(t, make([]byte, 65<<20)), ErrLimit},
		"PNG filter 5":     {parms(Dict{"Predictor": Int(10), "Columns": Int(1)}), zipped(t, []byte{5, 1}), ErrSyntax},
		"predictor 99":     {parms(Dict{"Predictor": Int(99)}), good, ErrSyntax},
		"giant columns":    {parms(Dict{"Predictor": Int(12), "Columns": Int(1 << 40)}), good, ErrSyntax},
		"colors a name":    {parms(Dict{"Predictor": Int(12), "Colors": Name("x")}), good, ErrSyntax},
		"TIFF 16 bit":      {parms(Dict{"Predictor": Int(2), "BitsPerComponent": Int(16)}), good, ErrUnsupported},
		"hex digit":        {Dict{"Filter": Name("AHx")}, []byte("6g"), ErrSyntax},
		"85 digit":         {Dict{"Filter": Name("A85")}, []byte("ab\x7f"), ErrSyntax},
		"85 overflow":      {Dict{"Filter": Name("A85")}, []byte("uuuuu"), ErrSyntax},
		"85 lone":          {Dict{"Filter": Name("A85")}, []byte("5~>"), ErrSyntax},
		"LZW future code":  {Dict{"Filter": Name("LZW")}, []byte{0x80, 0x7f, 0xff, 0xff}, ErrSyntax},
		"LZW early change": {Dict{"Filter": Name("LZW"), "DecodeParms": Dict{"EarlyChange": Int(2)}}, nil, ErrSyntax},
	} {
		_, err := bare().Decode(&Stream{Dict: c.dict, Data: c.data})
		if !errors.Is(err, c.kind) {
			t.Errorf("%s: %v; want %v", name, err, c.kind)
		}
	}
}

// TestLZWLong drives the table through all widths and a clear, against a plain encoder that clears when full.
func TestLZWLong(t *testing.T) {
	var want []byte
	for i := range 60000 {
		want = append(want, byte(i*i>>7), byte(i>>3))
	}
	got, err := bare().Decode(&Stream{Dict: Dict{"Filter": Name("LZWDecode")}, Data: lzwEncode(want)})
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%d bytes, %v; want %d", len(got), err, len(want))
	}
}

// lzwEncode is the textbook encoder with early change.
func lzwEncode(data []byte) []byte {
	var out []byte
	bits, have, width, next := uint64(0), 0, 9, 258
	table := map[string]int{}
	emit := func(code int) {
		bits = bits<<width | uint64(code)
		for have += width; have >= 8; have -= 8 {
			out = append(out, byte(bits>>(have-8)))
		}
	}
	code := func(s string) int {
		if len(s) == 1 {
			return int(s[0])
		}
		return table[s]
	}
	emit(256)
	current := ""
	for _, b := range data {
		longer := current + string([]byte{b})
		if _, known := table[longer]; known || len(longer) == 1 {
			current = longer
			continue
		}
		emit(code(current))
		table[longer] = next
		if next++; next+1 > 1<<width && width < 12 {
			width++
		}
		if next == 4095 {
			emit(256)
			table, next, width = map[string]int{}, 258, 9
		}
		current = string([]byte{b})
	}
	emit(code(current))
	if next++; next+1 > 1<<width && width < 12 {
		width++
	}
	emit(257)
	emit(0)
	return out
}
