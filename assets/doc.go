// Package assets is data only: what the program carries inside itself. This
// package holds the icon; the packages below it hold the fonts and the other
// kinds of data, each with accessors that say what the bytes are.
package assets
