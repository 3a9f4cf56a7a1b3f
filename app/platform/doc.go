// Package platform is the glue to the system the program runs on: where its data lie, opening files with other programs, and a
// message box for when there is no window. Each function has one file for Windows and one for other systems; none needs cgo.
package platform
