package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"zhunsheng/storage/atomicfile"
)

const (
	settingsName = "window.json"
	// largestSettings is more than the state of a window needs, in bytes.
	largestSettings = 64 << 10
)

// settings are the state of the window between starts: language, theme, zoom, what draws windows. They lie beside the data, so that a
// portable program leaves nothing on the computer. They are written in the background, and never worth an error to the user.
type settings struct {
	path string
	log  func(error)

	mu      sync.Mutex
	values  map[string]string
	changed bool
	writing sync.WaitGroup
	busy    bool // a goroutine is at work that will see the change
}

// openSettings reads the settings in a folder. What is damaged or missing counts as not set.
func openSettings(folder string, log func(error)) *settings {
	s := &settings{path: filepath.Join(folder, settingsName), log: log, values: map[string]string{}}
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return s
	}
	if err == nil && info.Size() > largestSettings {
		err = fmt.Errorf("%s has %d bytes, at most %d are read", s.path, info.Size(), largestSettings)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(s.path)
	}
	if err == nil {
		err = json.Unmarshal(data, &s.values)
	}
	if err != nil {
		log(fmt.Errorf("settings of the window: %w", err))
		s.values = nil // not half of them
	}
	if s.values == nil {
		s.values = map[string]string{}
	}
	return s
}

// Text returns a setting.
func (s *settings) Text(name, otherwise string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if value, ok := s.values[name]; ok {
		return value
	}
	return otherwise
}

// SetText changes a setting.
func (s *settings) SetText(name, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.values[name]; ok && old == value {
		return
	}
	s.values[name] = value
	s.changed = true
	if !s.busy {
		s.busy = true
		s.writing.Go(s.write)
	}
}

// write writes until nothing has changed any more.
func (s *settings) write() {
	for {
		s.mu.Lock()
		if !s.changed {
			s.busy = false
			s.mu.Unlock()
			return
		}
		s.changed = false
		data, err := json.MarshalIndent(s.values, "", "  ")
		s.mu.Unlock()
		if err == nil {
			err = atomicfile.Write(s.path, append(data, '\n'), 0o600)
		}
		if err != nil {
			s.log(fmt.Errorf("settings of the window: %w", err))
		}
	}
}

// Close waits until everything is written.
func (s *settings) Close() { s.writing.Wait() }

func environment(name string) string { return os.Getenv(name) }

// autoOpen reports whether reports are opened when they are made; ZHUNSHENG_OPEN=no switches it off, for machines without a reader.
func autoOpen() bool { return os.Getenv("ZHUNSHENG_OPEN") != "no" }
