package main

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// charset is a set of runes.
type charset map[rune]bool

func union(sets ...charset) charset {
	out := charset{}
	for _, s := range sets {
		maps.Copy(out, s)
	}
	return out
}

// minus returns s without the runes of other.
func (s charset) minus(other charset) charset {
	out := charset{}
	for r := range s {
		if !other[r] {
			out[r] = true
		}
	}
	return out
}

func (s charset) sorted() []rune { return slices.Sorted(maps.Keys(s)) }

// span is an inclusive range of runes.
type span struct{ first, last rune }

func spans(list ...span) charset {
	out := charset{}
	for _, s := range list {
		for r := s.first; r <= s.last; r++ {
			out[r] = true
		}
	}
	return out
}

// scarce are ideographs that neither Noto nor LXGW WenKai has and that names are known to use. Their source is too large to be packed
// whole; add what is asked for.
func scarce() charset { return spans(span{0x2A6A5, 0x2A6A5}) } // 𪚥

// symbols are what official documents and the window need besides Chinese
// characters. A face contributes those that it has.
func symbols() charset {
	return spans(
		span{0x0020, 0x007E}, // ASCII
		span{0x00A0, 0x017F}, // Latin-1 and Latin Extended-A: pinyin, foreign names
		span{0x01CD, 0x01DC}, // pinyin with the third tone
		span{0x02C7, 0x02CB}, // tone marks
		span{0x0391, 0x03C9}, // Greek
		span{0x0401, 0x0451}, // Cyrillic
		span{0x2000, 0x206F}, // general punctuation: dashes, quotes, ‰, ※
		span{0x2070, 0x209F}, // superscripts and subscripts: m², CO₂
		span{0x20A0, 0x20BF}, // currency
		span{0x2100, 0x218F}, // ℃ № ™ ⅓ Ⅰ to Ⅻ
		span{0x2190, 0x21FF}, // arrows
		span{0x2200, 0x22FF}, // mathematics: ≤ ≥ ≠ ≈ ∑
		span{0x2300, 0x23FF}, // technical signs
		span{0x2460, 0x24FF}, // ① ⑴ ⒈
		span{0x2500, 0x25FF}, // box drawing, blocks, ■ □ ▲ ●
		span{0x2600, 0x27BF}, // ☆ ☑ ✓ ✗
		span{0x2E80, 0x2FDF}, // radicals
		span{0x3000, 0x30FF}, // Chinese punctuation, kana
		span{0x3105, 0x312F}, // bopomofo
		span{0x31C0, 0x31E3}, // strokes
		span{0x3200, 0x33FF}, // ㈠ ㊣ ㎡ ㎏
		span{0xFE10, 0xFE6F}, // vertical and small forms
		span{0xFF00, 0xFFEF}, // full width and half width
		span{0xFFFD, 0xFFFD}, // the mark for undecodable input
	)
}

// moreLetters are letters of European names beyond [symbols], kept for the
// pack of signs.
func moreLetters() charset {
	return spans(
		span{0x0180, 0x024F}, // Latin Extended-B
		span{0x02B0, 0x02FF}, // modifier letters
		span{0x0370, 0x052F}, // Greek and Cyrillic
		span{0x1E00, 0x1EFF}, // Latin Extended Additional: ẞ, Vietnamese
		span{0x27C0, 0x27FF}, // ⟨ ⟩
		span{0x2900, 0x29FF}, // more arrows and signs
		span{0x2A00, 0x2AFF}, // more mathematics: ⩽ ⩾
	)
}

// decodable returns the characters that an encoding reaches by pairs of bytes
// within the given bounds.
func decodable(e encoding.Encoding, firstLow, firstHigh, secondLow int) charset {
	out := charset{}
	decoder := e.NewDecoder()
	for first := firstLow; first <= firstHigh; first++ {
		for second := secondLow; second <= 0xFE; second++ {
			text, err := decoder.Bytes([]byte{byte(first), byte(second)})
			if runes := []rune(string(text)); err == nil && len(runes) == 1 && runes[0] != 0xFFFD {
				out[runes[0]] = true
			}
		}
	}
	return out
}

// gb2312 returns the characters of GB/T 2312-1980, 6,763 Chinese characters and
// 682 signs, and the 35 signs that GBK adds in the same rows (1 to 9 and 16 to
// 87, the part of GBK whose bytes are both at least A1).
func gb2312() charset {
	return union(decodable(simplifiedchinese.GBK, 0xA1, 0xA9, 0xA1), decodable(simplifiedchinese.GBK, 0xB0, 0xF7, 0xA1))
}

// gb18030Level2 returns the Chinese characters that GB 18030-2022 asks of
// implementation level 2: the unified ideographs of the basic block and of
// Extension A, all two-byte characters, and the table of standard characters.
func gb18030Level2(standard charset) charset {
	return union(decodable(simplifiedchinese.GBK, 0x81, 0xFE, 0x40),
		spans(span{0x4E00, 0x9FFF}, span{0x3400, 0x4DBF}), standard)
}

// standardCount is the number of characters in 通用规范汉字表 (State Council,
// 2013).
const standardCount = 8105

// standardCharacters reads 通用规范汉字表 from the Unicode Consortium's Unihan
// database (file Unihan_OtherMappings.txt.bz2, property kTGH).
func standardCharacters(path string) (charset, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	set, err := readStandardCharacters(bzip2.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(set) != standardCount {
		return nil, fmt.Errorf("%s: %d characters with kTGH, want %d", path, len(set), standardCount)
	}
	return set, nil
}

func readStandardCharacters(r io.Reader) (charset, error) {
	set := charset{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 || fields[1] != "kTGH" {
			continue
		}
		code, err := strconv.ParseUint(strings.TrimPrefix(fields[0], "U+"), 16, 21)
		if err != nil {
			return nil, fmt.Errorf("code point %q: %w", fields[0], err)
		}
		set[rune(code)] = true
	}
	return set, lines.Err()
}
