package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Frequency is how often the data are backed up without being asked for.
type Frequency string

// The frequencies.
const (
	Never  Frequency = "never"
	Daily  Frequency = "daily"
	Weekly Frequency = "weekly"
)

// Frequencies lists the frequencies, the rarest first.
func Frequencies() []Frequency { return []Frequency{Never, Daily, Weekly} }

// days are the calendar days from one backup to the next.
func (f Frequency) days() int {
	if f == Weekly {
		return 7
	}
	return 1
}

// BackupPlan says how the data are backed up without being asked for.
type BackupPlan struct {
	Every  Frequency `json:"every"`
	Folder string    `json:"folder"` // where the backups go
	Keep   int       `json:"keep"`   // how many of them stay, the newest
}

// AutomaticBackups is the plan and what became of it.
type AutomaticBackups struct {
	BackupPlan
	Last  time.Time // when the newest one in the folder was made, zero for none
	Due   bool
	Fault error // why the last try since the program was started failed, nil for none
}

const (
	planSetting = "backup-plan"
	// usualKeep is how many backups stay unless the user says otherwise.
	usualKeep = 7
	// largestKeep is more than anybody wants.
	largestKeep = 365
)

// Why a plan cannot be carried out.
var (
	ErrBackupFolder = errors.New("the folder for backups is not there")
	ErrBackupInside = errors.New("the folder for backups is that of the data, or in it")
	ErrBackupPlan   = errors.New("there is no such plan")
)

// BackupPlanError says why the data cannot be backed up as planned: Err is one of the above.
type BackupPlanError struct {
	Folder string
	Err    error
}

// Error implements error.
func (e *BackupPlanError) Error() string {
	return fmt.Sprintf("automatic backups into %q: %v", e.Folder, e.Err)
}

// Unwrap returns the reason.
func (e *BackupPlanError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *BackupPlanError) Message() scoring.Message {
	args := scoring.Args{"folder": e.Folder}
	switch {
	case errors.Is(e.Err, ErrBackupFolder):
		return scoring.Message{Key: "desk.backup-plan.folder", Args: args}
	case errors.Is(e.Err, ErrBackupInside):
		return scoring.Message{Key: "desk.backup-plan.inside", Args: args}
	}
	return scoring.Message{Key: "desk.backup-plan.unknown", Args: args}
}

// planned is the state of the plan that is not kept.
type planned struct {
	working sync.Mutex // held while a backup is made
	lock    sync.Mutex
	fault   error
}

func (p *planned) say(err error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.fault = err
}

func (p *planned) said() error {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.fault
}

// plan returns the plan; what is not set or not understood counts as [Never].
func (d *Desk) plan(ctx context.Context) (BackupPlan, error) {
	p := BackupPlan{Every: Never, Keep: usualKeep}
	text, err := d.text(ctx, planSetting)
	if err != nil || text == "" {
		return p, err
	}
	var kept BackupPlan
	if json.Unmarshal([]byte(text), &kept) != nil || !kept.valid() {
		return p, nil
	}
	return kept, nil
}

func (p BackupPlan) valid() bool {
	return slices.Contains(Frequencies(), p.Every) && p.Keep >= 1 && p.Keep <= largestKeep && (p.Every == Never || filepath.IsAbs(p.Folder))
}

// PlanBackups chooses how the data are backed up without being asked for. The folder must be there, outside that of the data. Errors are a
// [*BackupPlanError], [ErrNoFolder], or those of the store.
func (d *Desk) PlanBackups(ctx context.Context, p BackupPlan) error {
	if !p.valid() {
		return &BackupPlanError{Folder: p.Folder, Err: ErrBackupPlan}
	}
	data, err := d.dataFolder(ctx)
	if err != nil {
		return err
	}
	if p.Every != Never {
		if err := checkBackupFolder(p.Folder, data); err != nil {
			return err
		}
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	d.planned.say(nil)
	return d.store.SetSetting(ctx, planSetting, string(text))
}

// checkBackupFolder makes sure that a folder is there, and that it is not that of the data nor in it, where it would be taken for data.
func checkBackupFolder(folder, data string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return &BackupPlanError{Folder: folder, Err: ErrBackupFolder}
	case err != nil:
		return err
	}
	own, err := os.Stat(data)
	if err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	for at := folder; ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, own) {
			return &BackupPlanError{Folder: folder, Err: ErrBackupInside}
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

// automatic says how the plan stands. Where nothing was changed since the newest backup none is due.
func (d *Desk) automatic(ctx context.Context, info storage.Info) (AutomaticBackups, error) {
	plan, err := d.plan(ctx)
	a := AutomaticBackups{BackupPlan: plan, Fault: d.planned.said()}
	if err != nil || plan.Every == Never || info.Dir == "" {
		return a, err
	}
	newest, found := openMade(filepath.Dir(info.Dir)).newest(info.Store, plan.Folder)
	a.Due = !found
	if !found {
		return a, nil
	}
	a.Last = newest.Time
	if there, err := os.Stat(plan.Folder); err == nil && there.IsDir() && !newest.there() {
		a.Due = true // somebody took it away
		return a, nil
	}
	age := dayNumber(d.now()) - dayNumber(newest.Time.In(d.now().Location()))
	a.Due = newest.Seq != info.Revision && (age < 0 || age >= plan.Every.days())
	return a, nil
}

// dayNumber counts calendar days.
func dayNumber(t time.Time) int {
	return int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// BackUpAsPlanned makes the backup that is due, if one is, and removes those of its own beyond the number that stays: never another file,
// and none before the new one was read back. What goes wrong is kept for [BackupState] too.
func (d *Desk) BackUpAsPlanned(ctx context.Context) error {
	d.planned.working.Lock()
	defer d.planned.working.Unlock()
	info, err := d.store.Info(ctx)
	if err != nil {
		return err
	}
	a, err := d.automatic(ctx, info)
	if err != nil || !a.Due {
		return err
	}
	err = d.backUpInto(ctx, a.BackupPlan, info)
	if !errors.Is(err, context.Canceled) {
		d.planned.say(err)
	}
	return err
}

func (d *Desk) backUpInto(ctx context.Context, plan BackupPlan, info storage.Info) error {
	data := filepath.Dir(info.Dir)
	if err := checkBackupFolder(plan.Folder, data); err != nil {
		return err
	}
	now := d.now()
	path, err := freePath(plan.Folder, now)
	if err != nil {
		return err
	}
	done, err := d.store.Backup(ctx, path, nil)
	if err != nil {
		return err
	}
	fresh, err := newMade(done, now)
	if err != nil {
		return err
	}
	list := openMade(data)
	list.add(fresh)
	if err := list.write(); err != nil { // before anything is removed
		return err
	}
	list.prune(info.Store, plan.Folder, plan.Keep)
	return list.write()
}
