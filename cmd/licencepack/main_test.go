package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// required are the modules of go.mod with their versions.
func required(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	for _, found := range regexp.MustCompile(`(?m)^\t(\S+\.\S+) (v\S+)`).FindAllStringSubmatch(string(file), -1) {
		modules[found[1]] = found[2]
	}
	if len(modules) < 60 {
		t.Fatalf("%d modules found in go.mod", len(modules))
	}
	return modules
}

// committed are the modules that the committed text lists, with their versions, and the names over its licences.
func committed(t *testing.T) (modules map[string]string, licensed string) {
	t.Helper()
	file, err := os.ReadFile("../../assets/licences.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(file), head+"\n\n")
	list, licensed, found := strings.Cut(rest, "\n\n# Licences\n")
	if !ok || !found {
		t.Fatal("assets/licences.txt has another form")
	}
	modules = map[string]string{}
	for line := range strings.Lines(list) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		modules[path] = version
	}
	return modules, licensed
}

// Every module that the program is built of stands in the text, in the version of go.mod, and has a licence there.
func TestEveryModuleHasItsLicence(t *testing.T) {
	listed, licensed := committed(t)
	wanted := required(t)
	for path, version := range wanted {
		why, left := apart[path]
		switch was, ok := listed[path]; {
		case left && ok:
			t.Errorf("%s is listed, though %s", path, why)
		case left:
		case !ok:
			t.Errorf("%s is not listed: go run ./cmd/licencepack", path)
		case was != version:
			t.Errorf("%s is listed as %s, go.mod says %s: go run ./cmd/licencepack", path, was, version)
		case !strings.Contains(licensed, "\n"+path+" "+version+", "):
			t.Errorf("%s has no licence", path)
		}
	}
	for path := range listed {
		if _, ok := wanted[path]; !ok && path != "Go" {
			t.Errorf("%s is listed, but not in go.mod", path)
		}
	}
	for path := range apart {
		if _, ok := wanted[path]; !ok {
			t.Errorf("%s is said to be apart, but not in go.mod", path)
		}
	}
}

// The licences of the fonts that we cut ourselves are in the text as they lie beside them.
func TestFontsAreInTheText(t *testing.T) {
	_, licensed := committed(t)
	fonts, err := fontLicences("../../assets/fonts")
	if err != nil || len(fonts) == 0 {
		t.Fatal(len(fonts), err)
	}
	words := strings.Join(strings.Fields(licensed), " ")
	for _, font := range fonts {
		if !strings.Contains(words, strings.Join(strings.Fields(font.body), " ")) || !strings.Contains(licensed, "\n"+font.of[0]+"\n") {
			t.Errorf("%s is not in assets/licences.txt: go run ./cmd/licencepack", font.of[0])
		}
	}
}

// A licence applies to packages below it and to data right below a package, not to packages that nobody links.
func TestLicencesOfLinkedPackages(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"LICENSE": "whole\r\n", "NOTICE": "mark", "a/LICENSE.md": "one", "a/a.go": "package a", "a/c/COPYING": "native", "b/LICENSE": "other",
		"b/b.go": "package b", "a/testdata/LICENSE": "tests", "licence.go": "package m", "a/deep/er/LICENSE": "too deep",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m := &module{path: "example.org/m", version: "v1.0.0", folder: root, packages: []string{filepath.Join(root, "a")}}
	found, err := m.licences()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range found {
		names = append(names, strings.TrimPrefix(f.of[0], "example.org/m v1.0.0, "))
	}
	slices.Sort(names)
	if want := []string{"LICENSE", "NOTICE", "a/LICENSE.md", "a/c/COPYING"}; !slices.Equal(names, want) {
		t.Errorf("found %v, want %v", names, want)
	}
	if _, err := (&module{path: "example.org/none", folder: filepath.Join(root, "a", "deep"), packages: nil}).licences(); err == nil {
		t.Error("a module without a licence is taken")
	}
}

// The same licence is written once, under all its names.
func TestTheSameTextIsWrittenOnce(t *testing.T) {
	out := string(compose([]*module{{path: "x", version: "v1"}, {path: "Go"}}, []text{
		{of: []string{"x v1, LICENSE"}, body: tidy([]byte("\ufeffone  two\r\nthree \n\n"))},
		{of: []string{"Go, LICENSE"}, body: "one two three\n"},
		{of: []string{"font F"}, body: "another\n"},
	}))
	if want := "\n" + rule + "\nx v1, LICENSE\nGo, LICENSE\n" + rule + "\n\none  two\nthree\n\n" + rule + "\nfont F\n"; !strings.Contains(out, want) {
		t.Errorf("wrote\n%s", out)
	}
	if !strings.Contains(out, head+"\n\nx v1\nGo\n\n# Licences\n") {
		t.Errorf("lists\n%s", out)
	}
}
