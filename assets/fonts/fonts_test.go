package fonts

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"testing"
)

// The committed files are those that fontpack recorded.
func TestFilesAreThoseOfTheManifest(t *testing.T) {
	files := map[string][]byte{
		"NotoSerifSC-Regular.ttf":     SerifRegular(),
		"NotoSansSC-Regular.ttf":      SansRegular(),
		"NotoSansSC-Bold.ttf":         SansBold(),
		"NotoSansSC-Breadth.ttf.gz":   breadth,
		"ZhunshengRare-Regular.ttf":   Rare(),
		"ZhunshengScarce-Regular.ttf": Scarce(),
		"ZhunshengSigns-Regular.ttf":  Signs(),
	}
	var listed struct {
		Fonts []struct {
			File, SHA256 string
			Bytes        int
		}
	}
	if err := json.Unmarshal(Manifest(), &listed); err != nil {
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
		total += f.Bytes
	}
	// What the executable can afford; see the documentation of fontpack.
	if total > 16_000_000 {
		t.Errorf("the fonts weigh %d bytes, at most 16,000,000 are planned for", total)
	}
}

func TestBreadthUnpacks(t *testing.T) {
	data, err := Breadth()
	if err != nil {
		t.Fatal(err)
	}
	if len(data) < 7_000_000 || string(data[:4]) != "\x00\x01\x00\x00" {
		t.Errorf("%d bytes beginning with % x", len(data), data[:4])
	}
}

func TestEveryFontHasItsLicence(t *testing.T) {
	for _, name := range []string{"NotoSerifSC", "NotoSansSC", "ZhunshengRare", "ZhunshengScarce", "ZhunshengSigns"} {
		text, err := fs.ReadFile(Licences(), "LICENSE-"+name+".txt")
		if err != nil {
			t.Error(err)
			continue
		}
		if len(text) < 3000 {
			t.Errorf("LICENSE-%s.txt has only %d bytes", name, len(text))
		}
	}
}

func BenchmarkUnpackBreadth(b *testing.B) {
	for b.Loop() {
		if _, err := unpack(); err != nil {
			b.Fatal(err)
		}
	}
}
