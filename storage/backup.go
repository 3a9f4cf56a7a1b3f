package storage

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/journal"
	"zhunsheng/storage/keyring"
)

// A backup is a zip archive whose entries are the files of a store, as they are: key, marker, snapshots, journal, evidence. They are
// sealed already, so nothing is compressed again. The last entry says what the others must be, under a code that only the key makes.

const (
	backupFormat   = "zhunsheng/backup/1"
	backupManifest = "manifest.json"
	backupsName    = "backups.json"
)

// manifest ends a backup.
type manifest struct {
	Format  string             `json:"format"`
	Store   string             `json:"store"`
	Head    SignedHead         `json:"head"`
	Records int                `json:"records"`
	Digest  string             `json:"digest"` // of all records
	Files   map[string]fileSum `json:"files"`
	Code    string             `json:"code"` // HMAC-SHA-256 of all of the above
}

func (m manifest) code(ring *keyring.Ring) string {
	m.Code = ""
	data, err := json.Marshal(m)
	if err != nil {
		return err.Error()
	}
	key := ring.Key().Sub("backup")
	mac := hmac.New(sha256.New, key[:])
	mac.Write(data)
	return hex.EncodeToString(mac.Sum(nil))
}

// BackupError says why a backup cannot be used.
type BackupError struct {
	Path string
	Err  error
}

// Error implements error.
func (e *BackupError) Error() string { return fmt.Sprintf("backup %s: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *BackupError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *BackupError) Message() scoring.Message {
	if errors.Is(e.Err, errNoBackup) {
		return scoring.Message{Key: "storage.no-backup", Args: scoring.Args{"path": e.Path}}
	}
	return scoring.Message{Key: "storage.backup-damaged", Args: scoring.Args{"path": e.Path, "text": oneLine(e.Err.Error(), maxErrorLine)}}
}

// BackupInfo is what a backup holds.
type BackupInfo struct {
	Path       string
	Store      string
	Seq        uint64 // number of the last action in it
	Time       time.Time
	Files      int
	Bytes      int64
	Records    int
	Protection keyring.Protection // of the key in it; [keyring.ByNothing]: whoever has the file can read it
}

// Backup writes the whole store, with its history, evidence and key, into one file, and reads that back before it gets its name. With a
// password the key in it is under that; without one it is under the password of the store, or open where that has none. What is
// changed meanwhile is not in it.
func (s *Store) Backup(ctx context.Context, path string, password []byte) (BackupInfo, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return BackupInfo{}, ErrClosed
	}
	j, ok := s.ledger.(*journal.Journal)
	if !ok {
		return BackupInfo{}, fmt.Errorf("backup of a store in memory: %w", ErrInvalid)
	}
	s.maintaining.Lock() // no file changes its name meanwhile
	defer s.maintaining.Unlock()
	if err := s.snapshot(ctx, "%016d.snapshot"); err != nil {
		return BackupInfo{}, err
	}
	var info BackupInfo
	err := atomicfile.Stream(path, 0o600, func(file *os.File) error {
		b := &backup{store: s, ctx: ctx, zip: zip.NewWriter(file), manifest: manifest{Format: backupFormat, Store: s.ring.Store(), Files: map[string]fileSum{}}}
		if err := b.write(j, password); err != nil {
			return err
		}
		if err := file.Sync(); err != nil {
			return err
		}
		stat, err := file.Stat()
		if err != nil {
			return err
		}
		m, err := checkArchive(file, stat.Size(), nil)
		if err != nil {
			return fmt.Errorf("reading it back: %w", err)
		}
		info = describe(path, stat.Size(), m, b.protection)
		return nil
	})
	if err != nil {
		return BackupInfo{}, err
	}
	return info, s.folder.noteBackup(backupNote{Time: s.now().UTC(), Seq: info.Seq})
}

func describe(path string, size int64, m manifest, protection keyring.Protection) BackupInfo {
	return BackupInfo{
		Path: path, Store: m.Store, Seq: m.Head.Seq, Time: m.Head.Time, Files: len(m.Files), Bytes: size, Records: m.Records, Protection: protection,
	}
}

type backup struct {
	store      *Store
	ctx        context.Context
	zip        *zip.Writer
	manifest   manifest
	protection keyring.Protection
}

