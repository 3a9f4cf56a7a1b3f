package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"google.golang.org/protobuf/proto"
)

const restoreCopy = "keep a copy of the folder as it is and restore a backup"

// preflight looks at the database's files before the database does, which ends the process on some damage and deletes tables that
// its manifest does not name. It removes what a killed process left half made, and only what holds nothing. complete tells that
// the store was fully created once.
func preflight(state string, complete bool, key []byte) error {
	entries, err := os.ReadDir(state)
	if errors.Is(err, fs.ErrNotExist) {
		if complete {
			return &DamagedError{Place: stateName, Detail: "the database is missing", Remedy: restoreCopy}
		}
		return nil
	}
	if err != nil {
		return err
	}
	found := files{tables: map[string]bool{}}
	for _, entry := range entries {
		if err := found.add(state, entry); err != nil {
			return err
		}
	}
	if !found.manifest {
		if complete || found.data {
			return &DamagedError{
				Place: inState(badger.ManifestFilename), Remedy: restoreCopy,
				Detail: "the list of tables is missing, and the database would delete all tables without it",
			}
		}
		return nil
	}
	if complete && key != nil && !found.registry {
		return &DamagedError{Place: inState(badger.KeyRegistryFileName), Detail: "the keys of the tables are missing", Remedy: restoreCopy}
	}
	return checkManifest(state, found.tables, key)
}

// files is what preflight finds in the database's folder.
type files struct {
	manifest bool
	registry bool
	data     bool            // something that may hold data
	tables   map[string]bool // by file name
}

func (f *files) add(state string, entry fs.DirEntry) error {
	name := entry.Name()
	switch filepath.Ext(name) {
	case ".sst":
		f.tables[name], f.data = true, true
	case ".mem", ".vlog":
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Size() == 0 {
			// A process was killed between creating the file and giving it its size; the database fails on it.
			return os.Remove(filepath.Join(state, name))
		}
		f.data = true
	default:
		f.manifest = f.manifest || name == badger.ManifestFilename
		f.registry = f.registry || name == badger.KeyRegistryFileName
	}
	return nil
}

// checkManifest compares the manifest with the tables that are there.
func checkManifest(state string, tables map[string]bool, key []byte) error {
	damaged := func(name, detail string) error {
		return &DamagedError{Place: inState(name), Detail: detail, Remedy: restoreCopy}
	}
	file, err := os.Open(filepath.Join(state, badger.ManifestFilename))
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	manifest, end, err := badger.ReplayManifestFile(file, 0, badgerOptions(state, key))
	if err != nil {
		return damaged(badger.ManifestFilename, oneLine(err.Error(), maxErrorLine))
	}
	for id := range manifest.Tables {
		name := table.IDToFilename(id)
		if !tables[name] {
			return damaged(name, "the table is missing")
		}
		if detail := checkFooter(filepath.Join(state, name)); detail != "" {
			return damaged(name, detail)
		}
		delete(tables, name)
	}
	// A table that is not listed is normally one that a killed process had just written, with its content still in the log. With a
	// manifest that is cut off it may as well be one whose entry is lost.
	if end < info.Size() && len(tables) > 0 {
		return damaged(badger.ManifestFilename,
			fmt.Sprintf("it is cut off, and %d tables are not in it, which the database would delete", len(tables)))
	}
	return nil
}

// checkFooter reads the end of a table as the database would: index, its length (4 bytes), its checksum, the checksum's length
// (4 bytes). It says what is wrong with it. Behind a wrong one the database ends the process.
func checkFooter(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return oneLine(err.Error(), maxErrorLine)
	}
	take := func(n uint32) []byte {
		if uint64(n) > uint64(len(data)) {
			return nil
		}
		part := data[len(data)-int(n):]
		data = data[:len(data)-int(n)]
		return part
	}
	length := func() uint32 {
		part := take(4)
		if part == nil {
			return 0
		}
		return binary.BigEndian.Uint32(part)
	}
	sum := take(length())
	index := take(length())
	if len(sum) == 0 || len(index) == 0 {
		return "its footer is wrong"
	}
	var expected pb.Checksum
	if err := proto.Unmarshal(sum, &expected); err != nil {
		return "its footer holds no checksum"
	}
	if err := y.VerifyChecksum(index, &expected); err != nil {
		return "the checksum of its index is wrong"
	}
	return ""
}

func inState(name string) string { return strings.Join([]string{stateName, name}, "/") }
