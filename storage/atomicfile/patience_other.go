//go:build !windows

package atomicfile

import "io/fs"

// plain are the kinds of file, besides regular ones, that are read like them: none.
const plain = fs.FileMode(0)

// busy is false: here a file that is open can get another name.
func busy(error) bool { return false }
