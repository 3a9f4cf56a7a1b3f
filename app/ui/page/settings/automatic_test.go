package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/desk"
	"zhunsheng/storage"
)

func TestBackupsArePlannedOnceThereIsAFolder(t *testing.T) {
	r := enter(t, "zh", SectionBackup)
	a := r.page.section().(*backup).auto
	if !a.box.Visible() || a.more.Visible() || a.every.Chosen() != string(desk.Never) {
		t.Fatalf("begins with %q, more is shown: %v", a.every.Chosen(), a.more.Visible())
	}
	a.every.Choose(string(desk.Daily)) // no folder is chosen in the dialog
	r.Settle()
	if a.every.Chosen() != string(desk.Never) || len(r.Asked) != 1 || !r.Asked[0].Folder {
		t.Fatalf("a plan without a folder: %q, asked %+v", a.every.Chosen(), r.Asked)
	}
	r.File = t.TempDir()
	a.every.Choose(string(desk.Daily))
	r.Settle()
	if a.every.Chosen() != string(desk.Daily) || !a.more.Visible() || a.keep.Chosen() != "7" || !strings.Contains(a.state.Text, "还没有") || a.retry.Visible() {
		t.Fatalf("%q, %q, says %q", a.every.Chosen(), a.keep.Chosen(), a.state.Text)
	}
	a.keep.Choose("3")
	r.Settle()
	if err := r.desk.BackUpAsPlanned(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.page.BackedUp()
	r.Settle()
	if !strings.Contains(a.state.Text, "2023-03-31 12:00") {
		t.Errorf("says %q", a.state.Text)
	}
	a.open.OnTapped()
	r.Settle()
	s, err := r.desk.BackupState(t.Context())
	if want := (desk.BackupPlan{Every: desk.Daily, Folder: r.File, Keep: 3}); err != nil || s.Automatic.BackupPlan != want || len(r.Opened) != 1 || r.Opened[0] != r.File {
		t.Errorf("%+v, %v; opened %q", s.Automatic, err, r.Opened)
	}
	a.every.Choose(string(desk.Never))
	r.Settle()
	if a.more.Visible() || len(r.Failed) > 0 {
		t.Errorf("still shown: %v, failed %v", a.more.Visible(), r.Failed)
	}
}

func TestABackupThatFailedIsSaidWithItsRemedy(t *testing.T) {
	r := enter(t, "zh", SectionBackup)
	a := r.page.section().(*backup).auto
	r.File = filepath.Join(t.TempDir(), "盘")
	if err := os.Mkdir(r.File, 0o700); err != nil {
		t.Fatal(err)
	}
	a.every.Choose(string(desk.Weekly))
	r.Settle()
	if err := r.desk.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(r.File); err != nil {
		t.Fatal(err)
	}
	if err := r.desk.BackUpAsPlanned(t.Context()); err == nil {
		t.Fatal("backed up into a folder that is not there")
	}
	r.page.BackedUp()
	r.Settle()
	if !a.retry.Visible() || !strings.Contains(a.state.Text, "接上那个磁盘") || a.state.Importance != toolkit.WarningImportance {
		t.Fatalf("says %q", a.state.Text)
	}
	before := len(r.done)
	a.retry.OnTapped()
	r.Settle()
	if len(r.done) != before+1 || r.done[before] != "changed" {
		t.Errorf("the window was not told to look again: %q", r.done)
	}
	a.every.Choose(string(desk.Daily)) // into a folder that is not there
	r.Settle()
	if len(r.Failed) != 1 || a.every.Chosen() != string(desk.Weekly) {
		t.Errorf("failed %v, chosen %q", r.Failed, a.every.Chosen())
	}
}

func TestPlansAndDataOfBeforeFitIntoNarrowWindows(t *testing.T) {
	const room = 380 // what a window of 683 leaves beside the rail and the sections
	for _, language := range []string{"zh", "en"} {
		r := enter(t, language, SectionBackup)
		a := r.page.section().(*backup).auto
		a.show(desk.AutomaticBackups{BackupPlan: desk.BackupPlan{Every: desk.Daily, Folder: "/很长的文件夹名称/" + strings.Repeat("长", 80), Keep: 7}, Fault: desk.ErrBackupFolder}, true)
		d := r.page.part(SectionData).(*data)
		d.show(desk.Keeping{Folder: r.folder, Former: []desk.Former{{Folder: "/很长的文件夹名称/store.20230331-101500", Time: noon}}})
		for name, box := range map[string]fyne.CanvasObject{"plan": a.box, "data of before": d.aside} {
			if wide := box.MinSize().Width; wide > room {
				t.Errorf("%s: %s wants %v", language, name, wide)
			}
		}
	}
}
