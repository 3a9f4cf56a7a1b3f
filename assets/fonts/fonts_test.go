package fonts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// The committed files are those that fontpack recorded.
func TestFilesAreThoseOfTheManifest(t *testing.T) {
	all, err := Breadth()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"NotoSerifSC-Regular.ttf.zst":     SerifRegular(),
		"NotoSansSC-Regular.ttf.zst":      SansRegular(),
		"NotoSansSC-Bold.ttf.zst":         SansBold(),
		"NotoSansSC-Breadth.ttf.zst":      all,
		"ZhunshengRare-Regular.ttf.zst":   Rare(),
		"ZhunshengScarce-Regular.ttf.zst": Scarce(),
		"ZhunshengSigns-Regular.ttf.zst":  Signs(),
	}
	var listed struct {
		Fonts []struct {
			File, SHA256 string
			Bytes        int
			Packed       int
		}
	}
	manifest, err := os.ReadFile("manifest.json")
	if err == nil {
		err = json.Unmarshal(manifest, &listed)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(listed.Fonts) != len(files) {
		t.Errorf("%d fonts listed, %d embedded", len(listed.Fonts), len(files))
	}
	total := 0
	for _, f := range listed.Fonts {
		sum := sha256.Sum256(files[f.File])
		if hex.EncodeToString(sum[:]) != f.SHA256 || len(files[f.File]) != f.Bytes {
			t.Errorf("%s: SHA-256 %x of %d bytes, recorded %s of %d: build the fonts again", f.File, sum, len(files[f.File]), f.SHA256, f.Bytes)
		}
		total += f.Packed
	}
	// What the executable can afford; see the documentation of fontpack.
	if total > 9_500_000 {
		t.Errorf("the fonts weigh %d bytes, at most 9,500,000 are planned for", total)
	}
}

func TestADamagedFontIsNoFont(t *testing.T) {
	damaged := append([]byte(nil), signs...)
	damaged[len(damaged)/2] ^= 0x55
	damaged = damaged[:len(damaged)-100]
	if got := once(&damaged)(); got != nil {
		t.Errorf("%d bytes of a damaged font", len(got))
	}
}

func TestFontsAreKeptUnlessTheyPass(t *testing.T) {
	for name, font := range map[string]struct{ kept, passing func() []byte }{
		"regular": {SansRegular, PassingSansRegular}, "bold": {SansBold, PassingSansBold},
	} {
		a, b, c := font.kept(), font.kept(), font.passing()
		if len(a) < 3_000_000 || &a[0] != &b[0] {
			t.Errorf("%s: %d bytes, unpacked twice", name, len(a))
		}
		if !bytes.Equal(a, c) || &a[0] == &c[0] {
			t.Errorf("%s: %d passing bytes, kept or different", name, len(c))
		}
	}
}

func TestEveryFontHasItsLicence(t *testing.T) {
	for _, name := range []string{"NotoSerifSC", "NotoSansSC", "ZhunshengRare", "ZhunshengScarce", "ZhunshengSigns"} {
		text, err := os.ReadFile("LICENSE-" + name + ".txt")
		if err != nil {
			t.Error(err)
			continue
		}
		if len(text) < 3000 {
			t.Errorf("LICENSE-%s.txt has only %d bytes", name, len(text))
		}
	}
}

func BenchmarkUnpack(b *testing.B) {
	for name, packed := range map[string][]byte{"SansRegular": sansRegular, "Breadth": breadth} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := unpack(packed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
