package assets

import _ "embed"

// iconPNG is made from icon.svg, which is drawn by hand, by the command iconpack.
//
//go:embed icon.png
var iconPNG []byte

// IconPNG returns the program's icon, 512 by 512 pixels, as a PNG with
// transparency. The bytes must not be changed.
func IconPNG() []byte { return iconPNG }
