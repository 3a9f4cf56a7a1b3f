package ui

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/help"
	"zhunsheng/app/ui/page/history"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// villa is a window on a real store in a folder, which can be left and entered again.
type villa struct {
	t        *testing.T
	dir      string
	language string
	store    *storage.Store
	shell    *Shell
	queue    uitest.Queue
	window   fyne.Window
	settings kept
	runner   *task.Runner
	logged   []error
}

func settle(t *testing.T, language string, settings kept) *villa {
	t.Helper()
	v := &villa{t: t, dir: filepath.Join(t.TempDir(), "store"), language: language, settings: settings}
	t.Cleanup(v.leave)
	v.enter()
	return v
}

// enter opens store and window.
func (v *villa) enter() {
	v.t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		v.t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.AnyPlace, options.Actor = true, "张三"
	if v.store, err = storage.Open(v.dir, options); err != nil {
		v.t.Fatal(err)
	}
	catalogue := uitest.Catalogue(v.t)
	chinese := catalogue.Printer(locale.Chinese)
	d := desk.New(v.store, schemes, time.Now, func() *locale.Printer { return chinese })
	if err := d.ExampleIfEmpty(v.t.Context()); err != nil {
		v.t.Fatal(err)
	}
	v.queue = uitest.NewQueue()
	v.runner, _ = uitest.Runner(v.t, v.queue.Post)
	v.window = uitest.Window(v.t, widget.Gap(1, 1))
	v.shell = NewShell(Needs{
		App: fyne.CurrentApp(), Window: v.window, Catalogue: catalogue, Language: v.language, Runner: v.runner, Store: d, Exporter: d,
		Settings: v.settings, Folder: v.t.TempDir(), OpenFile: func(string) error { return nil }, Theme: uitest.Theme,
		Log: func(err error) { v.logged = append(v.logged, err) }, Now: time.Now,
	})
	v.until("the list is there", func() bool { list, ok := v.shell.Page().(*year.Page); return ok && list.Current() != "" })
}

// leave closes window and store.
func (v *villa) leave() {
	if v.store == nil {
		return
	}
	if v.shell.guide != nil {
		v.shell.guide.Close()
	}
	v.runner.Close()
	if err := v.store.Close(); err != nil {
		v.t.Error(err)
	}
	v.store = nil
}

// until takes what comes from the background until something holds.
func (v *villa) until(what string, holds func() bool) {
	v.t.Helper()
	patience := time.After(5 * time.Minute)
	for !holds() {
		select {
		case f := <-v.queue:
			f()
		case <-patience:
			v.t.Fatalf("did not happen: %s (logged %v)", what, v.logged)
		}
	}
}

func (v *villa) open() *guide.Page {
	v.t.Helper()
	v.shell.Run("open")
	v.until("the guide is there", func() bool { return v.shell.guide != nil })
	return v.shell.guide
}

func (v *villa) actual() string {
	v.t.Helper()
	headers, err := v.store.Headers(v.t.Context(), 2022)
	if err != nil || len(headers) == 0 {
		return "-"
	}
	e, _, err := v.store.Evaluation(v.t.Context(), 2022, headers[0].ID)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, ind := range e.Indicators {
		if ind.ID == "hi-stock" {
			return ind.Actual.Text
		}
	}
	return ""
}

func (v *villa) saysDone(text string) {
	v.t.Helper()
	v.until("it says "+text, func() bool { return strings.Contains(v.shell.stage.Said(), text) })
}

func change(t *testing.T, s *edit.Session, c edit.Change) {
	t.Helper()
	if err := s.Apply(c); err != nil {
		t.Fatal(err)
	}
}

