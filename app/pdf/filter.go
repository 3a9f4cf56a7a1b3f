package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
)

// maxFilters bounds how many filters one stream may pass through.
const maxFilters = 4

// Decode returns the data of a stream as it was before its filters: FlateDecode and LZWDecode with predictors, ASCIIHexDecode and
// ASCII85Decode. The error wraps [ErrUnsupported] for other filters (those of images), [ErrLimit] when more than [Limits].Decoded
// bytes come out, and [ErrSyntax] for damaged data.
func (r *Reader) Decode(s *Stream) ([]byte, error) { return r.decode(s, 0, r.limits.Decoded) }

func (r *Reader) decode(s *Stream, offset, limit int) ([]byte, error) {
	filters, err := r.filters(s.Dict, offset)
	if err != nil {
		return nil, err
	}
	data := s.Data
	for _, f := range filters {
		f.offset, f.limit = offset, limit
		if data, err = f.apply(data); err != nil {
			return nil, err
		}
	}
	if len(data) > limit {
		return nil, failAt(ErrLimit, offset, "stream of %d bytes, at most %d", len(data), limit)
	}
	return data, nil
}

// filter is one step of decoding.
type filter struct {
	name   Name
	parms  Dict
	offset int // of the stream, for errors
	limit  int
}

// filters reads /Filter and /DecodeParms.
func (r *Reader) filters(d Dict, offset int) ([]filter, error) {
	names, err := r.list(d["Filter"])
	if err != nil {
		return nil, err
	}
	parms, err := r.list(d["DecodeParms"])
	if err != nil {
		return nil, err
	}
	if len(names) > maxFilters {
		return nil, failAt(ErrLimit, offset, "%d filters", len(names))
	}
	if _, external := d["F"]; external {
		return nil, failAt(ErrUnsupported, offset, "stream whose data is in another file")
	}
	var filters []filter
	for i, o := range names {
		name, ok := o.(Name)
		if !ok {
			return nil, failAt(ErrSyntax, offset, "a filter is no name")
		}
		f := filter{name: name}
		if i < len(parms) {
			f.parms, err = r.plainDict(parms[i])
			if err != nil {
				return nil, err
			}
		}
		filters = append(filters, f)
	}
	return filters, nil
}

// list resolves one object or an array of them; none gives an empty list.
func (r *Reader) list(o Object) (Array, error) {
	if o == nil {
		return nil, nil
	}
	o, err := r.Resolve(o)
	if err != nil {
		return nil, err
	}
	if _, absent := o.(Null); absent {
		return nil, nil
	}
	items, ok := o.(Array)
	if !ok {
		return Array{o}, nil
	}
	if len(items) > maxFilters {
		return items, nil
	}
	resolved := make(Array, len(items))
	for i, item := range items {
		if resolved[i], err = r.Resolve(item); err != nil {
			return nil, err
		}
	}
	return resolved, nil
}

// plainDict resolves the values of a dictionary; anything else gives an empty one.
func (r *Reader) plainDict(o Object) (Dict, error) {
	d, _ := o.(Dict)
	plain := make(Dict, len(d))
	for key, value := range d {
		value, err := r.Resolve(value)
		if err != nil {
			return nil, err
		}
		plain[key] = value
	}
	return plain, nil
}

func (f filter) fail(kind error, format string, args ...any) error {
	return failAt(kind, f.offset, format, args...)
}

func (f filter) apply(data []byte) ([]byte, error) {
	switch f.name {
	case "FlateDecode", "Fl":
		return f.flate(data)
	case "LZWDecode", "LZW":
		out, err := f.lzw(data)
		if err != nil {
			return nil, err
		}
		return f.unpredict(out)
	case "ASCIIHexDecode", "AHx":
		return f.asciiHex(data)
	case "ASCII85Decode", "A85":
		return f.ascii85(data)
	}
	return nil, f.fail(ErrUnsupported, "filter /%s", f.name)
}

func (f filter) flate(data []byte) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, f.fail(ErrSyntax, "FlateDecode: %v", err)
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(z, int64(f.limit)+1))
	if n > int64(f.limit) {
		return nil, f.fail(ErrLimit, "stream decodes to more than %d bytes", f.limit)
	}
	if err != nil {
		return nil, f.fail(ErrSyntax, "FlateDecode: %v", err)
	}
	return f.unpredict(out.Bytes())
}

// intParm returns an integer parameter within bounds, or def when it is absent.
func (f filter) intParm(key Name, def, low, high int) (int, error) {
	o, given := f.parms[key]
	if !given {
		return def, nil
	}
	n, ok := o.(Int)
	if !ok || n < Int(low) || n > Int(high) {
		return 0, f.fail(ErrSyntax, "decode parameter /%s %v", key, o)
	}
	return int(n), nil
}

// unpredict undoes the differences that a predictor made (ISO 32000-1, 7.4.4.4).
func (f filter) unpredict(data []byte) ([]byte, error) {
	predictor, err := f.intParm("Predictor", 1, 1, 15)
	if err != nil || predictor == 1 {
		return data, err
	}
	colors, err := f.intParm("Colors", 1, 1, 32)
	if err != nil {
		return nil, err
	}
	bits, err := f.intParm("BitsPerComponent", 8, 1, 16)
	if err != nil {
		return nil, err
	}
	columns, err := f.intParm("Columns", 1, 1, 1<<24)
	if err != nil {
		return nil, err
	}
	pixel := max(1, colors*bits/8)
	row := (colors*bits*columns + 7) / 8
	switch {
	case predictor == 2 && bits == 8:
		return tiffRows(data, row, pixel), nil
	case predictor >= 10:
		return f.pngRows(data, row, pixel)
	}
	return nil, f.fail(ErrUnsupported, "predictor %d with %d bits", predictor, bits)
}

func tiffRows(data []byte, row, pixel int) []byte {
	out := bytes.Clone(data)
	for start := 0; start < len(out); start += row {
		line := out[start:min(start+row, len(out))]
		for i := pixel; i < len(line); i++ {
			line[i] += line[i-pixel]
		}
	}
	return out
}

// pngRows undoes the PNG filters; each row says which one it used.
func (f filter) pngRows(data []byte, row, pixel int) ([]byte, error) {
	out := make([]byte, 0, len(data))
	above := make([]byte, min(row, len(data)))
	for len(data) > 0 {
		kind := data[0]
		line := bytes.Clone(data[1:min(1+row, len(data))])
		data = data[1+len(line):]
		if kind > 4 {
			return nil, f.fail(ErrSyntax, "PNG filter %d", kind)
		}
		pngRow(kind, line, above, pixel)
		out = append(out, line...)
		above = line
	}
	return out, nil
}

func pngRow(kind byte, line, above []byte, pixel int) {
	for i := range line {
		var left, up, corner byte
		if i < len(above) {
			up = above[i]
		}
		if i >= pixel {
			left = line[i-pixel]
			if i-pixel < len(above) {
				corner = above[i-pixel]
			}
		}
		switch kind {
		case 1:
			line[i] += left
		case 2:
			line[i] += up
		case 3:
			line[i] += byte((int(left) + int(up)) / 2)
		case 4:
			line[i] += paeth(left, up, corner)
		}
	}
}

func paeth(left, up, corner byte) byte {
	p := int(left) + int(up) - int(corner)
	dl, du, dc := distance(p, int(left)), distance(p, int(up)), distance(p, int(corner))
	switch {
	case dl <= du && dl <= dc:
		return left
	case du <= dc:
		return up
	}
	return corner
}

func distance(a, b int) int { return max(a-b, b-a) }
