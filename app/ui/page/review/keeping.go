package review

// HandIn hands over what is being typed, and reports whether anything is on its way to the disk.
func (p *Page) HandIn() bool {
	p.round.commit()
	p.call.commit()
	return p.writing.Busy()
}

// Written waits until what was handed over is on disk. It may be called on any goroutine.
func (p *Page) Written() error { return p.writing.Wait() }
