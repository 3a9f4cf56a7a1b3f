package year

import (
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// stored is a desk over a store on disk with a year of 2,000 evaluations. reopened closes the store and opens it again.
func stored(b *testing.B) (d *desk.Desk, reopened func() *desk.Desk) {
	b.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		b.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.AnyPlace = true
	folder := filepath.Join(b.TempDir(), "store")
	store, err := storage.Open(folder, options)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := store.Close(); err != nil {
			b.Error(err)
		}
	})
	e, _ := uitest.Example(b)
	if _, err := store.CreateYear(b.Context(), storage.Year{Year: e.FiscalYear, Unit: e.Project.Unit}); err != nil {
		b.Fatal(err)
	}
	names := []string{"道路养护", "图书采购", "科技创新券", "农村饮水安全", "老旧小区改造", "义务教育营养改善"}
	units := []string{"市交通运输局", "市图书馆", "市科学技术局", "市水利局", "市住房和城乡建设局", "市教育局"}
	var many iter.Seq2[*scoring.Evaluation, error] = func(yield func(*scoring.Evaluation, error) bool) {
		for i := range 2000 {
			next := e.Clone()
			next.ID = fmt.Sprintf("p%04d", i)
			next.Project.Name = fmt.Sprintf("%s项目第%d期", names[i%len(names)], i)
			next.Project.Unit, next.Project.Department = units[i%len(units)], units[i%3]
			if !yield(next, nil) {
				return
			}
		}
	}
	if _, err := store.Import(b.Context(), many, nil); err != nil {
		b.Fatal(err)
	}
	catalogue := uitest.Catalogue(b)
	words := func() *locale.Printer { return catalogue.Printer(locale.Chinese) }
	return desk.New(store, schemes, time.Now, words), func() *desk.Desk {
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
		if store, err = storage.Open(folder, options); err != nil {
			b.Fatal(err)
		}
		return desk.New(store, schemes, time.Now, words)
	}
}

// BenchmarkStoreFirstList: from a store that was just opened to the first list on the screen.
func BenchmarkStoreFirstList(b *testing.B) {
	d, reopened := stored(b)
	r := enter(b, d, 0)
	for b.Loop() {
		b.StopTimer()
		r.page.looking.Drop()
		r.Queue.Drain()
		r.page.needs.Source = reopened()
		r.page.items = nil
		b.StartTimer()
		r.page.Reload()
		for r.page.items == nil {
			r.Queue.Take()
		}
	}
}

// BenchmarkStoreListAppears: from an open store to the list on the screen, its figures included; findings come later.
func BenchmarkStoreListAppears(b *testing.B) {
	r := enter(b, first(stored(b)), 0)
	r.Queue.Drain()
	for b.Loop() {
		r.page.items = nil
		r.page.Reload()
		for r.page.items == nil {
			r.Queue.Take()
		}
		r.page.looking.Drop()
		if len(r.page.grid.Rows()) != 2000 {
			b.Fatalf("%d rows", len(r.page.grid.Rows()))
		}
	}
}

// BenchmarkStoreSearchKey: one key in the search.
func BenchmarkStoreSearchKey(b *testing.B) {
	r := enter(b, first(stored(b)), 0)
	texts := []string{"k", "kj", "kjc", "kjcx", "科", "科技", "市水", ""}
	n := 0
	for b.Loop() {
		r.page.search.SetText(texts[n%len(texts)])
		n++
	}
}

// BenchmarkStoreFilter: choosing a department.
func BenchmarkStoreFilter(b *testing.B) {
	r := enter(b, first(stored(b)), 0)
	options := r.page.filters.department.Options()
	n := 0
	for b.Loop() {
		r.page.filters.department.Choose(options[n%len(options)].ID)
		n++
	}
}

// BenchmarkStoreScrollStep: one step of the wheel over the list, without the painter.
func BenchmarkStoreScrollStep(b *testing.B) {
	r := enter(b, first(stored(b)), 0)
	at := r.page.grid.Position().AddXY(300, 400)
	down := float32(-60)
	n := 0
	for b.Loop() {
		if n++; n%200 == 0 {
			down = -down
		}
		test.Scroll(r.Canvas(), fyne.NewPos(at.X, at.Y), 0, down)
	}
}

func first(d *desk.Desk, _ func() *desk.Desk) *desk.Desk { return d }
