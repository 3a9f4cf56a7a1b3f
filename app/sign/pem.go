package sign

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"github.com/emmansun/gmsm/smx509"
)

// isPEM tells PEM from DER, also behind words that some programs write before it.
func isPEM(data []byte) bool {
	return bytes.Contains(data, []byte("-----BEGIN ")) && (len(data) == 0 || data[0] != 0x30)
}

// decodePEM reads one private key, encrypted or not, and its certificates from PEM blocks in any order. Blocks of other kinds, such
// as the curve parameters that openssl writes, are passed over.
func decodePEM(data, password []byte) (*Identity, error) {
	var key crypto.Signer
	var certificates []*x509.Certificate
	for count := 0; count < maxBags; count++ {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		data = rest
		if block.Type == "CERTIFICATE" {
			certificate, err := ParseCertificate(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("%w: certificate: %w", ErrIdentityFile, err)
			}
			certificates = append(certificates, certificate)
			continue
		}
		found, err := keyBlock(block, password)
		if err != nil {
			return nil, err
		}
		if found != nil && key != nil {
			return nil, fmt.Errorf("%w: it holds several private keys", ErrIdentityFile)
		}
		if found != nil {
			key = found
		}
	}
	if key == nil || len(certificates) == 0 {
		return nil, fmt.Errorf("%w: PEM with %d certificates and private key %t, needed are both", ErrIdentityFile, len(certificates), key != nil)
	}
	return identityOf(key, certificates)
}

// keyBlock reads a private key; for a block that is none it returns nothing. The old encryption of openssl in the headers of the
// block is refused: it derives the key with one round of MD5.
func keyBlock(block *pem.Block, password []byte) (crypto.Signer, error) {
	if block.Headers["DEK-Info"] != "" {
		return nil, fmt.Errorf("%w: PEM with encryption in its headers; convert it with openssl pkcs8 -topk8", ErrIdentityFile)
	}
	switch block.Type {
	case "ENCRYPTED PRIVATE KEY":
		plain, err := openKey(block.Bytes, password)
		if err != nil {
			return nil, identityError(err)
		}
		defer clear(plain)
		return parseKey(plain)
	case "PRIVATE KEY":
		return parseKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: private key: %w", ErrIdentityFile, err)
		}
		return key, nil
	case "EC PRIVATE KEY", "SM2 PRIVATE KEY":
		parsed, err := smx509.ParseTypedECPrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: private key: %w", ErrIdentityFile, err)
		}
		if key, ok := parsed.(crypto.Signer); ok {
			return key, checkKey(key.Public())
		}
		return nil, fmt.Errorf("%w: %T", ErrKeyUnsupported, parsed)
	}
	return nil, nil
}
