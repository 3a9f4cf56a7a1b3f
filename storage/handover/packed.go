package handover

import (
	"encoding/json"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Lines of records repeat the document that the store has beside them, so notes keep them compressed, as a JSON string in base64. A line
// that begins as an object is one that was kept openly.

// coder compresses and expands lines; both halves may be used from several goroutines.
var coder = sync.OnceValues(func() (*zstd.Encoder, *zstd.Decoder) {
	const window = 256 << 10
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(window))
	if err != nil {
		panic(err) // only for options that do not fit together
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPacked))
	if err != nil {
		panic(err)
	}
	return encoder, decoder
})

// maxPacked bounds what a line may expand to, in bytes: more than any line of a bundle.
const maxPacked = 16 << 20

// packed returns the form of a line that notes keep; the same line gives the same form.
func packed(line []byte) (json.RawMessage, error) {
	if line == nil {
		return nil, nil
	}
	encoder, _ := coder()
	return json.Marshal(encoder.EncodeAll(line, nil))
}

// unpacked is the line of a note.
func unpacked(note json.RawMessage) ([]byte, error) {
	if len(note) == 0 || note[0] != '"' {
		return note, nil
	}
	var data []byte
	if err := json.Unmarshal(note, &data); err != nil {
		return nil, err
	}
	_, decoder := coder()
	return decoder.DecodeAll(data, nil)
}
