// Package settings is the screen of what stays the same from one evaluation to the next: the unit, the identities that sign, whom the
// user trusts, how the window looks, typefaces of reports, backup, and where the data lie.
//
// The sections stand in a list at the left. Whatever is changed applies at once; there is no button to save. What matters to the data is
// kept in the store, how the window looks in the window's own settings.
package settings
