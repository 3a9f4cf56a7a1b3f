package compare

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"
)

func TestTheTableIsCopiedAsAPictureOrMadeAFile(t *testing.T) {
	r := enter(t)
	r.put(r.first, r.next)
	if r.Can("compare.picture") {
		t.Error("a picture is offered where nothing takes one")
	}
	var taken image.Image
	r.page.needs.CopyPicture = func(i image.Image) error { taken = i; return nil }
	r.Run(t, "compare.picture")
	r.Settle()
	if taken == nil || taken.Bounds().Dx() < 400 {
		t.Fatalf("%v was taken", taken)
	}
	folder := t.TempDir()
	r.page.needs.Folder = folder
	r.page.needs.CopyPicture = func(image.Image) error { return errors.ErrUnsupported }
	r.Run(t, "compare.picture")
	r.Settle()
	files, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(files) != 1 || len(r.Toasts) != 2 {
		t.Fatalf("files %q, said %q (%v)", files, r.Toasts, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Size() == 0 {
		t.Errorf("%v", err)
	}
}
