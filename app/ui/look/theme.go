package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says which variant is shown.
type Mode string

// The modes.
const (
	FollowSystem Mode = "system"
	Light        Mode = "light"
	Dark         Mode = "dark"
	Contrast     Mode = "contrast" // black on white, all lines drawn
)

// Modes lists the modes in the order in which they are offered.
func Modes() []Mode { return []Mode{FollowSystem, Light, Dark, Contrast} }

// Theme is the program's theme.
type Theme struct {
	mode          Mode
	regular, bold *Face
	base          fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns a theme that draws all text in two faces.
func NewTheme(mode Mode, regular, bold *Face) *Theme {
	return &Theme{mode: mode, regular: regular, bold: bold, base: theme.DefaultTheme()}
}

// Mode returns the mode the theme was made for.
func (t *Theme) Mode() Mode { return t.mode }

// Color returns the colour of a role in the variant that the mode or the system asks for.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.mode {
	case Light, Contrast:
		variant = theme.VariantLight
	case Dark:
		variant = theme.VariantDark
	}
	palette := &lightPalette
	if variant == theme.VariantDark {
		palette = &darkPalette
	}
	if t.mode == Contrast {
		palette = &contrastPalette
	}
	if c, ok := (*palette)[name]; ok {
		return c
	}
	return t.base.Color(name, variant)
}

// Font returns the bold face for bold text and the regular one for all else: the faces have no slanted forms, and their figures are
// all of one width.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return t.base.Font(style)
	case style.Bold:
		return t.bold
	}
	return t.regular
}

// Icon returns the toolkit's icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size returns sizes in device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := sizes[name]; ok {
		return size
	}
	return t.base.Size(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               14,
	theme.SizeNameCaptionText:        12,
	theme.SizeNameSubHeadingText:     16,
	theme.SizeNameHeadingText:        20,
	SizeDisplay:                      34,
	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       5,
	theme.SizeNameLineSpacing:        4,
	theme.SizeNameInlineIcon:         18,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     5,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        5,
	theme.SizeNameButtonRadius:       5,
	theme.SizeNameCardRadius:         8,
	theme.SizeNameDialogRadius:       10,
	theme.SizeNamePopupRadius:        8,
	theme.SizeNameMenuRadius:         8,
	theme.SizeNameSelectionRadius:    4,
	theme.SizeNameModalBlurRadius:    0,
}

// SizeDisplay is the size of the one large figure of a screen.
const SizeDisplay fyne.ThemeSizeName = "zhunshengDisplay"
