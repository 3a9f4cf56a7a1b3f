package sign

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/emmansun/gmsm/smx509"
)

// The structures of RFC 7292, for identities whose key the PKCS#12 library does not know: SM2.
type (
	pfx struct {
		Version int
		Content contentInfo
		Check   pfxCheck `asn1:"optional"`
	}
	pfxCheck struct {
		Digest struct {
			Algorithm pkix.AlgorithmIdentifier
			Value     []byte
		}
		Salt   []byte
		Rounds int `asn1:"optional,default:1"`
	}
	encryptedData struct {
		Version int
		Content struct {
			Type      asn1.ObjectIdentifier
			Algorithm pkix.AlgorithmIdentifier
			Data      []byte `asn1:"tag:0,optional"`
		}
	}
	safeBag struct {
		Type       asn1.ObjectIdentifier
		Value      asn1.RawValue `asn1:"explicit,tag:0"`
		Attributes asn1.RawValue `asn1:"set,optional"`
	}
	certificateBag struct {
		Type asn1.ObjectIdentifier
		Data []byte `asn1:"explicit,tag:0"`
	}
	encryptedKey struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
)

var (
	oidEncryptedData  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidKeyBag         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidShroudedBag    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertificateBag = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
	oidX509           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 22, 1}
	oidLocalKeyID     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 21}
)

const (
	pfxVersion = 3
	maxBags    = 64
)

// pfxContents is what was found in a file.
type pfxContents struct {
	key          crypto.Signer
	certificates []*x509.Certificate
}

// decodePFX reads a PKCS#12 file. Errors wrap [ErrPassword], [ErrIdentityFile], errAlgorithm or errCMS.
func decodePFX(data, password []byte) (*Identity, error) {
	der, _, err := derOf(data)
	if err != nil {
		return nil, err
	}
	var file pfx
	if err := unmarshalWhole(der, &file); err != nil {
		return nil, err
	}
	if file.Version != pfxVersion || !file.Content.Type.Equal(oidData) {
		return nil, fmt.Errorf("%w: version %d, content %s", ErrIdentityFile, file.Version, file.Content.Type)
	}
	var safe []byte
	if err := unmarshalWhole(file.Content.Content.Bytes, &safe); err != nil {
		return nil, err
	}
	if err := file.Check.verify(safe, password); err != nil {
		return nil, err
	}
	var parts []contentInfo
	if err := unmarshalWhole(safe, &parts); err != nil {
		return nil, err
	}
	var found pfxContents
	for _, part := range parts[:min(len(parts), maxBags)] {
		if err := found.addPart(part, password); err != nil {
			return nil, err
		}
	}
	if found.key == nil {
		return nil, fmt.Errorf("%w: it holds no private key", ErrIdentityFile)
	}
	return identityOf(found.key, found.certificates)
}

// verify checks integrity and with it the password. Files without a check are refused: their contents could be anybody's.
func (c *pfxCheck) verify(data, password []byte) error {
	if err := checkRounds(c.Rounds, c.Salt); err != nil {
		return err
	}
	for _, h := range hashes {
		if !h.plain.Equal(c.Digest.Algorithm.Algorithm) {
			continue
		}
		texts := [][]byte{bmpPassword(password)}
		if len(password) == 0 {
			texts = append(texts, nil) // both ways to write no password are in use
		}
		for _, text := range texts {
			if sameMAC(macOf(h.new, text, c.Salt, c.Rounds, data), c.Digest.Value) {
				return nil
			}
		}
		return ErrPassword
	}
	return fmt.Errorf("%w: integrity check %s", errAlgorithm, c.Digest.Algorithm.Algorithm)
}

func (f *pfxContents) addPart(part contentInfo, password []byte) error {
	var safe []byte
	switch {
	case part.Type.Equal(oidData):
		if err := unmarshalWhole(part.Content.Bytes, &safe); err != nil {
			return err
		}
	case part.Type.Equal(oidEncryptedData):
		var sealed encryptedData
		if err := unmarshalWhole(part.Content.Bytes, &sealed); err != nil {
			return err
		}
		var err error
		if safe, err = decryptPBE(sealed.Content.Algorithm, sealed.Content.Data, password); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%w: content %s", ErrIdentityFile, part.Type)
	}
	var bags []safeBag
	if err := unmarshalWhole(safe, &bags); err != nil {
		return err
	}
	for _, bag := range bags[:min(len(bags), maxBags)] {
		if err := f.addBag(bag, password); err != nil {
			return err
		}
	}
	return nil
}

func (f *pfxContents) addBag(bag safeBag, password []byte) error {
	key := bag.Value.Bytes
	switch {
	case bag.Type.Equal(oidCertificateBag):
		var wrapped certificateBag
		if err := unmarshalWhole(key, &wrapped); err != nil {
			return err
		}
		certificate, err := ParseCertificate(wrapped.Data)
		if err != nil {
			return fmt.Errorf("%w: certificate: %w", ErrIdentityFile, err)
		}
		f.certificates = append(f.certificates, certificate)
		return nil
	case bag.Type.Equal(oidShroudedBag):
		var err error
		if key, err = openKey(key, password); err != nil {
			return err
		}
		defer clear(key)
	case !bag.Type.Equal(oidKeyBag):
		return nil // lists of revoked certificates, secrets: not ours
	}
	if f.key != nil {
		return fmt.Errorf("%w: it holds several private keys", ErrIdentityFile)
	}
	var err error
	f.key, err = parseKey(key)
	return err
}

