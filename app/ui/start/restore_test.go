package start

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/uitest"
)

func (d *door) tap(t *testing.T, label string) {
	t.Helper()
	for _, b := range uitest.Buttons(d.screen.Content()) {
		if b.Text == label && b.Visible() {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("no button %q", label)
}

func TestStoreThatFailedIsTriedAgain(t *testing.T) {
	d := knock(t, &door{err: errBroken})
	d.queue.Take()
	uitest.Structure(t, d.screen.Content(), "failed")
	d.err = nil
	uitest.Press(t, d.window.Canvas(), fyne.KeySpace) // the keyboard is on the way on
	d.queue.Take()
	if d.opened != 1 {
		t.Errorf("opened %d times", d.opened)
	}
}

func TestForgottenPasswordIsHelpedByABackup(t *testing.T) {
	d := knock(t, &door{password: "vergessen", backup: "neu 1"})
	d.queue.Take()
	d.tap(t, "从备份恢复…")
	d.queue.Take()
	if got := d.screen.heading.Say(); got != "请输入备份的密码" || !strings.Contains(d.screen.Said(), "旧.zsbackup") {
		t.Fatalf("asks %q: %q", got, d.screen.Said())
	}
	for _, password := range []string{"vergessen", "neu 1"} {
		uitest.Type(t, d.window.Canvas(), password)
		uitest.Press(t, d.window.Canvas(), fyne.KeyReturn)
		d.queue.Take()
	}
	if d.opened != 0 || d.password != "neu 1" {
		t.Fatalf("opened %d times, restored under %q", d.opened, d.password)
	}
	d.queue.Take() // the restored store
	if d.screen.again.Importance == toolkit.HighImportance {
		t.Error("two primary buttons")
	}
	if d.opened != 1 || len(d.restored) != 3 {
		t.Errorf("opened %d times after %q", d.opened, d.restored)
	}
}

func TestRestoringMayBeLeft(t *testing.T) {
	d := knock(t, &door{password: "doch gewusst", backup: "neu 1"})
	d.queue.Take()
	d.tap(t, "从备份恢复…")
	d.queue.Take()
	d.tap(t, "不恢复了")
	d.queue.Take()
	if got := d.screen.heading.Say(); got != "请输入数据密码" || d.screen.again.Visible() {
		t.Errorf("asks %q", got)
	}
}

func TestAnotherBackupMayDo(t *testing.T) {
	d := knock(t, &door{err: errBroken, damaged: true})
	d.queue.Take()
	d.tap(t, "从备份恢复…")
	d.queue.Take()
	if !strings.Contains(d.screen.Said(), "坏了") || !d.screen.mend.Visible() {
		t.Fatalf("says %q", d.screen.Said())
	}
	d.damaged, d.err = false, nil
	d.tap(t, "从备份恢复…")
	d.queue.Take()
	d.queue.Take()
	if d.opened != 1 {
		t.Errorf("opened %d times", d.opened)
	}
}

func TestNoBackupWhereItCannotHelp(t *testing.T) {
	d := knock(t, &door{err: errBroken, taken: true})
	d.queue.Take()
	if d.screen.mend.Visible() || !d.screen.again.Visible() {
		t.Error("a backup is offered although the store is only in use")
	}
}
