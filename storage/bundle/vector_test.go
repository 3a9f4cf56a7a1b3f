package bundle

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
)

// TestVectors reads the bundles in testdata, which docs/formats/bundle.md describes, and finds what this version would write.
func TestVectors(t *testing.T) {
	want, err := read(written(t, content(3)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := content(3)
	c.Signers = nil
	unsigned, err := read(written(t, c), Options{})
	if err != nil {
		t.Fatal(err)
	}
	identity, err := age.ParseX25519Identity(vectorKeyText(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		name, want string
		options    Options
	}{
		{"signed.zsb", want, Options{}},
		{"unsigned.zsb", unsigned, Options{}},
		{"locked.zsb", want, Options{Key: Key{Identities: []age.Identity{identity}}}},
		{"passphrase.zsb", want, Options{Key: Key{Passphrase: "correct horse battery staple"}}},
	} {
		t.Run(v.name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", v.name))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := read(data, v.options); err != nil || got != v.want {
				t.Errorf("%v\n%s\n%s", err, got, v.want)
			}
		})
	}
	signed, err := os.ReadFile("testdata/signed.zsb")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile("testdata/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := opened(signed, Options{})
	if err != nil || !bytes.Equal(r.ManifestBytes(), manifest) {
		t.Errorf("%v: the manifest differs from testdata/manifest.json", err)
	}
}

func vectorKeyText(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/locked.key")
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(data))
}
