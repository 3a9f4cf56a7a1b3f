package storage

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// engineLog hands Badger's warnings and errors to a structured logger, one bounded line each. Its information and debug lines name
// keys, which are the user's, and are dropped; so is the folder, whose path often holds the user's name.
type engineLog struct {
	log *slog.Logger
	dir string
}

func (l engineLog) Errorf(format string, args ...any)   { l.write(slog.LevelError, format, args) }
func (l engineLog) Warningf(format string, args ...any) { l.write(slog.LevelWarn, format, args) }
func (l engineLog) Infof(string, ...any)                {}
func (l engineLog) Debugf(string, ...any)               {}

func (l engineLog) write(level slog.Level, format string, args []any) {
	line := fmt.Sprintf(format, args...)
	line = strings.ReplaceAll(line, l.dir, "(store)")
	l.log.Log(context.Background(), level, "database", "line", oneLine(line, maxErrorLine))
}
