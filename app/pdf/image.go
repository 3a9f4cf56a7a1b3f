package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// maxPixels bounds the size of an image.
const maxPixels = 64 << 20

// Image is an embedded image; its size is in pixels.
type Image struct {
	Ref           Ref
	Width, Height int
}

// AddImage embeds an image as 8-bit RGB, with a soft mask when any pixel is not opaque. Interlaced, 16-bit and palette images
// need no care. The error of the final call wraps [ErrImage] for an empty image or more than 64 Mi pixels.
func (b *Body) AddImage(src image.Image) Image {
	size := src.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 || size.X > maxPixels/size.Y {
		b.fail(fmt.Errorf("%w: %d x %d pixels", ErrImage, size.X, size.Y))
		return Image{}
	}
	rgb, alpha := planes(src, size)
	d := imageDict(size, "DeviceRGB")
	if alpha != nil {
		d["SMask"] = b.AddStream(imageDict(size, "DeviceGray"), alpha)
	}
	return Image{Ref: b.AddStream(d, rgb), Width: size.X, Height: size.Y}
}

func imageDict(size image.Point, space Name) Dict {
	return Dict{
		"Type": Name("XObject"), "Subtype": Name("Image"), "Width": Int(size.X), "Height": Int(size.Y),
		"ColorSpace": space, "BitsPerComponent": Int(8),
	}
}

// planes splits an image into its colours and, unless it is opaque, its alpha. Colours are not multiplied by alpha.
func planes(src image.Image, size image.Point) (rgb, alpha []byte) {
	n := asNRGBA(src, size)
	rgb = make([]byte, 0, 3*size.X*size.Y)
	alpha = make([]byte, 0, size.X*size.Y)
	opaque := true
	for y := range size.Y {
		row := n.Pix[y*n.Stride : y*n.Stride+4*size.X]
		for x := 0; x < len(row); x += 4 {
			rgb = append(rgb, row[x], row[x+1], row[x+2])
			alpha = append(alpha, row[x+3])
			opaque = opaque && row[x+3] == 255
		}
	}
	if opaque {
		return rgb, nil
	}
	return rgb, alpha
}

func asNRGBA(src image.Image, size image.Point) *image.NRGBA {
	if n, ok := src.(*image.NRGBA); ok {
		return n
	}
	n := image.NewNRGBA(image.Rectangle{Max: size})
	if opaque, ok := src.(interface{ Opaque() bool }); ok && opaque.Opaque() {
		draw.Draw(n, n.Rect, src, src.Bounds().Min, draw.Src)
		return n
	}
	// draw.Draw multiplies by alpha and back, which loses the colours of faint pixels.
	origin := src.Bounds().Min
	for y := range size.Y {
		for x := range size.X {
			n.SetNRGBA(x, y, color.NRGBAModel.Convert(src.At(origin.X+x, origin.Y+y)).(color.NRGBA))
		}
	}
	return n
}

// DecodeImage decodes a PNG or JPEG file, refusing more than 64 Mi pixels before any memory is spent on them.
// The error wraps [ErrImage].
func DecodeImage(data []byte) (image.Image, error) {
	readConfig, read := png.DecodeConfig, png.Decode
	if bytes.HasPrefix(data, []byte("\xff\xd8")) {
		readConfig, read = jpeg.DecodeConfig, jpeg.Decode
	}
	config, err := readConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: neither a PNG nor a JPEG: %w", ErrImage, err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, fmt.Errorf("%w: %d x %d pixels", ErrImage, config.Width, config.Height)
	}
	decoded, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrImage, err)
	}
	return decoded, nil
}
