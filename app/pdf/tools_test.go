package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool runs an outside program. Without it the test fails, unless ZS_ALLOW_MISSING_TOOLS=1 says that this is known.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("ZS_ALLOW_MISSING_TOOLS") != "1" {
			t.Fatalf("%s is not on the PATH; install it or set ZS_ALLOW_MISSING_TOOLS=1", name)
		}
		fmt.Printf("NOT RUN: %s, for want of %s\n", t.Name(), name)
		t.Skipf("%s is not on the PATH", name)
	}
	out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func keep(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func qpdfCheck(t *testing.T, data []byte) {
	t.Helper()
	out := tool(t, "qpdf", "--check", keep(t, data))
	if !strings.Contains(out, "No syntax or stream encoding errors") || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
}

func TestQpdfAcceptsWritten(t *testing.T) {
	for _, pages := range []int{1, 70} {
		qpdfCheck(t, sample(t, pages))
	}
}

func TestQpdfAcceptsUpdates(t *testing.T) {
	data := sample(t, 2)
	for range 3 {
		data = updated(t, data).Data
		qpdfCheck(t, data)
	}
	data = streamFile(t)
	for range 3 {
		data = updated(t, data).Data
		qpdfCheck(t, data)
	}
}

// TestReadsQpdfOutput reads what another program writes: object streams, linearized, and both.
func TestReadsQpdfOutput(t *testing.T) {
	written := sample(t, 12)
	for name, args := range map[string][]string{
		"object streams": {"--object-streams=generate"},
		"linearized":     {"--linearize"},
		"both":           {"--linearize", "--object-streams=generate"},
		"uncompressed":   {"--qdf", "--object-streams=disable"},
	} {
		out := filepath.Join(t.TempDir(), "out.pdf")
		tool(t, "qpdf", append(args, keep(t, written), out)...)
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		r := mustRead(t, data)
		pages, err := r.Pages()
		if err != nil || len(pages) != 12 {
			t.Errorf("%s: %d pages, %v", name, len(pages), err)
		}
		if revs := r.Revisions(); len(revs) != 1 || revs[0].End != len(data) {
			t.Errorf("%s: %d revisions", name, len(revs))
		}
		c, err := r.coverage()
		if err != nil || c.Unclaimed != nil || c.Overlapping != nil {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		qpdfCheck(t, updated(t, data).Data)
	}
}

func TestRefusesEncrypted(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pdf")
	tool(t, "qpdf", "--encrypt", "", "owner", "256", "--", keep(t, sample(t, 1)), out)
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(data); !strings.Contains(err.Error(), "encrypted") {
		t.Error(err)
	}
}

func TestPopplerReadsTextBack(t *testing.T) {
	path := keep(t, sample(t, 1))
	text := tool(t, "pdftotext", "-layout", path, "-")
	for _, want := range []string{"第一章 绩效目标", "资金执行率 95.50% 满意度", "A𠮷V", "ffi"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
	fonts := strings.Split(strings.TrimSpace(tool(t, "pdffonts", path)), "\n")[2:]
	for _, line := range fonts {
		if !strings.Contains(line, "CID TrueType") || !strings.Contains(line, "yes yes yes") {
			t.Error(line)
		}
	}
	if len(fonts) != 2 {
		t.Error(fonts)
	}
}
