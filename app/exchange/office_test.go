//go:build all

package exchange_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/docx"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/app/exchange/tableout"
	"zhunsheng/scoring/scoringtest"
)

// convert lets LibreOffice open files and save them in a format; it fails where a file is not written.
func convert(t *testing.T, format string, files map[string][]byte) map[string][]byte {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(in, "profile"), "--convert-to", format, "--outdir", out}
	for name, data := range files {
		path := filepath.Join(in, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if text, err := exec.CommandContext(ctx, "soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	saved := make(map[string][]byte)
	for name := range files {
		base := strings.TrimSuffix(name, filepath.Ext(name)) + "." + format
		data, err := os.ReadFile(filepath.Join(out, base))
		if err != nil {
			t.Fatalf("LibreOffice did not save %s: %v", base, err)
		}
		saved[name] = data
	}
	return saved
}

var storedValue = regexp.MustCompile(`(</f>)<v>[^<]*</v>`)

// withoutValues takes the stored values out of all formulas, so that whoever opens the workbook has to compute them.
func withoutValues(t *testing.T, data []byte) ([]byte, int) {
	t.Helper()
	count := 0
	out, err := ooxml.Repack(data, func(name string, part []byte) []byte {
		if !strings.HasPrefix(name, "xl/worksheets/") {
			return part
		}
		count += len(storedValue.FindAll(part, -1))
		return storedValue.ReplaceAll(part, []byte("$1"))
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, count
}

// LibreOffice opens our workbooks, computes every formula, saves them, and they import again equal: points, total and grade are then
// those that LibreOffice computed.
func TestLibreOfficeRecalculatesAndSaves(t *testing.T) {
	schemes := scoringtest.Schemes(t)
	projects := make(map[string]tableout.Project)
	files := make(map[string][]byte)
	formulas := 0
	add := func(name string, p tableout.Project) {
		data, err := tableout.Workbook([]tableout.Project{p}, tableout.Options{Words: words(t)})
		if err != nil {
			t.Fatal(err)
		}
		bare, n := withoutValues(t, data)
		formulas += n
		projects[name], files[name] = p, bare
	}
	for _, c := range readCases(t) {
		d := newDrawing(t, true)
		drawOfficial(d, c)
		in, err := exchange.Import(c.Case+".xlsx", d.bytes(), exchange.Options{Options: tablein.Options{Schemes: schemes}})
		if err != nil {
			t.Fatal(err)
		}
		add(c.Case+".xlsx", project(schemeOf(t, schemes, in.Tables[0].Evaluation), in.Tables[0].Evaluation))
	}
	for _, s := range schemes {
		add("example-"+s.ID+".xlsx", project(s, scoringtest.Example(t)))
	}
	if formulas < 150 {
		t.Errorf("only %d formulas in %d workbooks", formulas, len(files))
	}
	for name, data := range convert(t, "xlsx", files) {
		t.Run(name, func(t *testing.T) {
			p := projects[name]
			sameExchanged(t, backIn(t, data), asComputed(p.Evaluation, p.Card))
		})
	}
}

// Printed tables come back from LibreOffice as they were.
func TestLibreOfficeKeepsPrintedTables(t *testing.T) {
	files := make(map[string][]byte)
	cases := make(map[string]*publishedCase)
	for _, c := range readCases(t) {
		for i, layout := range layouts {
			d := newDrawing(t, layout.numbers)
			layout.draw(d, c)
			name := fmt.Sprintf("%s-%d.xlsx", c.Case, i)
			files[name], cases[name] = d.bytes(), c
		}
	}
	for name, data := range convert(t, "xlsx", files) {
		t.Run(name, func(t *testing.T) {
			got, err := exchange.Import(name, data, exchange.Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkCase(t, cases[name], got.Tables[0])
		})
	}
}

// LibreOffice opens and saves our Word documents, charts included, and the narrative and the tables come back the same.
func TestLibreOfficeKeepsDocuments(t *testing.T) {
	e := scoringtest.Example(t)
	schemes := scoringtest.Schemes(t)
	files := make(map[string][]byte)
	for _, s := range schemes {
		data, err := docx.Report(docx.Input{Scheme: s, Evaluation: e, Card: project(s, e).Card, Words: words(t)})
		if err != nil {
			t.Fatal(err)
		}
		files[s.ID+".docx"] = data
	}
	saved := convert(t, "docx", files)
	for _, s := range schemes {
		data := saved[s.ID+".docx"]
		sameNarrative(t, s, e, data)
		if charts := countParts(t, data, "word/charts/chart"); charts != 1 {
			t.Errorf("%s: %d charts", s.ID, charts)
		}
	}
}

// LibreOffice draws our workbooks and documents as pages of A4.
func TestLibreOfficePrintsOnA4(t *testing.T) {
	s := scoringtest.Schemes(t)[0]
	p := project(s, scoringtest.Example(t))
	workbook, err := tableout.Workbook([]tableout.Project{p, p}, tableout.Options{Words: words(t)})
	if err != nil {
		t.Fatal(err)
	}
	document, err := docx.Report(docx.Input{Scheme: s, Evaluation: p.Evaluation, Card: p.Card, Words: words(t)})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range convert(t, "pdf", map[string][]byte{"a.xlsx": workbook, "b.docx": document}) {
		path := filepath.Join(t.TempDir(), "p.pdf")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := exec.CommandContext(t.Context(), "pdfinfo", path).Output()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(info, []byte("(A4)")) {
			t.Errorf("%s: %s", name, info)
		}
	}
}

func countParts(t *testing.T, data []byte, prefix string) int {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range reader.File {
		if strings.HasPrefix(file.Name, prefix) && strings.HasSuffix(file.Name, ".xml") {
			content, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(content); err == nil && len(text) > 0 {
				n++
			}
			_ = content.Close()
		}
	}
	return n
}
