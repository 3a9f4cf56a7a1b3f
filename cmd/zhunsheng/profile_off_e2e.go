//go:build e2e && !profile

package main

import "net/http"

// profile does nothing: a program that can tell what its memory is spent on keeps books of it.
func profile(*http.ServeMux) {}
