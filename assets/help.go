package assets

import (
	"embed"
	"io/fs"
)

//go:embed help/*/*.md
var helpFiles embed.FS

// Help returns the help pages of a language, such as "zh": files <number>-<topic>.md in the order in which they are read. They use a
// little of Markdown: headings "#" and "##", paragraphs, lists with "-" and "1.", bold between "**". A language without pages gives an
// empty folder.
func Help(language string) fs.FS {
	files, err := fs.Sub(helpFiles, "help/"+language)
	if err != nil {
		return helpFiles // fs.Sub fails only on an invalid path
	}
	return files
}
