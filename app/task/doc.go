// Package task runs work in the background and brings its results back to the goroutine that owns the window.
//
// # Why
//
// Nothing may block the window for more than a few milliseconds, and only the window's goroutine may touch what it shows. A
// [Runner] knows how to get there (it is handed a post function); [Run] starts work and delivers its result through it.
//
// # Rules it keeps
//
//   - Every piece of work that can be begun anew belongs to a [Slot]. Starting new work in a slot cancels the old one, and a result of the old one that
//     arrives late is dropped: an older result never overwrites a newer one.
//   - Work that must not get lost, such as saving an edit, is handed in at a [Line] by [Queue] instead: it is done in order, and nothing
//     cancels it. Who leaves a page waits for its line ([Line.Wait]).
//   - Work reports progress by bumping counters in a [Progress]; how often a window looks at them is the window's business
//     ([Runner.Watch]), not the work's.
//   - Work that panics ends as a [PanicError], not as a dead process.
//   - [Runner.Close] cancels everything in slots and waits until all work has returned.
package task
