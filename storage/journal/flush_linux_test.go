package journal

import "testing"

// On Linux a flush is fdatasync of the segment, once for each entry.
func TestFlushReachesTheSystem(t *testing.T) {
	system, count := fdatasync, 0
	fdatasync = func(fd int) error { count++; return system(fd) }
	defer func() { fdatasync = system }()
	c := config()
	c.SegmentSize, c.Room = 1<<20, 1<<20
	j := open(t, t.TempDir(), c)
	fill(t, j, 1, 1)
	count = 0
	fill(t, j, 2, 50)
	if count != 49 {
		t.Errorf("49 entries were flushed %d times", count)
	}
}
