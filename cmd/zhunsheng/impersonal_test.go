package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestLogNamesNeitherPeopleNorProjects(t *testing.T) {
	const data = `C:\Users\张三\AppData\Local\Zhunsheng`
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("recovery: killed; nothing was broken"), "recovery: killed; nothing was broken"},
		{&fs.PathError{Op: "open", Path: `C:\Users\zhang san\Documents\城区道路 2022.pdf`, Err: syscall.Errno(5)}, "open ….pdf: " + syscall.Errno(5).Error() + " [5]"},
		{&fs.PathError{Op: "open", Path: data + `\store\lock`, Err: fs.ErrPermission}, `open <data>\store\lock: permission denied`},
		{fmt.Errorf("write %s: %w", "/home/lisi/自评 报告.xlsx", fs.ErrExist), "write ….xlsx: file already exists"},
		{&os.LinkError{Op: "rename", Old: `\\server\share\李四.tmp`, New: `Z:\李四.pdf`, Err: fs.ErrInvalid}, "rename ….pdf: invalid argument"},
		{errors.New(`store "/home/lisi/data": 3 MB are free`), `store "…": 3 MB are free`},
		{errors.New("indicators[3].actual: “12.6公里，李四” is no number"), "indicators[3].actual: … is no number"},
		{errors.New("3/4 of 1 MB"), "3/4 of 1 MB"},
		{errors.Join(errors.New("王五"), syscall.Errno(28)), "…\n" + syscall.Errno(28).Error() + " [28]"},
	} {
		if got := impersonal(c.err, data); got != c.want {
			t.Errorf("%v\n got %s\nwant %s", c.err, got, c.want)
		}
	}
}

func TestLogIsRotatedAtTheNextStart(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, logName)
	if err := os.WriteFile(path, []byte(strings.Repeat("x", largestLog+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	log, err := openLog(folder)
	if err != nil {
		t.Fatal(err)
	}
	log.Error(errors.New("张三 was here"))
	log.Close()
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "张三") || !strings.HasSuffix(string(text), " … was here\n") {
		t.Errorf("the log holds %q, %v", text, err)
	}
	if info, err := os.Stat(path + ".old"); err != nil || info.Size() != largestLog+1 {
		t.Errorf("the one before: %v", err)
	}
}
