package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// apart are the modules of go.mod that no program carries, and where they are needed.
var apart = map[string]string{
	"github.com/fyne-io/gl-js":                 "the toolkit in browsers",
	"github.com/fyne-io/glfw-js":               "the toolkit in browsers",
	"github.com/hack-pad/go-indexeddb":         "the toolkit in browsers",
	"github.com/hack-pad/safejs":               "the toolkit in browsers",
	"github.com/rogpeppe/go-internal":          "tests",
	"github.com/santhosh-tekuri/jsonschema/v6": "tests",
	"github.com/smallstep/pkcs7":               "tests",
	"golang.org/x/tools":                       "making the toolkit",
	"pgregory.net/rapid":                       "tests",
}

// data are modules whose data became part of ours: no program links them.
var data = map[string]string{
	"github.com/mozillazg/go-pinyin": "assets/pinyin",
}

// target is one way in which the programs are built.
type target struct {
	system, cgo string
	packages    []string
}

// targets are those of .ci/release.
var targets = []target{
	{"linux", "1", []string{"./cmd/zhunsheng", "./cmd/zs"}},
	{"windows", "1", []string{"./cmd/zhunsheng", "./cmd/zs"}},
	{"darwin", "0", []string{"./cmd/zs"}},
}

// module is a module as it is carried.
type module struct {
	path, version, folder string
	packages              []string // folders of the packages that are linked
}

func (m *module) String() string { return strings.TrimSpace(m.path + " " + m.version) }

// linked asks the go command for the modules whose packages are linked into the programs, in the order of their paths.
func linked(ctx context.Context) ([]*module, error) {
	found := map[string]*module{}
	for _, to := range targets {
		arguments := []string{
			"list", "-deps", "-tags", "no_emoji,migrated_fynedo,x11,release",
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}",
		}
		out, err := goCommand(ctx, []string{"GOOS=" + to.system, "GOARCH=amd64", "CGO_ENABLED=" + to.cgo}, append(arguments, to.packages...)...)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(out) {
			fields := strings.Split(strings.TrimSpace(line), "\t")
			if len(fields) != 4 {
				continue // the standard library, and our own packages
			}
			m := found[fields[0]]
			if m == nil {
				m = &module{path: fields[0], version: fields[1], folder: fields[2]}
				found[m.path] = m
			}
			m.packages = append(m.packages, fields[3])
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *module) int { return strings.Compare(a.path, b.path) }), nil
}

// borrowed returns the modules whose data became part of ours.
func borrowed(ctx context.Context) ([]*module, error) {
	var all []*module
	for _, path := range slices.Sorted(maps.Keys(data)) {
		out, err := goCommand(ctx, nil, "list", "-m", "-f", "{{.Version}}\t{{.Dir}}", path)
		if err != nil {
			return nil, err
		}
		version, folder, _ := strings.Cut(strings.TrimSpace(out), "\t")
		all = append(all, &module{path: path, version: version, folder: folder, packages: []string{folder}})
	}
	return all, nil
}

// goItself is the standard library, which every program carries. Its version is that of whoever builds, so none is said.
func goItself(ctx context.Context) (*module, error) {
	out, err := goCommand(ctx, nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	root := strings.TrimSpace(out)
	return &module{path: "Go", folder: root, packages: []string{root}}, nil
}

func goCommand(ctx context.Context, environment []string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Env = append(os.Environ(), environment...)
	out, err := command.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("go %s: %w: %s", arguments[0], err, bytes.TrimSpace(failed.Stderr))
	}
	return string(out), err
}
