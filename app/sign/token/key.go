package token

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"sync"

	"zhunsheng/app/sign"
)

// key is a private key in a token. It implements [crypto.Signer].
type key struct {
	session     *Session
	certificate Certificate
	busy        sync.Mutex
}

var _ crypto.Signer = (*key)(nil)

// Public returns the key in the certificate.
func (k *key) Public() crypto.PublicKey { return k.certificate.Certificate.PublicKey }

// digestInfo are the DER prefixes of RFC 8017 §9.2 note 1, which CKM_RSA_PKCS leaves to its caller.
var digestInfo = map[crypto.Hash][]byte{
	crypto.SHA256: {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20},
	crypto.SHA384: {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30},
	crypto.SHA512: {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40},
}

// Sign implements [crypto.Signer]. The source of randomness is not used: the token has its own.
func (k *key) Sign(_ io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	switch k.Public().(type) {
	case *rsa.PublicKey:
		prefix, ok := digestInfo[options.HashFunc()]
		if _, pss := options.(*rsa.PSSOptions); !ok || pss {
			return nil, fmt.Errorf("%w: RSA with %v", sign.ErrKeyUnsupported, options.HashFunc())
		}
		return k.do(mechanismRSA, append(append([]byte(nil), prefix...), digest...))
	case *ecdsa.PublicKey:
		if options.HashFunc() == 0 {
			return nil, fmt.Errorf("%w: SM2 has no standard mechanism in PKCS#11", sign.ErrKeyUnsupported)
		}
		raw, err := k.do(mechanismECDSA, digest)
		if err != nil {
			return nil, err
		}
		return encodeECDSA(raw)
	}
	return nil, fmt.Errorf("%w: %T", sign.ErrKeyUnsupported, k.Public())
}

// do has the token sign.
func (k *key) do(mechanism uint64, data []byte) ([]byte, error) {
	k.busy.Lock()
	defer k.busy.Unlock()
	s := k.session
	var mem memory
	defer mem.release()
	how := putUlong(nil, mechanism)
	how = putPointer(how, 0)
	how = putUlong(how, 0)
	if err := s.module.do("C_SignInit", fnSignInit, uintptr(s.handle), mem.at(how), uintptr(k.certificate.key)); err != nil {
		return nil, err
	}
	if k.certificate.always {
		if err := s.login(userContext); err != nil {
			return nil, err
		}
	}
	signature, length := make([]byte, maxSignature), putUlong(nil, maxSignature)
	if err := s.module.do("C_Sign", fnSign, uintptr(s.handle), mem.at(data), uintptr(len(data)), mem.at(signature), mem.at(length)); err != nil {
		return nil, err
	}
	return signature[:min(ulongAt(length, 0), maxSignature)], nil
}

// encodeECDSA turns the two halves that a token returns into the DER of X.509.
func encodeECDSA(raw []byte) ([]byte, error) {
	if len(raw) == 0 || len(raw)%2 != 0 {
		return nil, fmt.Errorf("an ECDSA signature of %d bytes from the token", len(raw))
	}
	half := len(raw) / 2
	return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])})
}
