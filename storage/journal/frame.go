package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"

	"zhunsheng/storage/seal"
)

const (
	headSize   = 128
	headMagic  = "ZSJRNL\x00\x01"
	frameMagic = "ZSFR"
	frameHead  = 32
	align      = 16
	storeSize  = 32

	flagZstd = 1
	// compressFrom is the size from which a frame is compressed; below it costs more than it saves.
	compressFrom = 4 << 10
	// MaxFrame bounds what one call of Append takes, in bytes before compression.
	MaxFrame = 64 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrTooLarge is returned for entries that together exceed [MaxFrame].
var ErrTooLarge = errors.New("the entries are too large for one frame")

func encodeHead(s segment, before Hash, store string) []byte {
	head := make([]byte, headSize)
	copy(head, headMagic)
	binary.BigEndian.PutUint64(head[8:], uint64(s.number))
	binary.BigEndian.PutUint64(head[16:], s.first)
	copy(head[24:], before[:])
	copy(head[56:56+storeSize], store)
	binary.BigEndian.PutUint32(head[88:], crc32.Checksum(head[:88], castagnoli))
	return head
}

func decodeHead(data []byte, number int, store string) (first uint64, before Hash, err error) {
	switch {
	case len(data) < headSize:
		return 0, before, errors.New("it is shorter than its head")
	case !bytes.HasPrefix(data, []byte(headMagic)):
		return 0, before, errors.New("it does not begin as a journal")
	case binary.BigEndian.Uint32(data[88:]) != crc32.Checksum(data[:88], castagnoli):
		return 0, before, errors.New("the checksum of its head is wrong")
	case binary.BigEndian.Uint64(data[8:]) != uint64(number):
		return 0, before, errors.New("it has another number than its name")
	case string(bytes.TrimRight(data[56:56+storeSize], "\x00")) != store:
		return 0, before, errors.New("it belongs to another store")
	}
	copy(before[:], data[24:])
	return binary.BigEndian.Uint64(data[16:]), before, nil
}

var (
	encoder = must(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithLowerEncoderMem(true)))
	decoder = newDecoder()
)

// largeFrame is from how many bytes on, unpacked, a frame has a decoder of its own: a decoder keeps what it unpacked last, until it
// unpacks something else.
const largeFrame = 256 << 10

func unpack(packed []byte) ([]byte, error) {
	var head zstd.Header
	if err := head.Decode(packed); err != nil || head.FrameContentSize < largeFrame {
		return decoder.DecodeAll(packed, nil)
	}
	once := newDecoder()
	defer once.Close()
	return once.DecodeAll(packed, nil)
}

func newDecoder() *zstd.Decoder {
	return must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*MaxFrame)))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // only for options that contradict each other
	}
	return v
}

// makeFrame makes the frame of entries behind the head.
func (j *Journal) makeFrame(entries [][]byte) ([]byte, Head, error) {
	size := 0
	for _, data := range entries {
		size += itemHead + len(data)
	}
	if size > MaxFrame || len(entries) == 0 {
		return nil, j.head, ErrTooLarge
	}
	plain := make([]byte, 0, size)
	head := j.head
	for _, data := range entries {
		plain = appendItem(plain, head.Hash, data)
		head = head.Next(data)
	}
	var flags uint32
	if len(plain) >= compressFrom {
		plain, flags = encoder.EncodeAll(plain, nil), flagZstd
	}
	frame := make([]byte, frameHead, frameHead+len(plain)+seal.Overhead+align)
	copy(frame, frameMagic)
	binary.BigEndian.PutUint32(frame[4:], uint32(len(plain)+seal.Overhead))
	binary.BigEndian.PutUint64(frame[8:], j.head.Seq+1)
	binary.BigEndian.PutUint64(frame[16:], head.Seq)
	binary.BigEndian.PutUint32(frame[24:], flags)
	frame, err := j.box.Seal(frame, plain, frameContext(frame, j.config.Store))
	if err != nil {
		return nil, j.head, err
	}
	binary.BigEndian.PutUint32(frame[28:], frameSum(frame))
	for len(frame)%align != 0 {
		frame = append(frame, 0)
	}
	return frame, head, nil
}

const itemHead = 4 + len(Hash{})

func appendItem(to []byte, prev Hash, data []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(data)))
	to = append(to, prev[:]...)
	return append(to, data...)
}

// nextItem reads an entry from the front of plain.
func nextItem(plain []byte) (item Item, rest []byte, err error) {
	if len(plain) < itemHead {
		return item, nil, errCut
	}
	size := int64(binary.BigEndian.Uint32(plain))
	copy(item.Prev[:], plain[4:])
	plain = plain[itemHead:]
	if size > int64(len(plain)) {
		return item, nil, errCut
	}
	item.Data = plain[:size:size]
	return item, plain[size:], nil
}

var errCut = errors.New("an entry is cut off")

// frameContext is what a box is bound to: the store and the numbers of its entries.
func frameContext(frame []byte, store string) []byte {
	return append([]byte(store), frame[8:28]...)
}

func frameSum(frame []byte) uint32 {
	return crc32.Update(crc32.Checksum(frame[:28], castagnoli), castagnoli, frame[frameHead:])
}

// frame is a frame found in a log.
type frame struct {
	offset      int64
	first, last uint64
	raw         []byte
	size        int64 // with the padding
}

// frameAt looks for a whole frame at an offset of a log.
func frameAt(data []byte, offset int64) (frame, error) {
	rest := data[offset:]
	if len(rest) < frameHead || !bytes.HasPrefix(rest, []byte(frameMagic)) {
		return frame{}, errors.New("there is no frame")
	}
	length := int64(binary.BigEndian.Uint32(rest[4:]))
	if length > int64(len(rest)-frameHead) {
		return frame{}, errors.New("the frame is cut off")
	}
	f := frame{
		offset: offset, raw: rest[:frameHead+length],
		first: binary.BigEndian.Uint64(rest[8:]), last: binary.BigEndian.Uint64(rest[16:]),
	}
	if binary.BigEndian.Uint32(rest[28:]) != frameSum(f.raw) {
		return frame{}, errors.New("the checksum of the frame is wrong")
	}
	if f.first < 1 || f.last < f.first {
		return frame{}, errors.New("the numbers of the frame are wrong")
	}
	f.size = (int64(len(f.raw)) + align - 1) / align * align
	return f, nil
}

// items opens a frame.
func (j *Journal) items(f frame) ([]Item, error) {
	plain, err := j.box.Open(nil, f.raw[frameHead:], frameContext(f.raw, j.config.Store))
	if err != nil {
		return nil, err
	}
	if binary.BigEndian.Uint32(f.raw[24:])&flagZstd != 0 {
		if plain, err = unpack(plain); err != nil {
			return nil, err
		}
	}
	var items []Item
	for seq := f.first; len(plain) > 0; seq++ {
		var item Item
		if item, plain, err = nextItem(plain); err != nil {
			return nil, err
		}
		item.Seq = seq
		items = append(items, item)
	}
	if uint64(len(items)) != f.last-f.first+1 {
		return nil, fmt.Errorf("the frame has %d entries instead of %d", len(items), f.last-f.first+1)
	}
	return items, nil
}
