// Package look is how the window looks: one theme with embedded faces, a calm palette in light and dark, and sizes for dense tables
// that stay readable at 1366 by 768.
//
// Widgets never name a colour; they name a role ([Surface], [Muted], [Accent] …) and the theme answers for the variant in use, so a
// switch from light to dark needs nothing but a refresh.
package look
