package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"

	"zhunsheng/storage/atomicfile"
)

// Save writes a picture as PNG under a name that is free in a folder, which is made if it is not there: name.png, else name (2).png and
// so on. It returns the path. Errors are those of the file system.
func Save(folder, name string, picture image.Image) (string, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	const most = 1000
	for n := 1; n <= most; n++ {
		path := filepath.Join(folder, name+".png")
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s (%d).png", name, n))
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, atomicfile.Write(path, b.Bytes(), 0o644)
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%s: %w", filepath.Join(folder, name+".png"), fs.ErrExist)
}
