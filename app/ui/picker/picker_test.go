package picker

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

type room struct {
	canvas  fyne.Canvas
	queue   uitest.Queue
	runner  *task.Runner
	prompts *prompt.Prompts
	chosen  string
	many    []string
}

// ask opens the picker in a folder with two sub-folders and three files.
func ask(t *testing.T) (*room, string) {
	t.Helper()
	return askFor(t, Question{Title: "?", Endings: []string{".xlsx"}})
}

func askFor(t *testing.T, q Question) (*room, string) {
	t.Helper()
	r, folder := unread(t, q)
	r.queue.Settle(r.runner)
	return r, folder
}

// unread asks, and has not read the folder yet.
func unread(t *testing.T, q Question) (*room, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "年报")
	for _, name := range []string{"b.xlsx", "a.XLSX", "c.txt", "sub/d.xlsx", ".hidden/e.xlsx"} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := &room{queue: uitest.NewQueue()}
	if q.Many != nil {
		q.Many = func(paths []string) { r.many = paths }
	}
	r.canvas = uitest.Window(t, widget.Gap(1, 1)).Canvas()
	words := uitest.Words(t, "zh")
	r.prompts = prompt.New(r.canvas, func() wording.Words { return words }, func(string) {})
	r.runner, _ = uitest.Runner(t, r.queue.Post)
	Ask(Needs{Words: words, Prompts: r.prompts, Runner: r.runner, Folder: folder},
		q, func(path string) { r.chosen = path })
	return r, folder
}

func TestSeveralFilesAreMarked(t *testing.T) {
	r, folder := askFor(t, Question{Title: "?", Endings: []string{".xlsx"}, Many: func([]string) {}})
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace) // a folder, too
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	want := []string{filepath.Join(folder, "a.XLSX"), filepath.Join(folder, "b.xlsx")}
	if !slices.Equal(r.many, want) || r.chosen != "" || r.prompts.Open() {
		t.Errorf("chose %q and %q, want %q and the dialog gone", r.many, r.chosen, want)
	}
}

func TestOneMarkedFileIsOneFile(t *testing.T) {
	r, folder := askFor(t, Question{Title: "?", Endings: []string{".xlsx"}, Many: func([]string) {}})
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if want := filepath.Join(folder, "a.XLSX"); r.chosen != want || r.many != nil {
		t.Errorf("chose %q and %q, want %q", r.chosen, r.many, want)
	}
}

func TestAPathThatWasTypedBeatsTheMarks(t *testing.T) {
	r, folder := askFor(t, Question{Title: "?", Many: func([]string) {}})
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace)
	typed := filepath.Join(folder, "sub", "d.xlsx")
	for _, o := range test.LaidOutObjects(r.canvas.Overlays().Top()) {
		if e, ok := o.(*widget.Entry); ok {
			e.SetText(typed)
		}
	}
	r.prompts.Accept()
	r.queue.Settle(r.runner)
	if r.chosen != typed || r.many != nil {
		t.Errorf("chose %q and %q, want %q", r.chosen, r.many, typed)
	}
}

func TestMarksNeedToBeAskedFor(t *testing.T) {
	r, folder := ask(t)
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if want := filepath.Join(folder, "b.xlsx"); r.chosen != want {
		t.Errorf("chose %q, want %q", r.chosen, want)
	}
}

func TestKeyboardWalksToAFile(t *testing.T) {
	r, folder := ask(t)
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeyReturn) // into sub
	r.queue.Settle(r.runner)
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeyReturn) // d.xlsx
	r.queue.Settle(r.runner)
	if want := filepath.Join(folder, "sub", "d.xlsx"); r.chosen != want || r.prompts.Open() {
		t.Errorf("chose %q, want %q and the dialog gone", r.chosen, want)
	}
}

func TestOnlyFilesAskedForAreListed(t *testing.T) {
	_, folder := ask(t)
	entries, err := read(folder, Question{Endings: []string{".xlsx"}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.name)
	}
	want := []string{"..", "sub", "a.XLSX", "b.xlsx"}
	if len(names) != len(want) {
		t.Fatalf("lists %q, want %q", names, want)
	}
	for i := range want {
		if names[i] != want[i] {
			t.Errorf("lists %q, want %q", names, want)
		}
	}
}

func TestEscapeChoosesNothing(t *testing.T) {
	r, _ := ask(t)
	r.canvas.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			r.prompts.Dismiss()
		}
	})
	uitest.Press(t, r.canvas, fyne.KeyEscape)
	if r.prompts.Open() || r.chosen != "" {
		t.Errorf("dialog open %v, chose %q", r.prompts.Open(), r.chosen)
	}
}

func TestEnterIsHeardBeforeTheFolderWasRead(t *testing.T) {
	r, folder := unread(t, Question{Title: "?", Save: "新.pdf"})
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if want := filepath.Join(folder, "新.pdf"); r.chosen != want || r.prompts.Open() {
		t.Errorf("chose %q, want %q and the dialog gone", r.chosen, want)
	}
}

