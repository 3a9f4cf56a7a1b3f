package year

import (
	"context"
	"fmt"
	"testing"

	"zhunsheng/app/desk"
)

// slow is a shelf that takes its time where it can be called off.
type slow struct{ *shelf }

func (s slow) Delete(ctx context.Context, year int, ids ...string) error {
	if ctx.Done() != nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return s.shelf.Delete(ctx, year, ids...)
}

func TestADeletionIsNotCalledOffByWhatIsDoneNext(t *testing.T) {
	source := slow{twoYears()}
	r := enter(t, source, 2022)
	r.page.remove(2022, []string{"a"})
	r.page.remove(2022, []string{"b"})
	for len(r.Toasts) < 2 {
		r.Queue.Take()
	}
	if fmt.Sprint(source.deleted) != "[a b]" {
		t.Errorf("deleted %v", source.deleted)
	}
}

func TestWhatIsMadeIsNotOpenedOverAnotherScreen(t *testing.T) {
	r := enter(t, twoYears(), 2022)
	r.page.make(func(ctx context.Context) (made, error) {
		id, err := r.page.needs.Source.Begin(ctx, desk.Start{})
		return made{year: 2022, ids: []string{id}}, err
	})
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	for len(r.Toasts) == 0 {
		r.Queue.Take()
	}
	if len(r.opened) != 0 {
		t.Errorf("opened %v", r.opened)
	}
}
