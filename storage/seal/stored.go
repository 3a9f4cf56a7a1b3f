package seal

import (
	"encoding/binary"
	"io"
)

// What does not become shorter, such as pictures and scanned documents, is not compressed in vain: it goes into a zstd frame of its own
// whose blocks hold it as it is (RFC 8878, 3.1.1.2.2). A reader sees one stream of frames in any case.

const (
	frameMagic  = 0xfd2fb528
	storedFrame = 0       // frame header descriptor: no checksum, no dictionary, no size
	storedSpan  = 7 << 3  // window descriptor: 128 KB
	blockSize   = 1 << 17 // most that a block holds
	lastBlock   = 1

	probeFrom = 32 << 10 // what is shorter is always compressed
	probeSize = 4 << 10
)

// incompressible guesses from three samples, of its beginning, middle and end, whether a compressor would make nothing of a text: all
// values of bytes are about equally frequent in each.
func incompressible(p []byte) bool {
	if len(p) < probeFrom {
		return false
	}
	for _, from := range [...]int{0, len(p)/2 - probeSize/2, len(p) - probeSize} {
		var count [256]int
		for _, b := range p[from : from+probeSize] {
			count[b]++
		}
		sum := 0
		for _, n := range count {
			sum += n * n
		}
		// Chance gives probeSize + probeSize²/256; a fifth more stands for a byte in which less than a quarter of a bit can be saved.
		if sum > (probeSize+probeSize*probeSize/256)*6/5 {
			return false
		}
	}
	return true
}

// storedWriter writes one frame of blocks that hold their content as it is.
type storedWriter struct {
	to   io.Writer
	open bool
}

func (s *storedWriter) write(p []byte) error {
	if !s.open {
		head := binary.LittleEndian.AppendUint32(nil, frameMagic)
		if _, err := s.to.Write(append(head, storedFrame, storedSpan)); err != nil {
			return err
		}
		s.open = true
	}
	for len(p) > 0 {
		n := min(len(p), blockSize)
		if err := s.header(n, 0); err != nil {
			return err
		}
		if _, err := s.to.Write(p[:n]); err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

func (s *storedWriter) header(size, last int) error {
	header := size<<3 | last
	_, err := s.to.Write([]byte{byte(header), byte(header >> 8), byte(header >> 16)})
	return err
}

// end closes the frame, if there is one.
func (s *storedWriter) end() error {
	if !s.open {
		return nil
	}
	s.open = false
	return s.header(0, lastBlock)
}
