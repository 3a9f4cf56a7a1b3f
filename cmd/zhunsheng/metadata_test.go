package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestMetadataEqualsFyneApp(t *testing.T) {
	var file struct {
		Details struct {
			Icon, Name, ID, Version string
			Build                   int
		}
		Migrations map[string]bool
	}
	if _, err := toml.DecodeFile("../../FyneApp.toml", &file); err != nil {
		t.Fatal(err)
	}
	d := file.Details
	if d.ID != metadata.ID || d.Name != metadata.Name || d.Version != metadata.Version || d.Build != metadata.Build {
		t.Errorf("FyneApp.toml says %+v, the code %+v", d, metadata)
	}
	for name, on := range metadata.Migrations {
		if file.Migrations[name] != on {
			t.Errorf("migration %s is %v in FyneApp.toml", name, file.Migrations[name])
		}
	}
}

// TestArguments holds that a file of any kind is taken, and as a path that means the same in the process that is running already.
func TestArguments(t *testing.T) {
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		args []string
		want options
		bad  bool
	}{
		{args: nil},
		{args: []string{"--lang", "en", "--data", "d", "--demo"}, want: options{language: "en", data: "d", demo: true}},
		{args: []string{"--lang", "zh_CN.UTF-8"}, want: options{language: "zh"}},
		{args: []string{"--lang", "tlh"}, bad: true},
		{args: []string{"file.json"}, want: options{file: filepath.Join(folder, "file.json")}},
		{args: []string{"--renderer", "software", "部门.zsb"}, want: options{renderer: "software", file: filepath.Join(folder, "部门.zsb")}},
		{args: []string{"--renderer=vulkan"}, bad: true},
		{args: []string{"a.zsb", "b.zsb"}, bad: true},
		{args: []string{"--nonsense"}, bad: true},
	}
	for _, tt := range tests {
		got, err := parse(tt.args)
		if (err != nil) != tt.bad || err == nil && got != tt.want {
			t.Errorf("%q: %+v, %v", tt.args, got, err)
		}
	}
}
