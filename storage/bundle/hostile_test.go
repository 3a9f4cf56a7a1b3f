package bundle

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// The most that a hostile file may cost. How long that takes, BenchmarkHostile says.
const (
	mostMemory = 40 << 20 // bytes allocated in all, which is more than what is held at a time
	mostReads  = 4        // times the file's length are read of it
	someReads  = 1 << 20  // bytes that may be read besides, of a small file
)

// metered counts the bytes that are read of a file.
type metered struct {
	from *bytes.Reader
	read int64
}

func (m *metered) ReadAt(into []byte, at int64) (int, error) {
	n, err := m.from.ReadAt(into, at)
	m.read += int64(n)
	return n, err
}

// refused reads a hostile file and checks what it costs.
func refused(t testing.TB, data []byte, want error) error {
	t.Helper()
	return refusedWith(t, data, Options{}, want)
}

func refusedWith(t testing.TB, data []byte, o Options, want error) error {
	t.Helper()
	var before, after runtime.MemStats
	m := &metered{from: bytes.NewReader(data)}
	runtime.ReadMemStats(&before)
	_, err := readAll(m, int64(len(data)), o)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > mostMemory {
		t.Errorf("%d bytes allocated, allowed: %d", allocated, mostMemory)
	}
	if allowed := mostReads*int64(len(data)) + someReads; m.read > allowed {
		t.Errorf("%d bytes read of %d, allowed: %d", m.read, len(data), allowed)
	}
	return err
}

func TestHostileStructures(t *testing.T) {
	manifest, records := manifestOf(t, []byte(`{"a":1}`))
	good := with(t, manifest, records)
	if _, err := read(good, Options{}); err != nil {
		t.Fatal(err)
	}
	extra := func(name string) func(t *testing.T) []byte {
		return func(t *testing.T) []byte { return with(t, manifest, records, raw{name: name, data: []byte("x")}) }
	}
	changed := func(edit func(records *part)) func(t *testing.T) []byte {
		return func(t *testing.T) []byte {
			signatures, err := seal(manifest, []Signer{device})
			if err != nil {
				t.Fatal(err)
			}
			return zipped(t, []raw{
				{name: nameMimeType, data: []byte(MimeType)},
				{name: nameManifest, data: packed(t, manifest), method: deflated},
				{name: nameEnvelope, data: signatures},
				records,
			}, func(i int, p *part) {
				if p.name == records.name {
					edit(p)
				}
			})
		}
	}
	cases := []struct {
		name string
		make func(t *testing.T) []byte
		want error
	}{
		{"empty", func(*testing.T) []byte { return nil }, ErrTruncated},
		{"text", func(*testing.T) []byte { return []byte(strings.Repeat("not a bundle ", 100)) }, ErrNotBundle},
		{"traversal", extra("../../etc/passwd"), ErrStructure},
		{"absolute path", extra("/etc/passwd"), ErrStructure},
		{"drive", extra(`C:\evil.exe`), ErrStructure},
		{"backslash", extra(`records\evaluation.jsonl`), ErrStructure},
		{"device", extra("records/CON"), ErrStructure},
		{"device with extension", extra("nul.txt"), ErrStructure},
		{"alternate data stream", extra("manifest.json::$DATA"), ErrStructure},
		{"case collision", extra("Manifest.json"), ErrStructure},
		{"case collision of records", extra("records/Evaluation.jsonl"), ErrStructure},
		{"not UTF-8", extra("records/\xff\xfe.jsonl"), ErrStructure},
		{"NUL", extra("mimetype\x00"), ErrStructure},
		{"control characters", extra("records/a\nb.jsonl"), ErrStructure},
		{"folder", extra("records/"), ErrStructure},
		{"trailing dot", extra("manifest.json."), ErrStructure},
		{"no name", extra(""), ErrStructure},
		{"long name", extra("evidence/" + strings.Repeat("a", 5000)), ErrTooLarge},
		{"hash in capitals", extra("evidence/" + strings.Repeat("A", 64)), ErrStructure},
		{"duplicate manifest", func(t *testing.T) []byte {
			return with(t, manifest, records, raw{name: nameManifest, data: packed(t, manifest), method: deflated})
		}, ErrStructure},
		{"duplicate records", func(t *testing.T) []byte { return with(t, manifest, records, records) }, ErrStructure},
		{"extra entry", extra("evidence/" + strings.Repeat("a", 64)), ErrContent},
		{"missing entry", func(t *testing.T) []byte { return with(t, manifest) }, ErrContent},
		{"overlapping entries", changed(func(p *part) { p.offset -= 40 }), ErrStructure},
		{"lying size", changed(func(p *part) { p.unpacked++ }), ErrContent},
		{"lying compressed size", changed(func(p *part) { p.packed-- }), ErrStructure},
		{"wrong checksum", changed(func(p *part) { p.crc++ }), ErrContent},
		{"other method", changed(func(p *part) { p.method = 93 }), ErrStructure},
		{"prefix", func(*testing.T) []byte { return append([]byte("MZ"), good...) }, ErrNotBundle},
		{"suffix", func(*testing.T) []byte { return append(bytes.Clone(good), "x"...) }, ErrTruncated},
		{"comment", func(*testing.T) []byte {
			data := append(bytes.Clone(good), "hello"...)
			data[len(data)-7] = 5
			return data
		}, ErrTruncated},
		{"zip inside", func(*testing.T) []byte { return append(bytes.Clone(good), good...) }, ErrStructure},
		{"not a manifest", func(t *testing.T) []byte { return with(t, []byte("[]"), records) }, ErrManifest},
		{"foreign zip", func(t *testing.T) []byte {
			return zipped(t, []raw{{name: "word/document.xml", data: []byte("x")}}, nil)
		}, ErrStructure},
		{"other type", func(t *testing.T) []byte {
			return zipped(t, []raw{{name: nameMimeType, data: []byte("application/epub+zip")}, {name: nameManifest, data: packed(t, manifest), method: deflated}}, nil)
		}, ErrNotBundle},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { refused(t, c.make(t), c.want) })
	}
}

