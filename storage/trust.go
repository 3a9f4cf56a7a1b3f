package storage

import (
	"errors"
	"os"
	"path/filepath"
)

// distrust looks at the folder without opening the database.
func (o *opening) distrust() (fault, error) {
	isThere := o.folder.has(stateName)
	switch {
	case !isThere && o.isEmpty():
		return fault{}, nil
	case o.report.Cause == CauseMigrated:
		return fault{cause: CauseMigrated}, nil
	case !isThere:
		return fault{CauseDamaged, stateName + " is missing"}, nil
	case o.folder.has(openingName):
		return fault{CauseOpening, openingName}, nil
	case o.lastErr != nil && o.isEmpty() && !o.folder.marked:
		return fault{CauseOpening, "the store was being created"}, nil
	case o.lastErr != nil:
		return fault{CauseDamaged, sessionName + ": " + oneLine(o.lastErr.Error(), maxErrorLine)}, nil
	case o.last.Closed:
		return o.distrustClosed()
	case o.last.Boot != o.boot || o.last.Place != o.here || o.boot == "":
		return fault{cause: CausePower}, nil
	}
	return o.distrustOpen()
}

// distrustOpen looks at the files of a database whose process ended, on a machine that runs on.
func (o *opening) distrustOpen() (fault, error) {
	err := preflight(o.folder.state(), o.folder.marked, o.key)
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		return fault{CauseDamaged, damaged.Place + ": " + damaged.Detail}, nil
	}
	if err != nil {
		return fault{}, err
	}
	changed, err := o.last.unchanged(o.folder.state())
	if err != nil || changed != "" {
		return fault{CauseDamaged, changed}, err
	}
	return fault{}, nil
}

// isEmpty reports whether nothing was ever written to the store.
func (o *opening) isEmpty() bool {
	return o.journal.Head().Seq == 0 && len(o.journal.Damage()) == 0 && len(listSnapshots(o.folder)) == 0
}

// distrustClosed compares the files of a database that was closed with what they were then.
func (o *opening) distrustClosed() (fault, error) {
	for _, pattern := range []string{"*.mem", "*.vlog"} { // left by an older version that was killed; they hold nothing
		names, err := filepath.Glob(filepath.Join(o.folder.state(), pattern))
		if err != nil {
			return fault{}, err
		}
		for _, name := range names {
			if info, err := os.Stat(name); err == nil && info.Size() == 0 {
				if err := os.Remove(name); err != nil {
					return fault{}, err
				}
			}
		}
	}
	found, err := sumFiles(o.folder.state(), nil, false)
	if err != nil {
		return fault{}, err
	}
	if detail := o.last.differences(found); detail != "" {
		return fault{CauseDamaged, detail}, nil
	}
	return fault{}, nil
}