func TestWhatIsTypedWhileAFolderIsReadStays(t *testing.T) {
	r, folder := unread(t, Question{Title: "?", Save: "新.pdf"})
	path := r.field(t)
	path.SetText("另存.pdf")
	r.queue.Settle(r.runner)
	if path.Text != "另存.pdf" {
		t.Fatalf("the field holds %q, want what was typed", path.Text)
	}
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if want := filepath.Join(folder, "另存.pdf"); r.chosen != want {
		t.Errorf("chose %q, want %q", r.chosen, want)
	}
}

// field returns what stands in the field of the path.
func (r *room) field(t *testing.T) *widget.Entry {
	t.Helper()
	e, ok := r.canvas.Focused().(*widget.Entry)
	if !ok {
		t.Fatalf("the keyboard is in %T, want the path", r.canvas.Focused())
	}
	return e
}

func TestNewFileGetsItsEndingAndReplacesOnlyWhenTold(t *testing.T) {
	r, folder := askFor(t, Question{Title: "?", Endings: []string{".xlsx"}, Save: "新.xlsx"})
	path := r.field(t)
	if want := filepath.Join(folder, "新.xlsx"); path.Text != want {
		t.Fatalf("proposes %q, want %q", path.Text, want)
	}
	path.SetText(filepath.Join(folder, "b"))
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if r.chosen != "" || !r.prompts.Open() {
		t.Fatal("a file that is there is replaced without a word")
	}
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if want := filepath.Join(folder, "b.xlsx"); r.chosen != want || r.prompts.Open() {
		t.Errorf("chose %q, want %q", r.chosen, want)
	}
}

func TestNewFileGoesIntoAFolderThatIsThere(t *testing.T) {
	r, folder := askFor(t, Question{Title: "?", Save: "新.pdf"})
	path := r.field(t)
	for _, bad := range []string{"", filepath.Join(folder, "missing", "x.pdf"), filepath.Join("missing", "x.pdf")} {
		path.SetText(bad)
		uitest.Press(t, r.canvas, fyne.KeyReturn)
		r.queue.Settle(r.runner)
		if r.chosen != "" || !r.prompts.Open() {
			t.Fatalf("%q was chosen", bad)
		}
	}
	path.SetText(filepath.Join("sub", "x")) // in the folder that is shown, with the ending that is missing
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if r.chosen != filepath.Join(folder, "sub", "x.pdf") {
		t.Errorf("chose %q", r.chosen)
	}
}

func TestFolderIsChosenOrMade(t *testing.T) {
	for name, want := range map[string]string{"there": "sub", "new": "新建"} {
		t.Run(name, func(t *testing.T) {
			r, folder := askFor(t, Question{Title: "?", Folder: true})
			if entries, err := read(folder, Question{Folder: true}); err != nil || len(entries) != 2 {
				t.Fatalf("lists %v (%v), want the parent and one folder", entries, err)
			}
			r.canvas.FocusPrevious()
			r.canvas.FocusPrevious()
			path := r.field(t)
			path.SetText(filepath.Join(folder, want))
			uitest.Press(t, r.canvas, fyne.KeyReturn)
			r.queue.Settle(r.runner)
			if r.chosen != filepath.Join(folder, want) {
				t.Errorf("chose %q", r.chosen)
			}
		})
	}
}

func TestAFolderThatIsTypedIsGoneThroughByTheKeyboard(t *testing.T) {
	r, folder := ask(t)
	r.canvas.FocusPrevious() // from the list to the field
	entry, ok := r.canvas.Focused().(*widget.Entry)
	for !ok {
		r.canvas.FocusPrevious()
		entry, ok = r.canvas.Focused().(*widget.Entry)
	}
	uitest.Press(t, r.canvas, fyne.KeyDown)
	if r.canvas.Focused() == fyne.Focusable(entry) || r.chosen != "" {
		t.Fatalf("Down leaves the keyboard in the field, or chooses %q", r.chosen)
	}
	r.canvas.Focus(entry)
	entry.SetText(filepath.Join(folder, "sub"))
	uitest.Press(t, r.canvas, fyne.KeyReturn)
	r.queue.Settle(r.runner)
	if r.canvas.Focused() == fyne.Focusable(entry) || r.chosen != "" {
		t.Errorf("the keyboard stays in the field in a folder that was gone into, chosen %q", r.chosen)
	}
}

func TestEnterTakesAllThatAreMarkedWhereverTheKeyboardIs(t *testing.T) {
	r, folder := askFor(t, Question{Title: "?", Endings: []string{".xlsx"}, Many: func([]string) {}})
	uitest.Press(t, r.canvas, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyHome, fyne.KeyReturn) // on the way up
	r.queue.Settle(r.runner)
	if want := []string{filepath.Join(folder, "a.XLSX"), filepath.Join(folder, "b.xlsx")}; !slices.Equal(r.many, want) {
		t.Errorf("chose %q, want %q", r.many, want)
	}
}
