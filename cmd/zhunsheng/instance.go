package main

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"zhunsheng/app/platform"
)

// claim makes this process the only one on its data. Where another has them already, that one comes to the front with the file of
// this one's command line, and running is true.
func (p *program) claim() (running bool) {
	folder, err := filepath.Abs(p.options.data)
	if err != nil {
		folder = p.options.data
	}
	instance, err := platform.ClaimInstance(folder, p.options.file, func(path string) { fyne.Do(func() { p.receive(path) }) })
	p.instance = instance
	if err != nil {
		p.log.Error(err) // the lock of the store is what keeps data safe
		return false
	}
	return instance == nil
}

// receive raises the window for a process that was started later, and takes the file that it was given.
func (p *program) receive(path string) {
	if p.window == nil {
		return
	}
	if handle := handleOf(p.window); handle != 0 {
		platform.RaiseWindow(handle)
	}
	p.window.RequestFocus()
	p.openPath(path)
}

// openPath hands a file to the window. While the store is being opened files wait; they follow the one of the command line.
func (p *program) openPath(path string) {
	if p.shell == nil {
		p.waiting = append(p.waiting, path)
		return
	}
	files := append([]string{path}, p.waiting...)
	p.waiting = nil
	for _, file := range files {
		p.shell.Hand(file)
	}
}
