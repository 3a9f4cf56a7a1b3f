// Command links checks what the documents point at: that every relative link leads to a file and, behind "#", to a heading in it, and
// that every "make" command names a target of the Makefile.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	fenced  = regexp.MustCompile("(?ms)^```.*?^```")
	making  = regexp.MustCompile("(?m)(?:`|^)make ([a-z][a-z0-9-]*)")
	target  = regexp.MustCompile(`(?m)^([a-z][a-z0-9-]*):`)
)

func main() {
	faults, err := check()
	for _, fault := range faults {
		fmt.Fprintln(os.Stderr, fault)
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case len(faults) > 0:
		os.Exit(1)
	}
	fmt.Println("links lead somewhere")
}

func check() ([]string, error) {
	listed, err := exec.Command("git", "ls-files", "*.md").Output()
	if err != nil {
		return nil, err
	}
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		return nil, err
	}
	targets := map[string]bool{}
	for _, found := range target.FindAllStringSubmatch(string(makefile), -1) {
		targets[found[1]] = true
	}
	var faults []string
	for file := range strings.FieldsSeq(string(listed)) {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, found := range making.FindAllStringSubmatch(string(text), -1) {
			if !targets[found[1]] {
				faults = append(faults, file+": there is no target "+found[1])
			}
		}
		for _, found := range link.FindAllStringSubmatch(fenced.ReplaceAllString(string(text), ""), -1) {
			if why := broken(file, found[1]); why != "" {
				faults = append(faults, file+": "+found[1]+": "+why)
			}
		}
	}
	return faults, nil
}

// broken says what is wrong with a link in a file, "" where it leads somewhere or out of the repository.
func broken(file, to string) string {
	if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
		return ""
	}
	path, fragment, _ := strings.Cut(to, "#")
	if path == "" {
		path = file
	} else {
		path = filepath.Join(filepath.Dir(file), path)
	}
	text, err := os.ReadFile(path)
	if info, statErr := os.Stat(path); statErr != nil {
		return "there is no such file"
	} else if fragment == "" || info.IsDir() {
		return ""
	}
	if err != nil {
		return err.Error()
	}
	for _, found := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(string(text), ""), -1) {
		if anchor(found[1]) == fragment {
			return ""
		}
	}
	return "there is no such heading"
}

// anchor is how hosts of repositories name a heading: letters, digits and hyphens, in small letters, spaces as hyphens.
func anchor(text string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			out.WriteRune(r)
		case r == ' ':
			out.WriteByte('-')
		}
	}
	return out.String()
}
