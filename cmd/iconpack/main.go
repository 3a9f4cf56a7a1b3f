// Command iconpack draws assets/icon.svg as assets/icon.png, 512 by 512 pixels:
//
//	go run ./cmd/iconpack -from assets/icon.svg -to assets/icon.png
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// side is the width and height of the PNG in pixels.
const side = 512

func main() {
	from := flag.String("from", "assets/icon.svg", "drawing to read")
	to := flag.String("to", "assets/icon.png", "picture to write")
	flag.Parse()
	if err := convert(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "iconpack:", err)
		os.Exit(1)
	}
}

func convert(from, to string) error {
	drawing, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	picture, err := render(drawing)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, picture, 0o644)
}

// render draws an SVG and returns it as a PNG.
func render(drawing []byte) ([]byte, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(drawing), oksvg.StrictErrorMode)
	if err != nil {
		return nil, err
	}
	icon.SetTarget(0, 0, side, side)
	canvas := image.NewRGBA(image.Rect(0, 0, side, side))
	scanner := rasterx.NewScannerGV(side, side, canvas, canvas.Bounds())
	icon.Draw(rasterx.NewDasher(side, side, scanner), 1)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, canvas); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
