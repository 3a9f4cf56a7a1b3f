// Package edit is how one evaluation is worked on: every change at once scored, undoable and on its way to the store.
//
// # How it works
//
// A [Session] holds the evaluation as an immutable snapshot together with its scorecard and findings. A [Change] makes a new
// snapshot from a copy; the old one stays on the undo list. Scoring takes well under a millisecond, so it happens in
// [Session.Apply] itself; saving happens in the background, one snapshot at a time, the newest wins, and [Session.SaveState] says
// "saved" only after the store has confirmed the snapshot that is being looked at.
//
// # What it refuses
//
// A change that a rule forbids (points outside the chosen tier, an amount that is no number) is refused as a whole with a
// [Refusal] that names a sentence for the user; the session is then as it was before. Of what was pasted, filled in or cleared in a table at
// once, [Session.ApplyBlock] takes what can be taken as one step, and keeps the rest as drafts.
//
// # Goroutines
//
// A session belongs to one goroutine, the window's. Only the [Keeper] is called elsewhere.
package edit
