package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
)

// enterMany shows a sound report, copies of it, and two files that are none among them.
func enterMany(t *testing.T) (*room, []string) {
	t.Helper()
	f := makeFiles(t)
	content, err := os.ReadFile(f.twice)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var paths []string
	for i := range wholeFiles + 2 {
		path := filepath.Join(folder, fmt.Sprintf("%02d.pdf", i))
		data := content
		if i == 3 || i == 5 {
			data = []byte("text")
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	r := enter(t, f.desk, "zh")
	r.page.ReadFiles(paths)
	r.settle()
	return r, paths
}

func (r *room) names() string {
	var names []string
	for _, row := range r.page.list.Rows() {
		names = append(names, strings.TrimSuffix(row.Cells[0].Text, ".pdf"))
	}
	return strings.Join(names, " ")
}

func TestManyFilesAreGoneThroughByTheirProblems(t *testing.T) {
	r, paths := enterMany(t)
	if r.page.current().path != paths[0] {
		t.Errorf("shows %s, want the first one", r.page.current().path)
	}
	var found []string
	for range 3 {
		r.Run(t, "problem")
		found = append(found, filepath.Base(r.page.current().path))
	}
	if got := fmt.Sprint(found); got != "[03.pdf 05.pdf 03.pdf]" {
		t.Errorf("goes to %s", got)
	}
	r.page.order(1)
	if got := r.names(); !strings.HasPrefix(got, "03 05 00 01") {
		t.Errorf("by verdict: %s", got)
	}
	r.page.order(1)
	if got := r.names(); !strings.HasSuffix(got, "05 03") {
		t.Errorf("turned round: %s", got)
	}
	r.Run(t, "list")
	lines := strings.Split(r.Copied, "\n")
	if len(lines) != len(paths)+1 || !strings.HasPrefix(lines[len(lines)-1], "03.pdf\t不可读\t") || !strings.HasSuffix(lines[len(lines)-1], paths[3]) {
		t.Errorf("copied %q", r.Copied)
	}
}

func TestMarkedFilesAreTakenOffTogether(t *testing.T) {
	r, paths := enterMany(t)
	r.page.list.Mark(paths[0], paths[1], paths[3])
	r.Run(t, "remove")
	if got := r.names(); got != "02 04 05 06 07 08 09" || r.page.current().path != paths[2] {
		t.Errorf("left %s, shows %s", got, r.page.current().path)
	}
	r.page.list.Focus()
	uitest.Press(t, r.Canvas(), fyne.KeyDown)
	r.Run(t, "remove") // nothing is marked any more: the current one
	if got := r.names(); got != "02 05 06 07 08 09" {
		t.Errorf("left %s", got)
	}
}

func TestContentOfManyFilesIsReadAgainWhereItIsNeeded(t *testing.T) {
	r, paths := enterMany(t)
	v := r.page.current().view
	if v.checked.Report.File != nil {
		t.Error("the content of many files is kept")
	}
	if data, err := v.whole()(); err != nil || len(data) != int(v.checked.Size) {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if err := os.WriteFile(paths[0], []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	var changed *ChangedError
	if _, err := v.whole()(); !errors.As(err, &changed) {
		t.Errorf("a file that changed: %v", err)
	}
	if err := os.Remove(paths[0]); err != nil {
		t.Fatal(err)
	}
	var gone *app.FileError
	if _, err := v.whole()(); !errors.As(err, &gone) {
		t.Errorf("a file that is gone: %v", err)
	}
}

// counting is a source that counts what it is asked to check.
type counting struct {
	Source
	checks int
}

func (c *counting) Check(ctx context.Context, order desk.CheckOrder, progress func(done, total int64)) (*desk.Checked, error) {
	c.checks++
	return c.Source.Check(ctx, order, progress)
}

// After a change of language everything stands as it did, in other words: nothing is checked anew.
func TestResultsStayInOtherWords(t *testing.T) {
	r, paths := enterMany(t)
	r.page.order(1)
	r.page.list.Select(paths[5])
	english := pagetest.New(t, locale.English)
	source := &counting{Source: r.page.needs.Source}
	again := r.page.Reworded(Needs{Host: english.Host(), Source: source})
	english.Enter(again)
	for again.busy != nil {
		english.Queue.Take()
	}
	if source.checks > 0 {
		t.Errorf("%d files were checked anew", source.checks)
	}
	if got := again.current(); got == nil || got.path != paths[5] || again.sorted != 1 {
		t.Errorf("current is %+v, sorted by %d", got, again.sorted)
	}
	if len(again.items) != len(paths) {
		t.Fatalf("%d files", len(again.items))
	}
	for i, it := range again.items {
		was := r.page.items[i].view
		if it.view == nil || it.view.tone != was.tone || it.view.sentence == was.sentence || strings.ContainsRune(it.view.short, '的') {
			t.Errorf("%s: %+v, was %q", it.path, it.view, was.sentence)
		}
	}
	again.recheck()
	for again.busy != nil {
		english.Queue.Take()
	}
	if source.checks != len(paths) {
		t.Errorf("checking anew looked at %d of %d files", source.checks, len(paths))
	}
}
