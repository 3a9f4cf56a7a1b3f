package exchange

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
)

// taking enters the screen with a bundle that is being taken in.
func taking(t *testing.T) (r *room, year int, path string) {
	t.Helper()
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ = example(t, a)
	path = handed(t, a, year, "交接.zsb")
	r = enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	r.until(t, "verified", r.page.intake.ready)
	r.run(t, "exchange.apply")
	r.answer(t, fyne.KeyTab, fyne.KeyReturn) // nobody vouches for it
	for r.page.intake.applyJob == nil {
		r.queue.Take()
	}
	return r, year, path
}

func TestWhatIsBeingTakenInIsNotCalledOffByLeaving(t *testing.T) {
	r, year, _ := taking(t)
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.until(t, "taken in", func() bool { return len(r.toasts) > 0 })
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
	if len(r.toasts) != 1 || !strings.Contains(r.toasts[0], "正在导入") {
		t.Fatalf("said %q", r.toasts)
	}
	r.until(t, "taken in", func() bool { return len(r.toasts) > 1 })
	if headers, err := r.desk.Headers(t.Context(), year); err != nil || len(headers) != 1 {
		t.Errorf("%d evaluations, %v", len(headers), err)
	}
	r.page.ReadFile(path)
	r.until(t, "verified", r.page.intake.ready)
}

func TestABundleIsOpenedWhateverPartIsLookedAtMeanwhile(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, _ := example(t, a)
	path := handed(t, a, year, "交接.zsb")
	r := enter(t, b, locale.Chinese)
	r.page.ReadFile(path)
	r.page.Go(Imports)
	r.page.Go(TakeIn)
	r.until(t, "verified", r.page.intake.ready)
}

func TestHandingOverGoesOnWhenThePageIsLeft(t *testing.T) {
	a := newDesk(t, "甲")
	year, _ := example(t, a)
	r := enter(t, a, locale.Chinese)
	r.file = filepath.Join(t.TempDir(), "交接.zsb")
	r.page.Choose(year, nil)
	r.until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 })
	r.run(t, "exchange.make")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.until(t, "the bundle", func() bool { return len(r.toasts) > 0 })
	if !strings.Contains(r.toasts[0], "交接.zsb") {
		t.Errorf("said %q", r.toasts)
	}
}
