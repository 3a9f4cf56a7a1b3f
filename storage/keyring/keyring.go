// Package keyring keeps the one random data key of a store, wrapped so that it can lie beside the data.
//
// [Create] makes a key, [Open] unwraps it. With a password the key is wrapped by Argon2id and XChaCha20-Poly1305; without one by the
// operating system where it can do that (DPAPI on Windows; on Linux, where the caller allows it, the keyring of the desktop session), else
// it lies in the file as it is, readable by the user alone, which protects nothing against somebody who can read the folder:
// [Ring.Protection] says which it is.
//
// The key lies in two files of the same content, so that damage to one loses nothing. A change of password writes one after the other,
// each whole or not at all; at any moment one of the two passwords opens the store, and after the first file is written only the new
// one does.
package keyring

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/argon2"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/seal"
)

// The files of the key in a store's folder.
const (
	FileName = "keys.json"
	CopyName = "keys.copy.json"
)

// Names are the files of the key, which belong into every backup.
var Names = []string{FileName, CopyName}

// Why a key is not there.
var (
	ErrPasswordNeeded = errors.New("the store is protected by a password")
	ErrWrongPassword  = errors.New("the password is wrong")
	ErrMissing        = errors.New("the key files are missing")
	ErrDamaged        = errors.New("the key files are damaged")
	// ErrNoSession is of a key that the keyring of a desktop session protects, where that is locked or there is no session.
	ErrNoSession = errors.New("the key is protected by the keyring of a desktop session, which cannot be reached or is locked")
	ErrOtherUser = errors.New("the key was protected by the system for another user or machine")
)

// Protection says what wraps a key.
type Protection string

// The protections.
const (
	ByPassword Protection = "password"
	BySystem   Protection = "system" // this user on this machine: DPAPI, or the keyring of the desktop session
	ByNothing  Protection = "none"   // whoever can read the folder can read the data
)

// Ring is an open key.
type Ring struct {
	dir  string
	key  seal.Key
	file keyFile
	cost Cost
	// session allows to put a secret into the keyring of the desktop session.
	session bool
	carried bool // to other machines: the system is not asked
}

// Cost is what one try of a password takes.
type Cost struct {
	Time    uint32 `json:"time"`    // passes
	Memory  uint32 `json:"memory"`  // KiB
	Threads uint8  `json:"threads"` // lanes
}

// DefaultCost takes 128 MiB and about a third of a second on an office machine.
var DefaultCost = Cost{Time: 3, Memory: 128 << 10, Threads: 2}

// maxCost bounds what a file can ask for: 1 GiB, 32 passes.
var maxCost = Cost{Time: 32, Memory: 1 << 20, Threads: 16}

// keyFile is the content of a key file.
type keyFile struct {
	Format     string     `json:"format"`
	Store      string     `json:"store"`      // id of the store, hexadecimal
	Generation int        `json:"generation"` // rises with each change of password
	Protection Protection `json:"protection"`
	Cost       *Cost      `json:"cost,omitempty"`
	Salt       []byte     `json:"salt,omitempty"`
	Key        []byte     `json:"key"`   // wrapped
	Check      string     `json:"check"` // tells this key from another, and nothing else about it
	Sum        string     `json:"sum"`   // SHA-256 of the file with this member empty
}

const format = "zhunsheng/keys/1"

// Create makes a new key for a store's folder, wrapped by a password or, where that is empty, by the system. It never replaces one.
// session is as in [Ring.UseSession].
func Create(dir string, password []byte, cost Cost, session bool) (*Ring, error) {
	return newKey(&Ring{dir: dir, cost: cost, session: session}, password)
}

