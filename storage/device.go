package storage

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/journal"
	"zhunsheng/storage/keyring"
	"zhunsheng/storage/seal"
)

// device is this copy of the store on this machine. It signs heads of the history. A store that was copied, moved or restored gets
// another one, so that two machines never write under the same name.
type device struct {
	ID         string
	private    ed25519.PrivateKey
	registered bool // the store knows the public key
}

// Device is a machine that wrote to a store.
type Device struct {
	ID     string `json:"id"`
	Public []byte `json:"public"` // Ed25519
}

// deviceFile is the content of device.json.
type deviceFile struct {
	ID    string `json:"id"`
	Place string `json:"place"` // fingerprint of machine, folder and store
	Key   []byte `json:"key"`   // seed, sealed
}

func newDevice() (*device, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return &device{ID: deviceID(public), private: private}, nil
}

func deviceID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:8])
}

// fingerprint tells one place of a store from another.
func fingerprint(machine, dir, store string) string {
	sum := sha256.Sum256([]byte(machine + "\n" + dir + "\n" + store))
	return hex.EncodeToString(sum[:16])
}

// openDevice reads the device of a folder, or makes one where there is none for this place.
func openDevice(f *folder, ring *keyring.Ring, here string) (*device, error) {
	box := ring.Key().Box("device")
	if d, ok := readDevice(f, box, here); ok {
		return d, nil
	}
	d, err := newDevice()
	if err != nil {
		return nil, err
	}
	sealed, err := box.Seal(nil, d.private.Seed(), []byte(here))
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(deviceFile{ID: d.ID, Place: here, Key: sealed})
	if err != nil {
		return nil, err
	}
	return d, atomicfile.Write(f.path(deviceName), append(data, '\n'), 0o600)
}

func readDevice(f *folder, box *seal.Box, here string) (*device, bool) {
	data, err := os.ReadFile(f.path(deviceName))
	if err != nil {
		return nil, false
	}
	var file deviceFile
	if json.Unmarshal(data, &file) != nil || file.Place != here {
		return nil, false
	}
	seed, err := box.Open(nil, file.Key, []byte(here))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, false
	}
	d := &device{private: ed25519.NewKeyFromSeed(seed)}
	d.ID = deviceID(d.public())
	return d, d.ID == file.ID
}

func (d *device) public() ed25519.PublicKey { return d.private.Public().(ed25519.PublicKey) }

func (d *device) key() []byte { return makeKey(KindDevice, d.ID) }

// find looks whether the store knows the device.
func (d *device) find(from getter) error {
	_, err := load(from, d.key())
	d.registered = err == nil
	if errors.Is(err, errAbsent) || errors.Is(err, ErrDamaged) {
		return nil
	}
	return err
}

// registerDevice makes the device known with the first change that it makes.
func (s *Store) registerDevice(t *tx, revision uint64) error {
	if s.device.registered {
		return nil
	}
	content, err := encodeJSON(Device{ID: s.device.ID, Public: s.device.public()})
	if err != nil {
		return err
	}
	s.device.registered = true // a change that fails now fails for all that come
	return save(t, s.device.key(), record{revision: revision, content: content})
}

// SignedHead is the last entry of a history with the signature of the device that vouches for it. It goes into reports and bundles:
// whoever has it can tell later whether the history up to there was changed.
type SignedHead struct {
	Store     string    `json:"store,omitempty"` // id of the store, "" in memory
	Seq       uint64    `json:"seq"`
	Hash      string    `json:"hash"` // hexadecimal
	Time      time.Time `json:"time"`
	Device    string    `json:"device"`
	Public    []byte    `json:"public"`    // Ed25519 key of the device
	Signature []byte    `json:"signature"` // over all of the above
}

func (h SignedHead) message() []byte {
	return []byte("zhunsheng/head/1\n" + h.Store + "\n" + strconv.FormatUint(h.Seq, 10) + "\n" + h.Hash + "\n" +
		h.Time.UTC().Format(time.RFC3339Nano) + "\n" + h.Device + "\n")
}

// Verify reports whether the signature is that of the device whose key is given with it.
func (h SignedHead) Verify() bool {
	return len(h.Public) == ed25519.PublicKeySize && deviceID(h.Public) == h.Device && ed25519.Verify(h.Public, h.message(), h.Signature)
}

// Head returns the head of the history, signed by this device now.
func (s *Store) Head() (SignedHead, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return SignedHead{}, ErrClosed
	}
	return s.signHead(s.ledger.Head()), nil
}

func (s *Store) signHead(at journal.Head) SignedHead {
	h := SignedHead{Seq: at.Seq, Hash: at.Hash.String(), Time: s.now().UTC(), Device: s.device.ID, Public: bytes.Clone(s.device.public())}
	if s.ring != nil {
		h.Store = s.ring.Store()
	}
	h.Signature = ed25519.Sign(s.device.private, h.message())
	return h
}

// Devices returns the machines that wrote to the store, by id.
func (s *Store) Devices() ([]Device, error) {
	var devices []Device
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return nil, ErrClosed
	}
	err := s.engine.view(func(tx reader) error {
		return tx.scan(ofKind(KindDevice), func(key, value []byte) error {
			r, err := unpack(key, value)
			if err != nil {
				return err
			}
			var d Device
			if err := decodeJSON(r.content, &d); err != nil {
				return &DamagedError{Place: keyPlace(key), Detail: fmt.Sprint(err)}
			}
			devices = append(devices, d)
			return nil
		})
	})
	return devices, err
}
