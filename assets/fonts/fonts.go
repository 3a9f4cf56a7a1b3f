// Package fonts carries the faces that the program brings along, so that a
// report looks the same and has the same bytes on every machine.
//
// The files are small TrueType fonts cut from published ones; README.md lists
// them, manifest.json records where they come from and their checksums, and
// the LICENSE files beside them say under which terms. They are built by the
// command fontpack, whose documentation says what is in them and why.
//
// The bytes that the functions return are the program's own: do not change
// them.
package fonts

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"sync"
)

var (
	//go:embed NotoSerifSC-Regular.ttf
	serifRegular []byte
	//go:embed NotoSansSC-Regular.ttf
	sansRegular []byte
	//go:embed NotoSansSC-Bold.ttf
	sansBold []byte
	//go:embed NotoSansSC-Breadth.ttf.gz
	breadth []byte
	//go:embed ZhunshengRare-Regular.ttf
	rare []byte
	//go:embed ZhunshengScarce-Regular.ttf
	scarce []byte
	//go:embed ZhunshengSigns-Regular.ttf
	signs []byte

	//go:embed manifest.json
	manifest []byte
	//go:embed LICENSE-*.txt
	licences embed.FS
)

// SerifRegular returns the face of the report's body text: the standard
// characters, GB/T 2312, letters and signs.
func SerifRegular() []byte { return serifRegular }

// SansRegular returns the face of tables and of the window, with the same
// characters as [SerifRegular].
func SansRegular() []byte { return sansRegular }

// SansBold returns the face of headings, with the same characters as
// [SerifRegular].
func SansBold() []byte { return sansBold }

// Breadth returns a face with the characters of GB 18030-2022 level 2 that
// [SansRegular] leaves out, in the same design. It is unpacked at the first
// call (7 MB, some 50 ms) and kept. The error means that the program's own
// data is damaged.
func Breadth() ([]byte, error) { return unpackBreadth() }

var unpackBreadth = sync.OnceValues(unpack)

func unpack() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(breadth))
	if err != nil {
		return nil, fmt.Errorf("embedded font NotoSansSC-Breadth: %w", err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("embedded font NotoSansSC-Breadth: %w", err)
	}
	return data, nil
}

// Rare returns a face with ideographs that the other faces do not have, such
// as 𠮷.
func Rare() []byte { return rare }

// Scarce returns a face with the few ideographs that [Rare] lacks and that are
// known to be needed, such as 𪚥.
func Scarce() []byte { return scarce }

// Signs returns a face with letters and signs that the other faces do not
// have, such as ☑, ₂ and č.
func Signs() []byte { return signs }

// Manifest returns manifest.json: for each font file its source, name, number
// of characters, size and SHA-256.
func Manifest() []byte { return manifest }

// Licences returns the licence texts of the fonts, files LICENSE-*.txt.
func Licences() embed.FS { return licences }
