package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A start that ends while OpenGL is tried is followed by one in software; when it happens again, software is what remains set. A start
// that goes well forgets what was before.
func TestOpenGLIsGivenUpWhereItEndsTheProgram(t *testing.T) {
	const ends, lasts = false, true
	auto, soft := rendererAuto, rendererSoftware
	for _, tt := range []struct {
		name     string
		starts   []bool
		draws    []string
		remember string
	}{
		{"all is well", []bool{lasts, lasts, lasts}, []string{auto, auto, auto}, ""},
		{"the power went once", []bool{ends, lasts, lasts, lasts}, []string{auto, soft, auto, auto}, ""},
		{"a bad driver", []bool{ends, lasts, ends, lasts, lasts}, []string{auto, soft, auto, soft, soft}, soft},
		{"the power went twice, long apart", []bool{ends, lasts, lasts, ends, lasts, lasts}, []string{auto, soft, auto, auto, soft, auto}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			remembered := ""
			for i, well := range tt.starts {
				s := openSettings(folder, func(err error) { t.Error(err) })
				var a attempt
				if got := a.begin(s.Text("renderer", rendererAuto), folder, s, func(error) {}); got != tt.draws[i] {
					t.Errorf("start %d draws with %s, want %s", i, got, tt.draws[i])
				}
				if well {
					a.end()
				}
				s.Close()
				remembered = s.Text("renderer", "")
			}
			if remembered != tt.remember {
				t.Errorf("the setting is %q, want %q", remembered, tt.remember)
			}
		})
	}
}

// Who asks for a way to draw by name gets it, whatever was before, and leaves no mark.
func TestRendererAskedForByNameIsTaken(t *testing.T) {
	for _, wanted := range []string{rendererGL, rendererSoftware} {
		for _, before := range []string{tryingOnce, failedOnce, tryingAgain} {
			folder := t.TempDir()
			path := filepath.Join(folder, attemptName)
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			s := openSettings(folder, func(err error) { t.Error(err) })
			var a attempt
			if got := a.begin(wanted, folder, s, func(err error) { t.Error(err) }); got != wanted {
				t.Errorf("%s after %q: draws with %s", wanted, before, got)
			}
			a.end()
			s.Close()
			if said, err := os.ReadFile(path); err != nil || string(said) != before {
				t.Errorf("%s after %q: the file says %q, %v", wanted, before, said, err)
			}
		}
	}
}

// Where the window was not painted in time, the next start is in software.
func TestLatePaintingGivesOpenGLUp(t *testing.T) {
	folder := t.TempDir()
	s := openSettings(folder, func(err error) { t.Error(err) })
	var a attempt
	a.begin(rendererAuto, folder, s, func(err error) { t.Error(err) })
	a.late()
	s.Close()
	if got := s.Text("renderer", ""); got != rendererSoftware {
		t.Errorf("the setting is %q", got)
	}
}
