package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

var (
	logName    = regexp.MustCompile(`^(\d{8})\.log$`)
	sealedName = regexp.MustCompile(`^(\d{8})-(\d+)-(\d+)\.sealed$`)
)

// scan finds the segments, looks into the logs, and finds the head.
func (j *Journal) scan() error {
	entries, err := os.ReadDir(j.dir)
	if err != nil {
		return err
	}
	found := map[int]segment{}
	for _, entry := range entries {
		s, ok := parseName(entry.Name())
		if !ok {
			continue
		}
		// Sealing was completed where both are there: the sealed one was verified before it got its name.
		if other, both := found[s.number]; !both || s.sealed && !other.sealed {
			found[s.number] = s
		}
	}
	for _, s := range found {
		j.segments = append(j.segments, s)
	}
	slices.SortFunc(j.segments, func(a, b segment) int { return a.number - b.number })
	for i := range j.segments {
		if err := j.scanSegment(i); err != nil {
			return err
		}
	}
	return j.findHead()
}

func parseName(name string) (segment, bool) {
	if m := logName.FindStringSubmatch(name); m != nil {
		number, err := strconv.Atoi(m[1])
		return segment{number: number}, err == nil
	}
	m := sealedName.FindStringSubmatch(name)
	if m == nil {
		return segment{}, false
	}
	number, err := strconv.Atoi(m[1])
	first, errFirst := strconv.ParseUint(m[2], 10, 64)
	last, errLast := strconv.ParseUint(m[3], 10, 64)
	return segment{number: number, first: first, last: last, sealed: true},
		err == nil && errFirst == nil && errLast == nil && first > 0 && last >= first
}

// scanSegment fills in what a segment holds, and notes a gap before it.
func (j *Journal) scanSegment(i int) error {
	s := &j.segments[i]
	before := j.lastBefore(i)
	if !s.sealed {
		data, err := os.ReadFile(filepath.Join(j.dir, s.name()))
		if err != nil {
			return err
		}
		scanned := scanLog(data, s.number, j.config.Store, before)
		s.first, s.last, s.damaged = scanned.first, scanned.last, len(scanned.damage) > 0
		for _, d := range scanned.damage {
			d.File = s.name()
			j.damage = append(j.damage, d)
		}
		isLast := i == len(j.segments)-1
		if scanned.torn > 0 && !isLast {
			s.damaged = true
			j.damage = append(j.damage, Damage{File: s.name(), Offset: scanned.end, After: s.last, Detail: "the end of the file is damaged"})
		}
		if isLast {
			j.offset, j.room, j.torn = scanned.end, int64(len(data)), scanned.torn
			if scanned.end < headSize { // an unfinished or lost head: nothing is added behind it
				j.offset = j.config.SegmentSize
			}
		}
	}
	if s.first > before+1 {
		j.damage = append(j.damage, Damage{
			File: s.name(), After: before, Before: s.first,
			Detail: fmt.Sprintf("the entries %d to %d before it are missing", before+1, s.first-1),
		})
	}
	return nil
}

// lastBefore returns the last entry before a segment.
func (j *Journal) lastBefore(i int) uint64 {
	for i--; i >= 0; i-- {
		if j.segments[i].last > 0 {
			return j.segments[i].last
		}
	}
	return j.config.Base
}

// scanned is what a log holds.
type scanned struct {
	first, last uint64
	frames      []frame
	damage      []Damage
	end         int64 // behind the last frame
	torn        int64 // bytes behind it that are no frame, and no zeros
	before      Hash
}

// scanLog finds the whole frames of a log. Behind a place that is no frame it looks for the next one.
func scanLog(data []byte, number int, store string, before uint64) scanned {
	s := scanned{first: before + 1, last: before}
	first, hash, err := decodeHead(data, number, store)
	if err == nil {
		s.first, s.last, s.before, s.end = first, first-1, hash, headSize
	} else if !isZero(data) { // a log that was just created when the power went is zeros or nothing
		s.damage = append(s.damage, Damage{After: before, Detail: err.Error()})
	}
	for offset := int64(headSize); offset < int64(len(data)); offset = s.end {
		f, err := frameAt(data, offset)
		if err == nil && (len(s.frames) == 0 || f.first == s.last+1) {
			s.add(f)
			continue
		}
		if isZero(data[offset:]) {
			return s
		}
		next, found := nextFrame(data, offset+align, s.last)
		if !found {
			s.torn = int64(len(bytes.TrimRight(data[offset:], "\x00")))
			return s
		}
		detail := "an entry is missing"
		if err != nil {
			detail = err.Error()
		}
		s.damage = append(s.damage, Damage{Offset: offset, After: s.last, Before: next.first, Detail: detail})
		s.add(next)
	}
	return s
}

// add takes a frame that comes next. Where the head could not be read, the first frame says where the log begins.
func (s *scanned) add(f frame) {
	if len(s.frames) == 0 && s.end == 0 {
		s.first = f.first
	}
	s.frames = append(s.frames, f)
	s.last, s.end = f.last, f.offset+f.size
}

// nextFrame looks for the next whole frame whose entries come after the given one.
func nextFrame(data []byte, offset int64, after uint64) (frame, bool) {
	for ; offset+frameHead <= int64(len(data)); offset += align {
		at := bytes.Index(data[offset:], []byte(frameMagic))
		if at < 0 {
			return frame{}, false
		}
		offset = (offset + int64(at) + align - 1) / align * align
		if offset+frameHead > int64(len(data)) {
			return frame{}, false
		}
		if f, err := frameAt(data, offset); err == nil && f.first > after {
			return f, true
		}
	}
	return frame{}, false
}

func isZero(data []byte) bool {
	for len(data) >= 8 {
		if data[0]|data[1]|data[2]|data[3]|data[4]|data[5]|data[6]|data[7] != 0 {
			return false
		}
		data = data[8:]
	}
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
}

// findHead reads the last entry.
func (j *Journal) findHead() error {
	for i := len(j.segments) - 1; i >= 0; i-- {
		s := j.segments[i]
		if s.last < s.first {
			if i == 0 || j.segments[i-1].last+1 != s.first {
				// An empty segment that was begun behind a head which is in no file.
				if hash, ok := j.headOf(s); ok {
					j.head = Head{Seq: s.last, Hash: hash}
					return nil
				}
			}
			continue
		}
		var last Item
		err := j.readSegment(s, s.last, func(item Item) error {
			last = item
			return nil
		})
		if err == nil && last.Seq == s.last {
			j.head = Head{Seq: last.Seq, Hash: last.Hash()}
			return nil
		}
		j.damage = append(j.damage, Damage{File: s.name(), After: j.lastBefore(i), Detail: fmt.Sprint("it cannot be read: ", err)})
		j.segments[i].damaged = true
		j.offset = j.config.SegmentSize // what comes next goes into a new file
		if last.Seq > 0 {
			j.segments[i].last = last.Seq
			j.head = Head{Seq: last.Seq, Hash: last.Hash()}
			return nil
		}
		j.segments[i].last = s.first - 1
	}
	return nil
}

func (j *Journal) headOf(s segment) (Hash, bool) {
	data, err := os.ReadFile(filepath.Join(j.dir, s.name()))
	if err != nil {
		return Hash{}, false
	}
	_, hash, err := decodeHead(data, s.number, j.config.Store)
	return hash, err == nil
}
