package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// exchange returns what hands over and takes in for the store, and lets go of it by the function beside it: one does so at a time.
func (d *Desk) exchange(ctx context.Context) (*handover.Exchange, func(), error) {
	profile, err := d.Profile(ctx)
	if err != nil {
		return nil, nil, err
	}
	d.exchanging.Lock()
	return handover.New(handover.OfStore(d.store), handover.EvidenceOf(d.store), handover.Who{
		Device: handover.DeviceOf(d.store), Author: d.author(profile), Unit: profile.Name, Program: app.Producer, Now: d.now, NewID: newBundleID,
	}), d.exchanging.Unlock, nil
}

// newBundleID names a bundle or a store.
func newBundleID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}

// ExchangeError says in the user's language why something was not handed over or taken in. Err is of package handover.
type ExchangeError struct{ Err error }

// exchangeSentences are the keys of what is said about errors of handing over.
var exchangeSentences = []struct {
	is  error
	key string
}{
	{handover.ErrTrust, "error.handover.trust"},
	{handover.ErrPending, "error.handover.pending"},
	{handover.ErrDeidentified, "error.handover.deidentified"},
	{handover.ErrNoImport, "error.handover.no-import"},
	{handover.ErrLater, "error.handover.later"},
	{handover.ErrMoved, "error.handover.moved"},
	{handover.ErrAbsent, "error.handover.absent"},
}

// exchangeFault gives errors of handing over their sentences; others are returned as they are.
func exchangeFault(err error) error {
	var told *ExchangeError
	if err == nil || errors.As(err, &told) {
		return err
	}
	for _, s := range exchangeSentences {
		if errors.Is(err, s.is) {
			return &ExchangeError{Err: err}
		}
	}
	return err
}

// Error is the technical reason.
func (e *ExchangeError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *ExchangeError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *ExchangeError) Message() scoring.Message {
	var absent *handover.AbsentError
	if errors.As(e.Err, &absent) {
		return scoring.Message{Key: "error.handover.absent-key", Args: scoring.Args{"found": absent.Key}}
	}
	for _, s := range exchangeSentences {
		if errors.Is(e.Err, s.is) {
			return scoring.Message{Key: s.key, Args: scoring.Args{"reason": e.Err.Error()}}
		}
	}
	return scoring.Message{Key: "error.handover.absent", Args: scoring.Args{"reason": e.Err.Error()}}
}

// Imports lists the bundles that were taken in and not taken back, the last one first.
func (d *Desk) Imports(ctx context.Context) ([]handover.Imported, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return x.Imports(ctx)
}

// PendingImport returns the ID of the bundle whose import, or whose taking back, was interrupted, "" for none. Until the same bundle is
// applied again, or [Desk.UndoImport] called, nothing else can be handed over or taken in.
func (d *Desk) PendingImport(ctx context.Context) (string, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return x.Pending(ctx)
}

// UndoImport takes back the import of a bundle as one action, by its ID: every record is as it was before. The error is an
// [*ExchangeError] wrapping a [*handover.LaterError] where records were edited since (nothing is changed then) or
// [handover.ErrNoImport], or that of the store.
func (d *Desk) UndoImport(ctx context.Context, id string) error {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return err
	}
	defer done()
	return exchangeFault(x.Undo(ctx, id))
}

// devicesSetting holds the trusted devices: names by key, in JSON.
const devicesSetting = "trusted-devices"

// Device is a device, or rather a program's store on it, whose bundles are trusted.
type Device struct {
	Key  string `json:"key"` // [bundle.KeyID]
	Name string `json:"name"`
}

// TrustedDevices lists the devices whose bundles are trusted, by name. This store's own device is always trusted and not in it.
func (d *Desk) TrustedDevices(ctx context.Context) ([]Device, error) {
	known, err := d.devices(ctx)
	if err != nil {
		return nil, err
	}
	var list []Device
	for key, name := range known {
		list = append(list, Device{Key: key, Name: name})
	}
	slices.SortFunc(list, func(a, b Device) int { return strings.Compare(a.Name+"\x00"+a.Key, b.Name+"\x00"+b.Key) })
	return list, nil
}

func (d *Desk) devices(ctx context.Context) (bundle.Devices, error) {
	known := bundle.Devices{}
	text, err := d.text(ctx, devicesSetting)
	if err != nil || text == "" {
		return known, err
	}
	if err := json.Unmarshal([]byte(text), &known); err != nil {
		return nil, &storage.DamagedError{Place: string(storage.KindSetting) + " " + devicesSetting, Detail: err.Error()}
	}
	return known, nil
}

