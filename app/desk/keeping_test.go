package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

// cheap keeps the tries of passwords in tests short.
var cheap = keyring.Cost{Time: 1, Memory: 64, Threads: 1}

// deskOn returns a desk on a store in a folder, which the test closes.
func deskOn(t *testing.T, folder string, password []byte, now func() time.Time) (*Desk, *storage.Store) {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.Password, options.Cost, options.Now = password, cheap, now
	store, err := storage.Open(filepath.Join(folder, StoreFolder), options)
	if err != nil {
		t.Fatal(err)
	}
	chinese := catalogue.Printer(locale.Chinese)
	return New(store, schemes, now, func() *locale.Printer { return chinese }), store
}

func clock() time.Time { return noon }

func TestKeepingSaysWhereTheDataLie(t *testing.T) {
	folder := t.TempDir()
	d, store := deskOn(t, folder, nil, clock)
	defer store.Close()
	if _, err := d.Example(t.Context()); err != nil {
		t.Fatal(err)
	}
	k, err := d.Keeping(t.Context())
	if err != nil || k.Folder != filepath.Join(folder, StoreFolder) || k.Bytes < 1000 || k.Evaluations != 1 || k.Years != 1 || k.Protection == keyring.ByPassword {
		t.Fatalf("%+v, %v", k, err)
	}
	if k, err := newDesk(t).Keeping(t.Context()); err != nil || k.Folder != "" {
		t.Errorf("in memory: %+v, %v", k, err)
	}
}

func TestDataPasswordWantsTheOldOne(t *testing.T) {
	folder := t.TempDir()
	d, store := deskOn(t, folder, nil, clock)
	if err := d.SetDataPassword(t.Context(), nil, []byte("甲")); err != nil {
		t.Fatal(err)
	}
	var key *storage.KeyError
	if err := d.SetDataPassword(t.Context(), []byte("错"), []byte("乙")); !errors.As(err, &key) || !errors.Is(err, keyring.ErrWrongPassword) {
		t.Errorf("wrong old password: %v", err)
	}
	if err := d.SetDataPassword(t.Context(), []byte("甲"), []byte("乙")); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if needs, err := storage.NeedsPassword(filepath.Join(folder, StoreFolder)); err != nil || !needs {
		t.Fatalf("%v, %v", needs, err)
	}
	d, store = deskOn(t, folder, []byte("乙"), clock)
	defer store.Close()
	if err := d.SetDataPassword(t.Context(), []byte("乙"), nil); err != nil {
		t.Fatal(err)
	}
	if k, err := d.Keeping(t.Context()); err != nil || k.Protection == keyring.ByPassword {
		t.Errorf("%+v, %v", k, err)
	}
}

func TestBackupIsDueAfterDaysWithChanges(t *testing.T) {
	at := noon
	d, store := deskOn(t, t.TempDir(), nil, func() time.Time { return at })
	defer store.Close()
	due := func(want bool, why string) {
		t.Helper()
		if s, err := d.BackupState(t.Context()); err != nil || s.Due != want || !s.Possible {
			t.Errorf("%s: %+v, %v", why, s, err)
		}
	}
	if _, err := d.Example(t.Context()); err != nil {
		t.Fatal(err)
	}
	due(false, "just begun")
	at = at.Add(8 * day)
	due(true, "a week without a backup")
	path := filepath.Join(t.TempDir(), "备份.zsbackup")
	info, err := d.BackUp(t.Context(), path, nil)
	if err != nil || info.Records == 0 {
		t.Fatalf("%+v, %v", info, err)
	}
	at = at.Add(8 * day)
	due(false, "nothing was changed since")
	if err := d.SetProfile(t.Context(), storage.Profile{Name: "甲局"}); err != nil {
		t.Fatal(err)
	}
	due(true, "changed since the backup")
	if err := d.RemindAfter(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	due(false, "not wanted")
	if s, err := newDesk(t).BackupState(t.Context()); err != nil || s.Possible || s.Due {
		t.Errorf("in memory: %+v, %v", s, err)
	}
}

func TestBackupIsRestoredElsewhereOrInPlace(t *testing.T) {
	folder := t.TempDir()
	d, store := deskOn(t, folder, nil, clock)
	if _, err := d.Example(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "备份.zsbackup")
	if _, err := d.BackUp(t.Context(), path, []byte("密")); err != nil {
		t.Fatal(err)
	}
	if err := d.SetProfile(t.Context(), storage.Profile{Name: "之后"}); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "新")
	if _, err := d.RestoreTo(t.Context(), path, elsewhere, []byte("错")); !errors.Is(err, keyring.ErrWrongPassword) {
		t.Errorf("wrong password: %v", err)
	}
	if _, err := d.RestoreTo(t.Context(), path, elsewhere, []byte("密")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.RestoreTo(t.Context(), path, elsewhere, []byte("密")); !errors.Is(err, storage.ErrForeign) {
		t.Errorf("into a folder that holds one: %v", err)
	}
	if _, err := d.Replace(t.Context(), path, []byte("密")); err != nil {
		t.Fatal(err)
	}
	if waits, err := d.Replacing(t.Context()); err != nil || !waits {
		t.Fatalf("%v, %v", waits, err)
	}
	if err := d.StopReplacing(t.Context()); err != nil {
		t.Fatal(err)
	}
	if waits, err := d.Replacing(t.Context()); err != nil || waits {
		t.Fatalf("%v, %v", waits, err)
	}
	if _, err := d.Replace(t.Context(), path, []byte("密")); err != nil {
		t.Fatal(err)
	}
	if _, err := TakePlace(folder, noon); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("the store is taken away while it is open: %v", err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	aside, err := TakePlace(folder, noon)
	if err != nil || aside == "" {
		t.Fatalf("%q, %v", aside, err)
	}
	if _, err := os.Stat(aside); err != nil {
		t.Errorf("what was there before is gone: %v", err)
	}
	for _, where := range []string{folder, elsewhere} {
		restored, store := deskOn(t, where, []byte("密"), clock)
		k, err := restored.Keeping(t.Context())
		if err != nil || k.Evaluations != 1 {
			t.Errorf("%s: %+v, %v", where, k, err)
		}
		if p, err := restored.Profile(t.Context()); err != nil || p.Name != "" {
			t.Errorf("%s holds what was changed after the backup: %+v, %v", where, p, err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
	if aside, err := TakePlace(folder, noon); err != nil || aside != "" {
		t.Errorf("a second time: %q, %v", aside, err)
	}
}

func TestReplacingIsFinishedAfterAnInterruption(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, waitingFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	if aside, err := TakePlace(folder, noon); err != nil || aside != "" {
		t.Fatalf("%q, %v", aside, err)
	}
	if _, err := os.Stat(filepath.Join(folder, StoreFolder)); err != nil {
		t.Error(err)
	}
}

func TestMemoryHasNoFolderToRestoreInto(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Replace(context.Background(), "x", nil); !errors.Is(err, ErrNoFolder) {
		t.Errorf("%v", err)
	}
}
