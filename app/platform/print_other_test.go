//go:build !windows

package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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
	programs(t, map[string]string{"lpstat": "echo PDF", "lp": `printf '%s\n' "$@" >` + said})
	way, err := Print(t.Context(), 0, job)
	if err != nil || way != PrintedByQueue {
		t.Fatalf("got %q, %v", way, err)
	}
	if got, err := os.ReadFile(said); err != nil || string(got) != "-t\n自评报告\n--\n"+path+"\n" {
		t.Errorf("lp was given %q, %v", got, err)
	}
}

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
