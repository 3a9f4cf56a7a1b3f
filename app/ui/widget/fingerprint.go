package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/look"
)

// Fingerprint shows a fingerprint of sixteen groups in four lines, to be read out over the telephone.
func Fingerprint(fingerprint string) fyne.CanvasObject {
	const inLine = 4
	groups := strings.Fields(fingerprint)
	lines := container.NewVBox()
	for len(groups) > 0 {
		n := min(inLine, len(groups))
		line := NewText(strings.Join(groups[:n], "   "))
		line.Bold, line.TextSize, line.Align = true, theme.SizeNameSubHeadingText, fyne.TextAlignCenter
		lines.Add(line)
		groups = groups[n:]
	}
	panel := NewPanel(lines, 10)
	panel.Ground = look.Band
	return panel
}
