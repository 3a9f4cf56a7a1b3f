// Package fonts carries the faces that the program brings along, so that a
// report looks the same and has the same bytes on every machine.
//
// The files are small TrueType fonts cut from published ones, compressed;
// README.md lists them, manifest.json records where they come from and their
// checksums, and the LICENSE files beside them say under which terms. They are
// built by the command fontpack, whose documentation says what is in them and
// why.
//
// A font is unpacked when it is first asked for, which takes 5 to 10 ms a
// megabyte, and kept; the functions whose name begins with Passing keep nothing.
// A function returns no bytes where the program's own data is damaged: no reader
// of fonts takes those. The bytes are the program's own: do not change them.
package fonts

import (
	_ "embed"
	"sync"

	"github.com/klauspost/compress/zstd"
)

var (
	//go:embed NotoSerifSC-Regular.ttf.zst
	serifRegular []byte
	//go:embed NotoSansSC-Regular.ttf.zst
	sansRegular []byte
	//go:embed NotoSansSC-Bold.ttf.zst
	sansBold []byte
	//go:embed NotoSansSC-Breadth.ttf.zst
	breadth []byte
	//go:embed ZhunshengRare-Regular.ttf.zst
	rare []byte
	//go:embed ZhunshengScarce-Regular.ttf.zst
	scarce []byte
	//go:embed ZhunshengSigns-Regular.ttf.zst
	signs []byte
)

// largest is more than any of the fonts has, in bytes.
const largest = 16 << 20

// unpack returns what a compressed font was, nil if it is damaged.
func unpack(packed []byte) ([]byte, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(largest))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.DecodeAll(packed, nil)
}

// once returns a function that unpacks a font at its first call.
func once(packed *[]byte) func() []byte {
	return sync.OnceValue(func() []byte { return passing(*packed) })
}

var (
	serifRegularOnce = once(&serifRegular)
	sansRegularOnce  = once(&sansRegular)
	sansBoldOnce     = once(&sansBold)
	breadthOnce      = sync.OnceValues(func() ([]byte, error) { return unpack(breadth) })
	rareOnce         = once(&rare)
	scarceOnce       = once(&scarce)
	signsOnce        = once(&signs)
)

// PassingSansRegular returns what [SansRegular] does, but unpacks it anew and
// keeps nothing: for a caller that makes something else of it.
func PassingSansRegular() []byte { return passing(sansRegular) }

// PassingSansBold is to [SansBold] what [PassingSansRegular] is to
// [SansRegular].
func PassingSansBold() []byte { return passing(sansBold) }

func passing(packed []byte) []byte {
	data, err := unpack(packed)
	if err != nil {
		return nil
	}
	return data
}

// SerifRegular returns the face of the report's body text: the standard
// characters, GB/T 2312, letters and signs. 4 MB.
func SerifRegular() []byte { return serifRegularOnce() }

// SansRegular returns the face of tables and of the window, with the same
// characters as [SerifRegular]. 3 MB.
func SansRegular() []byte { return sansRegularOnce() }

// SansBold returns the face of headings, with the same characters as
// [SerifRegular]. 3 MB.
func SansBold() []byte { return sansBoldOnce() }

// Breadth returns a face with the characters of GB 18030-2022 level 2 that
// [SansRegular] leaves out, in the same design. 7 MB. The error means that the
// program's own data is damaged.
func Breadth() ([]byte, error) { return breadthOnce() }

// Rare returns a face with ideographs that the other faces do not have, such
// as 𠮷.
func Rare() []byte { return rareOnce() }

// Scarce returns a face with the few ideographs that [Rare] lacks and that are
// known to be needed, such as 𪚥.
func Scarce() []byte { return scarceOnce() }

// Signs returns a face with letters and signs that the other faces do not
// have, such as ☑, ₂ and č.
func Signs() []byte { return signsOnce() }
