package platform

import (
	"encoding/binary"
	"image"
	"image/color"
)

// dibOf returns a picture as the clipboard of Windows wants it: a BITMAPINFOHEADER and rows of 32-bit pixels, the lowest first. What is
// transparent becomes white, because many programs do not look at transparency.
func dibOf(picture image.Image) []byte {
	const header = 40
	size := picture.Bounds().Size()
	data := make([]byte, header, header+4*size.X*size.Y)
	binary.LittleEndian.PutUint32(data[0:], header)
	binary.LittleEndian.PutUint32(data[4:], uint32(size.X))
	binary.LittleEndian.PutUint32(data[8:], uint32(size.Y))
	binary.LittleEndian.PutUint16(data[12:], 1)  // planes
	binary.LittleEndian.PutUint16(data[14:], 32) // bits a pixel
	binary.LittleEndian.PutUint32(data[20:], uint32(4*size.X*size.Y))
	min := picture.Bounds().Min
	for y := size.Y - 1; y >= 0; y-- {
		for x := range size.X {
			c := color.NRGBAModel.Convert(picture.At(min.X+x, min.Y+y)).(color.NRGBA)
			data = append(data, overWhite(c.B, c.A), overWhite(c.G, c.A), overWhite(c.R, c.A), 0xFF)
		}
	}
	return data
}

func overWhite(value, alpha uint8) uint8 {
	return uint8((int(value)*int(alpha) + 255*(255-int(alpha)) + 127) / 255)
}
