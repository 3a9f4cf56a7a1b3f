package settings

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

var noon = pagetest.Noon

// room is the page in a window over a real store, with what it did outside.
type room struct {
	*pagetest.Room
	page   *Page
	desk   *desk.Desk
	folder string   // of the data
	done   []string // what the window was told to do
}

// enter shows the page at a section over a store in a folder of its own.
func enter(t testing.TB, language, section string) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language), folder: t.TempDir()}
	r.open(t)
	r.show(t, section)
	return r
}

func (r *room) open(t testing.TB) {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.Cost, options.Now = keyring.Cost{Time: 1, Memory: 64, Threads: 1}, func() time.Time { return r.Now }
	store, err := storage.Open(filepath.Join(r.folder, desk.StoreFolder), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	chinese := uitest.Words(t, locale.Chinese).Printer
	r.desk = desk.New(store, schemes, func() time.Time { return r.Now }, func() *locale.Printer { return chinese })
}

func (r *room) show(t testing.TB, section string) {
	t.Helper()
	told := func(what string) { r.done = append(r.done, what) }
	host := r.Host()
	host.Help = func() { told("help") }
	r.page = New(Needs{
		Host:   host,
		Source: r.desk, Windows: true,
		Window: Window{
			Mode: look.Light, SetMode: func(m look.Mode) { told("mode " + string(m)) }, SetLanguage: func(l string) { told("language " + l) },
			Zoom: 100, Zooms: []int{80, 100, 150, 200}, SetZoom: func(int) { told("zoom") }, Renderers: []string{"auto", "gl", "software"}, Renderer: "auto",
			SetRenderer: func(id string) { told("renderer " + id) }, LogFolder: "/日志", About: func() { told("about") }, Quit: func() { told("quit") },
			Changed: func() { told("changed") },
		},
	}, section)
	r.Enter(r.page)
	r.Settle()
}

// Run does a command of the page, and takes in what the section shows that it leads to.
func (r *room) Run(t testing.TB, id string) {
	t.Helper()
	at := r.page.Section()
	r.Room.Run(t, prefix+id)
	if r.page.Section() != at {
		r.Settle()
	}
}

// fillIn types into the fields of a dialog one after the other, Enter after each.
func (r *room) fillIn(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		uitest.Type(t, r.Canvas(), text)
		uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	}
}

// says reports whether a text is on the screen, in the dialog where there is one.
func (r *room) says(text string) bool {
	root := r.Canvas().Content()
	if top := r.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	return said(root, text)
}

func said(o fyne.CanvasObject, text string) bool {
	if s, ok := o.(interface{ Say() string }); ok && strings.Contains(s.Say(), text) {
		return true
	}
	var parts []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	return slices.ContainsFunc(parts, func(part fyne.CanvasObject) bool { return said(part, text) })
}
