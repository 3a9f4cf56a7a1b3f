package history

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage"
)

// TestPictures paints the screen where ZHUNSHENG_PICTURES names a folder.
func TestPictures(t *testing.T) {
	folder := os.Getenv("ZHUNSHENG_PICTURES")
	recovery := storage.Recovery{Cause: storage.CauseDamaged, Rebuilt: true, Snapshot: 12, Replayed: 30, Aside: "state.broken-1"}
	for _, c := range []struct {
		name, language string
		mode           look.Mode
		recovery       storage.Recovery
	}{{"history", "zh", look.Light, storage.Recovery{}}, {"history-dark", "zh", look.Dark, recovery}, {"history-english", "en", look.Light, recovery}} {
		r := furnish(t, c.language).enter(storage.Scope{}, c.recovery, nil)
		fyne.CurrentApp().Settings().SetTheme(uitest.Theme(c.mode))
		r.choose("3")
		r.Window.Resize(fyne.NewSize(1366-146, 728))
		picture := r.Canvas().Capture()
		if size := picture.Bounds(); size.Dx() < 1000 {
			t.Fatalf("a picture of %v", size)
		}
		if folder == "" {
			continue
		}
		file, err := os.Create(filepath.Join(folder, c.name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(png.Encode(file, picture), file.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
