package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	uri "fyne.io/fyne/v2/storage"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/guide"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/prompt"
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
	read       int
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

func (m *memory) Insights(context.Context, []storage.Header, func(done, total int)) (map[string]desk.Insight, error) {
	return nil, nil
}

func (m *memory) SchemesFor(int) []*scoring.Scheme { return []*scoring.Scheme{m.scheme} }

func (m *memory) Begin(context.Context, desk.Start) (string, error) { return m.evaluation.ID, nil }

func (m *memory) CarryOver(context.Context, int, []string, int) ([]string, error) { return nil, nil }

func (m *memory) Read(context.Context, string, int, string) (*desk.Incoming, error) {
	m.read++
	return &desk.Incoming{Items: []desk.IncomingItem{{Evaluation: m.evaluation}}}, nil
}

func (m *memory) Take(context.Context, []desk.IncomingItem) (int, []string, error) {
	return 2022, nil, nil
}

func (m *memory) Delete(context.Context, int, ...string) error { return nil }

type noExporter struct{}

func (noExporter) HasIdentity(context.Context) (bool, error) { return false, nil }

func (noExporter) Export(context.Context, desk.Order, func(int, int)) (desk.Exported, error) {
	return desk.Exported{}, nil
}

type kept map[string]string

func (s kept) Text(name, otherwise string) string {
	if v, ok := s[name]; ok {
		return v
	}
	return otherwise
}

func (s kept) SetText(name, value string) { s[name] = value }

type house struct {
	shell    *Shell
	store    *memory
	queue    uitest.Queue
	clock    *uitest.Clock
	window   fyne.Window
	settings kept
	logged   []error
	zoomed   []int
	themed   []look.Mode // themes that were asked for
}

func build(t *testing.T) *house {
	t.Helper()
	h := &house{store: &memory{}, queue: uitest.NewQueue(), settings: kept{}}
	runner, clock := uitest.Runner(t, h.queue.Post)
	h.clock = clock
	h.store.evaluation, h.store.scheme = uitest.Example(t)
	h.window = uitest.Window(t, widget.Gap(1, 1))
	h.shell = NewShell(Needs{
		App: fyne.CurrentApp(), Window: h.window, Catalogue: uitest.Catalogue(t), Runner: runner,
		Store: h.store, Exporter: noExporter{}, Settings: h.settings, Folder: t.TempDir(), OpenFile: func(string) error { return nil },
		Theme: func(mode look.Mode) fyne.Theme {
			h.themed = append(h.themed, mode)
			return uitest.Theme(mode)
		},
		Log: func(err error) { h.logged = append(h.logged, err) },
		Now: func() time.Time { return time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC) }, Zoom: func(percent int) { h.zoomed = append(h.zoomed, percent) },
	})
	h.settle() // the insights
	return h
}

// settle takes what comes back from the background until nothing is under way.
func (h *house) settle() { h.queue.Settle(h.shell.needs.Runner) }

// open goes into the evaluation by the keyboard.
func (h *house) open(t *testing.T) *guide.Page {
	t.Helper()
	uitest.Press(t, h.window.Canvas(), fyne.KeyReturn)
	h.settle()
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
	h.settle()
	if _, ok := h.shell.Page().(*year.Page); !ok {
		t.Fatalf("the window shows %T, want the list", h.shell.Page())
	}
	first := page.Session().Evaluation().Indicators[0].ID
	if last, _ := h.store.Last(); last == nil || last.Indicators[0].ID != first || last.Indicators[0].Actual.Text != "8项" {
		t.Error("what was being typed is not in the store")
	}
}

