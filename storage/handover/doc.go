// Package handover moves evaluations between stores by bundle: it makes bundles, shows what one would change, merges it in, and takes
// it back.
//
// # Versions
//
// Beside each document the store keeps a note: the document's fields with who changed them when (package merge), and a version vector.
// Users' edits need not know of it: an [Exchange] notices them by the document's revision when it next hands something over or takes
// something in, and counts them as one edit of this device. Documents that the store has no place of its own for (schemes that came
// along, panel forms, reviews) live in their note alone.
//
// # Importing
//
// [Exchange.Preview] compares the manifest with the notes and reads no record. [Exchange.Check] reads and merges everything without
// writing. [Exchange.Import] does both, stores the evidence, and then applies the records in a few changes of the store, each of which
// is whole or absent. What is under way is written down first: after a kill or a full disk [Exchange.Pending] tells so, and
// [Exchange.Import] of the same bundle goes on, or [Exchange.Undo] takes back what was applied. Until then nothing else is imported or
// handed over, so nobody gets half an import.
//
// Importing twice, or an older bundle after a newer one, changes nothing. Different orders of arrival end in the same state.
//
// # Submitted and signed evaluations
//
// An evaluation that was submitted, reviewed or signed is changed only by a bundle with a trusted signature whose version has seen all
// edits made here: somebody who knew the state decided. Everything else is held back and named ([Locked]).
package handover
