package pinyin_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"
	"unicode"

	gopinyin "github.com/mozillazg/go-pinyin"

	"zhunsheng/assets/pinyin"
)

var update = flag.Bool("update", false, "write initials.txt anew")

// listed returns the letter that go-pinyin gives, 0 for none. A few readings begin with a letter beyond ASCII, such as ê and ń.
func listed(r rune) byte {
	syllables := gopinyin.SinglePinyin(r, gopinyin.Args{Style: gopinyin.FirstLetter})
	if len(syllables) == 0 || syllables[0] == "" {
		return 0
	}
	switch letter := []rune(syllables[0])[0]; letter {
	case 'ê', 'ế', 'ề', 'ễ':
		return 'e'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	case 'ḿ', 'm':
		return 'm'
	default:
		return byte(unicode.ToLower(letter))
	}
}

func write(t *testing.T) {
	const widestGap = 8
	var out bytes.Buffer
	var line []byte
	first, gap := rune(0), 0
	flush := func() {
		if len(line) > gap {
			fmt.Fprintf(&out, "%X %s\n", first, line[:len(line)-gap])
		}
		line, gap = nil, 0
	}
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		letter := listed(r)
		if letter == 0 {
			if len(line) > 0 {
				line, gap = append(line, '.'), gap+1
			}
			if gap > widestGap {
				flush()
			}
			continue
		}
		if len(line) == 0 {
			first = r
		}
		line, gap = append(line, letter), 0
	}
	flush()
	if err := os.WriteFile("initials.txt", out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestInitialsAreThoseOfTheDictionary(t *testing.T) {
	if *update {
		write(t)
		return // the bytes in this program are the old ones
	}
	count := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		letter, ok := pinyin.Initial(r)
		if want := listed(r); letter != want && (ok || want != 0) {
			t.Fatalf("%c (%U): %q, want %q", r, r, letter, want)
		}
		if ok && (letter < 'a' || letter > 'z') {
			t.Fatalf("%c (%U): %q is no letter", r, r, letter)
		}
		if ok {
			count++
		}
	}
	if count < 40_000 {
		t.Errorf("only %d characters have a letter", count)
	}
}

func TestInitial(t *testing.T) {
	for r, want := range map[rune]byte{'创': 'c', '新': 'x', '券': 'q', '重': 'z', '行': 'x', '〇': 'l'} {
		if got, ok := pinyin.Initial(r); !ok || got != want {
			t.Errorf("%c: %q, %v, want %q", r, got, ok, want)
		}
	}
	for _, r := range "aZ9é，-\x00" {
		if got, ok := pinyin.Initial(r); ok {
			t.Errorf("%q: %q, want none", r, got)
		}
	}
}

func BenchmarkInitial(b *testing.B) {
	for b.Loop() {
		for _, r := range "江门市级扶持科技发展资金" {
			if _, ok := pinyin.Initial(r); !ok {
				b.Fatal("no letter")
			}
		}
	}
}
