//go:build !windows

package platform

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// printJob hands the file to lp where there is a queue, after the user chose printer, copies and pages; else it opens the file.
func printJob(ctx context.Context, _ uintptr, f *fileOnce) (PrintWay, error) {
	printers := queues(ctx)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if len(printers) == 0 {
		return f.open(ctx, ErrNoPrinter)
	}
	options := []string{"-t", f.job.Title}
	if f.job.Choose != nil {
		q := PrintQuestion{Title: f.job.Title, Printers: printers, Usual: usualQueue(ctx, printers)}
		if f.job.Pages != nil {
			q.Pages = f.job.Pages.Pages()
		}
		answer, err := f.job.Choose(ctx, q)
		if err != nil {
			return "", err
		}
		options = append(options, "-d", answer.Printer, "-n", strconv.Itoa(max(1, answer.Copies)))
		if answer.Pages != "" {
			options = append(options, "-P", answer.Pages)
		}
	}
	path, err := f.file(ctx)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, "lp", append(options, "--", path)...)
	if said, err := command.CombinedOutput(); err != nil {
		return f.open(ctx, fmt.Errorf("lp: %w: %s", err, strings.TrimSpace(string(said))))
	}
	if f.job.Progress != nil {
		f.job.Progress(1, 1)
	}
	return PrintedByQueue, nil
}

// queues lists the printers that the system knows, none where it has no print queues.
func queues(ctx context.Context) []string {
	listed, err := exec.CommandContext(ctx, "lpstat", "-e").Output()
	if err != nil {
		return nil
	}
	return strings.Fields(string(listed))
}

// usualQueue is the printer that lp takes by itself, "" where it would take none. lpstat says it in the language of the system, at the
// end of a line; where there is no such printer, that line does not end in one.
func usualQueue(ctx context.Context, printers []string) string {
	said, err := exec.CommandContext(ctx, "lpstat", "-d").Output()
	if err != nil {
		return ""
	}
	words := strings.Fields(strings.NewReplacer(":", " ", "：", " ").Replace(string(said)))
	if len(words) == 0 {
		return ""
	}
	for _, name := range printers {
		if name == words[len(words)-1] {
			return name
		}
	}
	return ""
}
