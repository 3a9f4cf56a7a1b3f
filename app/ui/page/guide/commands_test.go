package guide

import (
	"errors"
	"image"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// buttons collects what is said by the visible buttons below an object: labels and tips.
func buttons(o fyne.CanvasObject, into *[]string) {
	if !o.Visible() {
		return
	}
	if b, ok := o.(*widget.Button); ok {
		*into = append(*into, b.Text+" "+b.Tip)
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			buttons(child, into)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			buttons(child, into)
		}
	}
}

// TestEveryCommandHasAVisibleButton looks for each command's shortcut in the labels and tips of buttons. Steps and panes are lists of their
// own, the mode of the indicators is a choice.
func TestEveryCommandHasAVisibleButton(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) { e.Answers = nil })
	var said []string
	look := func() { buttons(r.page.Content(), &said) }
	for _, step := range edit.Steps() {
		r.page.Go(edit.Place{Step: step}, true)
		look()
	}
	r.page.Go(edit.Place{Step: edit.Indicators}, true)
	r.Run(t, "structure")
	look()
	r.Run(t, "structure")
	r.Run(t, "pane.evidence")
	look()
	r.page.Go(edit.Place{Step: edit.Checks}, true)
	r.checks().selectFinding(t, "C1 ")
	r.checks().jump.OnTapped()
	look()
	r.page.Content().Resize(fyne.NewSize(900, 500)) // where there is no room for the side
	look()
	for _, c := range r.page.Commands() {
		if strings.HasPrefix(c.ID, "step.") || strings.HasPrefix(c.ID, "pane.") ||
			slices.Contains([]string{"structure", "export", "checks.trial", "indicator.copy", "indicator.table", "indicator.picture"}, c.ID) {
			continue // lists of steps and panes, choices, and the menu of the button that copies
		}
		if c.Keys.IsZero() || !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, c.Keys.String()) }) {
			t.Errorf("%s (%s) has no visible button that names its shortcut", c.ID, c.Keys)
		}
	}
}

// TestShortcutsAreDistinct pins that no two commands share a shortcut.
func TestShortcutsAreDistinct(t *testing.T) {
	r := enter(t, edit.Indicators)
	seen := map[string]string{}
	for _, c := range r.page.Commands() {
		if other, taken := seen[c.Keys.String()]; taken {
			t.Errorf("%s and %s are both %s", other, c.ID, c.Keys)
		}
		seen[c.Keys.String()] = c.ID
	}
}

func TestTableIsCopiedAsTextAndAsPicture(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.Run(t, "indicator.table")
	lines := strings.Split(r.Copied, "\n")
	if len(lines) != len(r.indicators().grid.Rows())+1 || !strings.HasPrefix(lines[0], "三级指标\t年度指标值\t") {
		t.Errorf("copied %d lines, the first %q", len(lines), lines[0])
	}
	var got image.Image
	r.page.needs.CopyPicture = func(m image.Image) error { got = m; return nil }
	r.Run(t, "indicator.picture")
	r.until(func() bool { return len(r.Toasts) == 2 })
	if got == nil || got.Bounds().Dx() < 800 || got.Bounds().Dy() < 1500 {
		t.Error("no picture of the table")
	}
	r.page.needs.CopyPicture = func(image.Image) error { return errors.ErrUnsupported }
	r.Run(t, "indicator.picture")
	r.until(func() bool { return r.page.notice.button.Visible() })
	r.page.notice.button.OnTapped()
	if len(r.Opened) != 1 || !strings.HasSuffix(r.Opened[0], "指标完成情况.png") {
		t.Fatalf("opened %q", r.Opened)
	}
	if info, err := os.Stat(r.Opened[0]); err != nil || info.Size() < 10_000 {
		t.Errorf("the file: %v", err)
	}
	r.page.needs.CopyPicture = func(image.Image) error { return errors.New("held by another program") }
	r.Run(t, "indicator.picture")
	r.until(func() bool { return len(r.Failed) == 1 })
}

func TestNarrowWindowOffersWhatTheSideDoes(t *testing.T) {
	r := enterWith(t, edit.Basics, func(e *scoring.Evaluation) { e.Answers = nil })
	r.page.Content().Resize(fyne.NewSize(1000, 700))
	if r.page.side.content.Visible() && !r.page.head.narrow.Visible() {
		t.Fatal("neither side nor head offers the next step")
	}
	var said []string
	buttons(r.page.head.content, &said)
	if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, "问题 ") }) {
		t.Errorf("the head says %q", said)
	}
	r.page.head.findings.OnTapped()
	if r.page.Step() != edit.Checks {
		t.Errorf("the findings lead to %s", r.page.Step())
	}
	r.page.Content().Resize(fyne.NewSize(1366, 700))
	if r.page.head.narrow.Visible() {
		t.Error("a wide window says everything twice")
	}
}
