package place

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestCloudFolders(t *testing.T) {
	cases := map[string]bool{
		"OneDrive": true, "OneDrive - 江门市科学技术局": true, "我的坚果云": true, "百度网盘": true, "BaiduSyncdisk": true, "Dropbox (Team)": true,
		"onedrives": false, "百度": false, "准绳": false, "drive": false,
	}
	for name, want := range cases {
		dir := filepath.Join(t.TempDir(), name, "store")
		err := Check(dir)
		if errors.Is(err, ErrCloud) != want {
			t.Errorf("%s: %v", name, err)
		}
		var refusal *Refusal
		if want && (!errors.As(err, &refusal) || refusal.Found != name) {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}

func TestLinkIntoACloudFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "OneDrive", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "OneDrive", "x"), link); err != nil {
		t.Skip("the system makes no links: ", err)
	}
	if _, err := os.Lstat(link); err != nil { // Wine 8 reports success and makes none
		t.Skip("the system makes no links, and says that it does: ", err)
	}
	if err := Check(filepath.Join(link, "store")); !errors.Is(err, ErrCloud) {
		t.Error(err)
	}
}

func TestFreeSpace(t *testing.T) {
	if free, err := Free(t.TempDir()); err != nil || free == 0 {
		t.Errorf("%d bytes (%v)", free, err)
	}
	if _, err := Free(filepath.Join(t.TempDir(), "nothing")); err == nil {
		t.Error("a folder that is not there has room")
	}
}

func TestSystemIsTheSame(t *testing.T) {
	if first, second := System(), System(); first.Machine == "" || first.Machine != second.Machine {
		t.Errorf("%v, then %v", first, second)
	}
}
