package guide

// HandIn hands over open typing, and reports whether anything is on its way to the disk.
func (p *Page) HandIn() bool {
	p.screens[p.step].commit()
	return p.session.UnderWay()
}

// Written waits until what was handed over is on disk. It may be called on any goroutine.
func (p *Page) Written() error { return p.session.Flush() }