func newKey(r *Ring, password []byte) (*Ring, error) {
	for _, name := range Names {
		if _, err := os.Stat(filepath.Join(r.dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", name, errors.Join(fs.ErrExist, err))
		}
	}
	key, err := seal.NewKey()
	if err != nil {
		return nil, err
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(rand.Reader, id); err != nil {
		return nil, err
	}
	r.key, r.file = key, keyFile{Format: format, Store: hex.EncodeToString(id)}
	return r, r.SetPassword(password)
}

// Open unwraps the key in a store's folder. It returns [ErrPasswordNeeded], [ErrWrongPassword] (after the time that a try costs),
// [ErrMissing], [ErrDamaged], [ErrOtherUser] or [ErrNoSession]. A damaged or outdated one of the two files is mended.
func Open(dir string, password []byte) (*Ring, error) {
	file, mend, err := newest(dir)
	if err != nil {
		return nil, err
	}
	r := &Ring{dir: dir, file: file, cost: DefaultCost}
	if file.Cost != nil {
		r.cost = *file.Cost
	}
	if r.key, err = unwrap(file, password); err != nil {
		return nil, err
	}
	if mend {
		return r, r.write()
	}
	return r, nil
}

// Look says how the key in a folder is protected, without opening it.
func Look(dir string) (Protection, error) {
	file, _, err := newest(dir)
	return file.Protection, err
}

// newest reads the files of a folder; mend tells that they differ.
func newest(dir string) (file keyFile, mend bool, err error) {
	var found []keyFile
	var faults []error
	for _, name := range Names {
		f, err := read(filepath.Join(dir, name))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		found = append(found, f)
	}
	switch len(found) {
	case 0:
		if errors.Is(faults[0], fs.ErrNotExist) && errors.Is(faults[1], fs.ErrNotExist) {
			return keyFile{}, false, ErrMissing
		}
		return keyFile{}, false, errors.Join(ErrDamaged, errors.Join(faults...))
	case 1:
		return found[0], true, nil
	}
	if found[0].Store != found[1].Store {
		return keyFile{}, false, fmt.Errorf("%w: they belong to different stores", ErrDamaged)
	}
	file = found[0]
	if found[1].Generation > file.Generation {
		file = found[1]
	}
	return file, found[0].Sum != found[1].Sum, nil
}

func check(key seal.Key) string {
	sub := key.Sub("check")
	return hex.EncodeToString(sub[:8])
}

// maxFile bounds a key file, in bytes.
const maxFile = 64 << 10

func read(path string) (keyFile, error) {
	var f keyFile
	info, err := os.Stat(path)
	if err != nil {
		return f, err
	}
	if info.Size() > maxFile {
		return f, fmt.Errorf("%s has %d bytes", filepath.Base(path), info.Size())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return f, err
	}
	if err := parse(data, &f); err != nil {
		return f, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return f, nil
}

func parse(data []byte, f *keyFile) error {
	if err := json.Unmarshal(data, f); err != nil {
		return errors.New("it cannot be read")
	}
	sum, err := f.sum()
	switch {
	case err != nil:
		return err
	case f.Format != format:
		return errors.New("its format is unknown")
	case sum != f.Sum:
		return errors.New("its checksum is wrong")
	case len(f.Store) != 32:
		return errors.New("the id of the store is wrong")
	}
	return nil
}

func (f keyFile) sum() (string, error) {
	f.Sum = ""
	data, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// context binds a wrapped key to its store.
func (f keyFile) context() []byte { return []byte(f.Store) }

func unwrap(f keyFile, password []byte) (seal.Key, error) {
	var key seal.Key
	var plain []byte
	var err error
	switch f.Protection {
	case ByPassword:
		if len(password) == 0 {
			return key, ErrPasswordNeeded
		}
		plain, err = unwrapByPassword(f, password)
	case BySystem:
		plain, err = systemOpen(f.Key, f.context())
		switch {
		case errors.Is(err, ErrNoSession):
			return key, err
		case err != nil:
			return key, errors.Join(ErrOtherUser, err)
		}
	case ByNothing:
		plain = bytes.Clone(f.Key)
	default:
		return key, fmt.Errorf("%w: protection %q is unknown", ErrDamaged, f.Protection)
	}
	if err != nil {
		return key, err
	}
	if len(plain) != len(key) {
		return key, fmt.Errorf("%w: the key has %d bytes", ErrDamaged, len(plain))
	}
	copy(key[:], plain)
	clear(plain)
	if f.Check != check(key) {
		return key, fmt.Errorf("%w: they hold another key", ErrDamaged)
	}
	return key, nil
}

func unwrapByPassword(f keyFile, password []byte) ([]byte, error) {
	c := f.Cost
	if c == nil || c.Time < 1 || c.Time > maxCost.Time || c.Memory < 8 || c.Memory > maxCost.Memory ||
		c.Threads < 1 || c.Threads > maxCost.Threads || len(f.Salt) < 16 {
		return nil, fmt.Errorf("%w: the cost of the password is out of bounds", ErrDamaged)
	}
	plain, err := passwordBox(password, f.Salt, *c).Open(nil, f.Key, f.context())
	if err != nil {
		return nil, ErrWrongPassword
	}
	return plain, nil
}

func passwordBox(password, salt []byte, c Cost) *seal.Box {
	var wrapping seal.Key
	derived := argon2.IDKey(password, salt, c.Time, c.Memory, c.Threads, seal.KeySize)
	copy(wrapping[:], derived)
	clear(derived)
	return wrapping.Box("wrap")
}

// Key returns the data key.
func (r *Ring) Key() seal.Key { return r.key }

// Store returns the random id of the store, hexadecimal.
func (r *Ring) Store() string { return r.file.Store }

// Protection says what wraps the key.
func (r *Ring) Protection() Protection { return r.file.Protection }

// UseSession allows, or forbids, that the keyring of a Linux desktop session wraps the key where there is no password. It says nothing
// about a key that is wrapped by it already, nor about Windows.
func (r *Ring) UseSession(allowed bool) { r.session = allowed }

// SystemProtects reports whether [Ring.SetPassword] without a password has the system protect the key.
func (r *Ring) SystemProtects() bool {
	return r.asksSystem() && systemCanSeal()
}

// SetPassword wraps the key anew: by a password, or where that is empty by the system. The data stays as it is.
func (r *Ring) SetPassword(password []byte) error {
	file, err := r.wrap(password, false)
	if err != nil {
		return err
	}
	r.file = file
	return r.write()
}

// Portable returns the content of a key file for another machine: under the password given, or as it is where that is empty and the
// key is not under a password now.
func (r *Ring) Portable(password []byte) ([]byte, error) {
	file := r.file
	if len(password) > 0 || r.file.Protection != ByPassword {
		var err error
		if file, err = r.wrap(password, true); err != nil {
			return nil, err
		}
	}
	return file.encode()
}

func (r *Ring) wrap(password []byte, portable bool) (keyFile, error) {
	f := keyFile{Format: format, Store: r.file.Store, Generation: r.file.Generation + 1, Check: check(r.key)}
	if len(password) > 0 {
		f.Salt = make([]byte, 16)
		if _, err := io.ReadFull(rand.Reader, f.Salt); err != nil {
			return f, err
		}
		cost := r.cost
		f.Protection, f.Cost = ByPassword, &cost
		var err error
		f.Key, err = passwordBox(password, f.Salt, cost).Seal(nil, r.key[:], f.context())
		return f, err
	}
	if !portable && r.asksSystem() {
		wrapped, err := systemSeal(r.key[:], f.context())
		if err == nil {
			f.Protection, f.Key = BySystem, wrapped
			return f, nil
		}
		if !errors.Is(err, errors.ErrUnsupported) {
			return f, err
		}
	}
	f.Protection, f.Key = ByNothing, bytes.Clone(r.key[:])
	return f, nil
}

func (f keyFile) encode() ([]byte, error) {
	var err error
	if f.Sum, err = f.sum(); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(f, "", "  ")
	return append(data, '\n'), err
}

func (r *Ring) write() error {
	data, err := r.file.encode()
	if err != nil {
		return err
	}
	for _, name := range Names {
		path := filepath.Join(r.dir, name)
		if err := atomicfile.Write(path, data, 0o600); err != nil {
			return err
		}
		betweenFiles()
	}
	return nil
}

// betweenFiles is called after each file of a change of password; tests end the process there.
var betweenFiles = func() {}

// SystemProtects reports whether the operating system can protect keys without a password: on Windows always, on Linux where the keyring
// of a desktop session answers.
func SystemProtects() bool { return systemCanSeal() }
