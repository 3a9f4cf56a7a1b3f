package embedded

import (
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhunsheng/app/pdf"
	"zhunsheng/app/typeface"
)

// The PDF layer embeds these faces as they are.
var _ pdf.Face = (*typeface.Face)(nil)

// characters decodes all pairs of bytes of GBK within bounds.
func characters(firstLow, firstHigh, secondLow int) []rune {
	var out []rune
	decoder := simplifiedchinese.GBK.NewDecoder()
	for first := firstLow; first <= firstHigh; first++ {
		for second := secondLow; second <= 0xFE; second++ {
			text, err := decoder.Bytes([]byte{byte(first), byte(second)})
			if runes := []rune(string(text)); err == nil && len(runes) == 1 && runes[0] != 0xFFFD {
				out = append(out, runes[0])
			}
		}
	}
	return out
}

func chains(t *testing.T) map[string]*typeface.Chain {
	t.Helper()
	out := map[string]*typeface.Chain{}
	for name, load := range map[string]func() (*typeface.Chain, error){"serif": Serif, "sans": Sans, "bold": Bold} {
		c, err := load()
		if err != nil {
			t.Fatal(err)
		}
		out[name] = c
	}
	return out
}

// GB/T 2312 and ASCII come from each chain's first face, so that ordinary text
// is never of mixed design.
func TestFirstFaceHasTheCore(t *testing.T) {
	core := append(characters(0xA1, 0xA9, 0xA1), characters(0xB0, 0xF7, 0xA1)...)
	han := 0
	for _, r := range core {
		if unicode.Is(unicode.Han, r) && r >= 0x4E00 {
			han++
		}
	}
	if han != 6763 {
		t.Fatalf("GB/T 2312 with %d Chinese characters, want 6763", han)
	}
	for r := rune(' '); r <= '~'; r++ {
		core = append(core, r)
	}
	// Signs of units, numbers and lists, and characters of the standard table
	// that GB/T 2312 does not have.
	core = append(core, []rune("㎡㎥㎏℃℉‰№ⅠⅫⅰ①⑳⑴㈠±×÷≤≥≠≈±■□▲●★→←↑↓✓〓〇￥¥€㛃䶮𫖯堃昇喆璟淼犇芃赟翀")...)
	for name, c := range chains(t) {
		for _, r := range core {
			if got := c.Pick(r); got.Missing || got.Ignored || got.Index != 0 {
				t.Errorf("%s: %c %U from face %d, missing %v", name, r, r, got.Index, got.Missing)
			}
		}
	}
}

func TestRareCharactersAndSigns(t *testing.T) {
	for name, c := range chains(t) {
		for _, r := range "𠮷𪚥☐☑☒✔✗₂₃⅓⅔čŁẞ⟨⟩" {
			if got := c.Pick(r); got.Missing || got.Drawn != r {
				t.Errorf("%s: %c %U is not drawn", name, r, r)
			}
		}
	}
}

func TestBreadthCompletesGBK(t *testing.T) {
	c, err := Sans()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range characters(0x81, 0xFE, 0x40) {
		if got := c.Pick(r); got.Missing && !unicode.Is(unicode.Co, r) {
			t.Errorf("%c %U is not drawn", r, r)
		}
	}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if got := c.Pick(r); got.Missing {
			t.Errorf("%c %U of the basic block is not drawn", r, r)
		}
	}
	for r := rune(0x3400); r <= 0x4DB5; r++ {
		if got := c.Pick(r); got.Missing {
			t.Errorf("%c %U of Extension A is not drawn", r, r)
		}
	}
}

func TestCharacterBeyondAllFacesIsCounted(t *testing.T) {
	for name, c := range chains(t) {
		got := c.Pick('\U0002EBE1')
		if !got.Missing || got.Drawn != '〓' || got.Index != 0 || !got.Face.HasOutline(got.Glyph) {
			t.Errorf("%s: %+v", name, got)
		}
		if m := c.Missing(); len(m) != 1 || m[0] != (typeface.Missing{Rune: '\U0002EBE1', Count: 1}) {
			t.Errorf("%s: missing %v", name, m)
		}
	}
}

func TestFacesMayBeEmbeddedAndDifferByName(t *testing.T) {
	f, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	wide, err := Breadth()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, face := range []*typeface.Face{f.SerifRegular, f.SansRegular, f.SansBold, f.Signs, f.Rare, wide} {
		name := face.PostScriptName()
		if seen[name] || !face.Embeddable() || face.Name(typeface.NameCopyright) == "" || face.Name(typeface.NameLicense) == "" {
			t.Errorf("%s: repeated %v, embeddable %v, copyright %q", name, seen[name], face.Embeddable(), face.Name(typeface.NameCopyright))
		}
		seen[name] = true
	}
}

func BenchmarkSerifChain(b *testing.B) {
	for b.Loop() {
		c, err := Serif()
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range "一、项目基本情况（2022年度），资金执行率95.30%。" {
			c.Pick(r)
		}
	}
}
