package storage

import (
	"archive/zip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/keyring"
)

// maxManifest bounds the manifest of a backup, in bytes.
const maxManifest = 64 << 20

// backupPattern is what the entries of a backup are called.
var backupPattern = regexp.MustCompile(`^(keys\.json|store\.json|journal/[0-9-]{8,60}\.(log|sealed)|snapshots/(year-\d{4}-)?\d{16}\.snapshot|evidence/[0-9a-f]{2}/[0-9a-f]{64})$`)

var (
	errBackup   = errors.New("the backup is damaged")
	errNoBackup = errors.New("this is no backup, or the end of one is missing")
)

// checkArchive reads a whole backup and compares each file with what the manifest says. Extract gets each file, verified as it is read;
// nil only checks.
func checkArchive(from io.ReaderAt, size int64, extract func(name string, content io.Reader) error) (manifest, error) {
	var m manifest
	archive, err := zip.NewReader(from, size)
	if errors.Is(err, zip.ErrFormat) {
		return m, errNoBackup
	}
	if err != nil {
		return m, fmt.Errorf("%w: %w", errBackup, err)
	}
	if n := len(archive.File); n == 0 || archive.File[n-1].Name != backupManifest {
		return m, fmt.Errorf("%w: it has no manifest at its end", errBackup)
	}
	if m, err = readManifest(archive.File[len(archive.File)-1]); err != nil {
		return m, err
	}
	seen := map[string]bool{}
	for _, file := range archive.File[:len(archive.File)-1] {
		want, ok := m.Files[file.Name]
		if !ok || seen[file.Name] || !backupPattern.MatchString(file.Name) {
			return m, fmt.Errorf("%w: %q does not belong into it", errBackup, oneLine(file.Name, 80))
		}
		seen[file.Name] = true
		if err := checkEntry(file, want, extract); err != nil {
			return m, err
		}
	}
	for name := range m.Files {
		if !seen[name] {
			return m, fmt.Errorf("%w: %s is missing", errBackup, name)
		}
	}
	return m, nil
}

func readManifest(file *zip.File) (manifest, error) {
	var m manifest
	in, err := file.Open()
	if err != nil {
		return m, fmt.Errorf("%w: %w", errBackup, err)
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxManifest))
	if err != nil {
		return m, fmt.Errorf("%w: manifest: %w", errBackup, err)
	}
	if err := json.Unmarshal(data, &m); err != nil || m.Format != backupFormat {
		return m, fmt.Errorf("%w: its manifest cannot be read", errBackup)
	}
	return m, nil
}

func checkEntry(file *zip.File, want fileSum, extract func(string, io.Reader) error) error {
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("%w: %s: %w", errBackup, file.Name, err)
	}
	defer in.Close()
	sum := sha256.New()
	counted := &countingReader{from: io.TeeReader(io.LimitReader(in, want.Size+1), sum)}
	if extract == nil {
		_, err = io.Copy(io.Discard, counted)
	} else {
		err = extract(file.Name, counted)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w", errBackup, file.Name, err)
	}
	if counted.n != want.Size || hex.EncodeToString(sum.Sum(nil)) != want.Sum {
		return fmt.Errorf("%w: %s is not what the manifest says", errBackup, file.Name)
	}
	return nil
}

type countingReader struct {
	from io.Reader
	n    int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// Restore makes a store in a new or empty folder from a backup, opens it there, and compares it with what was backed up, before the folder
// gets its name. Options are those of [Open]; the password is that of the key in the backup. It returns a [*BackupError] where the
// backup is damaged, or the errors of [Open].
func Restore(path, dir string, opts Options) (BackupInfo, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return BackupInfo{}, err
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return BackupInfo{}, &FolderError{Dir: dir, Err: errOccupied}
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return BackupInfo{}, err
	}
	draft, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".restoring-*")
	if err != nil {
		return BackupInfo{}, err
	}
	defer os.RemoveAll(draft)
	info, err := restoreInto(path, draft, opts)
	if err != nil {
		return BackupInfo{}, err
	}
	if err := atomicfile.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return BackupInfo{}, err
	}
	if err := atomicfile.Rename(draft, dir); err != nil {
		return BackupInfo{}, err
	}
	return info, atomicfile.SyncFolder(filepath.Dir(dir))
}

// InPlace gives options for [Restore] what holds of the place of this store: for a store that is to take it.
func (s *Store) InPlace(opts Options) Options {
	opts.AnyPlace, opts.Carried = s.anyPlace, s.carried
	return opts
}

func restoreInto(path, dir string, opts Options) (BackupInfo, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return BackupInfo{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return BackupInfo{}, err
	}
	m, err := checkArchive(file, stat.Size(), func(name string, content io.Reader) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		return atomicfile.Stream(to, 0o600, func(out *os.File) error {
			_, err := io.Copy(out, content)
			return err
		})
	})
	if err != nil {
		return BackupInfo{}, &BackupError{Path: path, Err: err}
	}
	opts.MustExist = true
	s, err := Open(dir, opts)
	if err != nil {
		return BackupInfo{}, err
	}
	err = s.compare(m)
	info := describe(path, stat.Size(), m, s.Protection())
	if err == nil && s.Protection() == keyring.ByNothing && s.SystemProtects() {
		err = s.SetPassword(nil) // in the backup the key had to be open, here it need not
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return BackupInfo{}, &BackupError{Path: path, Err: err}
	}
	return info, nil
}

// compare makes sure that a restored store is the one that was backed up.
func (s *Store) compare(m manifest) error {
	if !hmac.Equal([]byte(m.Code), []byte(m.code(s.ring))) {
		return fmt.Errorf("%w: its manifest was not made with its key", errBackup)
	}
	if s.recovery.Lost() {
		return fmt.Errorf("%w: restored with a loss: %s", errBackup, s.recovery.Detail)
	}
	head := s.ledger.Head()
	if head.Seq != m.Head.Seq || head.Hash.String() != m.Head.Hash {
		return fmt.Errorf("%w: restored up to action %d instead of %d", errBackup, head.Seq, m.Head.Seq)
	}
	return s.engine.view(func(tx reader) error {
		digest, records, err := stateDigest(tx)
		if err == nil && (digest != m.Digest || records != m.Records) {
			err = fmt.Errorf("%w: %d records were restored, and not the same as the %d backed up", errBackup, records, m.Records)
		}
		return err
	})
}

// CheckBackup reads a whole backup and compares every file in it with its manifest. Whether the key opens it is seen by [Restore] only.
func CheckBackup(path string) (BackupInfo, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return BackupInfo{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return BackupInfo{}, err
	}
	m, err := checkArchive(file, stat.Size(), nil)
	if err != nil {
		return BackupInfo{}, &BackupError{Path: path, Err: err}
	}
	return describe(path, stat.Size(), m, ""), nil
}
