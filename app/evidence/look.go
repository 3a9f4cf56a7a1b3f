// Package evidence looks into a file that proves something: what kind of file it is, how many pages it has, how its text begins, and
// what a picture shows.
//
// Files come from anywhere, so the readers are the strict and bounded ones of the program; what cannot be read is a file without
// pages and text, never an error. [Look] depends on nothing but the bytes.
package evidence

import (
	"bytes"
	"image"
	_ "image/jpeg" // scans
	_ "image/png"  // screen shots
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/draw"

	"zhunsheng/app/exchange/docx"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/pdf"
)

// Kind is what a file is by its content. The strings are stable: they name the sentences of the kinds.
type Kind string

// The kinds.
const (
	PDF     Kind = "pdf"
	Word    Kind = "word"
	Sheet   Kind = "sheet"
	Picture Kind = "picture"
	Text    Kind = "text"
	Other   Kind = "other"
)

// MaxRead is the size, in bytes, up to which a file is looked into; a larger one is only named.
const MaxRead = 64 << 20

// maxPixels bounds the pictures that are decoded.
const maxPixels = 40_000_000

// thumb is the longer side of a picture that is shown, in pixels.
const thumb = 560

// mostText is how many characters of a file's text are kept.
const mostText = 1200

// Sight is what was seen in a file.
type Sight struct {
	Kind  Kind
	Pages int         // of a PDF; 0 where there are none or they cannot be counted
	Text  string      // how its text begins, lines separated by line breaks
	Image image.Image // what a picture shows, made small; nil for all else
	// Width and Height are a picture's own, in pixels.
	Width, Height int
}

// Look looks into a file.
func Look(data []byte) Sight {
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		return lookPDF(data)
	}
	switch ooxml.KindOf(data) {
	case ooxml.KindXLSX:
		return Sight{Kind: Sheet, Text: sheetText(data)}
	case ooxml.KindDOCX:
		return Sight{Kind: Word, Text: wordText(data)}
	}
	if media := http.DetectContentType(data); strings.HasPrefix(media, "image/") {
		return lookPicture(data)
	}
	if utf8.Valid(data) && !bytes.ContainsRune(data, 0) {
		return Sight{Kind: Text, Text: begin(string(data[:min(len(data), 4*mostText)]))}
	}
	return Sight{Kind: Other}
}

func lookPDF(data []byte) Sight {
	sight := Sight{Kind: PDF}
	r, err := pdf.Read(data)
	if err != nil {
		return sight
	}
	pages, err := r.Pages()
	if err != nil {
		return sight
	}
	sight.Pages, sight.Text = len(pages), begin(pageText(r, pages))
	return sight
}

func lookPicture(data []byte) Sight {
	sight := Sight{Kind: Picture}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return sight
	}
	sight.Width, sight.Height = config.Width, config.Height
	if config.Width > maxPixels/config.Height {
		return sight
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return sight
	}
	sight.Image = shrink(picture)
	return sight
}

func shrink(picture image.Image) image.Image {
	size := picture.Bounds().Size()
	longer := max(size.X, size.Y)
	if longer <= thumb {
		return picture
	}
	small := image.NewRGBA(image.Rect(0, 0, max(1, size.X*thumb/longer), max(1, size.Y*thumb/longer)))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return small
}

func wordText(data []byte) string {
	document, err := docx.Read(data)
	if err != nil {
		return ""
	}
	var b strings.Builder
	for i := range document.Blocks {
		if text := strings.TrimSpace(document.Blocks[i].Text); text != "" {
			b.WriteString(text + "\n")
		}
		if grid := document.Blocks[i].Table; grid != nil {
			writeGrid(&b, grid)
		}
		if b.Len() > 4*mostText {
			break
		}
	}
	return begin(b.String())
}

func sheetText(data []byte) string {
	book, err := sheet.Read(data)
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, grid := range book.Sheets {
		writeGrid(&b, grid)
		if b.Len() > 4*mostText {
			break
		}
	}
	return begin(b.String())
}

func writeGrid(b *strings.Builder, grid *sheet.Grid) {
	for i := range grid.Lines {
		var cells []string
		for _, cell := range grid.Lines[i].Own() {
			cells = append(cells, strings.Join(strings.Fields(cell.Text), " "))
		}
		b.WriteString(strings.Join(cells, "　") + "\n")
		if b.Len() > 4*mostText {
			return
		}
	}
}

// begin returns the first characters of a text without empty lines and without what is not meant to be seen.
func begin(text string) string {
	var lines []string
	left := mostText
	for line := range strings.SplitSeq(strings.ToValidUTF8(text, ""), "\n") {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r != '\t' && !unicode.IsPrint(r) && r != '　' {
				return -1
			}
			return r
		}, line))
		if line == "" {
			continue
		}
		if n := utf8.RuneCountInString(line); n > left {
			return strings.Join(append(lines, string([]rune(line)[:left])+"…"), "\n")
		}
		left -= utf8.RuneCountInString(line)
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
