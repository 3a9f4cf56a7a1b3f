package assets

import _ "embed"

// Icon sources. icon.svg is drawn by hand, icon.png is made from it.
var (
	//go:embed icon.png
	iconPNG []byte
	//go:embed icon.svg
	iconSVG []byte
)

// IconPNG returns the program's icon, 512 by 512 pixels, as a PNG with
// transparency. The bytes must not be changed.
func IconPNG() []byte { return iconPNG }

// IconSVG returns the program's icon as an SVG drawing. The bytes must not be
// changed.
func IconSVG() []byte { return iconSVG }
