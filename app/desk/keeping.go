package desk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"zhunsheng/app"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/keyring"
)

// Keeping is where and how the data lie.
type Keeping struct {
	Folder         string // of the store; "" in memory
	Bytes          int64  // of all its files
	Years          int
	Evaluations    int
	Protection     keyring.Protection
	SystemProtects bool // without a password the system protects the key; else whoever can read the folder can read the data
	// Former are the stores that restored ones took the place of, the newest first. They lie beside the present one.
	Former []Former
}

// Keeping says where and how the data lie. It looks at every file of the store's folder.
func (d *Desk) Keeping(ctx context.Context) (Keeping, error) {
	info, err := d.store.Info(ctx)
	if err != nil {
		return Keeping{}, err
	}
	k := Keeping{Folder: info.Dir, Protection: d.store.Protection(), SystemProtects: d.store.SystemProtects()}
	years, err := d.store.Years(ctx)
	if err != nil {
		return k, err
	}
	k.Years = len(years)
	for _, year := range years {
		summary, err := d.store.Summary(ctx, year.Year)
		if err != nil {
			return k, err
		}
		k.Evaluations += summary.Evaluations
	}
	if k.Folder == "" {
		return k, nil
	}
	if k.Bytes, err = sizeOf(ctx, k.Folder); err != nil {
		return k, err
	}
	k.Former, err = formerStores(ctx, filepath.Dir(k.Folder), d.now().Location())
	return k, err
}

// sizeOf adds up the files of a folder. Those that go away meanwhile do not count.
func sizeOf(ctx context.Context, folder string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ctx.Err()
		}
		if info, err := entry.Info(); err == nil {
			sum += info.Size()
		}
		return ctx.Err()
	})
	return sum, err
}

