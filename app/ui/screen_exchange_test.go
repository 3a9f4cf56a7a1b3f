package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/exchange"
	"zhunsheng/app/ui/page/year"
)

// conflicting is a source of bundles that only counts conflicts.
type conflicting struct {
	exchange.Source
	count int
	err   error
}

func (c *conflicting) Undecided(context.Context) (int, error) { return c.count, c.err }

// aside is what the rail says beside a place.
func (h *house) aside(place string) string {
	for _, part := range h.shell.rail.Parts() {
		if name := place + " "; len(part.At) >= len(name) && part.At[:len(name)] == name {
			return part.At[len(name):]
		}
	}
	return "no such place"
}

func TestRailCountsWhatWaitsForADecision(t *testing.T) {
	h := build(t)
	source := &conflicting{count: 3}
	h.shell.needs.Exchange = source
	h.shell.ShowYear(0)
	if got := h.aside(placeExchange); got != "" {
		t.Errorf("before anything was counted the rail says %q", got)
	}
	h.shell.changed()
	h.queue.Drain()
	for h.aside(placeExchange) == "" {
		h.queue.Take()
	}
	if got := h.aside(placeExchange); got != "3" || h.aside(placeYear) != "" {
		t.Errorf("the rail says %q and %q", got, h.aside(placeYear))
	}
	h.shell.ShowYear(0)
	if got := h.aside(placeExchange); got != "3" {
		t.Errorf("another page forgets: %q", got)
	}
	source.count = 0
	h.shell.changed()
	for h.aside(placeExchange) != "" {
		h.queue.Take()
	}
	source.err = errors.New("gone")
	h.shell.changed()
	for len(h.logged) == 0 {
		h.queue.Take()
	}
	if h.shell.prompts.Open() {
		t.Error("a count that failed opens a dialog")
	}
}

// TestRailFitsItsPlace looks at the width of the rail in both languages: what is wider is cut off where the counts stand.
func TestRailFitsItsPlace(t *testing.T) {
	for _, language := range []string{locale.Chinese, locale.English} {
		v := settle(t, language, kept{})
		v.shell.ShowYear(0)
		v.window.Resize(fyne.NewSize(1366, 746))
		v.queue.Drain()
		if wide := v.shell.rail.Size().Width; v.shell.rail.Folded() || wide > railWidth {
			t.Errorf("%s: the rail is %v wide, its place %v", language, wide, railWidth)
		}
	}
}

func TestHandingOverIsOfferedWhereThereAreBundles(t *testing.T) {
	h := build(t)
	if h.shell.handing() != nil {
		t.Error("offered without bundles")
	}
	h.shell.needs.Exchange = &conflicting{}
	if h.shell.handing() == nil {
		t.Error("not offered")
	}
	list := h.shell.Page().(*year.Page)
	for _, c := range list.Commands() {
		if c.ID == "year.hand-over" {
			t.Error("the list was made without bundles and offers them")
		}
	}
	h.shell.ShowYear(0)
	found := false
	for _, c := range h.shell.Page().Commands() {
		found = found || c.ID == "year.hand-over"
	}
	if !found {
		t.Error("the list does not offer to hand over")
	}
}
