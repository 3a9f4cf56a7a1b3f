package sign

import (
	"errors"
	"fmt"
	"image"

	"zhunsheng/app/pdf"
)

// Limits of the image of a seal; a seal of 42 mm at 600 dots an inch has 992 pixels a side.
const (
	maxSealFile = 8 << 20
	maxSealSide = 4096
)

// ErrSeal means an image that cannot serve as a seal.
var ErrSeal = errors.New("no usable image of a seal")

// sealed draws the image of a seal beside another appearance.
type sealed struct {
	inner Appearance
	image image.Image
}

// WithSeal returns an appearance that keeps the right end of the field for the image of a seal (PNG or JPEG) and gives what is left
// to inner, so that the seal covers no text. A rejection gets no seal. The image is only a picture: it proves nothing, the signature
// does. Errors wrap [ErrSeal].
func WithSeal(inner Appearance, file []byte) (Appearance, error) {
	decoded, err := DecodeSeal(file)
	if err != nil {
		return nil, err
	}
	return &sealed{inner, decoded}, nil
}

// DecodeSeal reads the image of a seal (PNG or JPEG) of at most 8 MiB and 4096 pixels a side. The error wraps [ErrSeal].
func DecodeSeal(file []byte) (image.Image, error) {
	if len(file) > maxSealFile {
		return nil, fmt.Errorf("%w: %d bytes, allowed %d", ErrSeal, len(file), maxSealFile)
	}
	decoded, err := pdf.DecodeImage(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	if size := decoded.Bounds().Size(); size.X > maxSealSide || size.Y > maxSealSide || size.X == 0 || size.Y == 0 {
		return nil, fmt.Errorf("%w: %d by %d pixels, allowed 1 to %d", ErrSeal, size.X, size.Y, maxSealSide)
	}
	return decoded, nil
}

// Draw implements [Appearance].
func (s *sealed) Draw(body *pdf.Body, stamp Stamp) (*pdf.Form, error) {
	if stamp.Rejected {
		return s.inner.Draw(body, stamp)
	}
	const margin = 2.0
	side := min(stamp.Height, stamp.Width/2)
	whole := body.NewForm(pdf.Rect{X1: stamp.Width, Y1: stamp.Height})
	left := stamp.Width - side
	text := stamp
	text.Width = left
	form, err := s.inner.Draw(body, text)
	if err != nil {
		return nil, err
	}
	whole.Content.DrawForm(form, pdf.Translate(0, 0))
	picture := body.AddImage(s.image)
	scale := (side - 2*margin) / float64(max(picture.Width, picture.Height))
	if scale <= 0 {
		return whole, nil
	}
	width, height := scale*float64(picture.Width), scale*float64(picture.Height)
	whole.Content.DrawImage(picture, left+(side-width)/2, (stamp.Height-height)/2, width, height)
	return whole, nil
}
