package uitest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/widget"
)

// Structure compares what is visible of an object with testdata/<name>.txt: type, text and place of every control and text, one a
// line, indented by depth; parts of controls that draw themselves are listed under them. With UPDATE_STRUCTURE=yes in the environment
// the file is written instead.
func Structure(t testing.TB, o fyne.CanvasObject, name string) {
	t.Helper()
	var b strings.Builder
	describe(&b, o, 0)
	path := filepath.Join("testdata", name+".txt")
	if os.Getenv("UPDATE_STRUCTURE") == "yes" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, expected := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(expected)) {
		a, z := line(got, i), line(expected, i)
		if a != z {
			t.Errorf("%s, line %d:\n  is   %s\n  want %s", path, i+1, a, z)
			return
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// describe writes an object and what is in it. Containers and grounds are passed over: they are how a screen is built, not what it is.
func describe(b *strings.Builder, o fyne.CanvasObject, depth int) {
	if o == nil || !o.Visible() {
		return
	}
	inner := depth
	if text, ok := content(o); ok {
		pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		fmt.Fprintf(b, "%s%s %q at %.0f,%.0f %.0fx%.0f\n", strings.Repeat("  ", depth), strings.TrimPrefix(fmt.Sprintf("%T", o), "*"), text,
			pos.X, pos.Y, o.Size().Width, o.Size().Height)
		inner++
	}
	if parted, ok := o.(widget.Parted); ok {
		for _, p := range parted.Parts() {
			fmt.Fprintf(b, "%s%s %q (%s)\n", strings.Repeat("  ", inner), p.Name, p.Text, p.At)
		}
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			describe(b, child, inner)
		}
	case *widget.Text, *widget.Button, *widget.Entry, *widget.Label:
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			describe(b, child, inner)
		}
	}
}

// content returns what an object says; ok is false for objects that are only how a screen is built.
func content(o fyne.CanvasObject) (text string, ok bool) {
	switch o := o.(type) {
	case *widget.Text:
		return o.Say(), true
	case *widget.Button:
		return o.Text, true
	case *widget.Entry:
		return o.Text, true
	case *widget.Label:
		return o.Text, true
	case *widget.Meter:
		return fmt.Sprintf("%.0f%%", 100*o.Fill), true
	case *widget.Portions:
		var parts []string
		for _, p := range o.Portions() {
			parts = append(parts, p.Label)
		}
		return strings.Join(parts, " "), true
	case widget.Parted:
		return "", true
	}
	return "", false
}
