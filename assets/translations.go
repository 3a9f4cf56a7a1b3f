package assets

import (
	"embed"
	"io/fs"
)

//go:embed translations/*.json
var translationFiles embed.FS

// Translations returns the translation files: <subject>.<language>.json, each a flat object of keys and sentences. Package app/locale
// reads them; keys must be unique over all files of a language.
func Translations() fs.FS {
	files, err := fs.Sub(translationFiles, "translations")
	if err != nil {
		return translationFiles // fs.Sub fails only on an invalid path
	}
	return files
}
