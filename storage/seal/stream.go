package seal

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	magic     = "ZSSEALED"
	version   = 1
	saltSize  = 32
	chunkSize = 256 << 10 // of plaintext
	lastChunk = 1 << 31
	// maxWindow bounds the memory that a stream can ask for when it is read.
	maxWindow = 8 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Writer seals a stream.
type Writer struct {
	zstd   *zstd.Encoder // has a frame that is not finished; nil: none
	stored storedWriter
	chunks *chunkWriter
	empty  bool // nothing was written
	ended  bool
}

// encoders and decoders wait for the next stream: making one costs megabytes, and thousands of files are sealed in a row.
var (
	encoders sync.Pool
	decoders sync.Pool
)

// NewWriter seals what is written to it into w, until [Writer.Close].
func NewWriter(w io.Writer, key Key, purpose string) (*Writer, error) {
	head := append([]byte(magic), version)
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(rand.Reader, salt); err != nil {
		return nil, err
	}
	if _, err := w.Write(append(head, salt...)); err != nil {
		return nil, err
	}
	chunks := &chunkWriter{to: w, aead: fileCipher(key, salt, purpose)}
	return &Writer{chunks: chunks, stored: storedWriter{to: chunks}, empty: true}, nil
}

// compress begins a frame of zstd.
func (w *Writer) compress() error {
	encoder, known := encoders.Get().(*zstd.Encoder)
	if known {
		encoder.Reset(w.chunks)
		w.zstd = encoder
		return nil
	}
	encoder, err := zstd.NewWriter(w.chunks, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault),
		zstd.WithWindowSize(1<<20))
	if err == nil {
		w.zstd = encoder
	}
	return err
}

// endFrame finishes what was begun with zstd.
func (w *Writer) endFrame() error {
	encoder := w.zstd
	if encoder == nil {
		return nil
	}
	w.zstd = nil
	if err := encoder.Close(); err != nil {
		return err
	}
	encoder.Reset(nil)
	encoders.Put(encoder)
	return nil
}

// Write implements io.Writer. It is quicker in pieces of 128 KB or so, each of which is compressed or found to be incompressible.
func (w *Writer) Write(p []byte) (int, error) {
	if w.ended {
		return 0, errEnded
	}
	if len(p) == 0 {
		return 0, nil
	}
	w.empty = false
	if incompressible(p) {
		if err := w.endFrame(); err != nil {
			return 0, err
		}
		return len(p), w.stored.write(p)
	}
	if w.zstd == nil {
		if err := errors.Join(w.stored.end(), w.compress()); err != nil {
			return 0, err
		}
	}
	return w.zstd.Write(p)
}

// Close ends the stream; the underlying writer stays open. Nothing can be written after it.
func (w *Writer) Close() error {
	if w.ended {
		return errEnded
	}
	w.ended = true
	if w.empty { // a stream has a frame
		if err := w.stored.write(nil); err != nil {
			return err
		}
	}
	if err := errors.Join(w.endFrame(), w.stored.end()); err != nil {
		return err
	}
	return w.chunks.flush(true)
}

var errEnded = errors.New("the sealed stream has ended")

// chunkWriter cuts a stream into chunks. It keeps the newest chunk until it knows whether it is the last.
type chunkWriter struct {
	to     io.Writer
	aead   cipher.AEAD
	number uint64
	buffer []byte
	sealed []byte // kept for the next chunk
}

func (c *chunkWriter) Write(p []byte) (int, error) {
	written := len(p)
	for len(p) > 0 {
		if len(c.buffer) == chunkSize {
			if err := c.flush(false); err != nil {
				return 0, err
			}
		}
		n := min(len(p), chunkSize-len(c.buffer))
		c.buffer, p = append(c.buffer, p[:n]...), p[n:]
	}
	return written, nil
}

func (c *chunkWriter) flush(last bool) error {
	out := append(c.sealed[:0], make([]byte, 8)...)
	out = c.aead.Seal(out, chunkNonce(c.number, last), c.buffer, nil)
	length := uint32(len(out) - 8)
	if last {
		length |= lastChunk
	}
	binary.BigEndian.PutUint32(out, length)
	binary.BigEndian.PutUint32(out[4:], chunkSum(out[:4], out[8:]))
	c.number++
	c.buffer, c.sealed = c.buffer[:0], out
	_, err := c.to.Write(out)
	return err
}

func chunkSum(length, content []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, content)
}

