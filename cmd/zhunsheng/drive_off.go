//go:build !e2e

package main

// drive does nothing: only builds for end-to-end tests can be driven from outside.
func drive(*program) {}
