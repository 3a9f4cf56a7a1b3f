// Command fontpack builds the fonts that the program carries: small TrueType
// files, cut from published fonts, written to assets/fonts together with their
// licences and a manifest of checksums.
//
// # Use
//
//	sh cmd/fontpack/fetch.sh build/fonts
//	go run ./cmd/fontpack -from build/fonts -to assets/fonts
//
// The first command fetches the published packages and unpacks them; the
// second builds. Every source is pinned by its SHA-256: another version is
// refused. Same sources, same bytes out.
//
// # What is packed, and why
//
// A Chinese face weighs 10 to 15 MB, and the program would need three of them.
// So the characters are split by how often official documents need them, and
// no outline is carried twice:
//
//   - The core is 通用规范汉字表 (the 8,105 standard characters of 2013, as the
//     Unihan database lists them in kTGH), all of GB/T 2312-1980, and letters,
//     punctuation, numerals, units and signs. Serif regular, Sans regular and
//     Sans bold have the whole core: body, tables, headings. The window's
//     faces are made of the same two Sans files when it starts: a smaller set
//     of its own (GB/T 2312) would save 2 MB of memory and cost 3 MB of
//     executable.
//   - The breadth of GB 18030-2022, implementation level 2 (basic block,
//     Extension A, all two-byte characters), and every other ideograph of the
//     source, is one more file in Sans regular without the core. Rare surnames
//     and place names need it; a bold or a serif form of them they do not.
//     Few documents need it at all.
//   - Ideographs that Noto does not have, such as 𠮷, come from LXGW WenKai.
//   - A few that neither has, such as 𪚥, come from Hanazono Mincho B, one by
//     one: the font weighs 30 MB.
//   - Letters and signs that Noto does not have, such as ☑, ₂, ⅔ and č, come
//     from DejaVu Sans.
//
// Medium weights (500) are not packed: headings use bold, and another 3 MB
// would buy only a nuance.
//
// # How they are stored
//
// Every file is compressed with the program zstd, as far as it goes: 9.3 MB
// instead of 18.4. The program unpacks a face when it is first asked for, which
// takes 5 to 10 ms a megabyte. Storing the outlines' parts in streams of their
// own, as WOFF2 does, was tried and gains 2 % with this compression.
//
// # Names
//
// The SIL Open Font License forbids a modified font to bear a reserved name.
// LXGW WenKai reserves "LXGW" and "霞鹜", Hanazono its own names, Noto Sans SC reserves "Source" (which
// it does not bear), Noto Serif SC nothing. The Bitstream Vera licence of
// DejaVu forbids "Bitstream" and "Vera". Packs from LXGW WenKai, Hanazono and
// DejaVu are therefore called "Zhunsheng Rare", "Zhunsheng Scarce" and
// "Zhunsheng Signs"; those from Noto keep
// their family. Copyright, trademark, designers and licence texts stay in the
// name tables, and the licences lie beside the files.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	from := flag.String("from", "build/fonts", "folder that fetch.sh filled")
	to := flag.String("to", "assets/fonts", "folder to write to")
	flag.Parse()
	if err := build(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "fontpack:", err)
		os.Exit(1)
	}
}
