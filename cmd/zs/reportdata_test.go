package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/assets"
)

func TestReportDataFollowTheirSchema(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "e.json"), filepath.Join(folder, "r.pdf")
	if err := os.WriteFile(in, assets.Example(), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"--lang", "zh", "report", in, "-o", out}, nil, io.Discard, io.Discard); code != exitGood {
		t.Fatalf("exit code %d", code)
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	r, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := reportdata.Extract(r)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := reportdata.Encode(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := compile(t, "report-data").Validate(parsed(t, raw)); err != nil {
		t.Error(err)
	}
}
