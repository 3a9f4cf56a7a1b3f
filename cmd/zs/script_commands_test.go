package main

import (
	"bytes"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// editFile replaces a text that must occur: edit FILE OLD NEW.
func editFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not contain %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o644))
}

// flipByte flips one bit at a percentage of a file's length: flip FILE OUT PERCENT.
func flipByte(ts *testscript.TestScript, neg bool, args []string) {
	data := input(ts, neg, args, 3)
	data[percent(ts, data, args[2])] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
}

// cutFile keeps a percentage of a file: cut FILE OUT PERCENT.
func cutFile(ts *testscript.TestScript, neg bool, args []string) {
	data := input(ts, neg, args, 3)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data[:percent(ts, data, args[2])], 0o644))
}

// appendFile appends the text of one file to another: append FILE OUT TAIL.
func appendFile(ts *testscript.TestScript, neg bool, args []string) {
	data := input(ts, neg, args, 3)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), append(data, ts.ReadFile(args[2])...), 0o644))
}

// fillFile writes a file of so many megabytes of text: fill FILE MEGABYTES.
func fillFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fill FILE MEGABYTES")
	}
	megabytes, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("准绳 "), megabytes<<20/7), 0o644))
}

func input(ts *testscript.TestScript, neg bool, args []string, want int) []byte {
	if neg || len(args) != want {
		ts.Fatalf("wrong use: %v", args)
	}
	return []byte(ts.ReadFile(args[0]))
}

func percent(ts *testscript.TestScript, data []byte, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return len(data) * n / 100
}
