package report

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/assets/fonts"
)

// collection makes a font collection of one font: the header, then the font with its offsets moved.
func collection(font []byte) []byte {
	const head = 16
	out := []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10")
	font = append([]byte(nil), font...)
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		at := 12 + 16*i + 8
		binary.BigEndian.PutUint32(font[at:], binary.BigEndian.Uint32(font[at:])+head)
	}
	return append(out, font...)
}

// restricted is a font whose licence forbids embedding (fsType 2 in OS/2).
func restricted(font []byte) []byte {
	font = append([]byte(nil), font...)
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		if at := 12 + 16*i; string(font[at:at+4]) == "OS/2" {
			binary.BigEndian.PutUint16(font[binary.BigEndian.Uint32(font[at+8:])+8:], 2)
		}
	}
	return font
}

func TestFacesOfTheSystem(t *testing.T) {
	folder := t.TempDir()
	deep := filepath.Join(folder, "deep", "er")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{
		filepath.Join(folder, "SIMFANG.TTF"): fonts.SerifRegular(),
		filepath.Join(deep, "simsun.ttc"):    collection(fonts.SansRegular()),
		filepath.Join(folder, "simhei.ttf"):  restricted(fonts.SansBold()),
		filepath.Join(folder, "simkai.ttf"):  []byte("not a font"),
	} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	faces, notes, err := LoadFaces(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(faces.Serif) != 1 || len(faces.Sans) != 1 || faces.Heavy != nil || faces.Kai != nil || faces.Title != nil {
		t.Errorf("faces %+v", faces)
	}
	var names []string
	for _, n := range notes {
		names = append(names, n.File)
	}
	if strings.Join(names, " ") != "simhei.ttf simkai.ttf fzxbsjw.ttf" {
		t.Errorf("notes %v", notes)
	}
	if !errors.Is(notes[0].Err, ErrNotEmbeddable) || errors.Is(notes[1].Err, fs.ErrNotExist) || !errors.Is(notes[2].Err, fs.ErrNotExist) {
		t.Errorf("notes %v", notes)
	}
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Faces = faces
	if doc := render(t, in, "system"); len(doc.Undrawable) != 0 {
		t.Errorf("undrawable %q", string(doc.Undrawable))
	}
	if _, _, err := LoadFaces(filepath.Join(folder, "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for _, f := range SystemFontFolders(os.Getenv) {
		if info, err := os.Stat(f); err != nil || !info.IsDir() {
			t.Errorf("%s: %v", f, err)
		}
	}
}
