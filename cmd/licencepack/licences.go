package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// text is one licence and those it is of.
type text struct {
	of   []string
	body string
}

// licenceName matches the files in which licences and notices stand.
var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|ofl|patents)([-_.].*)?$`)

// licences reads what applies to the module's linked packages.
func (m *module) licences() ([]text, error) {
	var found []text
	err := filepath.WalkDir(m.folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if name := entry.Name(); name == "testdata" || strings.HasPrefix(name, ".") || path != m.folder && m.path == "Go" {
				return fs.SkipDir
			}
			return nil
		case !licenceName.MatchString(entry.Name()) || filepath.Ext(path) == ".go" || !m.applies(filepath.Dir(path)):
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(m.folder, path)
		if err != nil {
			return err
		}
		found = append(found, text{of: []string{m.String() + ", " + filepath.ToSlash(inside)}, body: tidy(body)})
		return nil
	})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s has no licence in %s", m, m.folder)
	}
	return found, err
}

// applies reports whether a licence in a folder is one of a linked package: the folder is the package's or one above it, or a folder of
// data, such as C sources or fonts, right below it.
func (m *module) applies(folder string) bool {
	inside := folder + string(filepath.Separator)
	return slices.ContainsFunc(m.packages, func(linked string) bool {
		return strings.HasPrefix(linked+string(filepath.Separator), inside) || filepath.Dir(folder) == linked && !holdsGo(folder)
	})
}

func holdsGo(folder string) bool {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	return err == nil && len(files) > 0
}

// fontLicences reads the licences beside the fonts that we cut ourselves.
func fontLicences(folder string) ([]text, error) {
	files, err := filepath.Glob(filepath.Join(folder, "LICENSE-*.txt"))
	if err != nil {
		return nil, err
	}
	var found []text
	for _, path := range files {
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "LICENSE-"), ".txt")
		found = append(found, text{of: []string{"font " + name}, body: tidy(body)})
	}
	return found, nil
}

// tidy makes lines end alike everywhere.
func tidy(body []byte) string {
	var out strings.Builder
	for line := range bytes.Lines(bytes.TrimPrefix(body, []byte("\ufeff"))) {
		out.Write(bytes.TrimRight(line, " \t\r\n\f"))
		out.WriteByte('\n')
	}
	return strings.Trim(out.String(), "\n") + "\n"
}

// head is the first line of the list of modules, rule stands between texts.
const (
	head = "# Modules"
	rule = "================================================================================"
)

// compose writes the list of modules and, once each, their texts.
func compose(modules []*module, texts []text) []byte {
	var out strings.Builder
	out.WriteString("Zhunsheng 准绳 is licensed under the Apache License 2.0. It carries software, fonts and data of others,\n" +
		"listed here with their licences. Written by cmd/licencepack.\n\n" + head + "\n\n")
	for _, m := range modules {
		out.WriteString(m.String() + "\n")
	}
	out.WriteString("\n# Licences\n")
	for _, t := range once(texts) {
		fmt.Fprintf(&out, "\n%s\n%s\n%s\n\n%s", rule, strings.Join(t.of, "\n"), rule, t.body)
	}
	return []byte(out.String())
}

// once joins texts that differ in nothing but white space.
func once(texts []text) []text {
	var joined []text
	at := map[string]int{}
	for _, t := range texts {
		words := strings.Join(strings.Fields(t.body), " ")
		if i, ok := at[words]; ok {
			joined[i].of = append(joined[i].of, t.of...)
			continue
		}
		at[words] = len(joined)
		joined = append(joined, t)
	}
	return joined
}
