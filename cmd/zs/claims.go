package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
)

// claimsOutput is what "zs claims --json" prints; docs/formats/claims-output.md describes it.
type claimsOutput struct {
	Format       string        `json:"format"`
	Claims       []claimOutput `json:"claims"`
	Confirmed    int           `json:"confirmed"`
	Contradicted int           `json:"contradicted"`
	Explain      int           `json:"explain"`
	NotCheckable int           `json:"notCheckable"`
}

// claimsOutputFormat is the value of its "format" member.
const claimsOutputFormat = "zhunsheng/claims/1"

type claimOutput struct {
	claim.Claim
	Line   int `json:"line"`   // of the text, from 1
	Column int `json:"column"` // in characters, from 1
}

// longestText is how much prose is read at once.
const longestText = 16 << 20

// claims recomputes what a text derives from its own figures: zs claims TEXTFILE [--json]; "-" is standard input. The answer is no
// where a claim is contradicted.
func (t *tool) claims(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("claims", pflag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("claims", flags, args, 1)
	if err != nil {
		return err
	}
	text, err := t.readText(operands[0])
	if err != nil {
		return err
	}
	out := newClaimsOutput(text)
	if *asJSON {
		err = t.writeJSON(out)
	} else {
		t.printClaims(out)
	}
	if err == nil && out.Contradicted > 0 {
		return errNo
	}
	return err
}

// readText reads prose in UTF-8, without the byte order mark that Windows editors write.
func (t *tool) readText(path string) (string, error) {
	var data []byte
	var err error
	if path == "-" {
		if data, err = io.ReadAll(io.LimitReader(t.stdin, longestText+1)); err == nil && len(data) > longestText {
			err = &app.TooLargeError{Path: path, Bytes: int64(len(data)), Most: longestText}
		}
	} else {
		data, err = app.ReadFile(path, longestText)
	}
	if err != nil {
		return "", err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		at := 0
		for at < len(data) {
			r, size := utf8.DecodeRune(data[at:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			at += size
		}
		return "", &app.FileError{Path: path, Err: &scoring.InputError{
			Document: "text", Fault: "not-utf8", Line: 1 + bytes.Count(data[:at], []byte("\n")), Found: fmt.Sprintf("0x%02x", data[at]), Allowed: "UTF-8",
		}}
	}
	return string(data), nil
}

func newClaimsOutput(text string) claimsOutput {
	out := claimsOutput{Format: claimsOutputFormat, Claims: []claimOutput{}}
	line, column, at := 1, 1, 0 // claims come in the order of the text
	for _, c := range claim.Check(text, nil) {
		for _, r := range text[at:max(at, c.Place.Start)] {
			if column++; r == '\n' {
				line, column = line+1, 1
			}
		}
		at = max(at, c.Place.Start)
		out.Claims = append(out.Claims, claimOutput{Claim: c, Line: line, Column: column})
		switch c.Verdict {
		case claim.Confirmed:
			out.Confirmed++
		case claim.Contradicted:
			out.Contradicted++
		case claim.Explain:
			out.Explain++
		default:
			out.NotCheckable++
		}
	}
	return out
}

func (t *tool) printClaims(out claimsOutput) {
	t.say("cli.claims.head", map[string]string{
		"count": fmt.Sprint(len(out.Claims)), "confirmed": fmt.Sprint(out.Confirmed), "contradicted": fmt.Sprint(out.Contradicted),
		"explain": fmt.Sprint(out.Explain), "open": fmt.Sprint(out.NotCheckable),
	})
	for i := range out.Claims {
		c := &out.Claims[i]
		write(t.stdout, fmt.Sprintf("  %d:%d  %s  %s  %s\n", c.Line, c.Column, t.words.Text("claim.verdict."+string(c.Verdict), nil),
			t.words.Text("claim.kind."+string(c.Kind), nil), oneLine(c.Text)))
		if c.Formula != "" {
			write(t.stdout, "        ", c.Formula, "\n")
		}
		note := t.words.Text("claim.reason."+string(c.Reason), nil)
		if c.Verdict == claim.Contradicted && c.Right != "" {
			note += t.words.Text("claim.right", map[string]string{"right": c.Right + c.Stated.Unit})
		}
		write(t.stdout, "        ", note, "\n")
	}
}

// oneLine shows a passage that may run over lines.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
