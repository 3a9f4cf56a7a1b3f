package collect

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"zhunsheng/storage/merge"
)

// shelf is a temporary file in which what files say about themselves waits until it is known which of them count. In memory stay the
// place of each file, and 40 bytes for each of its evaluations.
type shelf struct {
	file    *os.File
	out     *bufio.Writer
	size    int64
	sources []int64           // where each begins
	items   []placed          // by identity, then in the order of files
	doubts  map[spot]Standing // of evaluations that do not count; those that were deleted are told by themselves
}

// spot is an evaluation of a file, both by number.
type spot struct{ source, item uint32 }

// placed is where an evaluation is kept.
type placed struct {
	identity [16]byte
	spot
	from int64
	size uint32
}

// kept is an evaluation as it is written down.
type kept struct {
	Item
	Vector  merge.Vector `json:"vector,omitempty"`
	Hash    string       `json:"hash,omitempty"`
	Deleted bool         `json:"deleted,omitempty"`
	Made    string       `json:"made,omitempty"` // when the file was made
}

func newShelf() (*shelf, error) {
	file, err := os.CreateTemp("", "zs-collect-*.tmp")
	if err != nil {
		return nil, err
	}
	return &shelf{file: file, out: bufio.NewWriterSize(file, 64<<10), doubts: map[spot]Standing{}}, nil
}

// close removes the file.
func (s *shelf) close() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }

// write puts a line behind the others and says where it is, without the line break.
func (s *shelf) write(value any) (from int64, size uint32, err error) {
	line, err := json.Marshal(value)
	if err != nil {
		return 0, 0, err
	}
	from = s.size
	n, err := s.out.Write(append(line, '\n'))
	s.size += int64(n)
	return from, uint32(len(line)), err
}

// add takes a file and its evaluations.
func (s *shelf) add(source Source) error {
	items := source.Items
	source.Items, source.Path = nil, "" // paths are in memory anyway
	from, _, err := s.write(source)
	if err != nil {
		return err
	}
	at := spot{source: uint32(len(s.sources))}
	s.sources = append(s.sources, from)
	for i := range items {
		item := &items[i]
		at.item = uint32(i)
		p := placed{spot: at}
		p.from, p.size, err = s.write(kept{Item: *item, Vector: item.vector, Hash: item.hash, Deleted: item.deleted, Made: source.Created})
		if err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(item.identity()))
		copy(p.identity[:], sum[:])
		s.items = append(s.items, p)
	}
	return nil
}

// read returns so many bytes of the file.
func (s *shelf) read(from int64, size int64) ([]byte, error) {
	data := make([]byte, size)
	_, err := s.file.ReadAt(data, from)
	return data, err
}

func (s *shelf) item(p *placed) (*kept, error) {
	data, err := s.read(p.from, int64(p.size))
	if err != nil {
		return nil, err
	}
	return readKept(data)
}

func readKept(line []byte) (*kept, error) {
	k := new(kept)
	err := json.Unmarshal(line, k)
	k.vector, k.hash, k.deleted = k.Vector, k.Hash, k.Deleted
	return k, err
}

// source returns a file with its evaluations and what became of them. Only after settling; it may be called from several goroutines.
func (s *shelf) source(i int, path string, end int64) (Source, error) {
	var source Source
	if i+1 < len(s.sources) {
		end = s.sources[i+1]
	}
	data, err := s.read(s.sources[i], end-s.sources[i])
	if err != nil {
		return source, err
	}
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	if err := json.Unmarshal(head, &source); err != nil {
		return source, err
	}
	source.Path = path
	for line := range bytes.Lines(rest) {
		k, err := readKept(line)
		if err != nil {
			return source, err
		}
		standing, doubtful := s.doubts[spot{uint32(i), uint32(len(source.Items))}]
		switch {
		case doubtful:
			k.Item.Standing = standing
		case k.deleted:
			k.Item.Standing = Deleted
		default:
			k.Item.Standing = Counted
		}
		source.Items = append(source.Items, k.Item)
	}
	return source, nil
}

// settle decides for every evaluation which file counts.
func (s *shelf) settle() error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	slices.SortFunc(s.items, func(a, b placed) int {
		if order := bytes.Compare(a.identity[:], b.identity[:]); order != 0 {
			return order
		}
		return compareSpots(a.spot, b.spot)
	})
	for from := 0; from < len(s.items); {
		to := from + 1
		for to < len(s.items) && s.items[to].identity == s.items[from].identity {
			to++
		}
		if to > from+1 {
			if err := s.settleGroup(s.items[from:to]); err != nil {
				return err
			}
		}
		from = to
	}
	s.items = nil
	return nil
}

func compareSpots(a, b spot) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.item, b.item))
}

// settleGroup decides about one evaluation that is in several files, which come in the order of their paths.
func (s *shelf) settleGroup(group []placed) error {
	best, at, err := (*kept)(nil), 0, error(nil)
	for i := range group {
		k, err := s.item(&group[i])
		if err != nil {
			return err
		}
		if best == nil || better(k, best) {
			best, at = k, i
		}
	}
	for i := range group {
		if i == at {
			continue
		}
		var k *kept
		if k, err = s.item(&group[i]); err != nil {
			return err
		}
		s.doubts[group[i].spot] = standing(&k.Item, &best.Item)
	}
	return err
}

// better reports whether an item counts before another of the same evaluation from a file before it: the version that has seen the
// other; of unrelated ones a bundle before a report, then the one made last; of equal ones the one made first.
func better(a, b *kept) bool {
	switch order := a.vector.Compare(b.vector); {
	case order == merge.Equal && a.hash == b.hash:
		return a.Made < b.Made
	case order == merge.After:
		return true
	case order == merge.Before:
		return false
	}
	return a.Made > b.Made
}

// remember writes down what is asked for later, and says where it is.
func (s *shelf) remember(value any) (int64, error) {
	from, _, err := s.write(value)
	return from, err
}

// recall reads what was remembered.
func (s *shelf) recall(from int64, into any) error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	return json.NewDecoder(io.NewSectionReader(s.file, from, s.size-from)).Decode(into)
}