func chunkNonce(number uint64, last bool) []byte {
	nonce := make([]byte, chacha20poly1305.NonceSize)
	binary.BigEndian.PutUint64(nonce, number)
	if last {
		nonce[len(nonce)-1] = 1
	}
	return nonce
}

func fileCipher(key Key, salt []byte, purpose string) cipher.AEAD {
	fileKey := key.derive(salt, "file/"+purpose)
	aead, err := chacha20poly1305.New(fileKey[:])
	if err != nil {
		panic(err) // only for a wrong key length
	}
	return aead
}

// Reader opens a sealed stream.
type Reader struct {
	zstd   *zstd.Decoder // nil once it is closed
	chunks *chunkReader
}

// NewReader opens what a [Writer] of the same key and purpose sealed. Reading returns [ErrDamaged] or [ErrKey] where the stream is not
// whole; what was read before is as it was sealed.
func NewReader(r io.Reader, key Key, purpose string) (*Reader, error) {
	head := make([]byte, len(magic)+1+saltSize)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, damaged("it is shorter than its head", err)
	}
	if !bytes.HasPrefix(head, []byte(magic)) {
		return nil, fmt.Errorf("%w: it does not begin as a sealed file", ErrDamaged)
	}
	if found := head[len(magic)]; found != version {
		return nil, fmt.Errorf("%w: version %d of sealed files is unknown", ErrDamaged, found)
	}
	chunks := &chunkReader{from: r, aead: fileCipher(key, head[len(magic)+1:], purpose)}
	decoder, known := decoders.Get().(*zstd.Decoder)
	if known {
		return &Reader{zstd: decoder, chunks: chunks}, decoder.Reset(chunks)
	}
	decoder, err := zstd.NewReader(chunks, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	return &Reader{zstd: decoder, chunks: chunks}, nil
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if r.zstd == nil {
		return 0, errEnded
	}
	n, err := r.zstd.Read(p)
	switch {
	case err == nil, errors.Is(err, ErrDamaged), errors.Is(err, ErrKey):
		return n, err
	case errors.Is(err, io.EOF):
		if !r.chunks.ended {
			return n, fmt.Errorf("%w: it is cut off", ErrDamaged)
		}
		return n, io.EOF
	}
	return n, fmt.Errorf("%w: %w", ErrDamaged, err)
}

// Close lets go of the reader's memory. Nothing can be read after it.
func (r *Reader) Close() {
	decoder := r.zstd
	if r.zstd = nil; decoder == nil {
		return
	}
	if decoder.Reset(nil) == nil {
		decoders.Put(decoder)
	}
}

type chunkReader struct {
	from   io.Reader
	aead   cipher.AEAD
	number uint64
	sealed []byte // kept for the next chunk
	plain  []byte
	ended  bool
}

func (c *chunkReader) Read(p []byte) (int, error) {
	for len(c.plain) == 0 {
		if c.ended {
			return 0, c.nothingBehind()
		}
		if err := c.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.plain)
	c.plain = c.plain[n:]
	return n, nil
}

func (c *chunkReader) nothingBehind() error {
	var one [1]byte
	if n, _ := c.from.Read(one[:]); n > 0 {
		return fmt.Errorf("%w: there are bytes behind its end", ErrDamaged)
	}
	return io.EOF
}

func (c *chunkReader) next() error {
	var head [8]byte
	if _, err := io.ReadFull(c.from, head[:]); err != nil {
		return damaged("it is cut off", err)
	}
	length := binary.BigEndian.Uint32(head[:])
	last := length&lastChunk != 0
	length &^= lastChunk
	if length > chunkSize+chacha20poly1305.Overhead {
		return fmt.Errorf("%w: chunk %d says that it has %d bytes", ErrDamaged, c.number, length)
	}
	if int(length) > cap(c.sealed) {
		c.sealed = make([]byte, length)
	}
	content := c.sealed[:length]
	if _, err := io.ReadFull(c.from, content); err != nil {
		return damaged("it is cut off", err)
	}
	if chunkSum(head[:4], content) != binary.BigEndian.Uint32(head[4:]) {
		return fmt.Errorf("%w: the checksum of chunk %d is wrong", ErrDamaged, c.number)
	}
	plain, err := c.aead.Open(content[:0], chunkNonce(c.number, last), content, nil)
	if err != nil {
		return ErrKey
	}
	c.plain, c.ended = plain, last
	c.number++
	return nil
}

func damaged(what string, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %s", ErrDamaged, what)
	}
	return err
}
