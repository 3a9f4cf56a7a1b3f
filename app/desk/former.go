package desk

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// formerStamp is how the time is written in the name of a store that another one took the place of: "store.20260301-090000".
const formerStamp = "20060102-150405"

// Former is a store that a restored one took the place of, see [TakePlace]. Nothing ever removes it.
type Former struct {
	Folder string
	Time   time.Time // when its place was taken, by the clock of this machine
	Bytes  int64     // of all its files
}

// formerName is the name that a store gets when its place is taken.
func formerName(at time.Time) string { return StoreFolder + "." + at.Format(formerStamp) }

// formerStores lists the stores that lie beside the present one in a folder of data, the newest first.
func formerStores(ctx context.Context, folder string, zone *time.Location) ([]Former, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var found []Former
	for _, entry := range entries {
		stamp, ours := strings.CutPrefix(entry.Name(), StoreFolder+".")
		at, err := time.ParseInLocation(formerStamp, stamp, zone)
		if !ours || err != nil || !entry.IsDir() {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		size, err := sizeOf(ctx, path)
		if err != nil {
			return nil, err
		}
		found = append(found, Former{Folder: path, Time: at, Bytes: size})
	}
	slices.SortFunc(found, func(a, b Former) int { return cmp.Or(b.Time.Compare(a.Time), strings.Compare(a.Folder, b.Folder)) })
	return found, nil
}