// openKey decrypts an EncryptedPrivateKeyInfo (RFC 5208 §6).
func openKey(der, password []byte) ([]byte, error) {
	var sealed encryptedKey
	if err := unmarshalWhole(der, &sealed); err != nil {
		return nil, err
	}
	return decryptPBE(sealed.Algorithm, sealed.Data, password)
}

// parseKey reads a private key of PKCS#8, SM2 included.
func parseKey(der []byte) (crypto.Signer, error) {
	key, err := smx509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("%w: private key: %w", ErrIdentityFile, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%w: %T", ErrKeyUnsupported, key)
	}
	return signer, checkKey(signer.Public())
}

// encodePFX writes what decodePFX reads, with the encryption of [encryptPBE].
func encodePFX(id *Identity, password []byte, rounds int, source io.Reader) ([]byte, error) {
	keyID := sha256.Sum256(id.certificate.Raw)
	attributes, err := localKeyID(keyID[:20])
	if err != nil {
		return nil, err
	}
	key, err := shroudedBag(id, password, attributes, rounds, source)
	if err != nil {
		return nil, err
	}
	certificates, err := certificateBags(id, attributes)
	if err != nil {
		return nil, err
	}
	sealed := encryptedData{}
	sealed.Content.Type = oidData
	if sealed.Content.Algorithm, sealed.Content.Data, err = encryptPBE(certificates, password, rounds, source); err != nil {
		return nil, err
	}
	first, err := pkcs7Content(oidEncryptedData, sealed)
	if err != nil {
		return nil, err
	}
	second, err := pkcs7Content(oidData, key)
	if err != nil {
		return nil, err
	}
	safe, err := asn1.Marshal([]contentInfo{first, second})
	if err != nil {
		return nil, err
	}
	file := pfx{Version: pfxVersion}
	if file.Content, err = pkcs7Content(oidData, safe); err != nil {
		return nil, err
	}
	if err := file.Check.make(safe, password, rounds, source); err != nil {
		return nil, err
	}
	return asn1.Marshal(file)
}

func (c *pfxCheck) make(data, password []byte, rounds int, source io.Reader) error {
	c.Salt, c.Rounds = make([]byte, 16), rounds
	if _, err := io.ReadFull(source, c.Salt); err != nil {
		return err
	}
	c.Digest.Algorithm = pkix.AlgorithmIdentifier{Algorithm: sha256Digest.oid, Parameters: asn1.NullRawValue}
	c.Digest.Value = macOf(func() hash.Hash { return sha256.New() }, bmpPassword(password), c.Salt, c.Rounds, data)
	return nil
}

// pkcs7Content wraps a value as PKCS#7 content.
func pkcs7Content(oid asn1.ObjectIdentifier, value any) (contentInfo, error) {
	der, err := asn1.Marshal(value)
	return contentInfo{oid, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der}}, err
}

func localKeyID(id []byte) (asn1.RawValue, error) {
	value, err := asn1.Marshal(id)
	if err != nil {
		return asn1.RawValue{}, err
	}
	der, err := asn1.Marshal(attribute{Type: oidLocalKeyID, Values: []asn1.RawValue{{FullBytes: value}}})
	return asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: der}, err
}

func shroudedBag(id *Identity, password []byte, attributes asn1.RawValue, rounds int, source io.Reader) ([]byte, error) {
	plain, err := smx509.MarshalPKCS8PrivateKey(id.signer)
	if err != nil {
		return nil, errors.Join(ErrKeyUnsupported, err)
	}
	defer clear(plain)
	algorithm, data, err := encryptPBE(plain, password, rounds, source)
	if err != nil {
		return nil, err
	}
	der, err := asn1.Marshal(encryptedKey{algorithm, data})
	if err != nil {
		return nil, err
	}
	return asn1.Marshal([]safeBag{bag(oidShroudedBag, der, attributes)})
}

func certificateBags(id *Identity, attributes asn1.RawValue) ([]byte, error) {
	var bags []safeBag
	for i, certificate := range append([]*x509.Certificate{id.certificate}, id.chain...) {
		der, err := asn1.Marshal(certificateBag{oidX509, certificate.Raw})
		if err != nil {
			return nil, err
		}
		if i > 0 {
			attributes = asn1.RawValue{}
		}
		bags = append(bags, bag(oidCertificateBag, der, attributes))
	}
	return asn1.Marshal(bags)
}

func bag(oid asn1.ObjectIdentifier, der []byte, attributes asn1.RawValue) safeBag {
	return safeBag{oid, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der}, attributes}
}
