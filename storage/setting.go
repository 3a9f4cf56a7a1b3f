package storage

import (
	"context"
	"errors"
	"strconv"
	"unicode/utf8"
)

// MaxSetting is the greatest size of a setting's value, in bytes.
const MaxSetting = 64 << 10

// Setting returns the value of a setting, or a [*RecordError] wrapping [ErrNotFound]. Settings are those that matter to the data,
// such as the unit's usual scheme; the state of windows belongs elsewhere.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.view(ctx, func(tx reader) error {
		r, err := load(tx, settingKey(name))
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindSetting, ID: name, Err: ErrNotFound}
		}
		value = string(r.content)
		return err
	})
	return value, err
}

// Settings returns all settings by name.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	settings := map[string]string{}
	var damaged []error
	err := s.view(ctx, func(tx reader) error {
		return tx.scan(ofKind(KindSetting), func(key, value []byte) error {
			r, err := unpack(key, value)
			if err != nil {
				damaged = append(damaged, err)
				return nil
			}
			settings[lastPart(key)] = string(r.content)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return settings, errors.Join(damaged...)
}

// SetSetting gives a setting a value. It returns an [*InvalidError] for a name or value that the store does not take.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	if err := checkID(KindSetting, "name", name); err != nil {
		return err
	}
	switch {
	case len(value) > MaxSetting:
		return &InvalidError{
			Kind: KindSetting, Field: "value", Found: strconv.Itoa(len(value)) + " bytes", Err: ErrTooLarge,
			Allowed: "at most " + strconv.Itoa(MaxSetting) + " bytes",
		}
	case !utf8.ValidString(value):
		return &InvalidError{Kind: KindSetting, Field: "value", Found: "not UTF-8", Err: ErrInvalid, Allowed: "text"}
	}
	return s.change(ctx, Entry{Action: ActionSetting}, func(tx *tx, revision uint64) error {
		if r, err := load(tx, settingKey(name)); err == nil && string(r.content) == value {
			return errUnchanged
		}
		return save(tx, settingKey(name), record{revision: revision, content: []byte(value)})
	})
}

// DeleteSetting removes a setting; one that is not there is no error.
func (s *Store) DeleteSetting(ctx context.Context, name string) error {
	return s.change(ctx, Entry{Action: ActionSetting}, func(tx *tx, _ uint64) error {
		if _, err := tx.get(settingKey(name)); errors.Is(err, errAbsent) {
			return errUnchanged
		}
		return tx.remove(settingKey(name))
	})
}
