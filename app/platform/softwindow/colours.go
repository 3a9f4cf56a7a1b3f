package softwindow

import "fyne.io/fyne/v2"

// settings are those of the application inside, but for what the system says about light and dark: the application looks at that only
// where its own windows are run.
type settings struct {
	fyne.Settings
	driver *driver
}

// ThemeVariant is light or dark, as the system has it now.
func (s settings) ThemeVariant() fyne.ThemeVariant {
	if s.driver.variant != nil {
		return *s.driver.variant
	}
	return s.Settings.ThemeVariant()
}

// Settings returns the settings of the application.
func (a *App) Settings() fyne.Settings { return settings{a.App.Settings(), a.driver} }

// ColoursChanged is called when the system has turned light or dark. Whoever listens to the settings is told, and everything is drawn anew.
func (w *Window) ColoursChanged(variant fyne.ThemeVariant) {
	d := w.driver
	if d.variant != nil && *d.variant == variant {
		return // every window is told
	}
	d.variant = &variant
	d.settings.SetTheme(d.settings.Theme())
}
