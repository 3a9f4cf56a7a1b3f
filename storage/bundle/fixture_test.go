package bundle

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"testing"

	"github.com/klauspost/compress/flate"

	"zhunsheng/storage/merge"
)

// device is the key of the device that makes the tests' bundles.
var device = DeviceKey{Private: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))}

func deviceID() string { return DeviceID(device.Private.Public().(ed25519.PublicKey)) }

func keyID() string { return KeyID(device.Private.Public().(ed25519.PublicKey)) }

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// head is a manifest as a caller of Write gives it.
func head() Manifest {
	return Manifest{
		Bundle: "b-1", Store: "s-1", Sequence: 4, Kind: KindYear, Created: "2023-01-31T08:00:00Z",
		Creator: Creator{Device: deviceID(), Name: "张三", Unit: "市财政局", Program: "zs test"},
		Scope:   Scope{Years: []int{2022}, Evidence: true}, Bases: []Base{{Store: "s-2", Sequence: 3}},
	}
}

func evidence(data string) Evidence {
	return Evidence{
		SHA256: hashOf([]byte(data)), Size: int64(len(data)), Name: "证明.txt",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(data))), nil },
	}
}

// content is a small bundle: so many evaluations, a scheme, two files delivered and one not.
func content(evaluations int) Content {
	missing := evidence("not delivered")
	missing.Open = nil
	return Content{
		Manifest: head(), Signers: []Signer{device}, Evidence: []Evidence{evidence("first file"), evidence("second"), missing},
		Records: func(add func(Record) error) error {
			for i := range evaluations {
				key := fmt.Sprintf("2022/p%04d", i)
				r := Record{
					RecordInfo: RecordInfo{Kind: RecordEvaluation, Key: key, Vector: merge.Vector{deviceID(): uint64(i + 1)}, Year: 2022, Title: "项目 " + key},
					Data:       []byte(fmt.Sprintf(`{"key":%q,"text":%q}`, key, bytes.Repeat([]byte("绩效目标"), i%7))),
				}
				if err := add(r); err != nil {
					return err
				}
			}
			return add(Record{RecordInfo: RecordInfo{Kind: RecordScheme, Key: "s"}, Data: []byte(`{"id":"s"}`)})
		},
	}
}

func written(t testing.TB, c Content) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Write(context.Background(), &out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(data []byte, o Options) (*Reader, error) {
	return Open(bytes.NewReader(data), int64(len(data)), o)
}

// read opens a bundle and reads all of it, as an import does. It returns everything that it took for good.
func read(data []byte, o Options) (string, error) {
	return readAll(bytes.NewReader(data), int64(len(data)), o)
}

func readAll(from io.ReaderAt, size int64, o Options) (string, error) {
	r, err := Open(from, size, o)
	if err != nil {
		return "", err
	}
	var all bytes.Buffer
	all.Write(r.ManifestBytes())
	fmt.Fprintln(&all, r.Signatories(), r.Trust())
	err = r.Records(context.Background(), func(info *RecordInfo, line []byte) error {
		fmt.Fprintf(&all, "%+v %s\n", *info, line)
		return nil
	})
	if err != nil {
		return "", err
	}
	for _, e := range r.Manifest().Evidence {
		if !e.Delivered {
			continue
		}
		file, err := r.Evidence(e.SHA256)
		if err != nil {
			return "", err
		}
		data, err := io.ReadAll(file)
		if err != nil {
			return "", err
		}
		all.Write(data)
	}
	return all.String(), nil
}

// raw is an entry of a hostile bundle, written as it is told.
type raw struct {
	name     string
	data     []byte // as it is stored
	method   uint16
	unpacked int // 0: what the data inflates to, or its length
}

func packed(t testing.TB, data []byte) []byte { return deflate(t, data, compression) }

// loose deflates without making anything smaller, so that no ratio gives the data away.
func loose(t testing.TB, data []byte) []byte { return deflate(t, data, flate.NoCompression) }

func deflate(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// zipped writes entries into a container; edit, if given, changes an entry's structures before they are written.
func zipped(t testing.TB, entries []raw, edit func(i int, p *part)) []byte {
	t.Helper()
	var out bytes.Buffer
	var parts []part
	for i, e := range entries {
		p := part{name: e.name, method: e.method, packed: uint32(len(e.data)), unpacked: uint32(e.unpacked), offset: uint32(out.Len()), trailing: isEvidence(e.name)}
		if e.unpacked == 0 {
			plain := e.data
			if e.method == deflated {
				inflated, err := io.ReadAll(flate.NewReader(bytes.NewReader(e.data)))
				if err != nil {
					t.Fatal(err)
				}
				plain = inflated
			}
			p.unpacked, p.crc = uint32(len(plain)), crc32.ChecksumIEEE(plain)
		}
		if edit != nil {
			edit(i, &p)
		}
		out.Write(p.local())
		out.Write(e.data)
		if p.trailing {
			out.Write(p.descriptor())
		}
		parts = append(parts, p)
	}
	var directory []byte
	for i := range parts {
		directory = parts[i].central(directory)
	}
	offset := out.Len()
	out.Write(directory)
	out.Write(endRecord(len(parts), uint32(len(directory)), uint32(offset)))
	return out.Bytes()
}

// with makes a bundle of a manifest and further entries, signed by the device.
func with(t testing.TB, manifest []byte, entries ...raw) []byte {
	t.Helper()
	signatures, err := seal(manifest, []Signer{device})
	if err != nil {
		t.Fatal(err)
	}
	return zipped(t, append([]raw{
		{name: nameMimeType, data: []byte(MimeType)},
		{name: nameManifest, data: loose(t, manifest), method: deflated},
		{name: nameEnvelope, data: signatures},
	}, entries...), nil)
}

// manifestOf is the manifest of records of one kind whose lines are given, and of nothing else.
func manifestOf(t testing.TB, lines ...[]byte) ([]byte, raw) {
	t.Helper()
	m := head()
	m.Format, m.Schema, m.Reader = Format, 1, 1
	m.Counts = map[string]int{}
	var all bytes.Buffer
	for i, line := range lines {
		m.Records = append(m.Records, RecordInfo{Kind: "evaluation", Key: fmt.Sprintf("%07d", i), Size: len(line), SHA256: hashOf(line)})
		all.Write(line)
		all.WriteByte('\n')
	}
	m.Counts["evaluation"] = len(lines)
	m.Entries = []Entry{{Name: recordsName("evaluation"), Size: int64(all.Len()), SHA256: hashOf(all.Bytes())}}
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data, raw{name: recordsName("evaluation"), data: packed(t, all.Bytes()), method: deflated}
}
