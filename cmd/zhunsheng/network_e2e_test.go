//go:build e2e && linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestStartsAndEndsWithoutTheNetwork has the system list every call about the network while the program that users get, without the
// tests' endpoint, starts on an example, shows its window and ends. It may talk to the display on this machine, and hear from the socket on
// which a later start hands its file over, and nothing else.
func TestStartsAndEndsWithoutTheNetwork(t *testing.T) {
	s := newStage(t)
	plain := filepath.Join(t.TempDir(), "zhunsheng")
	if out, err := exec.Command("go", "build", "-tags", "no_emoji,migrated_fynedo,x11", "-o", plain, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	calls := filepath.Join(t.TempDir(), "calls")
	program := exec.Command("strace", "-f", "-qq", "-e", "trace=socket,connect,bind,listen,sendto,sendmsg,sendmmsg", "-e", "signal=none",
		"-o", calls, plain, "--data", s.data, "--demo", "--lang", "en")
	program.Env = s.environment()
	if err := program.Start(); err != nil {
		t.Fatalf("strace is needed: %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	t.Cleanup(func() { _ = program.Process.Kill() })
	window := ""
	eventually(t, "the window lists the year", func() bool {
		search := exec.Command("xdotool", "search", "--onlyvisible", "--name", "Zhunsheng")
		search.Env = s.environment()
		out, _ := search.Output() // until there is one, it fails
		window, _, _ = strings.Cut(string(out), "\n")
		_, err := os.Stat(filepath.Join(s.data, "store"))
		return window != "" && err == nil
	})
	eventually(t, "the program ends", func() bool {
		quit := exec.Command("xdotool", "key", "--window", window, "ctrl+q")
		quit.Env = s.environment()
		_ = quit.Run() // again, if the window was not ready for it
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the program ended with %v", err)
			}
			return true
		default:
			return false
		}
	})
	listed, err := os.ReadFile(calls)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(listed), "AF_UNIX") {
		t.Fatalf("the program did not even talk to the display:\n%s", listed)
	}
	other := regexp.MustCompile(`(?m)^.*(AF_INET|AF_INET6|AF_PACKET|AF_NETLINK).*$`).FindAllString(string(listed), -1)
	if len(other) > 0 {
		t.Errorf("the program asks for the network:\n%s", strings.Join(other, "\n"))
	}
	heard := regexp.MustCompile(`(?m)^.*\bbind\(.*$`).FindAllString(string(listed), -1)
	own := regexp.MustCompile(`AF_UNIX, sun_path="[^"]*/(instance/socket|zhunsheng-\d+/[0-9a-f]{32})"`)
	if len(heard) == 0 || slices.ContainsFunc(heard, func(call string) bool { return !own.MatchString(call) }) {
		t.Errorf("the program hears from:\n%s", strings.Join(heard, "\n"))
	}
}
