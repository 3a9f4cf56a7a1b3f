// Package year is the screen of a fiscal year: its evaluations in a list that can be searched, a few figures about all of them,
// and the way into one.
package year
