package sign

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // PKCS#12 files of older programs derive keys with it
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"hash"
	"io"
	"math/big"
	"unicode/utf16"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// Password-based encryption as PKCS#8 and PKCS#12 files use it: PBES2 with PBKDF2 (RFC 8018) and, for reading, the triple DES of
// RFC 7292. The RC2 of still older files is read for RSA and ECDSA only, by the library that [Decode] tries first.
type (
	pbes2Parameters struct {
		Derivation pkix.AlgorithmIdentifier
		Cipher     pkix.AlgorithmIdentifier
	}
	pbkdf2Parameters struct {
		Salt   []byte
		Rounds int
		Size   int                      `asn1:"optional"`
		PRF    pkix.AlgorithmIdentifier `asn1:"optional"` // HMAC with SHA-1 when absent
	}
	pbes1Parameters struct {
		Salt   []byte
		Rounds int
	}
)

var (
	oidPBES2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidTripleDES  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1, 3} // pbeWithSHAAnd3-KeyTripleDES-CBC
	oidAES256     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
)

// blockCiphers are the ciphers of PBES2, all in CBC mode.
var blockCiphers = []struct {
	oid asn1.ObjectIdentifier
	key int
	new func([]byte) (cipher.Block, error)
}{
	{oidAES256, 32, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}, 16, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 22}, 24, aes.NewCipher},
	{asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 104, 2}, 16, sm4.NewCipher},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}, 24, des.NewTripleDESCipher},
}

// hashes are the functions of PBKDF2 (as HMAC) and of the integrity check of PKCS#12.
var hashes = []struct {
	hmac, plain asn1.ObjectIdentifier
	new         func() hash.Hash
}{
	{oidHMACSHA256, sha256Digest.oid, sha256.New},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 7}, asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, sha1.New},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 10}, sha384Digest.oid, sha512.New384},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 11}, sha512Digest.oid, sha512.New},
	{asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 401, 2}, sm3Digest.oid, func() hash.Hash { return sm3.New() }},
}

// decryptPBE opens data under a password. Errors wrap [ErrPassword] or errAlgorithm.
func decryptPBE(algorithm pkix.AlgorithmIdentifier, data, password []byte) ([]byte, error) {
	switch {
	case algorithm.Algorithm.Equal(oidPBES2):
		block, iv, err := pbes2Cipher(algorithm.Parameters.FullBytes, password)
		if err != nil {
			return nil, err
		}
		return decryptCBC(block, iv, data)
	case algorithm.Algorithm.Equal(oidTripleDES):
		var p pbes1Parameters
		if err := unmarshalWhole(algorithm.Parameters.FullBytes, &p); err != nil {
			return nil, err
		}
		if err := checkRounds(p.Rounds, p.Salt); err != nil {
			return nil, err
		}
		text := bmpPassword(password)
		block, err := des.NewTripleDESCipher(derivePKCS12(sha1.New, text, p.Salt, p.Rounds, forKey, 24))
		if err != nil {
			return nil, err
		}
		return decryptCBC(block, derivePKCS12(sha1.New, text, p.Salt, p.Rounds, forIV, 8), data)
	}
	return nil, fmt.Errorf("%w: encryption %s", errAlgorithm, algorithm.Algorithm)
}

func checkRounds(rounds int, salt []byte) error {
	if rounds < 1 || rounds > maxIterations || len(salt) > 1024 {
		return fmt.Errorf("%w: %d rounds of key derivation, allowed 1 to %d", ErrIdentityFile, rounds, maxIterations)
	}
	return nil
}

func pbes2Cipher(parameters, password []byte) (cipher.Block, []byte, error) {
	var p pbes2Parameters
	if err := unmarshalWhole(parameters, &p); err != nil {
		return nil, nil, err
	}
	if !p.Derivation.Algorithm.Equal(oidPBKDF2) {
		return nil, nil, fmt.Errorf("%w: key derivation %s", errAlgorithm, p.Derivation.Algorithm)
	}
	var d pbkdf2Parameters
	if err := unmarshalWhole(p.Derivation.Parameters.FullBytes, &d); err != nil {
		return nil, nil, err
	}
	if err := checkRounds(d.Rounds, d.Salt); err != nil {
		return nil, nil, err
	}
	make, err := hmacFor(d.PRF.Algorithm)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range blockCiphers {
		if !c.oid.Equal(p.Cipher.Algorithm) {
			continue
		}
		key, err := pbkdf2.Key(make, textOf(password), d.Salt, d.Rounds, c.key)
		if err != nil {
			return nil, nil, err
		}
		block, err := c.new(key)
		clear(key)
		if err != nil {
			return nil, nil, err
		}
		var iv []byte
		err = unmarshalWhole(p.Cipher.Parameters.FullBytes, &iv)
		return block, iv, err
	}
	return nil, nil, fmt.Errorf("%w: cipher %s", errAlgorithm, p.Cipher.Algorithm)
}

