//go:build !windows

package platform

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// printJob hands the file to lp where there is a queue, else it opens the file.
func printJob(ctx context.Context, _ uintptr, f *fileOnce) (PrintWay, error) {
	queues, err := exec.CommandContext(ctx, "lpstat", "-e").Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil || strings.TrimSpace(string(queues)) == "" {
		return f.open(ctx, ErrNoPrinter)
	}
	path, err := f.file(ctx)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, "lp", "-t", f.job.Title, "--", path)
	if said, err := command.CombinedOutput(); err != nil {
		return f.open(ctx, fmt.Errorf("lp: %w: %s", err, strings.TrimSpace(string(said))))
	}
	if f.job.Progress != nil {
		f.job.Progress(1, 1)
	}
	return PrintedByQueue, nil
}
