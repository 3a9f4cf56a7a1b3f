package pdf

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// rawFile writes PDF files by hand for tests of the reader: every byte is the test's own.
type rawFile struct {
	out     []byte
	offsets map[int]int
	xref    int // of the last section
}

func newRaw() *rawFile { return &rawFile{out: []byte("%PDF-1.7\n"), offsets: map[int]int{}} }

func (f *rawFile) raw(format string, args ...any) *rawFile {
	f.out = fmt.Appendf(f.out, format, args...)
	return f
}

func (f *rawFile) object(num int, body string) *rawFile {
	f.offsets[num] = len(f.out)
	return f.raw("%d 0 obj\n%s\nendobj\n", num, body)
}

func (f *rawFile) stream(num int, dict string, data []byte) *rawFile {
	f.offsets[num] = len(f.out)
	return f.raw("%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n", num, dict, len(data), data)
}

// document adds a catalog, a page tree and one page: objects 1 to 3.
func (f *rawFile) document() *rawFile {
	f.object(1, "<</Type/Catalog/Pages 2 0 R>>")
	f.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]/Rotate 90>>")
	return f.object(3, "<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R>>").stream(4, "", []byte("q Q"))
}

// table ends a revision: the objects since the last section, then the trailer with more entries.
func (f *rawFile) table(more string) *rawFile {
	f.xref = len(f.out)
	f.raw("xref\n")
	size := 1
	for _, num := range slices.Sorted(maps.Keys(f.offsets)) {
		f.raw("%d 1\n%010d 00000 n \n", num, f.offsets[num])
		size = max(size, num+1)
	}
	f.raw("trailer\n<</Size %d/Root 1 0 R%s>>\n", max(size, 20), more)
	return f.end(f.xref)
}

func (f *rawFile) end(startxref int) *rawFile {
	f.raw("startxref\n%d\n%%%%EOF\n", startxref)
	clear(f.offsets)
	return f
}

// row is a row of a cross-reference stream with fields of 1, 4 and 2 bytes.
func row(kind, second, third int) []byte {
	return []byte{byte(kind), byte(second >> 24), byte(second >> 16), byte(second >> 8), byte(second), byte(third >> 8), byte(third)}
}

// streamFile is a file whose catalog and pages lie in an object stream, with a cross-reference stream.
func streamFile(t testing.TB) []byte {
	t.Helper()
	f := newRaw()
	bodies := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>"}
	head, body := "", ""
	for i, b := range bodies {
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += b + "\n"
	}
	f.stream(5, fmt.Sprintf("/Type/ObjStm/N 3/First %d/Filter/FlateDecode", len(head)), zipped(t, []byte(head+body)))
	at := len(f.out)
	rows := slices.Concat(row(0, 0, 65535), row(2, 5, 0), row(2, 5, 1), row(2, 5, 2), row(0, 0, 0), row(1, f.offsets[5], 0), row(1, at, 0))
	f.stream(6, "/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode", zipped(t, rows))
	f.xref = at
	return f.end(at).out
}

func mustRead(t testing.TB, data []byte) *Reader {
	t.Helper()
	r, err := Read(data)
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, data)
	}
	return r
}

var streamFileOnce = streamFile(new(testing.B))
