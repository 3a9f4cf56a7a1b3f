package platform

import "golang.org/x/sys/windows"

// dataHome asks the shell for the folder of local application data, and the environment where the shell does not answer.
func dataHome(environment func(string) string) (string, error) {
	if dir := environment("LOCALAPPDATA"); dir != "" {
		return dir, nil
	}
	dir, err := windows.KnownFolderPath(windows.FOLDERID_LocalAppData, 0)
	if err != nil || dir == "" {
		return "", ErrNoHome
	}
	return dir, nil
}

// Documents returns the folder where the user keeps documents, wherever it was moved to, such as a synchronised folder.
func Documents(environment func(string) string) (string, error) {
	if dir, err := windows.KnownFolderPath(windows.FOLDERID_Documents, 0); err == nil && dir != "" {
		return dir, nil
	}
	if dir := environment("USERPROFILE"); dir != "" {
		return dir, nil
	}
	return "", ErrNoHome
}
