// Command benchreport times whole runs, from a cold start to the finished file: "zs report" of the example to a signed PDF (the
// identity is there already), and, where LibreOffice is installed, LibreOffice making an unsigned PDF of the same report from the
// document that "zs export --docx" writes; each alone and as a batch. It prints the median of each figure and the ratio.
//
//	go run ./.ci/benchreport [-o DIR] [-n RUNS] [-batch REPORTS]
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	out := flag.String("o", "out/bench", "folder for the files that are made")
	runs := flag.Int("n", 5, "counted runs, after one that is not counted")
	flag.IntVar(&batchSize, "batch", batchSize, "reports in a batch")
	flag.Parse()
	if err := bench(*out, *runs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bench(out string, runs int) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	at := func(name string) string { return filepath.Join(out, name) }
	zs, err := filepath.Abs(at("zs"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(at("password"), []byte("benchmark\n"), 0o600); err != nil {
		return err
	}
	for _, step := range [][]string{
		{"go", "build", "-o", zs, "./cmd/zs"},
		{zs, "example", "-o", at("example.json")},
		{zs, "identity", "Benchmark", "-o", at("id.p12"), "--password-file", at("password")},
	} {
		if message, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", strings.Join(step, " "), err, message)
		}
	}
	ours, err := measure(runs, zs, "report", at("example.json"), "-o", at("report.pdf"), "--identity", at("id.p12"), "--role", "preparer", "--password-file", at("password"))
	if err != nil {
		return err
	}
	print("zs report, signed", ours)
	batch, err := ourBatch(at, zs)
	if err != nil {
		return err
	}
	print(fmt.Sprintf("zs report, %d signed", batchSize), batch)
	return compare(at, runs, ours, batch)
}

// batchSize is how many reports are made in one run of each program; LibreOffice takes a minute for 200.
var batchSize = 200

// ourBatch signs a report of each of batchSize evaluations in one run.
func ourBatch(at func(string) string, zs string) (figures, error) {
	data, err := os.ReadFile(at("example.json"))
	if err != nil {
		return figures{}, err
	}
	if err := copies(at("evaluations"), "json", data); err != nil {
		return figures{}, err
	}
	return measureWarm(1, zs, "report", at("evaluations"), "-o", at("reports"), "--identity", at("id.p12"), "--role", "preparer", "--password-file", at("password"))
}

// copies writes the same content into batchSize files.
func copies(folder, extension string, data []byte) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for i := range batchSize {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%03d.%s", i, extension)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// compare runs LibreOffice on the same content where it is installed.
func compare(at func(string) string, runs int, ours, batch figures) error {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		fmt.Println("LibreOffice is not installed: not compared")
		return nil
	}
	if message, err := exec.Command(at("zs"), "export", at("example.json"), "--docx", "-o", at("content.docx")).CombinedOutput(); err != nil {
		return fmt.Errorf("zs export: %w\n%s", err, message)
	}
	profile, err := filepath.Abs(at("profile"))
	if err != nil {
		return err
	}
	convert := []string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to", "pdf", "--outdir", at("libreoffice")}
	theirs, err := measure(runs, soffice, append(convert, at("content.docx"))...)
	if err != nil {
		return err
	}
	print("LibreOffice, unsigned", theirs)
	printRatio(theirs, ours)
	content, err := os.ReadFile(at("content.docx"))
	if err != nil {
		return err
	}
	if err := copies(at("documents"), "docx", content); err != nil {
		return err
	}
	files, err := filepath.Glob(at("documents/*.docx"))
	if err != nil {
		return err
	}
	theirs, err = measureWarm(1, soffice, append(convert, files...)...)
	if err != nil {
		return err
	}
	print(fmt.Sprintf("LibreOffice, %d unsigned", batchSize), theirs)
	printRatio(theirs, batch)
	return nil
}

func printRatio(theirs, ours figures) {
	fmt.Printf("ratio: wall %.1f, CPU %.1f\n", theirs.wall.Seconds()/ours.wall.Seconds(), theirs.cpu.Seconds()/ours.cpu.Seconds())
}

// figures are the medians over the counted runs.
type figures struct {
	wall, cpu time.Duration
	peak      int64 // KB, of the largest process
}

// measure runs a command once without counting, then as often as it is counted.
func measure(runs int, name string, args ...string) (figures, error) {
	if message, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return figures{}, fmt.Errorf("%s: %w\n%s", name, err, message)
	}
	return measureWarm(runs, name, args...)
}

// measureWarm is measure for a command that has run before.
func measureWarm(runs int, name string, args ...string) (figures, error) {
	var walls, cpus []time.Duration
	var peaks []int64
	for range runs {
		cmd := exec.Command(name, args...)
		start := time.Now()
		if message, err := cmd.CombinedOutput(); err != nil {
			return figures{}, fmt.Errorf("%s: %w\n%s", name, err, message)
		}
		walls = append(walls, time.Since(start))
		cpus = append(cpus, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peaks = append(peaks, usage.Maxrss)
		}
	}
	return figures{median(walls), median(cpus), median(peaks)}, nil
}

func median[T time.Duration | int64](values []T) T {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func print(what string, f figures) {
	fmt.Printf("%-24s wall %4d ms, CPU %4d ms, peak %3d MB\n", what, f.wall.Milliseconds(), f.cpu.Milliseconds(), f.peak/1024)
}
