package journal

import "os"

// diskFile is a segment on disk. Its Sync is the cheapest call of the system that puts the content on disk.
type diskFile struct{ *os.File }

// Sync implements File.
func (f diskFile) Sync() error { return flush(f.File) }

func createOnDisk(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	return diskFile{f}, err
}

func reopenOnDisk(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	return diskFile{f}, err
}
