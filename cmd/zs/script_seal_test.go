package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// drawSeal writes the image of a round seal on a transparent ground: seal FILE.
func drawSeal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: seal FILE")
	}
	const side = 300
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			dx, dy := 2*x-side, 2*y-side
			if d := dx*dx + dy*dy; d < side*side && d > side*side*85/100 || d < side*side/16 {
				picture.Set(x, y, color.NRGBA{R: 200, A: 220})
			}
		}
	}
	var out bytes.Buffer
	ts.Check(png.Encode(&out, picture))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o644))
}
