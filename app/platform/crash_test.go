package platform

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCrashLeavesATraceForTheNextStart(t *testing.T) {
	if folder := os.Getenv("CRASH_FOLDER"); folder != "" {
		if _, err := WatchCrashes(folder); err != nil {
			t.Fatal(err)
		}
		go func() { panic("as if by mistake") }()
		select {}
	}
	folder := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), "CRASH_FOLDER="+folder)
	if out, err := child.CombinedOutput(); err == nil {
		t.Fatalf("the child did not crash:\n%s", out)
	}
	trace, err := os.ReadFile(filepath.Join(folder, CrashFile))
	if err != nil || !strings.Contains(string(trace), "as if by mistake") {
		t.Fatalf("the trace: %q, %v", trace, err)
	}
	// In a third process, so that the handle of this one does not point into a folder that goes away.
	path := filepath.Join(folder, CrashFile)
	child = exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), "CRASH_FOLDER="+folder)
	_ = child.Run() // it crashes again
	if old, err := os.ReadFile(path + ".old"); err != nil || string(old) != string(trace) {
		t.Errorf("the trace of the crash before was not kept: %v", err)
	}
}
