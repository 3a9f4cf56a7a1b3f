package seal

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
)

func newKey(t testing.TB) Key {
	t.Helper()
	k, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sealed(t testing.TB, k Key, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, k, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func opened(data []byte, k Key, purpose string) ([]byte, error) {
	r, err := NewReader(bytes.NewReader(data), k, purpose)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func noise(size int) []byte {
	random := rand.New(rand.NewPCG(1, uint64(size)))
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	return data
}

func TestStreamComesBack(t *testing.T) {
	k := newKey(t)
	for _, size := range []int{0, 1, 1000, chunkSize - 1, chunkSize, 3*chunkSize + 7} {
		plain := noise(size)
		data := sealed(t, k, plain)
		got, err := opened(data, k, "test")
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes came back as %d (%v)", size, len(got), err)
		}
		if _, err := opened(data, newKey(t), "test"); !errors.Is(err, ErrKey) {
			t.Errorf("another key: %v", err)
		}
		if _, err := opened(data, k, "other"); !errors.Is(err, ErrKey) {
			t.Errorf("another purpose: %v", err)
		}
	}
	if data := sealed(t, k, bytes.Repeat([]byte("绩效"), 100_000)); len(data) > 10_000 || bytes.Contains(data, []byte("绩效")) {
		t.Errorf("%d bytes, or readable", len(data))
	}
}

// What cannot be compressed is stored, what can be is not, whatever comes before it.
func TestMixedStreamsComeBack(t *testing.T) {
	k := newKey(t)
	text := bytes.Repeat([]byte("绩效评价 "), 40_000)
	for _, parts := range [][][]byte{
		{noise(probeFrom)},
		{noise(probeFrom - 1)},
		{text, noise(200_000), text},
		{noise(blockSize + 1), text},
		{noise(3 * blockSize), noise(50_000)},
		{[]byte("a"), noise(blockSize), []byte("b"), nil, noise(blockSize)},
		{nil},
	} {
		var out bytes.Buffer
		w, err := NewWriter(&out, k, "test")
		if err != nil {
			t.Fatal(err)
		}
		var plain []byte
		random := 0
		for _, part := range parts {
			if n, err := w.Write(part); err != nil || n != len(part) {
				t.Fatalf("%d bytes written (%v)", n, err)
			}
			if plain = append(plain, part...); !bytes.Equal(part, text) {
				random += len(part)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got, err := opened(out.Bytes(), k, "test"); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes came back as %d (%v)", len(plain), len(got), err)
		}
		if most := random + 2000 + len(plain)/500; out.Len() > most {
			t.Errorf("%d bytes, of them %d random, became %d", len(plain), random, out.Len())
		}
	}
}

// BenchmarkSeal seals what cannot be compressed, and text.
func BenchmarkSeal(b *testing.B) {
	for name, plain := range map[string][]byte{"noise": noise(8 << 20), "text": bytes.Repeat([]byte("绩效评价 "), 600_000)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(plain)))
			k := newKey(b)
			for b.Loop() {
				w, err := NewWriter(io.Discard, k, "test")
				if err == nil {
					_, err = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{bytes.NewReader(plain)}, make([]byte, 128<<10))
				}
				if err == nil {
					err = w.Close()
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestDamageOfAStreamIsFound(t *testing.T) {
	k := newKey(t)
	plain := noise(2*chunkSize + 100)
	data := sealed(t, k, plain)
	first := 8 + 1 + saltSize
	chunk := 8 + chunkSize + 16
	cases := map[string][]byte{
		"empty":            {},
		"head only":        data[:first],
		"cut at a chunk":   data[:first+chunk],
		"cut in a chunk":   data[:first+chunk+100],
		"last byte gone":   data[:len(data)-1],
		"one byte more":    append(bytes.Clone(data), 0),
		"flipped":          flipped(data, len(data)/2),
		"flipped salt":     flipped(data, 20),
		"flipped version":  flipped(data, 8),
		"chunk dropped":    append(bytes.Clone(data[:first]), data[first+chunk:]...),
		"chunks swapped":   append(append(append(bytes.Clone(data[:first]), data[first+chunk:first+2*chunk]...), data[first:first+chunk]...), data[first+2*chunk:]...),
		"zeroed in part":   append(append(bytes.Clone(data[:first+500]), make([]byte, 500)...), data[first+1000:]...),
		"another kind":     noise(5000),
		"written twice":    append(bytes.Clone(data), data...),
		"a wrong sum only": flipped(data, first+5),
	}
	for name, bad := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := opened(bad, k, "test")
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrKey) {
				t.Errorf("error is %v", err)
			}
			if !bytes.HasPrefix(plain, got) {
				t.Error("other bytes came out than went in")
			}
		})
	}
}

func flipped(data []byte, at int) []byte {
	data = bytes.Clone(data)
	data[at] ^= 4
	return data
}

func TestBox(t *testing.T) {
	k := newKey(t)
	b := k.Box("test")
	box, err := b.Seal([]byte("x"), []byte("secret"), []byte("context"))
	if err != nil || len(box) != 1+6+Overhead {
		t.Fatalf("box of %d bytes (%v)", len(box), err)
	}
	if got, err := b.Open(nil, box[1:], []byte("context")); err != nil || string(got) != "secret" {
		t.Errorf("opened %q (%v)", got, err)
	}
	for name, open := range map[string]func() ([]byte, error){
		"other context": func() ([]byte, error) { return b.Open(nil, box[1:], nil) },
		"other purpose": func() ([]byte, error) { return k.Box("b").Open(nil, box[1:], []byte("context")) },
		"flipped":       func() ([]byte, error) { return b.Open(nil, flipped(box, 30)[1:], []byte("context")) },
		"short":         func() ([]byte, error) { return b.Open(nil, box[1:10], []byte("context")) },
	} {
		if got, err := open(); err == nil || got != nil {
			t.Errorf("%s: opened %q", name, got)
		}
	}
}

func FuzzReader(f *testing.F) {
	k := Key{1}
	f.Add(sealed(f, k, []byte("plain")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := opened(data, k, "test"); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrKey) {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
	})
}
