package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"

	"zhunsheng/app/locale"
)

// held opens a file as readers of PDF do: nobody may replace it until it is closed.
func held(t *testing.T, path string) {
	t.Helper()
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = windows.CloseHandle(file) })
}

func TestWindowsKeepsADocumentThatIsOpenElsewhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "自评 报告.pdf")
	if _, err := WriteDocument(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	held(t, path)
	written, err := WriteDocument(path, []byte("second"))
	if want := strings.TrimSuffix(path, ".pdf") + " (2).pdf"; err != nil || written != want {
		t.Fatalf("written to %q, %v", written, err)
	}
	first, err := os.ReadFile(path)
	if err != nil || string(first) != "first" {
		t.Errorf("the document that is open holds %q, %v", first, err)
	}
}

func TestWindowsWritesToLongPaths(t *testing.T) {
	folder := filepath.Join(t.TempDir(), strings.Repeat("很长的文件夹 ", 12)+"甲", strings.Repeat("再长一些 ", 15)+"乙", strings.Repeat("x", 120))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "自评报告.pdf")
	if len([]rune(path)) <= 260 {
		t.Fatalf("only %d characters", len([]rune(path)))
	}
	for _, text := range []string{"first", "second"} {
		if _, err := WriteDocument(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("it holds %q, %v", got, err)
		}
	}
}

// What goes wrong is said in a sentence of its own, with the remedy.
func TestWindowsSaysWhatIsWrongWithAPlace(t *testing.T) {
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	words := catalogue.Printer(locale.Chinese)
	free := ""
	for letter := 'Q'; letter <= 'W'; letter++ {
		if _, err := os.Stat(string(letter) + `:\`); errors.Is(err, fs.ErrNotExist) {
			free = string(letter) + `:\部门\自评报告.pdf`
			break
		}
	}
	if free == "" {
		t.Fatal("no drive letter is free")
	}
	_, gone := WriteDocument(free, []byte("x"))
	full := &fs.PathError{Op: "write", Path: `U:\自评报告.pdf`, Err: windows.ERROR_DISK_FULL}
	locked := &fs.PathError{Op: "open", Path: `C:\只读\自评报告.pdf`, Err: windows.ERROR_ACCESS_DENIED}
	protected := &fs.PathError{Op: "open", Path: `E:\自评报告.pdf`, Err: windows.ERROR_WRITE_PROTECT}
	offline := &fs.PathError{Op: "open", Path: `Z:\自评报告.pdf`, Err: windows.ERROR_BAD_NETPATH}
	unplugged := &fs.PathError{Op: "open", Path: `F:\自评报告.pdf`, Err: windows.ERROR_NOT_READY}
	named := &fs.PathError{Op: "open", Path: `C:\自评?报告.pdf`, Err: windows.ERROR_INVALID_NAME}
	quota := &fs.PathError{Op: "write", Path: `U:\自评报告.pdf`, Err: windows.ERROR_DISK_QUOTA_EXCEEDED}
	if said := Sentence(words, gone); !strings.Contains(said, "已经断开") {
		t.Errorf("a drive that is not there is said as %q", said)
	}
	unknown, _, _ := strings.Cut(words.Text("error.unknown", map[string]string{"text": "|"}), "|")
	for name, err := range map[string]error{
		"a drive that has vanished": gone, "a full disk": full, "a folder that is read only": locked, "a stick with its lock on": protected,
		"a network drive that is gone": offline, "a stick that was pulled": unplugged,
		"a name that Windows does not allow": named, "a quota": quota,
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if said := Sentence(words, err); said == "" || unknown != "" && strings.HasPrefix(said, unknown) {
			t.Errorf("%s: %v is said as %q", name, err, said)
		} else {
			t.Logf("%s: %s", name, said)
		}
	}
}
