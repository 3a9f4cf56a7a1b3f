//go:build !windows

package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// programs puts programs of the system in the way: shell scripts by name.
func programs(t *testing.T, scripts map[string]string) {
	t.Helper()
	folder := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder+":/usr/bin:/bin")
}

func pdfJob(t *testing.T) (Job, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "自评 报告.pdf")
	if err := os.WriteFile(path, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	return Job{Title: "自评报告", PDF: func(context.Context) (string, error) { return path, nil }}, path
}

func TestPrintGoesIntoTheQueue(t *testing.T) {
	job, path := pdfJob(t)
	said := filepath.Join(t.TempDir(), "said")
	programs(t, map[string]string{"lpstat": "echo PDF", "lp": `printf '%s\n' "$@" >'` + said + "'"})
	way, err := Print(t.Context(), 0, job)
	if err != nil || way != PrintedByQueue {
		t.Fatalf("got %q, %v", way, err)
	}
	if got, err := os.ReadFile(said); err != nil || string(got) != "-t\n自评报告\n--\n"+path+"\n" {
		t.Errorf("lp was given %q, %v", got, err)
	}
}

func TestPrintGoesWhereTheUserChose(t *testing.T) {
	job, path := pdfJob(t)
	job.Pages = sheets(4)
	said := filepath.Join(t.TempDir(), "said")
	programs(t, map[string]string{
		"lpstat": `case $1 in -e) printf 'Keller\nFlur\n';; -d) echo '系统默认目标：Flur';; esac`, "lp": `printf '%s\n' "$@" >'` + said + "'",
	})
	var asked PrintQuestion
	job.Choose = func(_ context.Context, q PrintQuestion) (PrintAnswer, error) {
		asked = q
		return PrintAnswer{Printer: "Keller", Copies: 2, Pages: "1-3"}, nil
	}
	if way, err := Print(t.Context(), 0, job); err != nil || way != PrintedByQueue {
		t.Fatalf("got %q, %v", way, err)
	}
	if want := (PrintQuestion{Title: job.Title, Printers: []string{"Keller", "Flur"}, Usual: "Flur", Pages: 4}); !reflect.DeepEqual(asked, want) {
		t.Errorf("asked %+v, want %+v", asked, want)
	}
	if got, err := os.ReadFile(said); err != nil || string(got) != "-t\n自评报告\n-d\nKeller\n-n\n2\n-P\n1-3\n--\n"+path+"\n" {
		t.Errorf("lp was given %q, %v", got, err)
	}
	job.Choose = func(context.Context, PrintQuestion) (PrintAnswer, error) { return PrintAnswer{}, ErrCancelled }
	job.PDF = func(context.Context) (string, error) { t.Error("a file for nothing"); return "", nil }
	if _, err := Print(t.Context(), 0, job); !errors.Is(err, ErrCancelled) {
		t.Errorf("not printing: %v", err)
	}
}

// sheets are so many pages that nobody draws.
type sheets int

func (s sheets) Pages() int                     { return int(s) }
func (sheets) Size(int) (width, height float64) { return 595, 842 }
func (sheets) Plot(int, float64, Plotter) error { return nil }

func TestPrintOpensTheFileAsTheLastResort(t *testing.T) {
	for name, scripts := range map[string]map[string]string{
		"no queue":     {"lpstat": "exit 0", "lp": "exit 1", "xdg-open": "exit 0"},
		"no cups":      {"lpstat": "exit 1", "lp": "exit 1", "xdg-open": "exit 0"},
		"queue broken": {"lpstat": "echo PDF", "lp": "echo broken; exit 1", "xdg-open": "exit 0"},
	} {
		t.Run(name, func(t *testing.T) {
			job, _ := pdfJob(t)
			programs(t, scripts)
			if way, err := Print(t.Context(), 0, job); err != nil || way != OpenedToPrint {
				t.Errorf("got %q, %v", way, err)
			}
		})
	}
}

func TestPrintSaysWhyNothingWorked(t *testing.T) {
	failed := errors.New("the disk is full")
	var problem *PrintError
	if _, err := Print(t.Context(), 0, Job{Title: "x"}); !errors.As(err, &problem) || !errors.Is(err, ErrNothingToPrint) {
		t.Errorf("nothing to print: %v", err)
	}
	programs(t, map[string]string{"lpstat": "echo PDF", "lp": "exit 0", "xdg-open": "exit 0"})
	if _, err := Print(t.Context(), 0, Job{PDF: func(context.Context) (string, error) { return "", failed }}); !errors.Is(err, failed) {
		t.Errorf("a file that cannot be made: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	job, _ := pdfJob(t)
	if _, err := Print(ended, 0, job); !errors.Is(err, context.Canceled) || errors.As(err, &problem) {
		t.Errorf("cancelled: %v", err)
	}
}
