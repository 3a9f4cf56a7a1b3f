package main

import "os"

func environment(name string) string { return os.Getenv(name) }

// autoOpen reports whether reports are opened when they are made; ZHUNSHENG_OPEN=no switches it off, for machines without a reader.
func autoOpen() bool { return os.Getenv("ZHUNSHENG_OPEN") != "no" }
