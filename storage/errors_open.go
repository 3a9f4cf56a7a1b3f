package storage

import (
	"errors"
	"fmt"
	"strconv"

	"zhunsheng/scoring"
	"zhunsheng/storage/keyring"
	"zhunsheng/storage/place"
)

// FolderError says why a folder cannot be opened as a store, or why the store in it failed. Err wraps one of the sentinels of
// this package, such as [ErrForeign], or describes what the system said.
type FolderError struct {
	Dir string
	Err error
}

// Error implements error.
func (e *FolderError) Error() string {
	s := "store " + strconv.Quote(e.Dir) + ": " + e.Err.Error()
	if remedy := e.Remedy(); remedy != "" {
		s += "; " + remedy
	}
	return s
}

// Message names the sentence for the user.
func (e *FolderError) Message() scoring.Message {
	key := "storage.folder"
	for _, r := range folderRemedies {
		if errors.Is(e.Err, r.reason) {
			key = r.key
			break
		}
	}
	return scoring.Message{Key: key, Args: scoring.Args{"path": e.Dir, "text": e.Err.Error()}}
}

// Unwrap returns the reason.
func (e *FolderError) Unwrap() error { return e.Err }

// Remedy says in a sentence part what can be done about it, "" where nothing general can be said.
func (e *FolderError) Remedy() string {
	for _, r := range folderRemedies {
		if errors.Is(e.Err, r.reason) {
			return r.remedy
		}
	}
	return ""
}

// errOccupied is of a folder that has to be empty.
var errOccupied = fmt.Errorf("%w: it is not empty", ErrForeign)

var folderRemedies = []struct {
	reason error
	key    string
	remedy string
}{
	{ErrInUse, "storage.in-use", "close the other window or command that has it open, then try again"},
	{ErrNoStore, "storage.no-store", "check the path"},
	{ErrNotFolder, "storage.not-folder", "choose a folder"},
	{ErrNotWritable, "storage.not-writable", "choose a folder of your own or have its permissions changed"},
	{errOccupied, "storage.occupied", "choose an empty folder or one that does not exist"},
	{ErrForeign, "storage.foreign", "choose an empty folder or one that holds a store"},
	{ErrWriteFailed, "storage.write-failed", "check the free space, then close the program and start it again"},
}

// SpaceError is the [ErrDiskFull] of a disk that has too little room to go on safely. Nothing was changed.
type SpaceError struct {
	Dir          string
	Free, Needed uint64 // bytes
}

// Error implements error.
func (e *SpaceError) Error() string {
	return fmt.Sprintf("store %q: %v: %d MB are free, %d MB are needed; make room on the disk and try again", e.Dir, ErrDiskFull, e.Free>>20, e.Needed>>20)
}

// Unwrap returns [ErrDiskFull].
func (e *SpaceError) Unwrap() error { return ErrDiskFull }

// Message names the sentence for the user.
func (e *SpaceError) Message() scoring.Message {
	return scoring.Message{Key: "storage.disk-full", Args: scoring.Args{
		"path": e.Dir, "free": strconv.FormatUint(e.Free>>20, 10), "needed": strconv.FormatUint(e.Needed>>20, 10),
	}}
}

// PlaceError says why a folder is no place for a live store. Err is a [*place.Refusal].
type PlaceError struct {
	Dir string
	Err error
}

// Error implements error.
func (e *PlaceError) Error() string { return e.Err.Error() }

// Unwrap returns the refusal.
func (e *PlaceError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *PlaceError) Message() scoring.Message {
	key, args := "storage.place", scoring.Args{"path": e.Dir, "found": ""}
	var refusal *place.Refusal
	if errors.As(e.Err, &refusal) {
		args["found"] = refusal.Found
		switch {
		case errors.Is(refusal, place.ErrNetwork):
			key = "storage.place-network"
		case errors.Is(refusal, place.ErrRemovable):
			key = "storage.place-removable"
		case errors.Is(refusal, place.ErrCloud):
			key = "storage.place-cloud"
		}
	}
	return scoring.Message{Key: key, Args: args}
}

// KeyError says why the key of a store cannot be opened. Err wraps a sentinel of package keyring.
type KeyError struct {
	Dir string
	Err error
}

// Error implements error.
func (e *KeyError) Error() string { return fmt.Sprintf("store %q: %v; %s", e.Dir, e.Err, e.remedy()) }

// Unwrap returns the reason.
func (e *KeyError) Unwrap() error { return e.Err }

func (e *KeyError) remedy() string {
	for _, r := range keyRemedies {
		if errors.Is(e.Err, r.reason) {
			return r.remedy
		}
	}
	return "put back " + keyring.FileName + " from a backup"
}

// Message names the sentence for the user.
func (e *KeyError) Message() scoring.Message {
	key := "storage.key"
	for _, r := range keyRemedies {
		if errors.Is(e.Err, r.reason) {
			key = r.key
			break
		}
	}
	return scoring.Message{Key: key, Args: scoring.Args{"path": e.Dir, "text": e.Err.Error()}}
}

var keyRemedies = []struct {
	reason error
	key    string
	remedy string
}{
	{keyring.ErrPasswordNeeded, "storage.password-needed", "give the password"},
	{keyring.ErrWrongPassword, "storage.wrong-password", "try again, or restore a backup whose password is known"},
	{keyring.ErrMissing, "storage.key-missing", "put back " + keyring.FileName + " from a backup; without it the data cannot be read by anybody"},
	{keyring.ErrNoSession, "storage.key-no-session", "log in to the desktop, unlock the keyring and try again, or restore a backup"},
	{keyring.ErrOtherUser, "storage.key-other-user", "open it as the user who made it, or restore a backup"},
	{keyring.ErrDamaged, "storage.key-damaged", "put back " + keyring.FileName + " from a backup"},
}

// speaksForItself reports whether an error says all that [Open] promises.
func speaksForItself(err error) bool {
	var (
		format  *FormatError
		damaged *DamagedError
		space   *SpaceError
		key     *KeyError
		at      *PlaceError
		folder  *FolderError
	)
	return errors.As(err, &format) || errors.As(err, &damaged) || errors.As(err, &space) || errors.As(err, &key) ||
		errors.As(err, &at) || errors.As(err, &folder)
}

// FormatError is the [ErrNewerFormat] of a store whose format this program does not know yet.
type FormatError struct {
	Dir          string
	Found, Known int
}

// Error implements error.
func (e *FormatError) Error() string {
	return fmt.Sprintf("store %q: %v: it has format %d, this program knows formats up to %d; use the newer version",
		e.Dir, ErrNewerFormat, e.Found, e.Known)
}

// Message names the sentence for the user.
func (e *FormatError) Message() scoring.Message {
	return scoring.Message{Key: "storage.newer-format", Args: scoring.Args{
		"path": e.Dir, "found": strconv.Itoa(e.Found), "known": strconv.Itoa(e.Known),
	}}
}

// Unwrap returns [ErrNewerFormat].
func (e *FormatError) Unwrap() error { return ErrNewerFormat }
