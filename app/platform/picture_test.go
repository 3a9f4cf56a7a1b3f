package platform

import (
	"encoding/binary"
	"image"
	"image/color"
	"testing"
)

func TestPictureAsTheClipboardWantsIt(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(5, 5, 7, 6))
	picture.Set(5, 5, color.NRGBA{R: 10, G: 20, B: 30, A: 255})
	picture.Set(6, 5, color.NRGBA{R: 0, G: 0, B: 0, A: 0})
	data := dibOf(picture)
	if len(data) != 48 || binary.LittleEndian.Uint32(data[4:]) != 2 || binary.LittleEndian.Uint32(data[8:]) != 1 || data[14] != 32 {
		t.Fatalf("header % x", data[:40])
	}
	if got := [8]byte(data[40:]); got != [8]byte{30, 20, 10, 255, 255, 255, 255, 255} {
		t.Errorf("pixels % x", got)
	}
	tall := image.NewGray(image.Rect(0, 0, 1, 2))
	tall.SetGray(0, 1, color.Gray{Y: 9})
	if data := dibOf(tall); data[40] != 9 || data[44] != 0 {
		t.Errorf("rows % x: the lowest comes first", data[40:])
	}
}
