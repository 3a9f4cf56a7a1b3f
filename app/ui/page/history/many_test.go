package history

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// long is a source of very many events.
type long struct {
	Source
	count int
	asked []int
}

func (l *long) Past(_ context.Context, _ *locale.Printer, _ storage.Scope, newest int, _ func(done, total int)) ([]desk.Event, error) {
	l.asked = append(l.asked, newest)
	n := l.count
	if newest > 0 {
		n = min(n, newest)
	}
	events := make([]desk.Event, n)
	for i := range events {
		seq := l.count - i
		events[i] = desk.Event{
			Seq: uint64(seq), Time: noon.Add(time.Duration(seq) * time.Minute), Actor: "张三", Action: storage.ActionChangeEvaluation, Year: 2022,
			ID: "e" + strconv.Itoa(seq%2000), Project: "项目 " + strconv.Itoa(seq%2000), Kind: "修改",
			Text: fmt.Sprintf("指标「存量」 实际完成值：%d → %d", seq, seq+1), Fields: []string{"indicators.actual"},
		}
	}
	return events, nil
}

func (l *long) Deed(context.Context, *locale.Printer, uint64) (desk.Deed, error) {
	return desk.Deed{}, nil
}

func longPage(t testing.TB, source *long) (*Page, *pagetest.Room) {
	t.Helper()
	r := pagetest.New(t, locale.Chinese)
	p := New(Needs{Host: r.Host(), Source: source}, storage.Scope{}, "")
	r.Enter(p)
	for !p.whole || len(p.shown) < source.count {
		r.Queue.Take()
	}
	return p, r
}

func TestNewestComeFirstThenAll(t *testing.T) {
	source := &long{count: 3000}
	p, _ := longPage(t, source)
	if fmt.Sprint(source.asked) != fmt.Sprint([]int{firstRead, 0}) || len(p.events) != 3000 || p.grid.CurrentRow() != "3000" {
		t.Errorf("asked for %v, %d events, current %s", source.asked, len(p.events), p.grid.CurrentRow())
	}
}

// BenchmarkHundredThousand measures what the window's goroutine does with 100,000 actions: showing them, a key of the search, a step of
// scrolling, and what they take in memory.
func BenchmarkHundredThousand(b *testing.B) {
	p, r := longPage(b, &long{count: 100_000})
	c := newCatalogue(p.needs.Words, p.events)
	b.Run("show", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.take(c)
			p.list(p.shown)
		}
	})
	b.Run("search", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p.filters.search.SetText("存量 " + strconv.Itoa(i%10))
		}
	})
	b.Run("answer", func(b *testing.B) { // with what happens in the background
		for i := 0; b.Loop(); i++ {
			p.filters.search.SetText("存量 " + strconv.Itoa(i%10))
			p.shown = nil
			for p.shown == nil {
				r.Queue.Take()
			}
		}
	})
	p.filters.search.SetText("")
	b.Run("scroll", func(b *testing.B) {
		widget.Focus(p.filters.search)
		p.grid.Focus()
		for b.Loop() {
			test.Scroll(r.Canvas(), fyne.NewPos(200, 400), 0, -60)
		}
	})
}
