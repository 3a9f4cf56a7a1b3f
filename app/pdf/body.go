package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// maxObjectNumber is the largest object number a conforming reader must accept (ISO 32000-1, annex C).
const maxObjectNumber = 8388607

// compression is the zlib level of every stream. The levels above gain half a per cent on font programs and cost a fifth more time; the
// standard library's own compressor takes half as long again for the same size. See BenchmarkCompression.
const compression = 7

// Body is the set of indirect objects under construction, shared by [Writer] and [Update].
// It is not safe for use by several goroutines. The first fault is kept and ends up in the error of the final call.
type Body struct {
	next    int
	objects map[Ref]Object
	old     func(Ref) bool // whether an earlier revision defines the object; nil in a new document
	finish  []func()       // what fonts, forms and pages still have to write at the end, in order of creation
	fonts   int
	err     error
	done    bool
}

func newBody(next int) Body { return Body{next: next, objects: map[Ref]Object{}} }

// Err returns the first fault so far, or nil.
func (b *Body) Err() error { return b.err }

func (b *Body) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Alloc reserves the next object number. An object that is never [Body.Set] makes the document fail.
func (b *Body) Alloc() Ref {
	ref := Ref{Num: b.next}
	b.next++
	if ref.Num > maxObjectNumber {
		b.fail(fmt.Errorf("%w: more than %d objects", ErrObject, maxObjectNumber))
	}
	b.objects[ref] = nil
	return ref
}

// Set gives ref its object. The object is kept, not copied, until the document is finished.
func (b *Body) Set(ref Ref, o Object) {
	switch {
	case b.done:
		b.fail(ErrFinished)
	case !b.known(ref):
		b.fail(fmt.Errorf("%w: object %d %d was never allocated", ErrObject, ref.Num, ref.Gen))
	case o == nil:
		b.fail(fmt.Errorf("%w: object %d is nil", ErrObject, ref.Num))
	default:
		b.objects[ref] = o
	}
}

func (b *Body) known(ref Ref) bool {
	_, own := b.objects[ref]
	return own || b.old != nil && b.old(ref)
}

// Add allocates a number for o and returns its reference.
func (b *Body) Add(o Object) Ref {
	ref := b.Alloc()
	b.Set(ref, o)
	return ref
}

// AddStream adds data as a stream, compressed when that makes it shorter. The entries of d (which may be nil) describe it;
// d is not changed.
func (b *Body) AddStream(d Dict, data []byte) Ref {
	ref := b.Alloc()
	b.SetStream(ref, d, data)
	return ref
}

// SetStream is [Body.AddStream] for a number allocated before.
func (b *Body) SetStream(ref Ref, d Dict, data []byte) {
	dict := make(Dict, len(d)+2)
	maps.Copy(dict, d)
	packed, err := deflate(data)
	if err != nil {
		b.fail(fmt.Errorf("%w: compressing object %d: %w", ErrObject, ref.Num, err))
		return
	}
	if len(packed) < len(data) {
		dict["Filter"] = Name("FlateDecode")
		data = packed
	}
	b.Set(ref, &Stream{Dict: dict, Data: data})
}

// atEnd runs f when the document is finished, before anything is serialised.
func (b *Body) atEnd(f func()) { b.finish = append(b.finish, f) }

func (b *Body) runFinishers() {
	for i := 0; i < len(b.finish); i++ { // a finisher may add finishers
		b.finish[i]()
	}
	b.finish = nil
}

// write serialises all objects in order of their numbers and returns where each begins.
func (b *Body) write(e *encoder) map[Ref]int {
	refs := slices.SortedFunc(maps.Keys(b.objects), func(x, y Ref) int { return x.Num - y.Num })
	offsets := make(map[Ref]int, len(refs))
	for _, ref := range refs {
		o := b.objects[ref]
		if o == nil {
			b.fail(fmt.Errorf("%w: object %d was allocated but never set", ErrObject, ref.Num))
			continue
		}
		offsets[ref] = len(e.out)
		e.out = fmt.Appendf(e.out, "%d %d obj\n", ref.Num, ref.Gen)
		e.object(o, 0)
		e.out = append(e.out, "\nendobj\n"...)
		if e.err != nil {
			b.fail(fmt.Errorf("object %d: %w", ref.Num, e.err))
			break
		}
	}
	return offsets
}

var deflaters = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, compression)
	if err != nil {
		return err
	}
	return z
}}

// deflate compresses data; the compressor's large tables are reused.
func deflate(data []byte) ([]byte, error) {
	pooled := deflaters.Get()
	z, ok := pooled.(*zlib.Writer)
	if !ok {
		return nil, pooled.(error)
	}
	defer deflaters.Put(z)
	var out bytes.Buffer
	out.Grow(len(data)/2 + 64)
	z.Reset(&out)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
