package ui

import (
	"context"
	"errors"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/page/verify"
	"zhunsheng/app/ui/page/year"
)

// checker finds nothing about any file.
type checker struct{}

var errNothing = errors.New("nothing is known")

func (checker) Check(context.Context, desk.CheckOrder, func(int64, int64)) (*desk.Checked, error) {
	return nil, errNothing
}
func (checker) Trust(context.Context, string, string, []byte) error { return nil }
func (checker) PassingFolder() (string, error)                      { return "", nil }
func (checker) Distrust(context.Context, string) error              { return nil }
func (checker) TrustDevice(context.Context, string, string) error   { return nil }
func (checker) DistrustDevice(context.Context, string) error        { return nil }
func (checker) VouchedFor(context.Context) ([]desk.Vouched, error)  { return nil, nil }

func TestVerifyIsAPlaceThatKeepsItsFiles(t *testing.T) {
	h := build(t)
	h.shell.needs.Verify = checker{}
	h.shell.bind()
	if !h.shell.Run("place.verify") {
		t.Fatal("no command leads to the screen")
	}
	page, ok := h.shell.Page().(*verify.Page)
	if !ok {
		t.Fatalf("the window shows %T", h.shell.Page())
	}
	h.shell.OpenPath("/报告.pdf")
	h.settle()
	if h.shell.Page() != Page(page) || len(page.Paths()) != 1 {
		t.Fatalf("a dropped file went elsewhere: %q", page.Paths())
	}
	h.shell.Run("language.en")
	again, ok := h.shell.Page().(*verify.Page)
	if !ok || len(again.Paths()) != 1 || h.shell.place != placeVerify {
		t.Fatalf("another language shows %T at %q", h.shell.Page(), h.shell.place)
	}
	h.settle()
	h.shell.takeOver("/报告.pdf")
	if _, ok := h.shell.Page().(*year.Page); !ok {
		t.Errorf("data are taken over on %T", h.shell.Page())
	}
	h.shell.Run("place.verify")
	if page, ok := h.shell.Page().(*verify.Page); !ok || len(page.Paths()) != 1 {
		t.Error("the files are forgotten when one comes back")
	}
}

func TestAnEvaluationThatComesLateDoesNotTakeAnotherPagesPlace(t *testing.T) {
	h := build(t)
	h.shell.needs.Verify = checker{}
	h.shell.bind()
	h.shell.open(2022, h.store.evaluation.ID)
	h.shell.Run("place.verify") // before it was read
	h.settle()
	if _, ok := h.shell.Page().(*verify.Page); !ok {
		t.Errorf("the window shows %T", h.shell.Page())
	}
}