// TestHostileAttributes sets what marks symbolic links, devices and other systems' files in the directory, byte by byte.
func TestHostileAttributes(t *testing.T) {
	good := written(t, content(2))
	at := bytes.Index(good, []byte("PK\x01\x02"))
	for offset := range centralSize {
		for _, value := range []byte{1, 3, 0xff} {
			data := bytes.Clone(good)
			if data[at+offset] == value {
				continue
			}
			data[at+offset] = value
			if _, err := read(data, Options{}); err == nil {
				t.Errorf("byte %d of a directory entry as %d is accepted", offset, value)
			}
		}
	}
}

func TestHostileManifests(t *testing.T) {
	manifest, records := manifestOf(t, []byte(`{"a":1}`), []byte(`{"b":2}`))
	replace := func(old, text string) []byte {
		if !bytes.Contains(manifest, []byte(old)) {
			t.Fatalf("%s is not in %s", old, manifest)
		}
		return bytes.Replace(manifest, []byte(old), []byte(text), 1)
	}
	cases := []struct {
		name     string
		manifest []byte
	}{
		{"duplicate member", replace(`"kind": "year"`, `"kind": "year", "kind": "unit"`)},
		{"duplicate member of another case", replace(`"kind": "year"`, `"kind": "year", "KIND": "unit"`)},
		{"Kelvin sign", replace(`"kind": "year"`, `"kind": "year", "\u212aind": "unit"`)},
		{"not UTF-8", replace(`zs test`, "zs \xff")},
		{"same key twice", replace(`"0000001"`, `"0000000"`)},
		{"negative size", replace(`"size": 7`, `"size": -7`)},
		{"huge size", replace(`"size": 7`, `"size": 70000000000`)},
		{"fraction", replace(`"size": 7`, `"size": 7.5`)},
		{"other count", replace(`"evaluation": 2`, `"evaluation": 3`)},
		{"hash of another length", replace(hashOf([]byte(`{"a":1}`)), "abcd")},
		{"kind with a path", replace(`"kind": "evaluation"`, `"kind": "../evaluation"`)},
		{"no device", replace(`"device": "`+deviceID()+`"`, `"device": ""`)},
		{"cut", manifest[:len(manifest)-20]},
		{"other format", replace(`"zhunsheng/bundle"`, `"somebody/bundle"`)},
		{"trailing data", append(bytes.Clone(manifest), "{}"...)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { refused(t, with(t, c.manifest, records), ErrManifest) })
	}
	t.Run("wrong record hash", func(t *testing.T) {
		refused(t, with(t, replace(hashOf([]byte(`{"a":1}`)), hashOf([]byte(`{"a":2}`))), records), ErrContent)
	})
	t.Run("wrong file hash", func(t *testing.T) {
		all := hashOf([]byte("{\"a\":1}\n{\"b\":2}\n"))
		refused(t, with(t, replace(all, hashOf(nil)), records), ErrContent)
	})
	t.Run("newer but compatible", func(t *testing.T) {
		data := with(t, replace(`"schema": 1`, `"schema": 7, "later": {"x": [1]}`), records)
		if got, err := read(data, Options{}); err != nil || !strings.Contains(got, `"later"`) {
			t.Errorf("%v", err)
		}
	})
	t.Run("newer and incompatible", func(t *testing.T) {
		var newer *NewerError
		if _, err := read(with(t, replace(`"reader": 1`, `"reader": 3`), records), Options{}); !errors.As(err, &newer) || newer.Needs != 3 {
			t.Errorf("%v", err)
		}
	})
}

