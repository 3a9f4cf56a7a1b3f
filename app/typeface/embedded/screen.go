package embedded

import (
	"zhunsheng/app/typeface"
	"zhunsheng/assets/fonts"
)

// ScreenRegular makes the face of the window: that of [Faces.SansRegular], with PostScript outlines, see [typeface.Face.PostScript]. It
// takes some 50 ms and is made anew at every call. It is nil if the program's own data is damaged.
func ScreenRegular() []byte { return forScreen(fonts.PassingSansRegular()) }

// ScreenBold makes the bold face of the window, as [ScreenRegular] makes the regular one.
func ScreenBold() []byte { return forScreen(fonts.PassingSansBold()) }

func forScreen(data []byte) []byte {
	face, err := typeface.Parse(data)
	if err != nil {
		return nil
	}
	return face.PostScript()
}
