package pdf

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// toUnicode is the CMap that maps codes back to text, as UTF-16BE: surrogate pairs beyond the BMP, several characters for a
// ligature. A code without text is not mapped.
func (f *Font) toUnicode() []byte {
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var mapped []int
	for code, text := range f.texts {
		if text != "" {
			mapped = append(mapped, code)
		}
	}
	for len(mapped) > 0 { // a block holds at most 100 entries
		block := mapped[:min(100, len(mapped))]
		mapped = mapped[len(block):]
		b = fmt.Appendf(b, "%d beginbfchar\n", len(block))
		for _, code := range block {
			b = appendMapping(b, code, f.texts[code])
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

func appendMapping(b []byte, code int, text string) []byte {
	b = append(b, '<')
	b = appendHex16(b, uint16(code))
	b = append(b, "> <"...)
	for _, unit := range utf16.Encode([]rune(strings.ToValidUTF8(text, "\ufffd"))) {
		b = appendHex16(b, unit)
	}
	return append(b, ">\n"...)
}

func appendHex16(b []byte, v uint16) []byte {
	return append(b, hexDigits[v>>12], hexDigits[v>>8&15], hexDigits[v>>4&15], hexDigits[v&15])
}
