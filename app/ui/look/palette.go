package look

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/scoring"
)

// The roles that the program adds to the toolkit's.
const (
	Surface     fyne.ThemeColorName = "zhunshengSurface"     // cards and tables, on the background
	Band        fyne.ThemeColorName = "zhunshengBand"        // heading rows of a table
	Muted       fyne.ThemeColorName = "zhunshengMuted"       // secondary text
	Line        fyne.ThemeColorName = "zhunshengLine"        // hairlines
	Accent      fyne.ThemeColorName = "zhunshengAccent"      // what is current
	AccentSoft  fyne.ThemeColorName = "zhunshengAccentSoft"  // ground of what is current
	Good        fyne.ThemeColorName = "zhunshengGood"        // done, reached, saved
	GoodSoft    fyne.ThemeColorName = "zhunshengGoodSoft"    //
	Caution     fyne.ThemeColorName = "zhunshengCaution"     // waits for something
	CautionSoft fyne.ThemeColorName = "zhunshengCautionSoft" //
	Bad         fyne.ThemeColorName = "zhunshengBad"         // wrong, refused
	BadSoft     fyne.ThemeColorName = "zhunshengBadSoft"     //
	Field       fyne.ThemeColorName = "zhunshengField"       // ground of a cell that can be typed into
	FieldLine   fyne.ThemeColorName = "zhunshengFieldLine"   //
	Track       fyne.ThemeColorName = "zhunshengTrack"       // the empty part of a meter
)

// None is the colour of what is not drawn. The toolkit's software painter does not take nil for it.
var None color.Color = color.Transparent

type palette map[fyne.ThemeColorName]color.Color

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

func rgba(hex uint32, alpha uint8) color.NRGBA {
	c := rgb(hex)
	c.A = alpha
	return c
}

// Text on its ground has a contrast of at least 4.5 to 1 in both palettes; a test computes it.
var lightPalette = palette{
	theme.ColorNameBackground:          rgb(0xF3F5F8),
	theme.ColorNameForeground:          rgb(0x1B2430),
	theme.ColorNamePrimary:             rgb(0x1F5FB8),
	theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF),
	theme.ColorNameButton:              rgb(0xE6EAF0),
	theme.ColorNameDisabledButton:      rgb(0xECEFF3),
	theme.ColorNameDisabled:            rgb(0x6C7785),
	theme.ColorNamePlaceHolder:         rgb(0x66717F),
	theme.ColorNameHover:               rgba(0x1B2430, 0x0E),
	theme.ColorNamePressed:             rgba(0x1B2430, 0x1C),
	theme.ColorNameFocus:               rgba(0x1F5FB8, 0x40),
	theme.ColorNameSelection:           rgba(0x1F5FB8, 0x38),
	theme.ColorNameInputBackground:     rgb(0xFFFFFF),
	theme.ColorNameInputBorder:         rgb(0xC4CCD7),
	theme.ColorNameMenuBackground:      rgb(0xFFFFFF),
	theme.ColorNameOverlayBackground:   rgb(0xFFFFFF),
	theme.ColorNameHeaderBackground:    rgb(0xF8FAFC),
	theme.ColorNameSeparator:           rgb(0xE1E6EC),
	theme.ColorNameShadow:              rgba(0x0B1524, 0x33),
	theme.ColorNameScrollBar:           rgba(0x1B2430, 0x55),
	theme.ColorNameScrollBarBackground: rgba(0x1B2430, 0x0A),
	theme.ColorNameHyperlink:           rgb(0x1F5FB8),
	theme.ColorNameError:               rgb(0xB3261E),
	theme.ColorNameForegroundOnError:   rgb(0xFFFFFF),
	theme.ColorNameSuccess:             rgb(0x14713F),
	theme.ColorNameForegroundOnSuccess: rgb(0xFFFFFF),
	theme.ColorNameWarning:             rgb(0x8A5A00),
	theme.ColorNameForegroundOnWarning: rgb(0xFFFFFF),

	Surface:     rgb(0xFFFFFF),
	Band:        rgb(0xF4F6F9),
	Muted:       rgb(0x5F6B7A),
	Line:        rgb(0xE4E8EE),
	Accent:      rgb(0x1F5FB8),
	AccentSoft:  rgb(0xE7F0FC),
	Good:        rgb(0x14713F),
	GoodSoft:    rgb(0xE2F4E9),
	Caution:     rgb(0x8A5A00),
	CautionSoft: rgb(0xFFF3D6),
	Bad:         rgb(0xB3261E),
	BadSoft:     rgb(0xFCE8E6),
	Field:       rgb(0xFFFFFF),
	FieldLine:   rgb(0xD3DAE3),
	Track:       rgb(0xE3E8EE),
}

