package assets

import _ "embed"

//go:embed licences.txt
var licences string

// Licences returns the licences of the software, fonts and data of others that the program carries, as UTF-8 text for people. The
// command licencepack writes it.
func Licences() string { return licences }
