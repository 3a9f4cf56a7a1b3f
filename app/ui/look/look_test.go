package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestEveryRoleOfTheToolkitHasAColour(t *testing.T) {
	for _, mode := range Modes() {
		test.AssertAllColorNamesDefined(t, NewTheme(mode, nil, nil), string(mode))
	}
}

func TestContrastPaletteKnowsEveryRole(t *testing.T) {
	for name := range lightPalette {
		if _, ok := contrastPalette[name]; !ok {
			t.Errorf("%s is missing in the palette of high contrast", name)
		}
	}
}

func TestBothPalettesKnowTheSameRoles(t *testing.T) {
	for name := range lightPalette {
		if _, ok := darkPalette[name]; !ok {
			t.Errorf("%s is missing in the dark palette", name)
		}
	}
	for name := range darkPalette {
		if _, ok := lightPalette[name]; !ok {
			t.Errorf("%s is missing in the light palette", name)
		}
	}
}

func TestTextIsReadableOnItsGround(t *testing.T) {
	pairs := [][2]fyne.ThemeColorName{
		{theme.ColorNameForeground, theme.ColorNameBackground},
		{theme.ColorNameForeground, Surface},
		{theme.ColorNameForeground, Band},
		{theme.ColorNameForeground, AccentSoft},
		{theme.ColorNameForeground, theme.ColorNameButton},
		{theme.ColorNameForeground, theme.ColorNameHeaderBackground},
		{Muted, theme.ColorNameBackground},
		{Muted, Surface},
		{Muted, Band},
		{Muted, AccentSoft},
		{Muted, theme.ColorNameHeaderBackground},
		{Accent, Surface},
		{Accent, AccentSoft},
		{Good, GoodSoft},
		{Good, Surface},
		{Good, AccentSoft},
		{Caution, CautionSoft},
		{Caution, Surface},
		{Bad, BadSoft},
		{Bad, Surface},
		{Bad, AccentSoft},
		{Caution, AccentSoft},
		{Accent, theme.ColorNameBackground},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
	}
	for name, p := range map[string]palette{"light": lightPalette, "dark": darkPalette, "contrast": contrastPalette} {
		enough := 4.5
		if name == "contrast" {
			enough = 7
		}
		for _, pair := range pairs {
			if got := contrast(p[pair[0]], p[pair[1]]); got < enough {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want at least %.1f", name, pair[0], pair[1], got, enough)
			}
		}
	}
}

func contrast(a, b color.Color) float64 {
	high, low := luminance(a), luminance(b)
	return (max(high, low) + 0.05) / (min(high, low) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func TestModeDecidesTheVariant(t *testing.T) {
	dark := NewTheme(Dark, nil, nil)
	if got := dark.Color(Surface, theme.VariantLight); got != darkPalette[Surface] {
		t.Errorf("the dark theme shows %v on a light system", got)
	}
	if got := NewTheme(FollowSystem, nil, nil).Color(Surface, theme.VariantLight); got != lightPalette[Surface] {
		t.Errorf("the following theme shows %v on a light system", got)
	}
}

func TestBoldTextUsesTheBoldFace(t *testing.T) {
	th := NewTheme(Light, NewFace("r", nil), NewFace("b", nil))
	if th.Font(fyne.TextStyle{Bold: true}) != th.bold || th.Font(fyne.TextStyle{Monospace: true}) != th.regular {
		t.Error("wrong face for a style")
	}
}

func TestAFaceIsMadeWhenItIsAskedFor(t *testing.T) {
	made := 0
	face := NewFace("f", func() []byte { made++; return []byte{byte(made)} })
	if made != 0 {
		t.Error("made before it was asked for")
	}
	for range 2 {
		if got := face.Content(); got[0] != 1 || face.Name() != "f" {
			t.Errorf("content %v of %q", got, face.Name())
		}
	}
	face.Forget()
	if got := face.Content(); got[0] != 2 {
		t.Errorf("content %v after it was forgotten", got)
	}
}
