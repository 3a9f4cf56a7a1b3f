// Package merge reconciles copies of a record that were edited apart, on devices that only exchange files.
//
// # What a record is
//
// A [Record] is a JSON document taken apart into fields, each a register that says who gave it its value and when, together with a
// version vector ([Vector]) that says which edits the copy has seen. A [Shape] tells where the fields lie: members of the document,
// members of some of its objects, and elements of lists that have a key of their own, such as an indicator's id. What lies deeper is
// one value.
//
// # What merging does
//
// [Merge] compares field by field. A value that the other copy has seen and replaced gives way; a value that the other copy has not
// seen stays. Where two edits knew nothing of each other both values stay, with author, time and what they replaced: a [Conflict],
// until somebody decides ([Record.Decide]). Deleting a record or an element of a list against an edit inside it is such a conflict,
// too; until it is decided what was edited is shown.
//
// Merging is commutative, associative and idempotent, so the order in which files arrive, and how often, does not matter: copies that
// have seen the same edits are equal.
//
// # What is shown
//
// [Record.View] composes the document. Of several values of a field it shows the one given last, by the clocks of the devices, and
// lists the conflict beside it; every device shows the same.
//
// The package knows no clock, no file and no store.
package merge
