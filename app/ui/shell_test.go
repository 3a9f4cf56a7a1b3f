package ui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// memory is a store of one evaluation.
type memory struct {
	uitest.Keeper
	evaluation *scoring.Evaluation
	scheme     *scoring.Scheme
	err        error
}

func (m *memory) Years(context.Context) ([]storage.Year, error) {
	return []storage.Year{{Year: 2022, Unit: "江门市科学技术局"}}, nil
}

func (m *memory) Headers(context.Context, int) ([]storage.Header, error) {
	return []storage.Header{{ID: m.evaluation.ID, FiscalYear: 2022, Name: m.evaluation.Project.Name, Status: scoring.StatusDraft}}, nil
}

func (m *memory) Open(context.Context, int, string) (*scoring.Evaluation, *scoring.Scheme, error) {
	return m.evaluation, m.scheme, m.err
}

func (m *memory) Example(context.Context) (int, error) { return 2022, nil }

func (m *memory) Scheme(scoring.SchemeRef) (*scoring.Scheme, bool) { return m.scheme, true }

type noExporter struct{}

func (noExporter) HasIdentity(context.Context) (bool, error) { return false, nil }

func (noExporter) Export(context.Context, desk.Order, func(int, int)) (desk.Exported, error) {
	return desk.Exported{}, nil
}

type settings map[string]string

func (s settings) Text(name, otherwise string) string {
	if v, ok := s[name]; ok {
		return v
	}
	return otherwise
}

func (s settings) SetText(name, value string) { s[name] = value }

type house struct {
	shell    *Shell
	store    *memory
	queue    uitest.Queue
	window   fyne.Window
	settings settings
	logged   []error
}

func build(t *testing.T) *house {
	t.Helper()
	h := &house{store: &memory{}, queue: uitest.NewQueue(), settings: settings{}}
	h.store.evaluation, h.store.scheme = uitest.Example(t)
	h.window = uitest.Window(t, widget.Gap(1, 1))
	h.shell = NewShell(Needs{
		App: fyne.CurrentApp(), Window: h.window, Catalogue: uitest.Catalogue(t), Runner: task.NewRunner(t.Context(), h.queue.Post),
		Store: h.store, Exporter: noExporter{}, Settings: h.settings, Folder: t.TempDir(), OpenFile: func(string) error { return nil },
		Theme: uitest.Theme, Log: func(err error) { h.logged = append(h.logged, err) },
	})
	h.queue.Take()
	return h
}

// open goes into the evaluation by the keyboard.
func (h *house) open(t *testing.T) *guide.Page {
	t.Helper()
	uitest.Press(t, h.window.Canvas(), fyne.KeyReturn)
	h.queue.Take()
	page, ok := h.shell.Page().(*guide.Page)
	if !ok {
		t.Fatalf("the window shows %T, want the guide", h.shell.Page())
	}
	return page
}

func TestEnterOpensAndBackReturnsWithEverythingSaved(t *testing.T) {
	h := build(t)
	page := h.open(t)
	if !strings.Contains(h.window.Title(), "江门市级扶持科技发展资金") {
		t.Errorf("window title %q", h.window.Title())
	}
	uitest.Type(t, h.window.Canvas(), "8项")
	h.shell.Run("back")
	if _, ok := h.shell.Page().(*year.Page); !ok {
		t.Fatalf("the window shows %T, want the list", h.shell.Page())
	}
	first := page.Session().Evaluation().Indicators[0].ID
	if last, _ := h.store.Last(); last == nil || last.Indicators[0].ID != first || last.Indicators[0].Actual.Text != "8项" {
		t.Error("what was being typed is not in the store")
	}
}

func TestTitleFollowsTheList(t *testing.T) {
	h := build(t)
	if got := h.window.Title(); got != "2022 年度绩效自评 – 准绳" {
		t.Errorf("window title %q after the list has come", got)
	}
}

