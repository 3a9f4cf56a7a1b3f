package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

func TestRoundTrip(t *testing.T) {
	data := written(t, content(5))
	r, err := opened(data, Options{Devices: Devices{keyID(): "张三的电脑"}})
	if err != nil {
		t.Fatal(err)
	}
	m := r.Manifest()
	if r.Trust() != Trusted || r.Signatories()[0].Name != "张三的电脑" || r.Encrypted() {
		t.Errorf("%s %+v", r.Trust(), r.Signatories())
	}
	if m.Counts["evaluation"] != 5 || m.Counts["scheme"] != 1 || m.Creator.Unit != "市财政局" || len(m.Evidence) != 3 {
		t.Errorf("%+v", m)
	}
	var keys []string
	if err := r.Records(t.Context(), func(info *RecordInfo, line []byte) error {
		keys = append(keys, info.Key)
		if info.Kind == RecordEvaluation && !strings.Contains(string(line), info.Key) {
			t.Errorf("%s: %s", info.Key, line)
		}
		return nil
	}); err != nil || len(keys) != 6 {
		t.Errorf("%q, %v", keys, err)
	}
	for _, e := range m.Evidence {
		file, err := r.Evidence(e.SHA256)
		if !e.Delivered {
			if !errors.Is(err, ErrNoEvidence) {
				t.Errorf("got %v", err)
			}
			continue
		}
		if got, err := io.ReadAll(file); err != nil || hashOf(got) != e.SHA256 {
			t.Errorf("%q %v", got, err)
		}
	}
	var last int64
	if err := r.Verify(t.Context(), func(done, total int64) { last = total - done }); err != nil || last != 0 {
		t.Errorf("%v, %d left", err, last)
	}
}

func TestSameContentSameBytes(t *testing.T) {
	if a, b := written(t, content(20)), written(t, content(20)); !bytes.Equal(a, b) {
		t.Error("two bundles of the same content differ")
	}
}

// TestOrdinaryZip reads a bundle with another reader of zip files.
func TestOrdinaryZip(t *testing.T) {
	data := written(t, content(3))
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 7 || z.File[0].Name != "mimetype" || z.File[1].Name != "manifest.json" {
		t.Fatalf("%d entries", len(z.File))
	}
	for _, f := range z.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, file); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	if got := string(data[38 : 38+len(MimeType)]); got != MimeType {
		t.Errorf("the file does not begin with its type: %q", got)
	}
}

func TestTrustLevels(t *testing.T) {
	c := content(1)
	c.Signers = nil
	if r, err := opened(written(t, c), Options{}); err != nil || r.Trust() != Unsigned {
		t.Errorf("%v", err)
	}
	if r, err := opened(written(t, content(1)), Options{}); err != nil || r.Trust() != Unknown {
		t.Errorf("%v", err)
	}
}

func TestLocked(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	c := content(3)
	c.Lock = Lock{Recipients: []age.Recipient{identity.Recipient()}}
	data := written(t, c)
	if _, err := read(data, Options{}); !errors.Is(err, ErrEncrypted) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := read(data, Options{Key: Key{Identities: []age.Identity{other}}}); !errors.Is(err, ErrKey) {
		t.Errorf("with another key: %v", err)
	}
	key := Options{Key: Key{Identities: []age.Identity{identity}}}
	open, err := read(written(t, content(3)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(data, key); err != nil || got != open {
		t.Errorf("%v", err)
	}
	for at := len(data) / 2; at < len(data); at += 97 {
		flipped := bytes.Clone(data)
		flipped[at] ^= 4
		if got, err := read(flipped, key); err == nil && got != open {
			t.Errorf("flip at %d accepted", at)
		}
	}
}

func TestPassphrase(t *testing.T) {
	c := content(1)
	c.Lock = Lock{Passphrase: "正确 horse"}
	data := written(t, c)
	if factor, ok := workFactor(data[:200]); !ok || factor != WriteWorkFactor {
		t.Errorf("work factor %d", factor)
	}
	if _, err := read(data, Options{Key: Key{Passphrase: "wrong"}}); !errors.Is(err, ErrKey) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := read(data, Options{Key: Key{Passphrase: "正确 horse"}}); err != nil {
		t.Error(err)
	}
}

// TestRepetitiveContent writes what shrinks so much that it looks like a bomb.
func TestRepetitiveContent(t *testing.T) {
	c := content(0)
	text := `{"text":"` + strings.Repeat("a", 3<<20) + `"}`
	c.Records = func(add func(Record) error) error {
		return errors.Join(
			add(Record{RecordInfo: RecordInfo{Kind: "a", Key: "1"}, Data: []byte(text)}),
			add(Record{RecordInfo: RecordInfo{Kind: "b", Key: "1"}, Data: []byte(`{"x":1}`)}),
			add(Record{RecordInfo: RecordInfo{Kind: "c", Key: strings.Repeat("k", 200)}, Data: []byte(text)}))
	}
	if got, err := read(written(t, c), Options{}); err != nil || !strings.Contains(got, text) {
		t.Error(err)
	}
}

func TestWriteRefuses(t *testing.T) {
	cases := map[string]func(*Content){
		"evidence of another hash": func(c *Content) {
			c.Evidence[0].Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("first fi1e")), nil }
		},
		"evidence that is longer": func(c *Content) { c.Evidence[0].Size-- },
		"evidence that is shorter": func(c *Content) {
			c.Evidence[0].Size++
		},
		"records out of order": func(c *Content) {
			c.Records = func(add func(Record) error) error {
				return errors.Join(add(Record{RecordInfo: RecordInfo{Kind: "b", Key: "2"}, Data: []byte("{}")}), add(Record{RecordInfo: RecordInfo{Kind: "b", Key: "1"}, Data: []byte("{}")}))
			}
		},
		"a line break": func(c *Content) {
			c.Records = func(add func(Record) error) error {
				return add(Record{RecordInfo: RecordInfo{Kind: "b", Key: "2"}, Data: []byte("{\n}")})
			}
		},
		"no creator": func(c *Content) { c.Manifest.Creator.Device = "" },
	}
	for name, spoil := range cases {
		c := content(1)
		spoil(&c)
		if _, err := Write(context.Background(), io.Discard, c); !errors.Is(err, ErrContent) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWriteFileReplacesWhole(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "年度"+Extension)
	if _, err := WriteFile(t.Context(), path, content(2)); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := content(2)
	bad.Evidence[1].Open = func() (io.ReadCloser, error) { return nil, errors.New("stick pulled") }
	if _, err := WriteFile(t.Context(), path, bad); err == nil {
		t.Fatal("written without evidence")
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the old file changed: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	r, err := OpenFile(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}
