//go:build e2e && profile

package main

import (
	"net/http"
	"net/http/pprof"
)

// profile lets the endpoint tell what memory and time are spent on.
func profile(mux *http.ServeMux) { mux.HandleFunc("GET /debug/pprof/", pprof.Index) }
