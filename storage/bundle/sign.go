package bundle

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"zhunsheng/scoring/strictjson"
)

// PayloadType is the type of what is signed, as DSSE names it.
const PayloadType = "application/vnd.zhunsheng.bundle.manifest+json"

// AlgorithmEd25519 is the algorithm of device keys. The key stands in [Signature.Key].
const AlgorithmEd25519 = "Ed25519"

// Signature is one signature over the manifest.
type Signature struct {
	KeyID     string   `json:"keyid"`
	Algorithm string   `json:"algorithm"`
	Key       []byte   `json:"key,omitempty"`          // public key, where the algorithm has no certificate
	Chain     [][]byte `json:"certificates,omitempty"` // DER, the signer's first
	Sig       []byte   `json:"sig"`
}

// Signer makes signatures. The message is what DSSE has signed: its pre-authentication encoding of the manifest.
type Signer interface {
	Sign(message []byte) (Signature, error)
}

// Verifier judges signatures of the algorithms that it knows.
type Verifier interface {
	// Verify returns who signed. It returns ErrAlgorithm for an algorithm that it does not know, any other error for a signature that
	// is not valid.
	Verify(message []byte, s Signature) (Signatory, error)
}

// ErrAlgorithm is returned by a [Verifier] for a signature that another one may know.
var ErrAlgorithm = errors.New("unknown signature algorithm")

// Signatory is who signed a bundle.
type Signatory struct {
	KeyID     string `json:"keyId"`
	Algorithm string `json:"algorithm"`
	Name      string `json:"name,omitempty"`
	Checked   bool   `json:"checked"` // false where no verifier knows the algorithm
	Trusted   bool   `json:"trusted"`
}

// Trust says how far a bundle's origin is known.
type Trust string

// The levels of trust. A signature that does not verify is an error, not a level.
const (
	Unsigned Trust = "unsigned"
	Unknown  Trust = "unknown" // signed, by nobody who is trusted here
	Trusted  Trust = "trusted"
)

// DeviceID names a device by its public key, as stores do: the first 8 bytes of its SHA-256 in hexadecimal.
func DeviceID(key ed25519.PublicKey) string { return KeyID(key)[:16] }

// KeyID names a device's key where its owner matters: the SHA-256 in hexadecimal. It begins with the [DeviceID].
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:])
}

// DeviceKey signs for a device.
type DeviceKey struct{ Private ed25519.PrivateKey }

var _ Signer = DeviceKey{}

// DeviceSigner signs for a device whose key stays where it is; the function returns the public key and a signature.
type DeviceSigner func(message []byte) (public ed25519.PublicKey, signature []byte)

var _ Signer = DeviceSigner(nil)

// Sign implements [Signer].
func (f DeviceSigner) Sign(message []byte) (Signature, error) {
	public, signature := f(message)
	return Signature{KeyID: KeyID(public), Algorithm: AlgorithmEd25519, Key: public, Sig: signature}, nil
}

// Sign implements [Signer].
func (k DeviceKey) Sign(message []byte) (Signature, error) {
	public, ok := k.Private.Public().(ed25519.PublicKey)
	if !ok || len(k.Private) != ed25519.PrivateKeySize {
		return Signature{}, errors.New("not an Ed25519 key")
	}
	return Signature{KeyID: KeyID(public), Algorithm: AlgorithmEd25519, Key: public, Sig: ed25519.Sign(k.Private, message)}, nil
}

// Devices verifies the signatures of devices. It names those that are trusted, by [KeyID].
type Devices map[string]string

var _ Verifier = Devices(nil)

// Verify implements [Verifier].
func (d Devices) Verify(message []byte, s Signature) (Signatory, error) {
	if s.Algorithm != AlgorithmEd25519 {
		return Signatory{}, ErrAlgorithm
	}
	if len(s.Key) != ed25519.PublicKeySize || KeyID(s.Key) != s.KeyID || len(s.Chain) != 0 {
		return Signatory{}, errors.New("the key is not the one named")
	}
	if !ed25519.Verify(s.Key, message, s.Sig) {
		return Signatory{}, errors.New("the signature does not fit")
	}
	name, trusted := d[s.KeyID]
	return Signatory{KeyID: s.KeyID, Algorithm: s.Algorithm, Name: name, Checked: true, Trusted: trusted}, nil
}

// envelope is a DSSE envelope without its payload, which stands beside it.
type envelope struct {
	PayloadType string      `json:"payloadType"`
	Signatures  []Signature `json:"signatures"`
}

const maxSignatures = 8

// preAuthentication is what DSSE has signed: DSSEv1, type and payload with their lengths.
func preAuthentication(payload []byte) []byte {
	var out bytes.Buffer
	out.WriteString("DSSEv1 " + strconv.Itoa(len(PayloadType)) + " " + PayloadType + " " + strconv.Itoa(len(payload)) + " ")
	out.Write(payload)
	return out.Bytes()
}

// seal signs a manifest with every signer; without signers there is no envelope.
func seal(manifest []byte, signers []Signer) ([]byte, error) {
	if len(signers) == 0 {
		return nil, nil
	}
	e := envelope{PayloadType: PayloadType}
	message := preAuthentication(manifest)
	for _, signer := range signers {
		s, err := signer.Sign(message)
		if err != nil {
			return nil, fmt.Errorf("sign the manifest: %w", err)
		}
		e.Signatures = append(e.Signatures, s)
	}
	data, err := json.Marshal(e)
	return append(data, '\n'), err
}

// unseal checks the signatures over a manifest. A single one that does not verify spoils all, and the signature of a device must be
// that of the device that made the bundle.
func unseal(manifest, data []byte, device string, verifiers []Verifier) ([]Signatory, error) {
	fault := func(kind error, found string) error {
		return &Error{Entry: nameEnvelope, Found: found, Err: kind}
	}
	var e envelope
	if err := strictjson.Decode(data, &e, strictjson.Limits{Bytes: maxEnvelope, Depth: 8}); err != nil {
		return nil, fault(ErrSignature, err.Error())
	}
	if again, err := json.Marshal(e); err != nil || !bytes.Equal(append(again, '\n'), data) {
		return nil, fault(ErrSignature, "an envelope in another spelling than the one this format has")
	}
	if e.PayloadType != PayloadType || len(e.Signatures) == 0 || len(e.Signatures) > maxSignatures {
		return nil, fault(ErrSignature, fmt.Sprintf("%d signatures over %.80q", len(e.Signatures), e.PayloadType))
	}
	message := preAuthentication(manifest)
	var all []Signatory
	for _, s := range e.Signatures {
		who, err := verifyWith(verifiers, message, s)
		if err != nil {
			return nil, fault(ErrSignature, err.Error())
		}
		if s.Algorithm == AlgorithmEd25519 && DeviceID(s.Key) != device {
			return nil, fault(ErrWrongSigner, DeviceID(s.Key)+" instead of "+device)
		}
		all = append(all, who)
	}
	return all, nil
}

func verifyWith(verifiers []Verifier, message []byte, s Signature) (Signatory, error) {
	for _, v := range verifiers {
		who, err := v.Verify(message, s)
		if errors.Is(err, ErrAlgorithm) {
			continue
		}
		return who, err
	}
	return Signatory{KeyID: s.KeyID, Algorithm: s.Algorithm}, nil
}
