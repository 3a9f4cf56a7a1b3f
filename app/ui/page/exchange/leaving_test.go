package exchange

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
)

// taking enters the screen with a bundle that is being taken in.
func taking(t *testing.T) (r *room, year int, path string) {
	t.Helper()
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ = uitest.ExampleYear(t, a)
	path = handed(t, a, year, "交接.zsb")
	r = enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	r.Until(t, "verified", r.page.intake.ready)
	r.Run(t, "exchange.apply")
	r.Answer(t, fyne.KeyTab, fyne.KeyReturn) // nobody vouches for it
	for r.page.intake.applyJob == nil {
		r.Queue.Take()
	}
	return r, year, path
}

func TestWhatIsBeingTakenInIsNotCalledOffByLeaving(t *testing.T) {
	r, year, _ := taking(t)
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.Until(t, "taken in", func() bool { return len(r.Toasts) > 0 })
	if headers, err := r.desk.Headers(t.Context(), year); err != nil || len(headers) != 1 || r.changed != 1 {
		t.Errorf("%d evaluations, %v, told %d times", len(headers), err, r.changed)
	}
	if r.page.intake.bundle != nil {
		t.Error("the bundle stays open")
	}
}

func TestAnotherBundleWaitsUntilOneIsTakenIn(t *testing.T) {
	r, year, path := taking(t)
	r.page.ReadFile(path)
	if len(r.Toasts) != 1 || !strings.Contains(r.Toasts[0], "正在收取") {
		t.Fatalf("said %q", r.Toasts)
	}
	r.Until(t, "taken in", func() bool { return len(r.Toasts) > 1 })
	if headers, err := r.desk.Headers(t.Context(), year); err != nil || len(headers) != 1 {
		t.Errorf("%d evaluations, %v", len(headers), err)
	}
	r.page.ReadFile(path)
	r.Until(t, "verified", r.page.intake.ready)
}

func TestABundleIsOpenedWhateverPartIsLookedAtMeanwhile(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ := uitest.ExampleYear(t, a)
	path := handed(t, a, year, "交接.zsb")
	r := enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	r.page.Go(Imports)
	r.page.Go(TakeIn)
	r.Until(t, "verified", r.page.intake.ready)
}

func TestHandingOverGoesOnWhenThePageIsLeft(t *testing.T) {
	a := newDesk(t, "甲")
	year, _ := uitest.ExampleYear(t, a)
	r := enter(t, a, locale.Chinese)
	r.File = filepath.Join(t.TempDir(), "交接.zsb")
	r.page.Choose(year, nil)
	r.Until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 })
	r.Run(t, "exchange.make")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.Until(t, "the bundle", func() bool { return len(r.Toasts) > 0 })
	if !strings.Contains(r.Toasts[0], "交接.zsb") {
		t.Errorf("said %q", r.Toasts)
	}
}
