// Package storage keeps fiscal years, their evaluations and what belongs to them, and the history of all that, on disk, encrypted, and
// safe from a crash or power cut.
//
// # Using it
//
// [Open] opens or creates a store in a folder; [OpenMemory] makes one that lives as long as the process and behaves the same.
// Every method of [Store] that changes something returns only after the change is on disk: what a caller shows as saved is saved.
// A store belongs to one process at a time ([ErrInUse]); inside it all methods may be called from any goroutine. Consumers declare
// the few methods that they need as an interface of their own.
//
// An evaluation is changed inside [Store.Update]: it is decoded, handed to the caller's function, checked, encoded and committed together
// with its [Header]. A function that fails, or changes what must not be changed, leaves the store as it was.
//
// # Journal and state
//
// Every action is one [Entry] of the journal (package journal), flushed to disk before it counts. The Badger database is the state that
// follows from it; it can be rebuilt from a snapshot and the journal, and is, whenever it cannot be trusted. [Store.Recovery] says what
// had to be mended when the store was opened. Headers, search index, summaries and traces are derived and never journaled.
//
// # Revisions and history
//
// Actions are numbered through the whole store, from 1. The revision of a record is the number of the action that wrote it last, so
// a revision is never used twice, not even after deleting. [Store.UpdateAt] and [Store.Delete] refuse with [ErrConflict] when the
// evaluation is no longer the one the caller has seen. [Store.History], [Store.Version], [Store.Compare], [Store.Undo] and [Store.Redo]
// work on the journal, across restarts; nothing is ever erased from it. [Store.NextSteps], [Store.UndoStep] and [Store.RedoStep] do so for
// whatever the user did last, wherever it was.
//
// What is too large for one entry ([Store.ImportAs], and undoing it) is staged in parts, which have no effect before the entry that names
// them; so it is one action too, whole or not at all.
//
// # Keys
//
// [Store.Protection] says what protects the data: a password, the system, or nothing. [Store.SetPassword] changes it.
//
// # What lies in the folder
//
// See docs/store.md. Keys of the database are parts joined by a NUL byte, the first being the kind of record. A value is one byte that names its
// layout, a checksum over key and content, the revision, and the content: canonical JSON for records, plain bytes for identities,
// settings and schemes. A record that fails its checksum, stands under a key that is not its own, or holds members that this program does
// not know is reported as damaged ([ErrDamaged]), never half read.
//
// A store of a newer format is refused ([ErrNewerFormat]) before anything in it is touched; one of an older format is migrated.
package storage
