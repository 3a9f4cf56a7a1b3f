package app

import (
	"errors"

	"zhunsheng/app/locale"
	"zhunsheng/app/sign"
	"zhunsheng/app/sign/token"
	"zhunsheng/app/sign/tsa"
	"zhunsheng/app/sign/winstore"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// sentences are the sentences of errors that packages below the translations return as plain values. The first match counts.
var sentences = []struct {
	is  error
	key string
}{
	{sign.ErrSeal, "error.sign.seal"},
	{sign.ErrPlace, "error.sign.place"},
	{sign.ErrIdentityFile, "error.sign.identity-file"},
	{sign.ErrKeyUnsupported, "error.sign.key"},
	{sign.ErrKeyMismatch, "error.sign.mismatch"},
	{sign.ErrExpired, "error.sign.expired"},
	{sign.ErrNotYetValid, "error.sign.not-yet-valid"},
	{sign.ErrUnsuitable, "error.sign.unsuitable"},
	{sign.ErrTrustList, "error.trust.list"},
	{token.ErrLibrary, "error.token.library"},
	{token.ErrPIN, "error.token.pin"},
	{token.ErrLocked, "error.token.locked"},
	{token.ErrAbsent, "error.token.absent"},
	{token.ErrSeveral, "error.token.several"},
	{winstore.ErrUnavailable, "error.store.unavailable"},
	{winstore.ErrNotFound, "error.store.not-found"},
	{tsa.ErrAddress, "error.tsa.address"},
	{tsa.ErrAnswer, "error.tsa.answer"},
	{tsa.ErrUnreachable, "error.tsa.unreachable"},
	{sign.ErrTimestamp, "error.tsa.answer"},
	{sign.ErrPassword, "error.sign.password"},
	{sign.ErrFieldSigned, "error.sign.field-signed"},
	{sign.ErrNotIntact, "error.sign.not-intact"},
	{sign.ErrForbidden, "error.sign.forbidden"},
	{sign.ErrField, "error.sign.field"},
	{sign.ErrSigner, "error.sign.signer"},
	{sign.ErrName, "error.sign.name"},
	{storage.ErrInUse, "error.storage.in-use"},
	{storage.ErrNotWritable, "error.storage.not-writable"},
	{storage.ErrNotFolder, "error.storage.not-folder"},
	{storage.ErrForeign, "error.storage.foreign"},
	{storage.ErrNewerFormat, "error.storage.newer"},
	{storage.ErrDamaged, "error.storage.damaged"},
	{storage.ErrWriteFailed, "error.storage.write-failed"},
	{storage.ErrYearClosed, "error.storage.year-closed"},
	{storage.ErrConflict, "error.storage.conflict"},
	{storage.ErrTooLarge, "error.storage.too-large"},
	{storage.ErrNotFound, "error.storage.not-found"},
}

// Sentence says an error in the user's language: what failed, where, and what to do. An error inside a file names the file first.
func Sentence(words *locale.Printer, err error) string {
	text := words.Error(err)
	var speaker locale.Speaker
	if !errors.As(err, &speaker) {
		for _, s := range sentences {
			if errors.Is(err, s.is) {
				text = words.Error(&spoken{key: s.key, err: err})
				break
			}
		}
	}
	var file *FileError
	if errors.As(err, &file) {
		return words.Text("error.in-file", map[string]string{"path": file.Path}) + "\n" + text
	}
	return text
}

// spoken gives an error the sentence of a key.
type spoken struct {
	key string
	err error
}

func (s *spoken) Error() string { return s.err.Error() }

// Message names the sentence for the user.
func (s *spoken) Message() scoring.Message { return scoring.Message{Key: s.key} }
