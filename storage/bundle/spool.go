package bundle

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/klauspost/compress/flate"
)

// spool is a temporary file in which compressed records wait. It is encrypted with a key that only this process ever has, so that
// nothing readable stays behind where the bundle itself is locked.
type spool struct {
	file  *os.File
	block cipher.Block
	to    io.Writer
	size  int64
}

func newSpool(folder string) (*spool, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(folder, ".zsb-*.tmp")
	if err != nil {
		return nil, fmt.Errorf("room for the records of a bundle: %w", err)
	}
	s := &spool{file: file, block: block}
	s.to = cipher.StreamWriter{S: cipher.NewCTR(block, make([]byte, aes.BlockSize)), W: file}
	return s, nil
}

// Write implements io.Writer.
func (s *spool) Write(data []byte) (int, error) {
	n, err := s.to.Write(data)
	s.size += int64(n)
	return n, err
}

// open reads what stands at an offset.
func (s *spool) open(from, size int64) io.Reader {
	// The key stream is advanced by whole blocks through the counter; the rest is thrown away.
	iv := make([]byte, aes.BlockSize)
	binary.BigEndian.PutUint64(iv[8:], uint64(from/aes.BlockSize))
	stream := cipher.NewCTR(s.block, iv)
	waste := make([]byte, from%aes.BlockSize)
	stream.XORKeyStream(waste, waste)
	return cipher.StreamReader{S: stream, R: io.NewSectionReader(s.file, from, size)}
}

func (s *spool) copy(to io.Writer, from, size int64) error {
	n, err := io.Copy(to, s.open(from, size))
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func (s *spool) close() {
	s.file.Close()
	os.Remove(s.file.Name())
}

// packer compresses one entry of records into the spool.
type packer struct {
	name     string
	sums     *sums
	z        *flate.Writer
	from     int64
	unpacked int64
	err      error
}

func newPacker(name string, s *spool) *packer {
	p := &packer{name: name, sums: newSums(), from: s.size}
	p.z, p.err = flate.NewWriter(s, compression)
	return p
}

func (p *packer) line(data []byte) error {
	if p.err != nil {
		return p.err
	}
	line := append(data[:len(data):len(data)], '\n')
	if _, err := p.sums.Write(line); err != nil {
		return err
	}
	p.unpacked += int64(len(line))
	if p.unpacked > math.MaxUint32 {
		return &Error{Entry: p.name, Found: fmt.Sprintf("%d bytes", p.unpacked), Err: ErrTooLarge}
	}
	_, err := p.z.Write(line)
	return err
}

func (p *packer) sum() string { return p.sums.sha() }

// spooled is an entry that waits in the spool.
type spooled struct {
	part
	from int64
}

// finish ends the entry. One that shrank more than readers allow is packed again, less tightly.
func (p *packer) finish(s *spool) (spooled, error) {
	err := p.err
	if err == nil {
		err = p.z.Close()
	}
	packed := s.size - p.from
	if err == nil && suspicious(packed, p.unpacked) {
		old := p.from
		p.from = s.size
		if p.z, err = flate.NewWriter(s, flate.HuffmanOnly); err == nil {
			_, err = io.Copy(p.z, flate.NewReader(s.open(old, packed)))
			err = errors.Join(err, p.z.Close())
		}
		packed = s.size - p.from
	}
	if packed > math.MaxUint32 {
		err = errors.Join(err, &Error{Entry: p.name, Err: ErrTooLarge})
	}
	return spooled{
		part: part{name: p.name, method: deflated, crc: p.sums.crc, packed: uint32(packed), unpacked: uint32(p.unpacked)}, from: p.from,
	}, err
}
