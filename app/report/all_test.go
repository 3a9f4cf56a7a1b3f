//go:build all && linux

package report

import (
	"crypto/rand"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/sign"
)

// The tests of this file need Java with Debian's libpdfbox2-java, libcommons-io-java, libactivation-java and libjaxb-api-java:
// "make test-all".

// preflightPath holds the libraries of Debian.
const preflightPath = "/usr/share/java/pdfbox2.jar:/usr/share/java/preflight.jar:/usr/share/java/xmpbox.jar:/usr/share/java/fontbox2.jar:" +
	"/usr/share/java/commons-logging.jar:/usr/share/java/commons-io.jar:/usr/share/java/javax.activation.jar:/usr/share/java/jaxb-api.jar"

// preflight returns what PDFBox says of a file as PDF/A-1b: "valid", or its errors, sorted.
func preflight(t *testing.T, file []byte) []string {
	t.Helper()
	classes := filepath.Join("..", "..", "build", "java")
	run(t, "default-jdk-headless", "javac", "-d", classes, "-cp", preflightPath, filepath.Join("testdata", "java", "CheckArchive.java"))
	out := run(t, "default-jdk-headless", "java", "-Xshare:auto", "-cp", preflightPath+":"+classes, "CheckArchive", save(t, file))
	lines := strings.Split(strings.TrimSpace(out), "\n")
	slices.Sort(lines)
	return lines
}

func TestArchiveIsPDFA1b(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Archive = true
	file := render(t, in, "archive").Bytes
	if got := preflight(t, file); !slices.Equal(got, []string{"valid"}) {
		t.Fatalf("report: %q", got)
	}
	id, err := sign.NewLocal("甲单位", time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"preparer", "reviewer"} {
		signed, err := sign.Sign(file, sign.Options{
			Identity: id, Field: role, Role: role, Time: time.Now(), TimeText: "2023-03-20", Appearance: NewSignatureLook(words(t, "zh"), nil),
		})
		if err != nil {
			t.Fatal(err)
		}
		file = signed.File
		if got := preflight(t, file); !slices.Equal(got, []string{"valid"}) {
			t.Errorf("signed by %s: %q", role, got)
		}
	}
	in.Draft = true
	if got := preflight(t, render(t, in, "archive-draft").Bytes); !slices.Equal(got, []string{"valid"}) {
		t.Errorf("draft: %q", got)
	}
}

// TestDataAndTagsAreAllThatKeepsAReportFromPDFA1b pins what the documentation says of reports that carry their data.
func TestDataAndTagsAreAllThatKeepsAReportFromPDFA1b(t *testing.T) {
	for _, line := range preflight(t, render(t, exampleInput(t, "jiangmen-example-2022", "zh"), "example").Bytes) {
		// Its tags are packed into object streams, which came after PDF/A-1.
		if !strings.Contains(line, "EmbeddedFile") && !strings.Contains(line, "cross reference streams are not allowed") && !strings.Contains(line, "PDF/A identification schema") {
			t.Error(line)
		}
	}
}
