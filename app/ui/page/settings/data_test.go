package settings

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

func TestBackupIsWrittenAndRestored(t *testing.T) {
	r := enter(t, "zh", SectionBackup)
	s := r.page.section().(*backup)
	if err := r.desk.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	r.File = filepath.Join(t.TempDir(), "a.zsbackup")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.fillIn(t, "12345678", "12345678")
	r.Settle() // the place, the backup, how things stand now
	if len(r.Failed) > 0 || len(r.Toasts) != 1 || !strings.Contains(r.Asked[0].Save, "20230331-1200") {
		t.Fatalf("failed %v, said %q, asked %+v", r.Failed, r.Toasts, r.Asked)
	}
	if !strings.Contains(s.state.Text, "2023-03-31 12:00") || s.state.Importance != toolkit.SuccessImportance || !slices.Contains(r.done, "changed") {
		t.Errorf("says %q", s.state.Text)
	}
	r.Now = noon.Add(30 * 24 * time.Hour)
	if err := r.desk.SetProfile(t.Context(), storage.Profile{Name: "乙局"}); err != nil {
		t.Fatal(err)
	}
	s.load()
	r.Settle()
	if s.state.Importance != toolkit.WarningImportance || !strings.Contains(s.state.Text, "30 天前") {
		t.Errorf("a month later it says %q", s.state.Text)
	}
	r.Run(t, "restore")
	r.Settle() // what is in it, how things stand
	r.Canvas().FocusNext()
	r.fillIn(t, "错误的密码")
	r.Settle()
	if len(r.Failed) > 0 || !r.Prompts.Open() || !r.says("密码不对") || s.waiting.Visible() {
		t.Fatalf("a wrong password does not ask again: failed %v, waits %v", r.Failed, s.waiting.Visible())
	}
	r.fillIn(t, "12345678")
	r.Settle()
	if len(r.Failed) > 0 || !s.waiting.Visible() {
		t.Fatalf("failed %v, waits %v", r.Failed, s.waiting.Visible())
	}
	s.drop()
	r.Settle()
	if waits, err := r.desk.Replacing(t.Context()); err != nil || waits || s.waiting.Visible() {
		t.Errorf("%v, %v", waits, err)
	}
}

func TestBackupIsRestoredIntoAnotherFolder(t *testing.T) {
	r := enter(t, "zh", SectionBackup)
	path, folder := filepath.Join(t.TempDir(), "a.zsbackup"), filepath.Join(t.TempDir(), "新")
	if err := r.desk.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.desk.BackUp(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	r.File = path
	r.Run(t, "restore")
	r.Settle()
	r.File = folder
	choose(t, r, restoreFolder)
	tap(t, r, "恢复")
	r.Settle() // the folder, the store, how things stand
	if _, err := os.Stat(filepath.Join(folder, desk.StoreFolder)); err != nil || !r.Prompts.Open() {
		t.Errorf("%v, %v; the way to open it is said: %v", err, r.Failed, r.Prompts.Open())
	}
}

func TestReminderIsChosen(t *testing.T) {
	r := enter(t, "zh", SectionBackup)
	r.page.section().(*backup).remind.Choose("30")
	r.Settle()
	if s, err := r.desk.BackupState(t.Context()); err != nil || s.Days != 30 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestPasswordOfTheDataIsSetAndRemoved(t *testing.T) {
	r := enter(t, "zh", SectionData)
	s := r.page.section().(*data)
	if s.keeping.Folder != filepath.Join(r.folder, desk.StoreFolder) || s.remove.Disabled() == false {
		t.Fatalf("%+v", s.keeping)
	}
	r.Run(t, "protect")
	r.fillIn(t, "12345678", "12345678")
	r.Settle()
	if s.keeping.Protection != keyring.ByPassword || s.remove.Disabled() || s.set.Text != "修改密码…" {
		t.Fatalf("%+v, failed %v", s.keeping, r.Failed)
	}
	r.Run(t, "unprotect")
	r.fillIn(t, "错")
	r.Settle()
	if len(r.Failed) > 0 || !r.Prompts.Open() || !r.says("密码不对") || s.keeping.Protection != keyring.ByPassword {
		t.Fatalf("a wrong password is not said in the form: failed %v", r.Failed)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyBackspace)
	r.fillIn(t, "12345678")
	r.Settle()
	if r.Prompts.Open() || s.keeping.Protection == keyring.ByPassword || len(r.Failed) > 0 {
		t.Errorf("%+v, %v", s.keeping, r.Failed)
	}
	r.Run(t, "folder")
	r.Settle()
	if len(r.Opened) != 1 || r.Opened[0] != s.keeping.Folder {
		t.Errorf("opened %q", r.Opened)
	}
}

func TestDataOfBeforeAreListedWithTheirFolder(t *testing.T) {
	r := enter(t, "zh", SectionData)
	s := r.page.section().(*data)
	if s.aside.Visible() {
		t.Error("data of before are shown where there are none")
	}
	var folders []string
	for _, name := range []string{"store.20230330-090000", "store.20230331-101500"} {
		folders = append(folders, filepath.Join(r.folder, name))
		if err := os.Mkdir(filepath.Join(r.folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.load()
	r.Settle()
	shown := ""
	for _, o := range test.LaidOutObjects(s.former) {
		switch o := o.(type) {
		case *widget.Label:
			shown += o.Text + "\n"
		case *widget.Text:
			shown += o.Say() + "\n"
		}
	}
	for _, want := range []string{folders[0], folders[1], "2023-03-31 10:15"} {
		if !s.aside.Visible() || !strings.Contains(shown, want) {
			t.Errorf("shows %q without %q", shown, want)
		}
	}
	buttons := uitest.Buttons(s.former)
	if len(buttons) != 4 || buttons[0].Text != "打开所在文件夹" || buttons[1].Text != "复制路径" {
		t.Fatalf("%d buttons", len(buttons))
	}
	buttons[0].OnTapped()
	r.Settle()
	buttons[1].OnTapped() // the newest first
	if !slices.Equal(r.Opened, []string{r.folder}) || r.Copied != folders[1] {
		t.Errorf("opened %q, copied %q", r.Opened, r.Copied)
	}
}

// Esc while a password is being tried does not stop that; what became of it is said in the window.
func TestFormMayBeLeftWhileThePasswordIsTried(t *testing.T) {
	r := enter(t, "zh", SectionData)
	r.Run(t, "protect")
	r.fillIn(t, "12345678", "12345678")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // not twice
	r.Prompts.Dismiss()
	r.Settle()
	if s := r.page.section().(*data); s.keeping.Protection != keyring.ByPassword || len(r.Toasts) != 1 || len(r.Failed) > 0 {
		t.Errorf("%+v, said %q, failed %v", s.keeping, r.Toasts, r.Failed)
	}
}

// A dialog is as high as what is in it, also where its body was put together while it had no width.
func TestDialogsAreAsHighAsTheyNeed(t *testing.T) {
	for id, section := range map[string]string{"protect": SectionData, "identity": SectionSign, "backup": SectionBackup} {
		r := enter(t, "zh", section)
		r.Run(t, id)
		overlay, ok := r.Canvas().Overlays().Top().(fyne.Widget)
		if !ok {
			t.Fatalf("%s opens no dialog", id)
		}
		for _, o := range test.WidgetRenderer(overlay).Objects() {
			if dialog, ok := o.(*toolkit.PopUp); ok && dialog.Size().Height > dialog.MinSize().Height+4 {
				t.Errorf("%s is %v high and needs %v", id, dialog.Size().Height, dialog.MinSize().Height)
			}
		}
		r.Prompts.Dismiss()
	}
}
