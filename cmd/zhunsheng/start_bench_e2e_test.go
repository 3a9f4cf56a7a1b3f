//go:build e2e

package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// BenchmarkStart starts the program on a store of 2,000 evaluations, on a display without OpenGL hardware. It reports how long it takes
// from the start of the process until the window is on the screen (window-ms) and until the list stands in it (list-ms), and what the
// process keeps in memory when the window has come to rest and every evaluation of the list has been scored and checked (resident-MB),
// of which the libraries that draw without hardware have some 100 MB. The program comes from the disk at each start, as after a start of
// the computer.
func BenchmarkStart(b *testing.B) {
	s := newStage(b)
	fillStore(b, s, 2000)
	var window, list time.Duration
	var resident int64
	for b.Loop() {
		b.StopTimer()
		_ = os.Remove(filepath.Join(s.data, "drive"))
		chill(b, s.binary)
		b.StartTimer()
		begun := time.Now()
		p := s.launch(b, "--lang", "zh")
		eventually(b, "the window is on the screen", func() bool {
			out, err := p.tool("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(p.command.Process.Pid)).Output()
			return err == nil && len(out) > 0
		})
		window += time.Since(begun)
		eventually(b, "the program can be driven", func() bool {
			address, err := os.ReadFile(filepath.Join(s.data, "drive"))
			p.address = "http://" + string(address)
			return err == nil && len(address) > 0
		})
		eventually(b, "the list is in the window", func() bool { return p.shows("cell", "项目第") > 0 })
		list += time.Since(begun)
		b.StopTimer()
		rest(b, p.command.Process.Pid)
		resident += residentOf(b, p.command.Process.Pid)
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
		b.StartTimer()
	}
	n := float64(b.N)
	b.ReportMetric(float64(window.Milliseconds())/n, "window-ms")
	b.ReportMetric(float64(list.Milliseconds())/n, "list-ms")
	b.ReportMetric(float64(resident)/n/1024, "resident-MB")
	b.ReportMetric(0, "ns/op")
}

// chill lets the system forget a file that it has in memory.
func chill(b *testing.B, path string) {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if err := errors.Join(file.Sync(), unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED)); err != nil {
		b.Fatal(err)
	}
}

// fillStore puts copies of the example into the stage's store.
func fillStore(b *testing.B, s *stage, count int) {
	b.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		b.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.AnyPlace = true
	store, err := storage.Open(filepath.Join(s.data, desk.StoreFolder), options)
	if err != nil {
		b.Fatal(err)
	}
	e, err := app.LoadExample(b.Context(), store)
	if err != nil {
		b.Fatal(err)
	}
	var many iter.Seq2[*scoring.Evaluation, error] = func(yield func(*scoring.Evaluation, error) bool) {
		for i := range count {
			next := e.Clone()
			next.ID, next.Project.Name = fmt.Sprintf("p%04d", i), fmt.Sprintf("项目第%d期", i)
			if !yield(next, nil) {
				return
			}
		}
	}
	if _, err := store.Import(b.Context(), many, nil); err != nil {
		b.Fatal(err)
	}
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
}

// rest waits until a process has worked for less than a fiftieth of the time in ten seconds, after twenty in which pages settle.
func rest(b *testing.B, pid int) {
	b.Helper()
	const ticks = 100 // of processor time in a second
	<-time.After(20 * time.Second)
	worked := workOf(b, pid)
	for range 12 {
		<-time.After(10 * time.Second)
		now := workOf(b, pid)
		if now-worked < 10*ticks/50 {
			return
		}
		worked = now
	}
	b.Fatal("the window does not come to rest")
}

// workOf returns the processor time of a process, in ticks.
func workOf(b *testing.B, pid int) int64 {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest) // from the third on
	sum := int64(0)
	for _, field := range fields[14-3 : 16-3] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		sum += n
	}
	return sum
}

// residentOf returns what a process keeps in memory, in kB.
func residentOf(b *testing.B, pid int) int64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb
		}
	}
	b.Fatal("the system does not say how much is resident")
	return 0
}
