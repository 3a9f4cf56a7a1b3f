package verify

import (
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"fyne.io/fyne/v2"

	"zhunsheng/app/sign"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage/bundle"
)

func TestLockedBundleIsOpenedWithAKeyFile(t *testing.T) {
	f := makeFiles(t)
	own, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path := bundleFile(t, folder, "给我.zsb", "0011223344556677", bundle.Lock{Recipients: []age.Recipient{own.Recipient()}}, sign.BundleSigner{Identity: once.first})
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	r := enter(t, f.desk, "zh", path)
	for _, try := range []struct{ name, content, verdict string }{
		{"不是密钥.txt", "随便写的", "已加密"}, {"别人的.txt", other.String(), "已加密"}, {"我的.txt", own.String(), "完好"},
	} {
		r.File = filepath.Join(folder, try.name)
		if err := os.WriteFile(r.File, []byte(try.content), 0o600); err != nil {
			t.Fatal(err)
		}
		r.Run(t, "passphrase")
		for _, b := range uitest.Buttons(r.Canvas().Overlays().Top()) {
			if b.Text == "改用密钥文件…" {
				b.OnTapped()
			}
		}
		r.settle()
		if got := r.verdicts()["给我.zsb"]; got != try.verdict || r.Prompts.Open() {
			t.Errorf("%s: %s, want %s; a dialog is open: %v", try.name, got, try.verdict, r.Prompts.Open())
		}
	}
}

func TestLockedBundleAsksForItsPassphrase(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.locked)
	for _, try := range []struct{ passphrase, verdict string }{{"错", "已加密"}, {"口令", "完好"}} {
		r.Run(t, "passphrase")
		uitest.Type(t, r.Canvas(), try.passphrase)
		uitest.Press(t, r.Canvas(), fyne.KeyReturn)
		r.settle()
		if got := r.verdicts()["加密.zsb"]; got != try.verdict {
			t.Errorf("%q: %s, want %s", try.passphrase, got, try.verdict)
		}
	}
}
