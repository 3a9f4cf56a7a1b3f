package desk

import (
	"fmt"
	"strings"

	"zhunsheng/scoring"
)

// shown are the endings of files that other programs show. The system chooses what to do with a file by its ending, and runs what ends
// like a program, a script or a shortcut; evidence comes from others, under names that others gave.
var shown = endings(`
	pdf ofd caj
	doc docx docm dot dotx wps wpt rtf odt
	xls xlsx xlsm xlsb et ett csv ods
	ppt pptx pps ppsx dps dpt odp
	vsd vsdx mpp dwg dxf
	txt md log json xml
	jpg jpeg jpe png gif bmp tif tiff webp heic heif
	mp3 wav m4a wma amr flac mp4 m4v mov avi wmv mkv mpg mpeg 3gp
	zip rar 7z tar gz tgz
	eml msg p7m zsb
`)

func endings(list string) map[string]bool {
	all := map[string]bool{}
	for _, ending := range strings.Fields(list) {
		all["."+ending] = true
	}
	return all
}

// An UnopenableError says that a file of evidence is not opened, because the system might run it as a program.
type UnopenableError struct{ Name string }

// Error names the file.
func (e *UnopenableError) Error() string {
	return fmt.Sprintf("%s is not opened: files of this kind may be programs", e.Name)
}

// Message names the sentence for the user.
func (e *UnopenableError) Message() scoring.Message {
	return scoring.Message{Key: "desk.evidence.unopenable", Args: scoring.Args{"file": e.Name}}
}