func TestUndoGoesOverScreensAndRestarts(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	before := v.actual()
	page := v.open()
	change(t, page.Session(), edit.SetActual("hi-stock", "1500"))
	change(t, page.Session(), edit.SetActual("hi-stock", "1600"))
	v.until("it is saved", func() bool { state, _ := page.Session().SaveState(); return state == edit.Saved })
	v.leave()
	v.enter()

	// In the guide of a new process the edits made before are undone.
	page = v.open()
	v.until("the session knows", page.Session().CanUndo)
	v.shell.Run("undo")
	v.saysDone("已撤销：修改　江门市级扶持科技发展资金　指标「高新技术企业存量…」 实际完成值：1500 → 1600")
	if v.actual() != "1500" {
		t.Fatalf("the store holds %q", v.actual())
	}
	v.shell.Run("back")

	// On the list the same history goes on.
	v.until("the tip says what comes next", func() bool { return strings.Contains(v.shell.turner.undo.Tip, before+" → 1500") })
	v.shell.Run("undo")
	v.saysDone("→ 1500")
	if v.actual() != before {
		t.Fatalf("the store holds %q, want %q", v.actual(), before)
	}
	v.shell.Run("redo")
	v.until("it is redone", func() bool { return v.actual() == "1500" })
	v.shell.Run("redo")
	v.until("both are redone", func() bool { return v.actual() == "1600" })
	v.shell.Run("redo")
	v.saysDone("没有可以重做的操作")
}

func TestDeletedEvaluationsComeBackOnEveryPage(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	headers, err := v.store.Headers(t.Context(), 2022)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.shell.needs.Store.Delete(t.Context(), 2022, headers[0].ID); err != nil {
		t.Fatal(err)
	}
	v.shell.Run("place.history")
	v.until("the history is there", func() bool { _, ok := v.shell.Page().(*history.Page); return ok && v.shell.place == placeHistory })
	v.shell.Run("undo")
	v.saysDone("已撤销：删除　江门市级扶持科技发展资金")
	if headers, err = v.store.Headers(t.Context(), 2022); err != nil || len(headers) != 1 {
		t.Errorf("%d evaluations, %v", len(headers), err)
	}
}

func TestRecoveryIsSaidOnceAtTheTop(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	v.leave()
	// The session file says that the store was open: as after a kill.
	if err := os.Remove(filepath.Join(v.dir, "session.json")); err != nil {
		t.Fatal(err)
	}
	name := ""
	for _, folder := range []string{"state"} {
		tables, err := filepath.Glob(filepath.Join(v.dir, folder, "*"))
		if err != nil || len(tables) == 0 {
			t.Fatalf("no database: %v", err)
		}
		name = tables[0]
		for _, table := range tables {
			if strings.HasSuffix(table, "MANIFEST") {
				name = table
			}
		}
	}
	if err := os.WriteFile(name, []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	v.enter()
	r := v.store.Recovery()
	if r.IsZero() || r.Aside == "" {
		t.Fatalf("recovery %+v", r)
	}
	said := v.shell.recoverySentence(r)
	if !strings.Contains(said, "没有丢失") || !strings.Contains(said, r.Aside) {
		t.Errorf("said %q", said)
	}
	if !v.shows(said) {
		t.Error("the line is not above the page")
	}
	v.shell.turner.heeded = true
	v.shell.Run("place.history")
	v.until("the history is there", func() bool { return v.shell.place == placeHistory })
	if v.shows(said) {
		t.Error("the line is still there")
	}
}

// shows reports whether a line of text is on the stage.
func (v *villa) shows(text string) bool {
	found := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() || found {
			return
		}
		switch o := o.(type) {
		case *widget.Text:
			found = o.Say() == text
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range o.CreateRenderer().Objects() {
				walk(child)
			}
		}
	}
	walk(v.shell.stage)
	return found
}

func TestTourWalksThroughTheExample(t *testing.T) {
	v := settle(t, "zh", kept{})
	if !v.shows(v.shell.words.Say("ui.tour.offer")) {
		t.Fatal("the tour is not offered")
	}
	v.shell.Run("tour")
	v.until("the tour begins", func() bool { return v.shell.tour.coach != nil })
	if v.settings[settingTour] != "seen" {
		t.Error("the tour would be offered again")
	}
	coach := v.shell.tour.coach
	press := func(key fyne.KeyName) { v.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key}) }
	for i := range lessons {
		v.until("lesson "+lessons[i].id, func() bool {
			return coach.Showing() && coach.Lesson().Title == v.shell.words.Say("ui.tour."+lessons[i].id+".title")
		})
		if lessons[i].guide != (v.shell.guide != nil) {
			t.Fatalf("lesson %s is on the wrong page", lessons[i].id)
		}
		if lessons[i].area != nil && coach.Lesson().Area.IsZero() {
			t.Errorf("lesson %s points at nothing", lessons[i].id)
		}
		v.picture("tour-" + lessons[i].id)
		if lessons[i].id == "steps" { // back to the list and here again
			press(fyne.KeyLeft)
			v.until("back on the list", func() bool { return v.shell.guide == nil && coach.Showing() })
			press(fyne.KeyRight)
			v.until("in the guide again", func() bool { return v.shell.guide != nil && coach.Showing() })
		}
		press(fyne.KeyReturn)
	}
	if coach.Showing() || v.shell.tour.coach != nil {
		t.Error("the tour has not ended")
	}
	v.shell.Run("back")
	v.shell.Run("tour")
	v.until("the tour begins again", func() bool { return v.shell.tour.coach != nil })
	press(fyne.KeyEscape)
	if v.shell.tour.coach != nil || len(v.window.Canvas().Overlays().List()) != 0 {
		t.Error("Esc did not end the tour")
	}
}

