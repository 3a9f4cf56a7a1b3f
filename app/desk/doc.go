// Package desk is what the desktop works on: a store, the schemes and the local identity, joined into what a window asks for.
//
// [Desk] lists years and evaluations, opens one with its scheme, saves it, begins new ones (blank,
// by a scheme's headings, from last year, from files), deletes, loads the example, and exports the signed report. It has
// no widgets; every method may be called from any goroutine and returns only when what it did is on disk.
package desk
