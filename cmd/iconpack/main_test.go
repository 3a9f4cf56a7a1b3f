package main

import (
	"bytes"
	"image/png"
	"os"
	"testing"

	"zhunsheng/assets"
)

// The committed picture is the committed drawing.
func TestPictureIsUpToDate(t *testing.T) {
	drawing, err := os.ReadFile("../../assets/icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	got, err := render(drawing)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := png.Decode(bytes.NewReader(assets.IconPNG()))
	if err != nil {
		t.Fatal(err)
	}
	if kept.Bounds() != drawn.Bounds() || kept.Bounds().Dx() != side {
		t.Fatalf("icon.png is %v, the drawing gives %v", kept.Bounds(), drawn.Bounds())
	}
	for y := range side {
		for x := range side {
			if kept.At(x, y) != drawn.At(x, y) {
				t.Fatalf("icon.png differs from icon.svg at %d,%d: run go run ./cmd/iconpack", x, y)
			}
		}
	}
}

func TestRenderRefusesWhatIsNoDrawing(t *testing.T) {
	if _, err := render([]byte("<svg")); err == nil {
		t.Error("half a tag was drawn")
	}
}
