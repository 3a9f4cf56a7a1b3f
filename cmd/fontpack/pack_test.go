package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGB2312(t *testing.T) {
	set := gb2312()
	if han := len(ideographs(set.minus(spans(span{0x3000, 0x303F})))); han != 6763 {
		t.Errorf("%d Chinese characters, want 6763", han)
	}
	for _, r := range "绩效评价啊齄Ⅰ①←■〓" {
		if !set[r] {
			t.Errorf("%c is missing", r)
		}
	}
	if set['堃'] || set['龘'] {
		t.Error("holds characters that GB/T 2312 does not have")
	}
}

func TestLevel2(t *testing.T) {
	set := gb18030Level2(charset{'𫖯': true})
	for _, r := range "堃龘㛃䶮𫖯鿿" {
		if !set[r] {
			t.Errorf("%c is missing", r)
		}
	}
}

func TestSetsOfCharacters(t *testing.T) {
	got := union(spans(span{'a', 'd'}), charset{'z': true}).minus(charset{'b': true}).sorted()
	if string(got) != "acdz" {
		t.Errorf("got %q", string(got))
	}
}

func TestReadStandardCharacters(t *testing.T) {
	tests := []struct {
		name, in, want string
		bad            bool
	}{
		{"properties", "# comment\nU+4E00\tkTGH\t2013:1\nU+4E00\tkGB0\t5027\nU+2B5AF\tkTGH\t2013:8001\n", "一𫖯", false},
		{"nothing", "", "", false},
		{"no code point", "U+XYZ\tkTGH\t2013:1\n", "", true},
		{"too large", "U+FFFFFF\tkTGH\t2013:1\n", "", true},
	}
	for _, tt := range tests {
		set, err := readStandardCharacters(strings.NewReader(tt.in))
		if (err != nil) != tt.bad || string(set.sorted()) != tt.want {
			t.Errorf("%s: %q, %v", tt.name, string(set.sorted()), err)
		}
	}
}

func FuzzReadStandardCharacters(f *testing.F) {
	f.Add("U+4E00\tkTGH\t2013:1\n")
	f.Fuzz(func(t *testing.T, text string) {
		set, err := readStandardCharacters(strings.NewReader(text))
		if err == nil && len(set) > strings.Count(text, "kTGH") {
			t.Errorf("%d characters from %q", len(set), text)
		}
	})
}

// Another version of a source is refused before anything is written.
func TestSourcesArePinned(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	path := filepath.Join(from, unihan.Path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("something else"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := build(from, to)
	if err == nil || !strings.Contains(err.Error(), unihan.Package) {
		t.Errorf("got %v, want the package that was expected", err)
	}
	if left, _ := os.ReadDir(to); len(left) != 0 {
		t.Errorf("wrote %v", left)
	}
}

func TestSqueezeIsDeterministic(t *testing.T) {
	text := bytes.Repeat([]byte("准绳"), 1000)
	one, err := squeeze(text)
	if err != nil {
		t.Fatal(err)
	}
	two, err := squeeze(text)
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("other bytes the second time: %v", err)
	}
}
