package place

import (
	"errors"
	"testing"

	"golang.org/x/sys/windows"
)

func TestJudgedFolders(t *testing.T) {
	drives := map[string]uint32{
		`C:\`: windows.DRIVE_FIXED, `E:\`: windows.DRIVE_REMOVABLE, `Z:\`: windows.DRIVE_REMOTE, `F:\`: windows.DRIVE_CDROM, `R:\`: windows.DRIVE_RAMDISK,
	}
	marked := map[string]uint32{
		`C:\Sync`: attributeUnpinned | 0x10, `C:\Keep`: attributePinned, `C:\Cloud\a`: attributeOnAccess, `C:\Users\x`: 0x10, `C:\Open`: attributeOnOpen,
	}
	cases := []struct {
		dir   string
		want  error
		found string
	}{
		{`C:\Users\x\准绳`, nil, ""},
		{`R:\a`, nil, ""},
		{`Q:\a`, nil, ""}, // of a kind that nobody knows
		{`\\?\C:\long`, nil, ""},
		{`Z:\a\b`, ErrNetwork, `Z:`},
		{`\\server\share\a`, ErrNetwork, `\\server\share`},
		{`E:\a`, ErrRemovable, `E:`},
		{`F:\a`, ErrRemovable, `F:`},
		{`C:\Sync\a\b`, ErrCloud, `C:\Sync`},
		{`C:\Keep`, ErrCloud, `C:\Keep`},
		{`C:\Cloud\a\b`, ErrCloud, `C:\Cloud\a`},
		{`C:\Cloud\b`, nil, ""},
		{`C:\Open\x`, ErrCloud, `C:\Open`},
		{`c:\users\X\mydrive\文档`, ErrCloud, `c:\users\X\mydrive`},
		{`C:\Users\x\mydrive2`, nil, ""},
	}
	for _, c := range cases {
		found, err := judge(c.dir, func(root string) uint32 { return drives[root] }, func(path string) uint32 { return marked[path] }, []string{`C:\Users\x\MyDrive\`})
		if c.dir[0] == 'c' {
			found, err = judge(c.dir, func(string) uint32 { return windows.DRIVE_FIXED }, func(string) uint32 { return 0 }, []string{`C:\Users\x\MyDrive\`})
		}
		if !errors.Is(err, c.want) || found != c.found {
			t.Errorf("%s: %q, %v", c.dir, found, err)
		}
	}
}
