package desk

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zhunsheng/storage"
)

// planning is a desk on a store in a folder, with a clock that is set by hand.
type planning struct {
	*Desk
	data, folder string
	at           time.Time
}

func newPlanning(t *testing.T) *planning {
	t.Helper()
	p := &planning{data: t.TempDir(), folder: filepath.Join(t.TempDir(), "备份"), at: noon}
	if err := os.Mkdir(p.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	d, store := deskOn(t, p.data, nil, func() time.Time { return p.at })
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Desk = d
	return p
}

func (p *planning) plan(t *testing.T, every Frequency, keep int) {
	t.Helper()
	if err := p.PlanBackups(t.Context(), BackupPlan{Every: every, Folder: p.folder, Keep: keep}); err != nil {
		t.Fatal(err)
	}
}

// change makes a change to the data.
func (p *planning) change(t *testing.T) {
	t.Helper()
	if err := p.SetProfile(t.Context(), storage.Profile{Name: p.at.Format(time.RFC3339Nano)}); err != nil {
		t.Fatal(err)
	}
}

func (p *planning) due(t *testing.T, want bool, why string) {
	t.Helper()
	if s, err := p.BackupState(t.Context()); err != nil || s.Automatic.Due != want {
		t.Errorf("%s: %+v, %v", why, s.Automatic, err)
	}
}

func (p *planning) make(t *testing.T) {
	t.Helper()
	if err := p.BackUpAsPlanned(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// files lists the folder for backups.
func (p *planning) files(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(p.folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestBackupsAreMadeByCalendarDaysAndOnlyAfterChanges(t *testing.T) {
	p := newPlanning(t)
	p.due(t, false, "no plan")
	p.make(t)
	p.plan(t, Daily, 3)
	p.due(t, true, "never made")
	p.make(t)
	p.due(t, false, "just made")
	p.change(t)
	p.at = p.at.Add(6 * time.Hour)
	p.due(t, false, "changed on the same day")
	p.at = p.at.Add(7 * time.Hour)
	p.due(t, true, "changed, and it is the next day")
	p.make(t)
	p.at = p.at.Add(5 * day)
	p.due(t, false, "nothing was changed since")
	p.change(t)
	p.due(t, true, "changed since")
	p.plan(t, Weekly, 3)
	p.due(t, false, "five days of a week")
	p.at = p.at.Add(2 * day)
	p.due(t, true, "a week")
	p.at = noon.Add(-400 * day)
	p.due(t, true, "the clock was set back")
	p.at = noon.Add(10 * day)
	p.plan(t, Never, 3)
	p.due(t, false, "not wanted")
	if got := p.files(t); len(got) != 2 {
		t.Errorf("made %q", got)
	}
	if s, err := newDesk(t).BackupState(t.Context()); err != nil || s.Automatic.Due || s.Automatic.Every != Never {
		t.Errorf("in memory: %+v, %v", s.Automatic, err)
	}
}

func TestOnlyTheNewestOfItsOwnBackupsStay(t *testing.T) {
	p := newPlanning(t)
	p.plan(t, Daily, 2)
	others := []string{"准绳自动备份-20200101-0900.zsbackup", "准绳备份-20200101-0900.zsbackup", "论文.docx"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(p.folder, name), []byte("von anderen"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 {
		p.change(t)
		p.make(t)
		p.at = p.at.Add(day)
	}
	name := func(days int) string {
		return "准绳自动备份-" + noon.Add(time.Duration(days)*day).Format("20060102-1504") + ".zsbackup"
	}
	want := append(slices.Clone(others), name(2), name(3))
	slices.Sort(want)
	got := p.files(t)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Fatalf("there are %q, want %q", got, want)
	}
	for _, n := range []int{2, 3} {
		if _, err := storage.CheckBackup(filepath.Join(p.folder, name(n))); err != nil {
			t.Error(err)
		}
	}
	// What was put in the place of one that it made is not its own any more, and does not count.
	if err := os.WriteFile(filepath.Join(p.folder, name(2)), []byte("von anderen"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		p.change(t)
		p.make(t)
		p.at = p.at.Add(day)
	}
	want = append(slices.Clone(others), name(2), name(5), name(6))
	slices.Sort(want)
	got = p.files(t)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

func TestABackupTakesNobodysNameAndALostListRemovesNothing(t *testing.T) {
	p := newPlanning(t)
	p.plan(t, Daily, 1)
	taken := filepath.Join(p.folder, "准绳自动备份-"+noon.Format("20060102-1504")+".zsbackup")
	if err := os.WriteFile(taken, []byte("von anderen"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.make(t)
	if data, err := os.ReadFile(taken); err != nil || string(data) != "von anderen" {
		t.Errorf("the other file is %q (%v)", data, err)
	}
	if got := p.files(t); len(got) != 2 {
		t.Fatalf("made %q", got)
	}
	if err := os.WriteFile(filepath.Join(p.data, madeName), []byte(`[{"path":`), 0o600); err != nil {
		t.Fatal(err)
	}
	p.due(t, true, "nobody knows of any")
	p.at = p.at.Add(day)
	p.make(t)
	if got := p.files(t); len(got) != 3 {
		t.Errorf("there are %q", got)
	}
}

func TestAnotherFolderBeginsAnewAndTheOldOneStays(t *testing.T) {
	p := newPlanning(t)
	p.plan(t, Daily, 1)
	p.make(t)
	before := p.folder
	p.folder = t.TempDir()
	p.plan(t, Daily, 1)
	p.due(t, true, "nothing is in the new folder")
	p.make(t)
	if old, err := os.ReadDir(before); err != nil || len(old) != 1 || len(p.files(t)) != 1 {
		t.Errorf("the old folder holds %v (%v), the new one %q", old, err, p.files(t))
	}
	if err := os.Remove(filepath.Join(p.folder, p.files(t)[0])); err != nil {
		t.Fatal(err)
	}
	p.due(t, true, "somebody took it away")
}

func TestAFolderThatIsNotThereIsSaidUntilItIs(t *testing.T) {
	p := newPlanning(t)
	p.plan(t, Daily, 2)
	gone := p.folder + ".weg"
	if err := os.Rename(p.folder, gone); err != nil {
		t.Fatal(err)
	}
	var fault *BackupPlanError
	if err := p.BackUpAsPlanned(t.Context()); !errors.As(err, &fault) || !errors.Is(err, ErrBackupFolder) {
		t.Fatalf("%v", err)
	}
	if s, err := p.BackupState(t.Context()); err != nil || !errors.Is(s.Automatic.Fault, ErrBackupFolder) || !s.Automatic.Due {
		t.Errorf("%+v, %v", s.Automatic, err)
	}
	if err := os.Rename(gone, p.folder); err != nil {
		t.Fatal(err)
	}
	p.make(t)
	if s, err := p.BackupState(t.Context()); err != nil || s.Automatic.Fault != nil || s.Automatic.Due || !s.Automatic.Last.Equal(noon) {
		t.Errorf("%+v, %v", s.Automatic, err)
	}
}

func TestPlansThatCannotBeAreRefused(t *testing.T) {
	p := newPlanning(t)
	inside := filepath.Join(p.data, StoreFolder, "in")
	if err := os.MkdirAll(inside, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		plan BackupPlan
		want error
	}{
		"inside":      {BackupPlan{Daily, inside, 3}, ErrBackupInside},
		"the data":    {BackupPlan{Daily, p.data, 3}, ErrBackupInside},
		"not there":   {BackupPlan{Daily, filepath.Join(p.folder, "nichts"), 3}, ErrBackupFolder},
		"relative":    {BackupPlan{Daily, "backups", 3}, ErrBackupPlan},
		"keeps none":  {BackupPlan{Daily, p.folder, 0}, ErrBackupPlan},
		"how often":   {BackupPlan{"hourly", p.folder, 3}, ErrBackupPlan},
		"none at all": {BackupPlan{}, ErrBackupPlan},
	} {
		if err := p.PlanBackups(t.Context(), c.plan); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if s, err := p.BackupState(t.Context()); err != nil || s.Automatic.Every != Never {
		t.Errorf("%+v, %v", s.Automatic, err)
	}
	if err := newDesk(t).PlanBackups(t.Context(), BackupPlan{Daily, p.folder, 3}); !errors.Is(err, ErrNoFolder) {
		t.Errorf("in memory: %v", err)
	}
}
