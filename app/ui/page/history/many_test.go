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
	"zhunsheng/app/edit"
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

// Input that was refused and kept is left out until it is asked for, and counted apart.
func TestKeptInputIsListedOnDemand(t *testing.T) {
	r := furnish(t, locale.Chinese)
	e := r.evaluation()
	for i := range 3 {
		drafts := edit.Drafts{stock(e).ID: {"actual": {Text: "许多" + strconv.Itoa(i)}}}
		if err := r.desk.KeepDrafts(t.Context(), exampleYear, e.ID, drafts); err != nil {
			t.Fatal(err)
		}
	}
	r.enter(storage.Scope{}, storage.Recovery{}, nil)
	p := r.page
	before := len(p.shown)
	if before+3 != len(p.events) || p.count.Say() != "共 "+strconv.Itoa(before)+" 次操作" {
		t.Fatalf("%d of %d are listed: %s", before, len(p.events), p.count.Say())
	}
	if b := p.filters.drafts.button; !b.Visible() || b.Text != "显示保留的输入（3）" {
		t.Errorf("the button says %q, visible %v", b.Text, b.Visible())
	}
	r.Run(t, "history.drafts")
	if len(p.shown) != len(p.events) {
		t.Errorf("%d of %d are listed on demand", len(p.shown), len(p.events))
	}
	p.events = nil
	p.Reload()
	r.Settle()
	if len(p.shown) != len(p.events) {
		t.Error("reading again forgets that they are listed")
	}
	r.Run(t, "history.drafts")
	if len(p.shown) != before {
		t.Errorf("%d are listed, want %d again", len(p.shown), before)
	}
}

// A bundle of which all was changed here too has changed nothing; the row says what is to be done.
func TestImportOfConflictsOnlySaysWhatWaits(t *testing.T) {
	r := pagetest.New(t, locale.Chinese)
	p := New(Needs{Host: r.Host(), Source: &long{}}, storage.Scope{}, "")
	p.events = []desk.Event{{Seq: 1, Action: storage.ActionImport, Kind: r.Words.Say("chronicle.action.import.import"), Actor: "张三", Time: noon}}
	if text := p.cells("1")[3].Text; text != r.Words.Say("ui.history.undecided") {
		t.Errorf("the row says %q", text)
	}
}
