package pdf

import (
	"bytes"
	standard "compress/zlib"
	"fmt"
	"io"
	"testing"

	"github.com/klauspost/compress/zlib"
)

// benchPages draws pages as dense as a report's: 38 lines of 40 characters of ever new text, and a table's rules.
func benchPages(w *Writer, font *Font, pages int) {
	next := 0
	for range pages {
		p := w.AddPage(595.276, 841.89)
		for line := range 38 {
			glyphs := make([]Glyph, 40)
			for i := range glyphs {
				r := rune(0x4e00 + (next*next/7+next)%3000)
				next++
				glyphs[i] = Glyph{ID: uint16(r), Text: string(r), Shift: 0.01 * float64(i%5)}
			}
			p.Content.Text(font, 10.5, 72, 770-18*float64(line), glyphs)
			p.Content.Line(72, 765-18*float64(line), 520, 765-18*float64(line))
		}
	}
}

func benchDocument(b *testing.B) []byte {
	b.Helper()
	w := NewWriter(Options{Language: "zh-CN", Info: Info{Title: "报告"}})
	benchPages(w, w.AddFont(boxFace{name: "Box"}, FontMetrics{}), 10)
	data, err := w.Bytes()
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkWrite makes a document of ten dense pages with 3000 different glyphs.
func BenchmarkWrite(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.ReportMetric(float64(len(benchDocument(b))), "file-bytes")
	}
}

// BenchmarkRead reads it, with all objects, and compares what they occupy with the file.
func BenchmarkRead(b *testing.B) {
	data := benchDocument(b)
	b.ReportAllocs()
	for b.Loop() {
		r, err := Read(data)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.coverage(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUpdate appends an update with a signature and an appearance.
func BenchmarkUpdate(b *testing.B) {
	data := benchDocument(b)
	b.ReportAllocs()
	for b.Loop() {
		updated(b, data)
	}
}

// BenchmarkTokenize splits the content of the ten pages.
func BenchmarkTokenize(b *testing.B) {
	r := mustRead(b, benchDocument(b))
	pages, err := r.Pages()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range pages {
			content, err := r.PageContent(p)
			for tokens := NewTokenizer(content); err == nil; {
				_, err = tokens.Next()
			}
		}
	}
}

// BenchmarkCompression compares the levels of the compressor that is used, and of the standard library's, on page content, which with
// font programs is most of a report.
func BenchmarkCompression(b *testing.B) {
	w := NewWriter(Options{})
	benchPages(w, w.AddFont(boxFace{name: "Box"}, FontMetrics{}), 10)
	type writer interface {
		io.WriteCloser
		Reset(io.Writer)
	}
	for level := zlib.BestSpeed; level <= zlib.BestCompression; level++ {
		ours, err := zlib.NewWriterLevel(nil, level)
		if err != nil {
			b.Fatal(err)
		}
		theirs, err := standard.NewWriterLevel(nil, level)
		if err != nil {
			b.Fatal(err)
		}
		for name, z := range map[string]writer{"used": ours, "standard": theirs} {
			b.Run(fmt.Sprint(name, level), func(b *testing.B) {
				var out bytes.Buffer
				for b.Loop() {
					size := 0
					for _, p := range w.pages {
						out.Reset()
						z.Reset(&out)
						if _, err := z.Write(p.Content.out); err != nil {
							b.Fatal(err)
						}
						if err := z.Close(); err != nil {
							b.Fatal(err)
						}
						size += out.Len()
					}
					b.ReportMetric(float64(size), "bytes")
				}
			})
		}
	}
}