func (b *backup) write(j *journal.Journal, password []byte) error {
	s := b.store
	s.flushing.Lock()
	locked := true
	unlock := func() {
		if locked {
			locked = false
			s.flushing.Unlock()
		}
	}
	defer unlock()
	return s.engine.view(func(tx reader) error {
		head, err := readHead(tx)
		if err != nil {
			return err
		}
		names, last, err := j.Files()
		unlock() // the state and the end of the journal belong together now
		if err != nil {
			return err
		}
		b.manifest.Head = s.signHead(head)
		if b.manifest.Digest, b.manifest.Records, err = stateDigest(tx); err != nil {
			return err
		}
		if err := b.keys(password); err != nil {
			return err
		}
		if err := b.files(names, last); err != nil {
			return err
		}
		return b.end()
	})
}

func (b *backup) keys(password []byte) error {
	key, err := b.store.ring.Portable(password)
	if err != nil {
		return err
	}
	b.protection = keyring.ByNothing
	if len(password) > 0 || b.store.ring.Protection() == keyring.ByPassword {
		b.protection = keyring.ByPassword
	}
	marker, err := os.ReadFile(b.store.folder.path(markerName))
	if err != nil {
		return err
	}
	return errors.Join(b.add(keyring.FileName, bytes.NewReader(key)), b.add(markerName, bytes.NewReader(marker)))
}

func (b *backup) files(segments []string, last []byte) error {
	f := b.store.folder
	for i, name := range segments {
		if i == len(segments)-1 && last != nil {
			if err := b.add(journalName+"/"+name, bytes.NewReader(last)); err != nil {
				return err
			}
			continue
		}
		if err := b.addFile(journalName + "/" + name); err != nil {
			return err
		}
	}
	snapshots := listSnapshots(f)
	for i, info := range snapshots {
		if info.year != 0 || i == len(snapshots)-1 {
			if err := b.addFile(snapshotName + "/" + info.name); err != nil {
				return err
			}
		}
	}
	digests, err := b.store.evidenceFiles()
	if err != nil {
		return err
	}
	for _, digest := range digests {
		if err := b.addFile(evidenceName + "/" + digest[:2] + "/" + digest); err != nil {
			return err
		}
	}
	return nil
}

func (b *backup) addFile(name string) error {
	file, err := os.Open(b.store.folder.path(filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer file.Close()
	return b.add(name, file)
}

func (b *backup) add(name string, from io.Reader) error {
	to, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return err
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(to, sum), ending{b.ctx, from})
	b.manifest.Files[name] = fileSum{Size: size, Sum: hex.EncodeToString(sum.Sum(nil))}
	return err
}

func (b *backup) end() error {
	b.manifest.Code = b.manifest.code(b.store.ring)
	data, err := json.Marshal(b.manifest)
	if err != nil {
		return err
	}
	to, err := b.zip.CreateHeader(&zip.FileHeader{Name: backupManifest, Method: zip.Store})
	if err != nil {
		return err
	}
	if _, err := to.Write(data); err != nil {
		return err
	}
	return b.zip.Close()
}

// stateDigest is the SHA-256 over all records that are kept for themselves, and their number.
func stateDigest(tx reader) (string, int, error) {
	digest, count := sha256.New(), 0
	w := &partWriter{to: discard(), digest: digest}
	err := tx.scan(nil, func(key, value []byte) error {
		if !natures[kindOf(key)].primary {
			return nil
		}
		count++
		return errors.Join(w.part(key), w.part(value))
	})
	return hex.EncodeToString(digest.Sum(nil)), count, err
}

// backupNote remembers the last backup of a store on this machine.
type backupNote struct {
	Time time.Time `json:"time"`
	Seq  uint64    `json:"seq"`
}

func (f *folder) noteBackup(n backupNote) error {
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return atomicfile.Write(f.path(backupsName), append(data, '\n'), 0o600)
}

// BackupStatus says when the store was backed up last, the zero time for never, and how many actions came since.
func (s *Store) BackupStatus() (last time.Time, changes uint64) {
	head := s.ledger.Head().Seq
	if s.folder == nil {
		return time.Time{}, head
	}
	var n backupNote
	data, err := os.ReadFile(s.folder.path(backupsName))
	if err != nil || json.Unmarshal(data, &n) != nil || n.Seq > head {
		return time.Time{}, head
	}
	return n.Time, head - n.Seq
}

// BackupExtension is how the names of backups end.
const BackupExtension = ".zsbackup"

// BackupName is a name for a backup made at a time: "准绳备份-20260301-0900.zsbackup".
func BackupName(at time.Time) string {
	return strings.Join([]string{"准绳备份", at.Format("20060102"), at.Format("1504")}, "-") + BackupExtension
}