func hmacFor(oid asn1.ObjectIdentifier) (func() hash.Hash, error) {
	if len(oid) == 0 {
		return sha1.New, nil
	}
	for _, h := range hashes {
		if h.hmac.Equal(oid) {
			return h.new, nil
		}
	}
	return nil, fmt.Errorf("%w: pseudo-random function %s", errAlgorithm, oid)
}

// decryptCBC also checks the padding, which is wrong under a wrong password but for one case in 256; what was inside is then not
// well formed.
func decryptCBC(block cipher.Block, iv, data []byte) ([]byte, error) {
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, fmt.Errorf("%w: %d encrypted bytes under an initial vector of %d", ErrIdentityFile, len(data), len(iv))
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, data)
	last := plain[len(plain)-1]
	if last == 0 || int(last) > size || !bytes.HasSuffix(plain, bytes.Repeat([]byte{last}, int(last))) {
		return nil, ErrPassword
	}
	return plain[:len(plain)-int(last)], nil
}

// encryptPBE protects data as [Identity.Encode] says: PBES2 with AES-256-CBC, PBKDF2 and HMAC with SHA-256.
func encryptPBE(data, password []byte, rounds int, source io.Reader) (pkix.AlgorithmIdentifier, []byte, error) {
	var none pkix.AlgorithmIdentifier
	salt, iv := make([]byte, 16), make([]byte, aes.BlockSize)
	for _, random := range [][]byte{salt, iv} {
		if _, err := io.ReadFull(source, random); err != nil {
			return none, nil, err
		}
	}
	key, err := pbkdf2.Key(sha256.New, textOf(password), salt, rounds, 32)
	if err != nil {
		return none, nil, err
	}
	block, err := aes.NewCipher(key)
	clear(key)
	if err != nil {
		return none, nil, err
	}
	pad := aes.BlockSize - len(data)%aes.BlockSize
	padded := append(bytes.Clone(data), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(padded, padded)
	derivation, err := identifier(oidPBKDF2, pbkdf2Parameters{
		Salt: salt, Rounds: rounds, PRF: pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256, Parameters: asn1.NullRawValue},
	})
	if err != nil {
		return none, nil, err
	}
	scheme, err := identifier(oidAES256, iv)
	if err != nil {
		return none, nil, err
	}
	whole, err := identifier(oidPBES2, pbes2Parameters{derivation, scheme})
	return whole, padded, err
}

func identifier(oid asn1.ObjectIdentifier, parameters any) (pkix.AlgorithmIdentifier, error) {
	der, err := asn1.Marshal(parameters)
	return pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.RawValue{FullBytes: der}}, err
}

// The purposes of a derived key, RFC 7292 appendix B.3.
const (
	forKey byte = 1
	forIV  byte = 2
	forMAC byte = 3
)

// macOf is the integrity check of PKCS#12. The text of the password is that of [bmpPassword].
func macOf(make func() hash.Hash, text, salt []byte, rounds int, data []byte) []byte {
	mac := hmac.New(make, derivePKCS12(make, text, salt, rounds, forMAC, make().Size()))
	mac.Write(data)
	return mac.Sum(nil)
}

func sameMAC(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

// derivePKCS12 is the key derivation of RFC 7292 appendix B.2.
func derivePKCS12(make func() hash.Hash, text, salt []byte, rounds int, purpose byte, size int) []byte {
	h := make()
	width := h.BlockSize()
	filled := append(fillBlocks(salt, width), fillBlocks(text, width)...)
	diversifier := bytes.Repeat([]byte{purpose}, width)
	var out []byte
	for len(out) < size {
		h.Reset()
		h.Write(diversifier)
		h.Write(filled)
		sum := h.Sum(nil)
		for range rounds - 1 {
			h.Reset()
			h.Write(sum)
			sum = h.Sum(sum[:0])
		}
		out = append(out, sum...)
		addOne(filled, fillBlocks(sum, width)[:width], width)
	}
	return out[:size]
}

// fillBlocks repeats data up to a whole number of blocks.
func fillBlocks(data []byte, width int) []byte {
	if len(data) == 0 {
		return nil
	}
	size := (len(data) + width - 1) / width * width
	return bytes.Repeat(data, size/len(data)+1)[:size]
}

// addOne adds the number b and one to each block of the number in data, without carry out of the block.
func addOne(data, b []byte, width int) {
	sum := new(big.Int).Add(new(big.Int).SetBytes(b), big.NewInt(1))
	mask := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(8*width)), big.NewInt(1))
	for at := 0; at < len(data); at += width {
		block := data[at : at+width]
		value := new(big.Int).SetBytes(block)
		value.Add(value, sum).And(value, mask).FillBytes(block)
	}
}

// bmpPassword is a password as PKCS#12 derives keys from it: UTF-16, big-endian, ended by two zeros.
func bmpPassword(password []byte) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(textOf(password))) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return append(out, 0, 0)
}