var darkPalette = palette{
	theme.ColorNameBackground:          rgb(0x13171C),
	theme.ColorNameForeground:          rgb(0xE5E9EF),
	theme.ColorNamePrimary:             rgb(0x6EA4F4),
	theme.ColorNameForegroundOnPrimary: rgb(0x0B1726),
	theme.ColorNameButton:              rgb(0x2A323C),
	theme.ColorNameDisabledButton:      rgb(0x20262E),
	theme.ColorNameDisabled:            rgb(0x8792A1),
	theme.ColorNamePlaceHolder:         rgb(0x8F9AA9),
	theme.ColorNameHover:               rgba(0xFFFFFF, 0x12),
	theme.ColorNamePressed:             rgba(0xFFFFFF, 0x20),
	theme.ColorNameFocus:               rgba(0x6EA4F4, 0x50),
	theme.ColorNameSelection:           rgba(0x6EA4F4, 0x48),
	theme.ColorNameInputBackground:     rgb(0x161B21),
	theme.ColorNameInputBorder:         rgb(0x414C59),
	theme.ColorNameMenuBackground:      rgb(0x222931),
	theme.ColorNameOverlayBackground:   rgb(0x1F262E),
	theme.ColorNameHeaderBackground:    rgb(0x1E242B),
	theme.ColorNameSeparator:           rgb(0x2C343E),
	theme.ColorNameShadow:              rgba(0x000000, 0x80),
	theme.ColorNameScrollBar:           rgba(0xFFFFFF, 0x55),
	theme.ColorNameScrollBarBackground: rgba(0xFFFFFF, 0x0A),
	theme.ColorNameHyperlink:           rgb(0x6EA4F4),
	theme.ColorNameError:               rgb(0xFF8A80),
	theme.ColorNameForegroundOnError:   rgb(0x2A0905),
	theme.ColorNameSuccess:             rgb(0x63CB93),
	theme.ColorNameForegroundOnSuccess: rgb(0x06210F),
	theme.ColorNameWarning:             rgb(0xE8B54A),
	theme.ColorNameForegroundOnWarning: rgb(0x271A00),

	Surface:     rgb(0x1A2027),
	Band:        rgb(0x20272F),
	Muted:       rgb(0x9AA5B4),
	Line:        rgb(0x2B333D),
	Accent:      rgb(0x6EA4F4),
	AccentSoft:  rgb(0x1E3250),
	Good:        rgb(0x63CB93),
	GoodSoft:    rgb(0x17362A),
	Caution:     rgb(0xE8B54A),
	CautionSoft: rgb(0x3A2F14),
	Bad:         rgb(0xFF8A80),
	BadSoft:     rgb(0x45211F),
	Field:       rgb(0x141920),
	FieldLine:   rgb(0x38424E),
	Track:       rgb(0x2D3641),
}

// Tone is what a text or mark says by its colour.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Quiet
	Current
	Fine
	Warn
	Wrong
)

// Ink returns the role of text in a tone.
func (t Tone) Ink() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{theme.ColorNameForeground, Muted, Accent, Good, Caution, Bad}[t]
}

// Ground returns the role of a soft ground under text in a tone.
func (t Tone) Ground() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{Track, Track, AccentSoft, GoodSoft, CautionSoft, BadSoft}[t]
}

// Paint returns the colour of a role in the running program.
func Paint(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	return settings.Theme().Color(name, settings.ThemeVariant())
}

// Measure returns a size of the running program's theme.
func Measure(name fyne.ThemeSizeName) float32 { return fyne.CurrentApp().Settings().Theme().Size(name) }

// GradeTone shows how good a grade is by its rank in the scheme: the best, good ones, the last but one, the last.
func GradeTone(scheme *scoring.Scheme, grade string) Tone {
	rank := slices.IndexFunc(scheme.Grades, func(g scoring.GradeBound) bool { return g.Name == grade })
	switch {
	case rank < 0:
		return Plain
	case rank == 0:
		return Fine
	case rank == len(scheme.Grades)-1:
		return Wrong
	case rank == len(scheme.Grades)-2:
		return Warn
	}
	return Current
}