// KeyError says that a text is not the key of a device.
type KeyError struct{ Found string }

// Error shows the text.
func (e *KeyError) Error() string { return "not the key of a device: " + e.Found }

// Message names the sentence for the user.
func (e *KeyError) Message() scoring.Message {
	return scoring.Message{Key: "error.device-key", Args: scoring.Args{"found": e.Found}}
}

// TrustDevice trusts a device from now on, or gives it another name. The key is a [bundle.Signatory]'s KeyID, in any grouping; another
// text is a [*KeyError]. Compare the key with its owner, by telephone for example, before.
func (d *Desk) TrustDevice(ctx context.Context, key, name string) error {
	key = strings.ToLower(strings.Join(strings.Fields(key), ""))
	if raw, err := hex.DecodeString(key); err != nil || len(raw) != 32 {
		return &KeyError{Found: key}
	}
	return d.changeDevices(ctx, func(known bundle.Devices) { known[key] = strings.TrimSpace(name) })
}

// DistrustDevice trusts a device no more; one that was not trusted is no error.
func (d *Desk) DistrustDevice(ctx context.Context, key string) error {
	return d.changeDevices(ctx, func(known bundle.Devices) { delete(known, strings.ToLower(strings.Join(strings.Fields(key), ""))) })
}

func (d *Desk) changeDevices(ctx context.Context, change func(bundle.Devices)) error {
	known, err := d.devices(ctx)
	if err != nil {
		return err
	}
	change(known)
	data, err := json.Marshal(known)
	if err != nil {
		return err
	}
	return d.store.SetSetting(ctx, devicesSetting, string(data))
}

// DeviceKey returns the key of this store's device, which others trust by [Desk.TrustDevice].
func (d *Desk) DeviceKey() string {
	public, _ := d.store.SignAsDevice([]byte("zhunsheng/name-of-device/1\n"))
	return bundle.KeyID(public)
}

// BundleKey opens an encrypted bundle: a passphrase, or a file of age private keys. The zero key opens what is not encrypted.
type BundleKey struct {
	Passphrase []byte
	KeyFile    string
	// Certificates and Devices ([bundle.KeyID]) are trusted for this bundle, besides those that the store trusts.
	Certificates []*x509.Certificate
	Devices      []string
}

// maxKeyFile is the largest file of age keys that is read, in bytes.
const maxKeyFile = 64 << 10

// KeyFileError says that a file holds no age private keys.
type KeyFileError struct {
	Path string
	Err  error
}

// Error names the file.
func (e *KeyFileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *KeyFileError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *KeyFileError) Message() scoring.Message {
	return scoring.Message{Key: "error.age-key", Args: scoring.Args{"found": e.Path}}
}

// bundleOptions are what opening a bundle needs: the key, and all that is trusted here.
func (d *Desk) bundleOptions(ctx context.Context, key BundleKey) (bundle.Options, error) {
	list, err := d.Trusted(ctx)
	if err != nil {
		return bundle.Options{}, err
	}
	devices, err := d.devices(ctx)
	if err != nil {
		return bundle.Options{}, err
	}
	key.Certificates = append(list.Certificates(), key.Certificates...)
	o, err := key.Options(d.now())
	maps.Copy(o.Devices, devices)
	o.Devices[d.DeviceKey()] = d.store.Actor()
	return o, err
}

// Options are what opening a bundle needs where there is no store. Errors are a [*KeyFileError], or that of the key file.
func (k *BundleKey) Options(now time.Time) (bundle.Options, error) {
	o := bundle.Options{
		Key: bundle.Key{Passphrase: string(k.Passphrase)}, Devices: bundle.Devices{},
		Verifiers: []bundle.Verifier{sign.BundleVerifier{Trust: k.Certificates, Now: now}},
	}
	for _, id := range k.Devices {
		o.Devices[id] = ""
	}
	if k.KeyFile == "" {
		return o, nil
	}
	data, err := app.ReadFile(k.KeyFile, maxKeyFile)
	if err != nil {
		return o, err
	}
	if o.Key.Identities, err = age.ParseIdentities(bytes.NewReader(data)); err != nil {
		return o, &KeyFileError{Path: k.KeyFile, Err: err}
	}
	return o, nil
}
