package platform

import (
	"errors"
	"os"
	"path/filepath"
)

// ErrNoHome is returned when the system does not say where the user's files are.
var ErrNoHome = errors.New("the user's folder is not known")

// FolderName is the name of the program's folder among the user's data.
const FolderName = "Zhunsheng"

// DataFolder returns the folder for the program's data: the folder "data" beside the program where the file [PortableMarker] lies
// there too, else %LOCALAPPDATA%\Zhunsheng on Windows, which does not travel with a roaming
// profile, else $XDG_DATA_HOME/Zhunsheng or ~/.local/share/Zhunsheng. It need not exist. environment looks a variable up, as
// os.Getenv does. The error wraps [ErrNoHome].
func DataFolder(environment func(string) string) (string, error) {
	if program, err := os.Executable(); err == nil {
		if folder, portable := portableFolder(program); portable {
			return folder, nil
		}
	}
	base, err := dataHome(environment)
	if err != nil {
		return "", err
	}
	return filepath.Join(base, FolderName), nil
}
