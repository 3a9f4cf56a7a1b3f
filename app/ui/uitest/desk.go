package uitest

import (
	"fmt"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/storage"
)

// Desk returns a desk over a store in memory, worked at by a person in Chinese. Its clock stands still, and its IDs are the prefix and a
// number.
func Desk(t testing.TB, actor, prefix string, now time.Time) *desk.Desk {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	options := app.StoreOptions(schemes)
	options.Now = clock
	store := storage.OpenMemory(options)
	store.SetActor(actor)
	t.Cleanup(func() { _ = store.Close() })
	words := Words(t, locale.Chinese)
	n := 0
	return desk.New(store, schemes, clock, func() *locale.Printer { return words.Printer }).WithIDs(func() string { n++; return fmt.Sprint(prefix, n) })
}

// ExampleYear puts the example year into a desk's store and returns the year and the ID of its evaluation.
func ExampleYear(t testing.TB, d *desk.Desk) (year int, id string) {
	t.Helper()
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil || len(headers) == 0 {
		t.Fatalf("%d evaluations in the example year: %v", len(headers), err)
	}
	return year, headers[0].ID
}
