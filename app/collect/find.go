package collect

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/bundle"
)

// finds are what lies in the folders that are collected, each by path.
type finds struct {
	paths  []string // bundles and reports
	others []string // files of other kinds, which are not read
	broken []Source // folders that cannot be read
}

// find lists what lies in folders; a path may be a file, too. A folder below them that cannot be read, or that vanishes meanwhile, keeps
// nothing else from being found.
func (o *Options) find(ctx context.Context, paths []string) (*finds, error) {
	f := new(finds)
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil && name == path:
				return err
			case err != nil:
				s := Source{Path: name, Kind: SourceFolder}
				o.fail(&s, err)
				f.broken = append(f.broken, s)
				return fs.SkipDir
			case ctx.Err() != nil:
				return ctx.Err()
			case name == path && !entry.IsDir() && !readable(name): // it was named, not come across
				return &KindError{Path: path}
			}
			f.take(name, entry)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, list := range []*[]string{&f.paths, &f.others} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return f, nil
}

// take sorts an entry of a folder in.
func (f *finds) take(name string, entry fs.DirEntry) {
	switch {
	case entry.IsDir():
	case readable(name) && atomicfile.Regular(entry.Type()):
		f.paths = append(f.paths, name)
	case !aside(entry.Name()):
		f.others = append(f.others, name)
	}
}

// readable tells a bundle or a report by its ending.
func readable(name string) bool {
	ending := strings.ToLower(filepath.Ext(name))
	return ending == bundle.Extension || ending == ".pdf"
}

// aside tells files that systems and office programs put beside those of people.
func aside(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || slices.Contains([]string{"thumbs.db", "desktop.ini"}, strings.ToLower(name))
}

// KindError says that a file that was to be collected is neither a bundle nor a report.
type KindError struct{ Path string }

// Error names the file.
func (e *KindError) Error() string { return e.Path + ": neither a bundle nor a report" }

// Message names the sentence for the user.
func (e *KindError) Message() scoring.Message {
	return scoring.Message{Key: "collect.not-a-kind", Args: scoring.Args{"path": e.Path}}
}
