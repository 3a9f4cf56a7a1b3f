package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestSettingsLieBesideTheData(t *testing.T) {
	folder := t.TempDir()
	fail := func(err error) { t.Errorf("logged: %v", err) }
	s := openSettings(folder, fail)
	if got := s.Text("theme", "light"); got != "light" {
		t.Errorf("nothing is set, and the theme is %q", got)
	}
	for i := range 200 {
		s.SetText("zoom", strconv.Itoa(i))
	}
	s.SetText("language", "zh")
	s.Close()
	again := openSettings(folder, fail)
	if again.Text("zoom", "") != "199" || again.Text("language", "") != "zh" {
		t.Errorf("read back zoom %q, language %q", again.Text("zoom", ""), again.Text("language", ""))
	}
}

func TestSettingsThatCannotBeUsedCountAsNotSet(t *testing.T) {
	for name, text := range map[string]string{
		"damaged": "{", "null": "null", "a list": "[]", "numbers": `{"zoom":3}`, "too long": `{"a":"` + strings.Repeat("x", largestSettings) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, settingsName), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			logged := 0
			s := openSettings(folder, func(error) { logged++ })
			if s.Text("zoom", "100") != "100" || logged == 0 && name != "null" {
				t.Errorf("zoom %q, %d lines in the log", s.Text("zoom", "100"), logged)
			}
			s.SetText("zoom", "150")
			s.Close()
			if got := openSettings(folder, func(error) {}).Text("zoom", ""); got != "150" {
				t.Errorf("after setting it, zoom is %q", got)
			}
		})
	}
}

func TestSettingsThatCannotBeWrittenAreLogged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "gone")
	logged := make(chan error, 1)
	s := openSettings(folder, func(err error) { logged <- err })
	s.SetText("zoom", "150")
	s.Close()
	select {
	case <-logged:
	default:
		t.Error("nothing was logged")
	}
	if s.Text("zoom", "") != "150" {
		t.Error("the setting is lost for this start")
	}
}
