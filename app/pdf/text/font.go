package text

import (
	"unicode/utf16"

	"zhunsheng/app/pdf"
)

// maxMappings bounds the entries of one ToUnicode map.
const maxMappings = 1 << 17

// font is what reading text in a font needs: how long its codes are, what they stand for and how wide they are.
type font struct {
	wide   bool // two-byte codes
	chars  map[int]string
	widths map[int]float64 // thousandths of the em
	usual  float64         // width of a code that widths lacks
}

// font returns the font of a name in the resources; nil when there is none or it is not of a kind that is read.
func (r *Reader) font(resources pdf.Dict, name pdf.Name) (*font, error) {
	o := r.dict(resources["Font"])[name]
	ref, isRef := o.(pdf.Ref)
	if f, ok := r.fonts[ref]; isRef && ok {
		return f, nil
	}
	d := r.dict(o)
	if d == nil {
		return nil, nil
	}
	f, err := r.readFont(d)
	if err == nil && isRef {
		r.fonts[ref] = f
	}
	return f, err
}

func (r *Reader) readFont(d pdf.Dict) (*font, error) {
	f := &font{wide: d["Subtype"] == pdf.Name("Type0"), chars: map[int]string{}, widths: map[int]float64{}}
	o, err := r.file.Resolve(orNull(d["ToUnicode"]))
	if err != nil {
		return nil, err
	}
	if s, ok := o.(*pdf.Stream); ok {
		data, err := r.file.Decode(s)
		if err != nil {
			return nil, err
		}
		if err := f.readMap(data); err != nil {
			return nil, err
		}
	}
	if f.wide {
		return f, r.wideWidths(f, d)
	}
	return f, r.narrowWidths(f, d)
}

// narrowWidths reads /Widths of a font with one-byte codes.
func (r *Reader) narrowWidths(f *font, d pdf.Dict) error {
	o, err := r.file.Resolve(orNull(d["Widths"]))
	if err != nil {
		return err
	}
	list, _ := o.(pdf.Array)
	first, _ := d["FirstChar"].(pdf.Int)
	for i, w := range list[:min(len(list), 256)] {
		if v, ok := pdf.Number(w); ok {
			f.widths[int(first)+i] = v
		}
	}
	return nil
}

// wideWidths reads /DW and /W of the font below a Type0 font. Other encodings than Identity-H would need their own maps from codes to
// glyphs; their text is still read, only its width is not known.
func (r *Reader) wideWidths(f *font, d pdf.Dict) error {
	f.usual = 1000
	o, err := r.file.Resolve(orNull(d["DescendantFonts"]))
	if err != nil {
		return err
	}
	list, _ := o.(pdf.Array)
	if len(list) == 0 {
		return nil
	}
	below := r.dict(list[0])
	if v, ok := pdf.Number(orNull(below["DW"])); ok {
		f.usual = v
	}
	if o, err = r.file.Resolve(orNull(below["W"])); err != nil {
		return err
	}
	w, _ := o.(pdf.Array)
	return r.wideRuns(f, w)
}

// wideRuns reads the entries of /W: a first code with a list of widths, or a first and a last code with the width of all between.
func (r *Reader) wideRuns(f *font, w pdf.Array) error {
	for i := 0; i+1 < len(w) && len(f.widths) < maxMappings; {
		first, _ := w[i].(pdf.Int)
		second, err := r.file.Resolve(w[i+1])
		if err != nil {
			return err
		}
		if group, ok := second.(pdf.Array); ok {
			for k, v := range group {
				if n, ok := pdf.Number(v); ok {
					f.widths[int(first)+k] = n
				}
			}
			i += 2
			continue
		}
		last, _ := second.(pdf.Int)
		if i+2 >= len(w) {
			break
		}
		n, _ := pdf.Number(w[i+2])
		for code := int(first); code <= min(int(last), 0xffff) && code >= 0; code++ {
			f.widths[code] = n
		}
		i += 3
	}
	return nil
}

// width returns the advance of a code in thousandths of the em.
func (f *font) width(code int) float64 {
	if w, ok := f.widths[code]; ok {
		return w
	}
	return f.usual
}

// readMap reads a ToUnicode map.
func (f *font) readMap(data []byte) error {
	t := pdf.NewTokenizer(data)
	for {
		op, err := t.Next()
		if err != nil {
			if isEnd(err) {
				return nil
			}
			return err
		}
		switch op.Operator {
		case "endbfchar":
			for i := 0; i+1 < len(op.Operands); i += 2 {
				f.set(codeOf(op.Operands[i]), charsOf(op.Operands[i+1]))
			}
		case "endbfrange":
			for i := 0; i+2 < len(op.Operands); i += 3 {
				f.setRange(codeOf(op.Operands[i]), codeOf(op.Operands[i+1]), op.Operands[i+2])
			}
		}
		if len(f.chars) > maxMappings {
			return &Error{Err: ErrLimit, Detail: "character map"}
		}
	}
}

func (f *font) set(code int, chars string) {
	if code >= 0 && chars != "" {
		f.chars[code] = chars
	}
}

// setRange maps codes to consecutive characters, or to a list.
func (f *font) setRange(first, last int, to pdf.Object) {
	if first < 0 || last < first || last > 0xffff {
		return
	}
	if list, ok := to.(pdf.Array); ok {
		for i, o := range list {
			if first+i <= last {
				f.set(first+i, charsOf(o))
			}
		}
		return
	}
	chars := []rune(charsOf(to))
	if len(chars) == 0 {
		return
	}
	for code := first; code <= last; code++ {
		f.set(code, string(chars))
		chars[len(chars)-1]++
	}
}

// codeOf is the number that a code of one or two bytes stands for, -1 for anything else.
func codeOf(o pdf.Object) int {
	raw, ok := pdf.Bytes(o)
	if !ok || raw == "" || len(raw) > 2 {
		return -1
	}
	code := 0
	for i := range len(raw) {
		code = code<<8 | int(raw[i])
	}
	return code
}

func charsOf(o pdf.Object) string {
	raw, ok := pdf.Bytes(o)
	if !ok || len(raw)%2 != 0 || len(raw) > 512 {
		return ""
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return string(utf16.Decode(units))
}
