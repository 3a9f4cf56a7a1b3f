// Package seal keeps bytes secret and whole: small ones in a box ([Key.Box]), files as a compressed stream ([NewWriter]).
//
// Everything is under one key of 32 bytes. [Key.Sub] derives a key for each purpose, so what was made for one is useless for another.
// The cipher is XChaCha20-Poly1305 with random nonces for boxes, ChaCha20-Poly1305 with a key of its own for each file.
//
// # The stream
//
//	8 bytes   "ZSSEALED"
//	1 byte    version, 1
//	32 bytes  salt; the file's key is HKDF-SHA-256 of key, salt and purpose
//	chunks    length (4 bytes, the top bit set on the last one), CRC-32C of length and content (4 bytes), content
//
// A chunk's content is ciphertext and tag; its nonce is its number from 0 and a last byte of 1 on the last one, so chunks cannot be
// dropped, swapped or cut off. The plaintext of all chunks is one zstd stream, in which what cannot be compressed is stored. The
// checksum tells damage ([ErrDamaged]) from a wrong key ([ErrKey]).
package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// KeySize is the length of a key, in bytes.
const KeySize = 32

// Key is a secret key.
type Key [KeySize]byte

// What can be wrong with sealed bytes.
var (
	ErrDamaged = errors.New("the sealed data is damaged")
	ErrKey     = errors.New("the sealed data was made with another key, or was forged")
)

// NewKey makes a random key.
func NewKey() (Key, error) {
	var k Key
	_, err := io.ReadFull(rand.Reader, k[:])
	return k, err
}

// Sub derives the key of a purpose.
func (k Key) Sub(purpose string) Key { return k.derive(nil, purpose) }

func (k Key) derive(salt []byte, purpose string) Key {
	var sub Key
	derived, err := hkdf.Key(sha256.New, k[:], salt, "zhunsheng/"+purpose, KeySize)
	if err != nil {
		panic(err) // only for a length that SHA-256 cannot give
	}
	copy(sub[:], derived)
	return sub
}

// Overhead is how much longer a box is than what it holds.
const Overhead = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// Box seals and opens boxes of one purpose.
type Box struct{ aead cipher.AEAD }

// Box returns the boxes of a purpose.
func (k Key) Box(purpose string) *Box {
	sub := k.Sub(purpose)
	aead, err := chacha20poly1305.NewX(sub[:])
	if err != nil {
		panic(err) // only for a wrong key length
	}
	return &Box{aead: aead}
}

// Seal appends a box with plain in it to dst. The context is not in the box, but must be the same when it is opened.
func (b *Box) Seal(dst, plain, context []byte) ([]byte, error) {
	var nonce [chacha20poly1305.NonceSizeX]byte
	if _, err := io.ReadFull(rand.Reader, nonce[:]); err != nil {
		return nil, err
	}
	dst = append(dst, nonce[:]...)
	return b.aead.Seal(dst, nonce[:], plain, context), nil
}

// Open appends to dst what is in a box, or returns [ErrKey].
func (b *Box) Open(dst, box, context []byte) ([]byte, error) {
	if len(box) < Overhead {
		return nil, ErrDamaged
	}
	plain, err := b.aead.Open(dst, box[:chacha20poly1305.NonceSizeX], box[chacha20poly1305.NonceSizeX:], context)
	if err != nil {
		return nil, ErrKey
	}
	return plain, nil
}
