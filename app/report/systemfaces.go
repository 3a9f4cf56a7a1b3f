package report

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"zhunsheng/app/typeface"
	"zhunsheng/scoring"
)

// The typefaces of official documents (GB/T 9704) as Windows calls their files. Whatever is not there, or may not be embedded, is
// drawn with the program's own faces.
var officialFiles = []officialFile{
	{"simfang.ttf", func(f *Faces) *[]*typeface.Face { return &f.Serif }}, // 仿宋: body
	{"simsun.ttc", func(f *Faces) *[]*typeface.Face { return &f.Sans }},   // 宋体: tables
	{"simhei.ttf", func(f *Faces) *[]*typeface.Face { return &f.Heavy }},  // 黑体: headings of level 1
	{"simkai.ttf", func(f *Faces) *[]*typeface.Face { return &f.Kai }},    // 楷体: headings of level 2
	{"fzxbsjw.ttf", func(f *Faces) *[]*typeface.Face { return &f.Title }}, // 方正小标宋: titles; comes with office suites only
}

// officialFile is a font file and the place of its face.
type officialFile struct {
	name string // in lower case
	into func(f *Faces) *[]*typeface.Face
}

// ErrNotEmbeddable means that a font's maker does not allow it inside a document.
var ErrNotEmbeddable error = notEmbeddable{}

type notEmbeddable struct{}

// Error is the technical sentence.
func (notEmbeddable) Error() string { return "report: the font's licence does not allow embedding" }

// Message names the sentence for the user.
func (notEmbeddable) Message() scoring.Message { return scoring.Message{Key: "error.font-licence"} }

// maxFontFile is the largest font file that is read, and maxFontEntries how many files of a folder are looked at.
const (
	maxFontFile    = 96 << 20
	maxFontEntries = 20_000
)

// FaceNote says why a typeface of official documents is not used.
type FaceNote struct {
	File string // as Windows calls it
	Err  error  // wraps fs.ErrNotExist, [ErrNotEmbeddable], or an error of package typeface or of reading
}

// LoadFaces looks for the typefaces of official documents in folders and those below them, in order. The notes name what was not found
// or cannot be used; where all are noted, the faces are those of the program. The error is only about a folder that was named and
// cannot be read.
func LoadFaces(folders ...string) (*Faces, []FaceNote, error) {
	found := map[string]string{}
	for _, folder := range folders {
		if err := findFonts(folder, found); err != nil {
			return nil, nil, err
		}
	}
	faces := &Faces{}
	var notes []FaceNote
	for _, f := range officialFiles {
		face, err := loadFace(found[f.name])
		if err != nil {
			notes = append(notes, FaceNote{f.name, err})
			continue
		}
		into := f.into(faces)
		*into = append(*into, face)
	}
	return faces, notes, nil
}

// findFonts notes where the files lie; the first one of a name counts.
func findFonts(folder string, found map[string]string) error {
	entries := 0
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if entries++; entries > maxFontEntries {
			return fs.SkipAll
		}
		switch {
		case err != nil && path == folder:
			return err
		case err != nil || d.IsDir():
			return nil
		}
		name := strings.ToLower(d.Name())
		if _, again := found[name]; !again && slices.ContainsFunc(officialFiles, func(f officialFile) bool { return f.name == name }) {
			found[name] = path
		}
		return nil
	})
}

func loadFace(path string) (*typeface.Face, error) {
	if path == "" {
		return nil, fs.ErrNotExist
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFontFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxFontFile {
		return nil, fmt.Errorf("report: %s is larger than %d bytes", path, maxFontFile)
	}
	face, err := typeface.ParseMember(data, 0) // the first member of simsun.ttc is SimSun, the second NSimSun
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !face.Embeddable() {
		return nil, fmt.Errorf("%s: %w", path, ErrNotEmbeddable)
	}
	return face, nil
}

// SystemFontFolders are the folders of this system's fonts that exist; getenv is [os.Getenv].
func SystemFontFolders(getenv func(string) string) []string {
	var candidates []string
	home := getenv("HOME")
	switch runtime.GOOS {
	case "windows":
		candidates = []string{filepath.Join(getenv("WINDIR"), "Fonts"), filepath.Join(getenv("LOCALAPPDATA"), "Microsoft", "Windows", "Fonts")}
	case "darwin":
		candidates = []string{"/Library/Fonts", "/System/Library/Fonts", filepath.Join(home, "Library", "Fonts")}
	default:
		candidates = []string{"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".fonts"), filepath.Join(home, ".local", "share", "fonts")}
	}
	return slices.DeleteFunc(candidates, func(folder string) bool {
		info, err := os.Stat(folder)
		return err != nil || !info.IsDir() || !filepath.IsAbs(folder)
	})
}
