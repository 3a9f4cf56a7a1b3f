// Package storage keeps fiscal years, their evaluations, the local signing identity and the settings that matter, on disk and
// safe from a crash.
//
// # Using it
//
// [Open] opens or creates a store in a folder; [OpenMemory] makes one that lives as long as the process and behaves the same.
// Every method of [Store] that changes something returns only after the change is on disk: what a caller shows as saved is saved.
// A store belongs to one process at a time ([ErrInUse]); inside it all methods may be called from any goroutine. Consumers declare
// the few methods that they need as an interface of their own.
//
// An evaluation is changed inside [Store.Update]: it is decoded afresh, handed to the caller's function, checked, encoded and
// committed together with its [Header]. A function that fails, or changes what must not be changed, leaves the store as it was.
//
// # Revisions
//
// Changes are numbered through the whole store, from 1. The revision of a year or evaluation is the number of the change that
// wrote it last, so a revision is never used twice, not even after deleting. [Store.UpdateAt] and [Store.Delete] refuse with
// [ErrConflict] when the evaluation is no longer the one the caller has seen.
//
// # What lies in the folder
//
//	store.json   what the folder is, and its format; readable without the database
//	lock         held while a process has the store open
//	state/       the Badger database
//
// Keys are parts joined by a NUL byte, the first being the kind of record ("year", "evaluation", "header", ...). A value is one
// byte that names its layout, a checksum over key and content, the revision, and the content: canonical JSON for records, plain
// bytes for identities and settings. A record that fails its checksum, stands under a key that is not its own, or holds members
// that this program does not know is reported as damaged ([ErrDamaged]), never half read.
//
// A store of a newer format is refused ([ErrNewerFormat]) before anything in it is touched.
//
// # Limits
//
// Durability rests on Badger's own synchronous log. On Windows that log survives the end of the process, but not a power cut.
package storage
