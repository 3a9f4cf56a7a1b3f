package desk

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/storage"
)

func TestFormerStoresAreFoundBesideThePresentOne(t *testing.T) {
	folder := t.TempDir()
	d, store := deskOn(t, folder, nil, clock)
	defer store.Close()
	if k, err := d.Keeping(t.Context()); err != nil || len(k.Former) != 0 {
		t.Fatalf("%+v, %v", k, err)
	}
	for _, name := range []string{"store.20230101-080000", "store.20230302-235959", "store.restored", "store.2023", "storeX.20230101-080000", "other"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "store.20230101-080000", "journal"), make([]byte, 1234), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "store.20230303-080000"), nil, 0o600); err != nil { // a file is none
		t.Fatal(err)
	}
	k, err := d.Keeping(t.Context())
	if err != nil || len(k.Former) != 2 {
		t.Fatalf("%+v, %v", k.Former, err)
	}
	if f := k.Former[0]; f.Folder != filepath.Join(folder, "store.20230302-235959") || !f.Time.Equal(time.Date(2023, 3, 2, 23, 59, 59, 0, noon.Location())) {
		t.Errorf("the newest is %+v", f)
	}
	if f := k.Former[1]; f.Bytes != 1234 {
		t.Errorf("the other is %+v", f)
	}
}

func TestRestoringSaysWhereTheStoreOfBeforeLies(t *testing.T) {
	folder := t.TempDir()
	d, store := deskOn(t, folder, nil, clock)
	backup := filepath.Join(t.TempDir(), "备份.zsbackup")
	if _, err := d.BackUp(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	options.Cost = cheap
	aside, err := Restore(folder, backup, options, nil, noon)
	if err != nil || aside != filepath.Join(folder, "store."+noon.Format("20060102-150405")) {
		t.Fatalf("%q, %v", aside, err)
	}
	if _, err := storage.CheckBackup(backup); err != nil {
		t.Error(err)
	}
	d, store = deskOn(t, folder, nil, clock)
	defer store.Close()
	if k, err := d.Keeping(t.Context()); err != nil || len(k.Former) != 1 || k.Former[0].Folder != aside || k.Former[0].Bytes < 1000 {
		t.Errorf("%+v, %v", k, err)
	}
}