func TestHelpOpensAtTheScreenAndComesBack(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	topic := func(want string) {
		t.Helper()
		v.shell.Run("help.page")
		var page *help.Page
		v.until("the help is there", func() (ok bool) { page, ok = v.shell.Page().(*help.Page); return ok })
		if page.Topic() != want {
			t.Fatalf("help is at %s, want %s", page.Topic(), want)
		}
		v.shell.Run("back")
	}
	topic("year")
	v.until("the list is back", func() bool { _, ok := v.shell.Page().(*year.Page); return ok })
	v.shell.Run("place.history")
	topic("history")
	v.shell.Run("place.year")
	v.until("the list is back", func() bool { list, ok := v.shell.Page().(*year.Page); return ok && list.Current() != "" })
	id := v.open().Session().Evaluation().ID
	topic("guide")
	v.until("the work goes on", func() bool { return v.shell.guide != nil && v.shell.guide.Session().Evaluation().ID == id })
	v.shell.Run("step.checks")
	topic("checks")
	v.until("the work goes on", func() bool { return v.shell.guide != nil })
	if v.shell.guide.Step() != edit.Checks {
		t.Errorf("back at step %s", v.shell.guide.Step())
	}
	v.shell.Run("help.page")
	v.until("the help is there", func() bool { _, ok := v.shell.Page().(*help.Page); return ok })
	v.shell.SetLanguage(locale.English)
	if page, ok := v.shell.Page().(*help.Page); !ok || page.Topic() != "checks" || !strings.Contains(page.Title(), "Help: Checks") {
		t.Error("the help did not switch its language")
	}
	v.picture("help-english")
}

func TestWhatOtherScreensUndidIsNotBroughtBackByTheGuide(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	before := v.actual()
	page := v.open()
	change(t, page.Session(), edit.SetActual("hi-stock", "1500"))
	v.shell.Run("help.page")
	v.shell.Run("undo") // over all screens
	v.until("undone", func() bool { return v.actual() == before })
	v.shell.Run("back")
	v.until("the work goes on", func() bool { return v.shell.guide != nil })
	ind, _, _ := v.shell.guide.Session().Line("hi-stock")
	if ind.Actual.Text != before {
		t.Errorf("shows %q, want %q", ind.Actual.Text, before)
	}
}

func TestWholeWindowPictures(t *testing.T) {
	v := settle(t, "zh", kept{settingTour: "seen"})
	v.shell.SetMode(look.Dark)
	v.shell.Run("help.page")
	v.picture("help-dark")
	v.shell.SetMode(look.Light)
	v.shell.showHelp("history")
	v.picture("help-history")
	v.shell.Run("place.history")
	v.until("the history is read", func() bool { p, ok := v.shell.Page().(*history.Page); return ok && p != nil && len(v.queue) == 0 })
	v.picture("window-history")
	if v.window.Canvas().Capture().Bounds().Dx() < 1000 {
		t.Error("no picture")
	}
}

// picture paints the window where ZHUNSHENG_PICTURES names a folder.
func (v *villa) picture(name string) {
	v.t.Helper()
	folder := os.Getenv("ZHUNSHENG_PICTURES")
	if folder == "" {
		return
	}
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		v.t.Fatal(err)
	}
	if err := errors.Join(png.Encode(file, v.window.Canvas().Capture()), file.Close()); err != nil {
		v.t.Fatal(err)
	}
}
