package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"filippo.io/age"
)

// hostileSize is a file that asks for more work than it may.
type hostileSize struct {
	name string
	data []byte
	o    Options
	want error
}

func hostileSizes(t testing.TB) []hostileSize {
	t.Helper()
	zeros := packed(t, make([]byte, 64<<20))
	manifest, records := manifestOf(t, []byte(`{"a":1}`))
	longManifest, longRecords := manifestOf(t, bytes.Repeat([]byte("a"), 999))
	linesManifest, linesRecords := manifestOf(t, bytes.Repeat([]byte("a"), 4000000))
	random := rand.New(rand.NewPCG(1, 2))
	line := make([]byte, 5<<20)
	for i := range line {
		line[i] = byte('a' + random.IntN(26))
	}
	bigManifest, bigRecords := manifestOf(t, line)
	entries := func(n int) []byte {
		all := make([]raw, n)
		for i := range all {
			all[i] = raw{name: fmt.Sprintf("evidence/%064x", i)}
		}
		return zipped(t, all, nil)
	}
	many := bytes.Replace(manifest, []byte(`"records": [`), append([]byte(`"records": [`), bytes.Repeat([]byte("{},"), 1200000)...), 1)
	deep := bytes.Replace(manifest, []byte(`"scope"`), []byte(`"deep": `+strings.Repeat("[", 1000000)+strings.Repeat("]", 1000000)+`,"scope"`), 1)
	bombManifest := zipped(t, []raw{
		{name: nameMimeType, data: []byte(MimeType)},
		{name: nameManifest, data: packed(t, bytes.Repeat([]byte(" "), 64<<20)), method: deflated, unpacked: 4 << 20},
	}, nil)
	entry := func(like, data []byte, r raw, unpacked int) []byte {
		return with(t, like, raw{name: r.name, data: data, method: deflated, unpacked: unpacked})
	}
	return []hostileSize{
		{"bomb", with(t, manifest, raw{name: "records/evaluation.jsonl", data: zeros, method: deflated}), Options{}, ErrTooLarge},
		{"bomb that lies", entry(longManifest, zeros, longRecords, 1000), Options{}, ErrContent},
		{"bomb as manifest", bombManifest, Options{}, ErrContent},
		{"100,005 entries", entries(100005), Options{}, ErrTooLarge},
		{"30,000 entries", entries(30000), Options{}, ErrTooLarge},
		{"2,000,001 lines", entry(linesManifest, packed(t, bytes.Repeat([]byte("\n"), 2000001)), linesRecords, 4000001), Options{}, ErrTooLarge},
		{"2,000,001 lines in the manifest", with(t, many, records), Options{}, ErrManifest},
		{"5 MB line", with(t, bigManifest, bigRecords), Options{}, ErrManifest},
		{"depth 1,000,000", with(t, deep, records), Options{}, ErrManifest},
		{"work factor 20", workFactorFile(t, "20"), Options{Key: Key{Passphrase: "secret"}}, ErrWorkFactor},
	}
}

func TestHostileSizes(t *testing.T) {
	for _, c := range hostileSizes(t) {
		t.Run(c.name, func(t *testing.T) { refusedWith(t, c.data, c.o, c.want) })
	}
}

// BenchmarkHostile says how long refusing takes; the aim is 100 ms each.
func BenchmarkHostile(b *testing.B) {
	for _, c := range hostileSizes(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := read(c.data, c.o); !errors.Is(err, c.want) {
					b.Fatal(err)
				}
			}
		})
	}
}

// workFactorFile is a locked bundle whose header names a work factor. The work has not been done: the answer must come before any.
func workFactorFile(t testing.TB, factor string) []byte {
	t.Helper()
	r, err := age.NewScryptRecipient("secret")
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(10)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(written(t, content(1))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitN(out.Bytes(), []byte("\n"), 3)
	lines[1] = append(bytes.TrimRight(lines[1], "0123456789"), factor...)
	return bytes.Join(lines, []byte("\n"))
}

func TestWorkFactorBounded(t *testing.T) {
	for _, factor := range []string{"19", "20", "63", "999999999999"} {
		t.Run("work factor "+factor, func(t *testing.T) {
			refusedWith(t, workFactorFile(t, factor), Options{Key: Key{Passphrase: "secret"}}, ErrWorkFactor)
		})
	}
}