func TestHostileSignatures(t *testing.T) {
	manifest, records := manifestOf(t, []byte(`{"a":1}`))
	bundle := func(envelope []byte) []byte {
		return zipped(t, []raw{
			{name: nameMimeType, data: []byte(MimeType)},
			{name: nameManifest, data: packed(t, manifest), method: deflated},
			{name: nameEnvelope, data: envelope},
			records,
		}, nil)
	}
	sealed := func(m []byte, signers ...Signer) []byte {
		data, err := seal(m, signers)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	other := DeviceKey{Private: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))}
	good := sealed(manifest, device)
	cases := []struct {
		name     string
		envelope []byte
		want     error
	}{
		{"another device", sealed(manifest, other), ErrWrongSigner},
		{"both devices", sealed(manifest, device, other), ErrWrongSigner},
		{"another manifest", sealed(append(bytes.Clone(manifest), ' '), device), ErrSignature},
		{"empty", []byte("{}\n"), ErrSignature},
		{"not JSON", []byte("signature"), ErrSignature},
		{"another type", bytes.Replace(good, []byte("manifest+json"), []byte("manifest+yaml"), 1), ErrSignature},
		{"another key under the name", bytes.Replace(good, []byte(`"keyid":"`), []byte(`"keyid":"0`), 1), ErrSignature},
		{"no signatures", []byte(`{"payloadType":"` + PayloadType + `","signatures":[]}` + "\n"), ErrSignature},
		{"spaces", append(bytes.Clone(good), ' '), ErrSignature},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { refused(t, bundle(c.envelope), c.want) })
	}
	t.Run("algorithm that nobody knows", func(t *testing.T) {
		envelope := bytes.Replace(good, []byte(`"Ed25519"`), []byte(`"Falcon"`), 1)
		r, err := opened(bundle(envelope), Options{})
		if err != nil || r.Trust() != Unknown || r.Signatories()[0].Checked {
			t.Errorf("%v", err)
		}
	})
}

func TestTruncatedAnywhere(t *testing.T) {
	data := written(t, content(50))
	for percent := range 100 {
		cut := data[:len(data)*percent/100]
		if _, err := read(cut, Options{}); err == nil {
			t.Errorf("cut at %d %% is accepted", percent)
		}
	}
}

func TestFlippedBits(t *testing.T) {
	data := written(t, content(50))
	want, err := read(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		at, bit := random.IntN(len(data)), byte(1)<<random.IntN(8)
		flipped := bytes.Clone(data)
		flipped[at] ^= bit
		if got, err := read(flipped, Options{}); err == nil && got != want {
			t.Fatalf("bit %d of byte %d changed what is accepted", bit, at)
		}
	}
}

// pulled is a stick that is pulled out.
type pulled struct {
	from io.ReaderAt
	left int64
}

var errPulled = errors.New("input/output error")

func (p *pulled) ReadAt(into []byte, at int64) (int, error) {
	if p.left -= int64(len(into)); p.left < 0 {
		return 0, errPulled
	}
	return p.from.ReadAt(into, at)
}

func TestReadErrorsComeThrough(t *testing.T) {
	data := written(t, content(50))
	for left := int64(0); left < int64(len(data)); left += 500 {
		r, err := Open(&pulled{bytes.NewReader(data), left}, int64(len(data)), Options{})
		if err == nil {
			err = r.Verify(t.Context(), nil)
		}
		if err != nil && !errors.Is(err, errPulled) {
			t.Fatalf("after %d bytes: %v", left, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	c := content(2)
	f.Add(written(f, c))
	c.Signers = nil
	f.Add(written(f, c))
	f.Add([]byte(ageMagic + "-> scrypt abc 17\nxyz\n--- mac\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := read(data, Options{Key: Key{Passphrase: ""}}); err != nil {
			return
		}
		r, err := opened(data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Verify(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzManifest, like FuzzOpen, needs -fuzzminimizetime 20x: by default Go spends up to a minute on making each new input smaller, and
// counts nothing meanwhile, so that two executions a second are shown instead of nine thousand.
func FuzzManifest(f *testing.F) {
	r, err := opened(written(f, content(2)), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(r.ManifestBytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := DecodeManifest(data)
		if err != nil {
			return
		}
		again, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := DecodeManifest(again); err != nil {
			t.Fatalf("%v in %s", err, again)
		}
	})
}
