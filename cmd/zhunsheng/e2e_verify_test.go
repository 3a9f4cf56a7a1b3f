//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/storage"
)

// TestFilesAreVerifiedAndTheWindowSetUp drives the screens for files from elsewhere and for the settings with keys: a signed report is
// opened and its signer trusted, the unit's card is typed, a backup is written, and language, colours and zoom change in place.
func TestFilesAreVerifiedAndTheWindowSetUp(t *testing.T) {
	s := newStage(t)
	report := foreignReport(t)
	p := s.start(t, "--demo", "--lang", "zh")
	p.waitFor(t, "cell", "江门市级扶持科技发展资金")

	p.post(t, "/run", "id", "place.verify")
	p.waitFor(t, "Text", "把要验证的文件拖到这里")
	p.shot(t, "20-verify-empty")
	p.xdo(t, "key", "ctrl+o")
	p.choose(t, report)
	p.waitFor(t, "cell", "完好")
	p.shot(t, "21-verify")
	p.xdo(t, "key", "ctrl+d")
	p.waitFor(t, "Text", "签名人的证书")
	p.shot(t, "22-certificate")
	p.xdo(t, "key", "Escape")
	p.xdo(t, "key", "ctrl+t")
	p.waitFocus(t, "Entry")
	p.shot(t, "23-trust")
	p.xdo(t, "key", "Return", "Return")
	p.waitFor(t, "cell", "有效可信")

	p.post(t, "/run", "id", "place.settings")
	p.waitFor(t, "step", "单位信息")
	p.waitFocus(t, "Entry")
	p.post(t, "/type", "text", "江门市科学技术局")
	p.xdo(t, "key", "Return")
	p.shot(t, "24-settings")
	p.xdo(t, "key", "alt+3")
	p.waitFor(t, "cell", "张三")
	p.shot(t, "25-trusted")
	p.xdo(t, "key", "ctrl+b")
	p.waitFor(t, "Button", "选择位置…")
	p.xdo(t, "key", "Return", "Return") // no password
	p.save(t, filepath.Join(s.home, "Documents", "备份.zsbackup"))
	p.waitFor(t, "Label", "之后没有修改")
	p.shot(t, "26-backup")
	if found, err := filepath.Glob(filepath.Join(s.home, "Documents", "*.zsbackup")); err != nil || len(found) != 1 {
		t.Errorf("backups %q, %v", found, err)
	}
	for _, step := range []struct{ id, shows, shot string }{
		{"settings.section.data", "数据在哪里", "27-data"},
		{"theme.contrast", "数据在哪里", "28-contrast"},
		{"zoom.in", "数据在哪里", ""},
		{"zoom.in", "数据在哪里", ""},
		{"zoom.in", "数据在哪里", "29-zoom-150"},
		{"settings.section.sign", "可以签名的身份", "30-zoom-150-sign"},
		{"place.verify", "验证文件", "31-zoom-150-verify"},
		{"zoom.plain", "验证文件", ""},
		{"language.en", "Verify files", ""},
		{"theme.dark", "Verify files", "32-english-dark"},
	} {
		p.post(t, "/run", "id", step.id)
		p.waitFor(t, "Text", step.shows)
		if step.shot != "" {
			p.shot(t, step.shot)
		}
	}
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// foreignReport is a signed report of another machine.
func foreignReport(t *testing.T) string {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	defer store.Close()
	d := desk.New(store, schemes, time.Now, func() *locale.Printer { return catalogue.Printer(locale.Chinese) })
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	e, scheme, err := d.Open(t.Context(), year, headers[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.Export(t.Context(), desk.Order{
		Assessment: app.Assess(scheme, e), Folder: t.TempDir(), Sign: true, Role: scheme.Roles[0].ID, Owner: "张三", Password: []byte("12345678"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(made.Path), "来件.pdf")
	if err := os.Rename(made.Path, path); err != nil {
		t.Fatal(err)
	}
	return path
}
