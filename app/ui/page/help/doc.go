// Package help is the screen of the help pages: a list of contents that can be searched, and the page beside it. The pages are files that
// come with the program, so that help needs no network.
package help