// SetDataPassword protects the data by another password, or with an empty one as the system can. old is the password that protects them
// now, empty for none. A wrong one is a [*storage.KeyError]. The passwords stay the caller's.
func (d *Desk) SetDataPassword(ctx context.Context, old, password []byte) error {
	info, err := d.store.Info(ctx)
	if err != nil {
		return err
	}
	if d.store.Protection() == keyring.ByPassword {
		if _, err := keyring.Open(info.Dir, old); err != nil {
			return &storage.KeyError{Dir: info.Dir, Err: err}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return d.store.SetPassword(password)
}

// BackupState says how long ago the data were backed up.
type BackupState struct {
	Last     time.Time // zero for never
	Changes  uint64    // actions since then
	Days     int       // after which a reminder is due; 0 for never
	Due      bool
	Possible bool // a store in memory cannot be backed up
	// Automatic is how the data are backed up without being asked for.
	Automatic AutomaticBackups
}

const (
	reminderSetting = "backup-reminder-days"
	reminderDays    = 7
)

// BackupState says how long ago the data were backed up, and whether the user should be reminded. A store that was never backed up gets
// its time from its first action on.
func (d *Desk) BackupState(ctx context.Context) (BackupState, error) {
	s := BackupState{Days: reminderDays}
	text, err := d.text(ctx, reminderSetting)
	if err != nil {
		return s, err
	}
	if days, err := strconv.Atoi(text); err == nil && days >= 0 {
		s.Days = days
	}
	info, err := d.store.Info(ctx)
	if err != nil {
		return s, err
	}
	s.Possible = info.Dir != ""
	s.Last, s.Changes = d.store.BackupStatus()
	if s.Automatic, err = d.automatic(ctx, info); err != nil {
		return s, err
	}
	if !s.Possible || s.Days == 0 || s.Changes == 0 {
		return s, nil
	}
	since := s.Last
	if since.IsZero() {
		if since, err = d.firstAction(ctx); err != nil {
			return s, err
		}
	}
	age := d.now().Sub(since)
	s.Due = age < 0 || age >= time.Duration(s.Days)*day
	return s, nil
}

var errFirst = errors.New("the first entry")

// firstAction is when the store was begun.
func (d *Desk) firstAction(ctx context.Context) (time.Time, error) {
	at := d.now()
	err := d.store.Entries(ctx, 1, func(e storage.Entry) error {
		at = e.Time
		return errFirst
	})
	if errors.Is(err, errFirst) || errors.Is(err, storage.ErrDamaged) {
		err = nil
	}
	return at, err
}

// RemindAfter chooses after how many days without a backup the user is reminded; 0 for never.
func (d *Desk) RemindAfter(ctx context.Context, days int) error {
	return d.store.SetSetting(ctx, reminderSetting, strconv.Itoa(max(0, days)))
}

// BackUp writes all data into one file and reads it back, see [storage.Store.Backup]. The password stays the caller's.
func (d *Desk) BackUp(ctx context.Context, path string, password []byte) (storage.BackupInfo, error) {
	return d.store.Backup(ctx, path, password)
}

// LookAtBackup reads a whole backup and compares it with what it says of itself. Errors are those of [storage.CheckBackup].
func (d *Desk) LookAtBackup(ctx context.Context, path string) (storage.BackupInfo, error) {
	if err := ctx.Err(); err != nil {
		return storage.BackupInfo{}, err
	}
	return storage.CheckBackup(path)
}

// RestoreTo makes a store from a backup in a new or empty folder, where the program finds it when it is started on that folder, and
// compares it with what was backed up. Errors are those of [storage.Restore]. The password stays the caller's.
func (d *Desk) RestoreTo(ctx context.Context, backup, folder string, password []byte) (storage.BackupInfo, error) {
	if err := ctx.Err(); err != nil {
		return storage.BackupInfo{}, err
	}
	options := app.StoreOptions(d.schemes)
	options.Password = password
	return storage.Restore(backup, filepath.Join(folder, StoreFolder), options)
}

// StoreFolder is the name of the store inside the program's folder for data.
const StoreFolder = "store"

// waitingFolder is where a store waits that takes the place of the present one at the next start.
const waitingFolder = "store.restored"

// ErrNoFolder means that the data lie in memory only.
var ErrNoFolder = errors.New("the data lie in memory only")

// dataFolder is the folder that holds the store.
func (d *Desk) dataFolder(ctx context.Context) (string, error) {
	info, err := d.store.Info(ctx)
	if err == nil && info.Dir == "" {
		err = ErrNoFolder
	}
	return filepath.Dir(info.Dir), err
}

// Replace makes a store from a backup that takes the place of the present one at the next start, see [TakePlace]. Until then nothing
// changes. Errors are those of [storage.Restore].
func (d *Desk) Replace(ctx context.Context, backup string, password []byte) (storage.BackupInfo, error) {
	folder, err := d.dataFolder(ctx)
	if err != nil {
		return storage.BackupInfo{}, err
	}
	if err := os.RemoveAll(filepath.Join(folder, waitingFolder)); err != nil {
		return storage.BackupInfo{}, err
	}
	return restoreWaiting(folder, backup, d.store.InPlace(app.StoreOptions(d.schemes)), password)
}

// Restore makes a store from a backup where no store can be opened, and puts it into the place of what stands in a folder of data, which is
// kept under another name, aside. Errors are those of [storage.Restore] and [TakePlace]. The password, that of the backup, stays the caller's.
func Restore(folder, backup string, options storage.Options, password []byte, now time.Time) (aside string, err error) {
	if err := storage.CheckUnused(filepath.Join(folder, StoreFolder)); err != nil {
		return "", err
	}
	if err := os.RemoveAll(filepath.Join(folder, waitingFolder)); err != nil {
		return "", err
	}
	if _, err := restoreWaiting(folder, backup, options, password); err != nil {
		return "", err
	}
	return TakePlace(folder, now)
}

func restoreWaiting(folder, backup string, options storage.Options, password []byte) (storage.BackupInfo, error) {
	options.Password = password
	return storage.Restore(backup, filepath.Join(folder, waitingFolder), options)
}

// Replacing reports whether a restored store waits for the next start.
func (d *Desk) Replacing(ctx context.Context) (bool, error) {
	folder, err := d.dataFolder(ctx)
	if err != nil {
		return false, nil
	}
	_, err = os.Stat(filepath.Join(folder, waitingFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// StopReplacing throws the restored store that waits away: the present one stays.
func (d *Desk) StopReplacing(ctx context.Context) error {
	folder, err := d.dataFolder(ctx)
	if err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(folder, waitingFolder))
}

// TakePlace puts a restored store that waits in a folder of data in the place of the present one, which gets the name aside and is kept.
// It is called before the store is opened. aside is "" where nothing waited. Where another program has the present one open nothing is moved,
// and the error is that of [storage.CheckUnused].
func TakePlace(folder string, now time.Time) (aside string, err error) {
	waiting, present := filepath.Join(folder, waitingFolder), filepath.Join(folder, StoreFolder)
	if _, err := os.Stat(waiting); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return "", nil
		}
		return "", err
	}
	if err := storage.CheckUnused(present); err != nil {
		return "", err
	}
	aside = filepath.Join(folder, formerName(now))
	switch err := atomicfile.Rename(present, aside); {
	case errors.Is(err, fs.ErrNotExist): // the program ended between the two steps
		aside = ""
	case err != nil:
		return "", err
	}
	return aside, atomicfile.Rename(waiting, present)
}
