//go:build !windows

package platform

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Any path that may be handed over arrives as it was, whatever bytes it is of.
func TestRequestsKeepTheirPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := ""
		if rest := rapid.SliceOfN(rapid.ByteRange(1, 255), 0, longestHanded).Draw(t, "path"); len(rest) > 0 {
			path = "/" + string(rest[1:])
		}
		line, err := writeRequest(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(line) > longestRequest || bytes.IndexByte(line, '\n') != len(line)-1 {
			t.Fatalf("%d bytes, or more than a line", len(line))
		}
		if read, err := readRequest(bytes.NewReader(append(line, "what follows"...))); err != nil || read != path {
			t.Fatalf("read %q (%v)", read, err)
		}
	})
}

func TestPathsThatAreNotHandedOver(t *testing.T) {
	for _, path := range []string{"x", "./x", "/a\x00b", "/" + strings.Repeat("x", longestHanded)} {
		if line, err := writeRequest(path); !errors.Is(err, errRequest) {
			t.Errorf("%.20q: %q, %v", path, line, err)
		}
	}
}

// FuzzReadRequest reads what anybody may say: it ends in an absolute path, in none, or in an error.
func FuzzReadRequest(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "{}\n", `{"open":"L3g="}` + "\n", `{"open":""}` + "\n", `{"open":null}` + "\n", `{"open":"eA=="}` + "\n", `{"open":[47]}` + "\n",
		`{"open":"L3gA"}` + "\n", `{"OPEN":"Lw==","open":"eA=="}` + "\n", `{"open":"L3g="}{}` + "\n", "null\n", "[[[[\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		path, err := readRequest(bytes.NewReader(said))
		if err != nil {
			if !errors.Is(err, errRequest) {
				t.Fatalf("the error is none of ours: %v", err)
			}
			return
		}
		if path != "" && !filepath.IsAbs(path) || len(path) > longestHanded || strings.ContainsRune(path, 0) {
			t.Fatalf("read %q", path)
		}
		line, err := writeRequest(path)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := readRequest(bytes.NewReader(line)); err != nil || again != path {
			t.Fatalf("again %q (%v), want %q", again, err, path)
		}
	})
}