// The toolkit reads the fonts again with every theme, and does not let go of those of before.
func TestTheThemeIsSetWhereItDiffers(t *testing.T) {
	h := build(t)
	if len(h.themed) > 0 {
		t.Errorf("the window had its theme, and was given %v", h.themed)
	}
	h.shell.SetMode(look.Dark)
	if !slices.Equal(h.themed, []look.Mode{look.Dark}) {
		t.Errorf("themes %v, want the dark one", h.themed)
	}
	h.settings[settingTheme] = string(look.Contrast)
	h.shell = NewShell(h.shell.needs)
	if !slices.Equal(h.themed, []look.Mode{look.Dark, look.Contrast}) {
		t.Errorf("themes %v, want that of the settings", h.themed)
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
	h.settle()
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
	listed := map[string]string{}
	for _, row := range h.shell.commandRows(nil) {
		listed[row.ID] = row.Cells[2].Text
	}
	for _, c := range h.shell.commands {
		if keys, ok := listed[c.ID]; !ok || keys != c.Keys.String() || keys == "" {
			t.Errorf("%s is listed with %q, its keys are %q", c.ID, keys, c.Keys)
		}
	}
	uitest.Type(t, h.window.Canvas(), "深色")
	uitest.Press(t, h.window.Canvas(), fyne.KeyReturn)
	h.settle()
	if h.shell.mode != look.Dark || h.shell.Prompts().Open() {
		t.Errorf("Enter left the theme %s, the list open: %v", h.shell.mode, h.shell.Prompts().Open())
	}
}

// TestF1SaysWhatCannotBeDoneNow takes the panel of points, which a wide window always shows.
func TestF1SaysWhatCannotBeDoneNow(t *testing.T) {
	h := build(t)
	h.open(t)
	tone := func(id string) look.Tone {
		for _, row := range h.shell.commandRows(nil) {
			if row.ID == id {
				return row.Cells[0].Tone
			}
		}
		t.Fatalf("no command %s", id)
		return 0
	}
	if tone("guide.side") != look.Quiet || tone("step.money") != look.Plain {
		t.Errorf("the tones are %v and %v", tone("guide.side"), tone("step.money"))
	}
	h.shell.showCommands()
	uitest.Type(t, h.window.Canvas(), "得分栏")
	uitest.Press(t, h.window.Canvas(), fyne.KeyReturn)
	h.settle()
	if !h.shell.Prompts().Open() {
		t.Error("the list is gone, and nothing was done")
	}
}

func TestCtrlEnterAcceptsADialogFromAFieldOfSeveralLines(t *testing.T) {
	h := build(t)
	text := widget.NewProse(2, nil)
	said := ""
	h.shell.prompts.Fill(prompt.Form{Title: "题", Body: text, Width: 200, Yes: "写", First: text, Accept: func() string {
		said = text.Text
		return ""
	}})
	uitest.Type(t, h.window.Canvas(), "两行")
	ran := false
	pages := &command.Command{ID: "page's own", Do: func() { ran = true }}
	h.shell.shortcut(command.Ctrl(fyne.KeyS), pages)
	if !h.shell.prompts.Open() || ran {
		t.Fatalf("another shortcut: open %v, ran %v", h.shell.prompts.Open(), ran)
	}
	if h.shell.shortcut(keysAccept, pages); ran {
		t.Error("the page's own command ran below the dialog")
	}
	if said != "两行" || h.shell.prompts.Open() {
		t.Errorf("accepted %q, open %v", said, h.shell.prompts.Open())
	}
	h.shell.shortcut(keysAccept, nil)
	if h.shell.shortcut(keysAccept, pages); !ran {
		t.Error("without a dialog the page's command did not run")
	}
}

func TestNoTwoCommandsShareAShortcut(t *testing.T) {
	h := build(t)
	for _, where := range []string{"list", "guide"} {
		if where == "guide" {
			h.open(t)
		}
		taken := map[string]string{}
		for _, c := range h.shell.commands {
			if other, ok := taken[c.Keys.String()]; ok {
				t.Errorf("%s: %s and %s share %s", where, c.ID, other, c.Keys)
			}
			taken[c.Keys.String()] = c.ID
		}
	}
}

func TestZoomStepsAndIsKept(t *testing.T) {
	h := build(t)
	for _, id := range []string{"zoom.in", "zoom.in", "zoom.out", "zoom.plain"} {
		h.shell.Run(id)
	}
	if fmt.Sprint(h.zoomed) != "[110 120 110 100]" || h.settings["zoom"] != "100" || h.shell.stage.Said() != "显示比例 100%" {
		t.Errorf("zoomed %v, kept %q, said %q", h.zoomed, h.settings["zoom"], h.shell.stage.Said())
	}
	for range 9 {
		h.shell.Run("zoom.in")
	}
	if h.zoomed[len(h.zoomed)-1] != 200 {
		t.Errorf("the largest zoom is %d", h.zoomed[len(h.zoomed)-1])
	}
}

// A plus sign takes Shift on many keyboards.
func TestPlusZoomsInWithShiftToo(t *testing.T) {
	h := build(t)
	want := command.CtrlShift(fyne.KeyEqual).Shortcut().ShortcutName()
	if !slices.ContainsFunc(h.shell.bound, func(s fyne.Shortcut) bool { return s.ShortcutName() == want }) {
		t.Errorf("%s is not bound", want)
	}
}

func TestDroppedFileIsRead(t *testing.T) {
	h := build(t)
	h.shell.dropped(fyne.Position{}, []fyne.URI{storageURI("/表.xlsx")})
	h.settle()
	if h.store.read != 1 || !h.shell.Prompts().Open() {
		t.Errorf("%d files read, asks: %v", h.store.read, h.shell.Prompts().Open())
	}
}

func storageURI(path string) fyne.URI { return uri.NewFileURI(path) }

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
	h.settle()
	if !h.shell.Prompts().Open() || len(h.logged) != 1 {
		t.Errorf("dialog open %v, logged %v", h.shell.Prompts().Open(), h.logged)
	}
	h.shell.Fail(context.Canceled)
	if len(h.logged) != 1 {
		t.Error("a cancelled piece of work was reported as a failure")
	}
}