func TestLeavingWhatCouldNotBeSavedIsADecision(t *testing.T) {
	h := build(t)
	page := h.open(t)
	h.store.Fail(errors.New("disk full"))
	if err := page.Session().Apply(edit.SetField(edit.FieldNature, "常年")); err != nil {
		t.Fatal(err)
	}
	h.shell.Run("back")
	if h.shell.Page() != Page(page) || !h.shell.Prompts().Open() {
		t.Fatal("the page went away without asking")
	}
	press := &fyne.KeyEvent{Name: fyne.KeyEscape}
	h.window.Canvas().Focused().TypedKey(press) // decides nothing
	if h.shell.Page() != Page(page) {
		t.Error("Esc left the page")
	}
}

func TestCommandsWaitForAnOpenDialog(t *testing.T) {
	h := build(t)
	page := h.open(t)
	h.shell.Run("help")
	if !h.shell.Prompts().Open() {
		t.Fatal("help opens no dialog")
	}
	h.shell.Run("step.money")
	if page.Step() != edit.Indicators {
		t.Error("a command was done behind a dialog")
	}
	h.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	h.shell.Run("step.money")
	if h.shell.Prompts().Open() || page.Step() != edit.Money {
		t.Error("Esc did not close the dialog")
	}
}

func TestF1ListsEveryShortcut(t *testing.T) {
	h := build(t)
	h.open(t)
	h.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if !h.shell.Prompts().Open() {
		t.Fatal("F1 in the grid opens nothing")
	}
	shown := allText(h.window.Canvas().Overlays().Top())
	for _, c := range h.shell.commands {
		if !c.Keys.IsZero() && !strings.Contains(shown, c.Keys.String()) {
			t.Errorf("the list lacks %s", c.Keys)
		}
	}
}

func allText(o fyne.CanvasObject) string {
	var b strings.Builder
	for _, object := range test.LaidOutObjects(o) {
		if text, ok := object.(*widget.Text); ok {
			b.WriteString(text.Say() + "\n")
		}
	}
	return b.String()
}

func TestLanguageAndThemeSwitchWithoutLosingTyping(t *testing.T) {
	h := build(t)
	h.open(t)
	uitest.Type(t, h.window.Canvas(), "8项")
	h.shell.Run("language.en")
	page := h.shell.Page().(*guide.Page)
	if h.settings["language"] != "en" || page.Session().Evaluation().Indicators[0].Actual.Text != "8项" {
		t.Errorf("settings %v, actual %q", h.settings, page.Session().Evaluation().Indicators[0].Actual.Text)
	}
	if got := lang.L("Copy"); got != "Copy" {
		t.Errorf("the toolkit says %q in English", got)
	}
	h.shell.Run("language.zh")
	if got := lang.L("Copy"); got != "复制" {
		t.Errorf("the toolkit says %q in Chinese", got)
	}
	h.shell.Run("theme.dark")
	if theme, ok := fyne.CurrentApp().Settings().Theme().(*look.Theme); !ok || theme.Mode() != look.Dark {
		t.Error("the theme did not change")
	}
}

func TestMenuHasEveryCommandThatBelongsInOne(t *testing.T) {
	h := build(t)
	h.open(t)
	labels := map[string]bool{}
	for _, menu := range h.window.MainMenu().Items {
		for _, item := range menu.Items {
			label, _, _ := strings.Cut(item.Label, "    ") // a function key may follow
			labels[label] = true
			if item.Label == "" && !item.IsSeparator {
				t.Errorf("menu %s has an item without a label", menu.Label)
			}
		}
	}
	for _, c := range h.shell.commands {
		if label := h.shell.words.Say("ui.command." + c.ID); !labels[label] {
			t.Errorf("no menu has %s (%s)", c.ID, label)
		}
	}
}

func TestErrorIsSaidInWordsAndLogged(t *testing.T) {
	h := build(t)
	h.store.err = storage.ErrDamaged
	uitest.Press(t, h.window.Canvas(), fyne.KeyReturn)
	h.queue.Take()
	if !h.shell.Prompts().Open() || len(h.logged) != 1 {
		t.Errorf("dialog open %v, logged %v", h.shell.Prompts().Open(), h.logged)
	}
	h.shell.Fail(context.Canceled)
	if len(h.logged) != 1 {
		t.Error("a cancelled piece of work was reported as a failure")
	}
}
