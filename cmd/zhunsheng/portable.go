package main

import (
	"errors"
	"os"
	"path/filepath"

	"zhunsheng/app/platform"
	"zhunsheng/storage/place"
)

// onItsStick reports whether data lie on a removable drive because the user has the portable program there: then that is their place.
func onItsStick(data string) bool {
	return platform.Portable() && errors.Is(place.Check(data), place.ErrRemovable)
}

// carried reports whether data lie beside the portable program, with which they go from machine to machine.
func carried(data string) bool {
	folder, err := platform.DataFolder(os.Getenv)
	return err == nil && platform.Portable() && folder == filepath.Clean(data)
}

// toolkitName is the folder in which the toolkit of a portable program keeps its list of the computer's fonts and the like.
const toolkitName = "toolkit"

// places are the variables by which the toolkit finds the user's folders. On Windows it looks for its settings below the profile, and does
// not ask for the folder of settings.
var places = []string{"USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}

// keepToolkitIn lets the toolkit of a portable program begin in a folder beside the data, and not in the user's on this computer. give
// gives the variables back, before another program inherits them.
func keepToolkitIn(data string) (give func()) {
	if !platform.Portable() {
		return func() {}
	}
	folder := filepath.Join(data, toolkitName)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return func() {} // the window will say what is wrong with the data's folder
	}
	var backs []func()
	for _, name := range places {
		old, had := os.LookupEnv(name)
		backs = append(backs, func() {
			if had {
				_ = os.Setenv(name, old) // these names and values were there before
			} else {
				_ = os.Unsetenv(name)
			}
		})
		_ = os.Setenv(name, folder) // if it fails, the toolkit begins where it always does
	}
	return func() {
		for _, back := range backs {
			back()
		}
	}
}
