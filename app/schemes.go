package app

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"zhunsheng/assets"
	"zhunsheng/scoring"
)

// Schemes are the schemes (评分办法) an evaluation can be scored under: those that the program carries, in the order in which they are
// offered, and those that were added, of which several may be versions of one. It may be used by any goroutine.
type Schemes struct {
	mu    sync.RWMutex
	list  []known
	built int // how many of the list the program carries
}

// known is a scheme with its hash, which takes a while to compute.
type known struct {
	scheme *scoring.Scheme
	hash   string
}

// OpenSchemes reads the schemes that the program carries.
func OpenSchemes() (*Schemes, error) {
	s := &Schemes{}
	for _, id := range assets.SchemeIDs() {
		data, ok := assets.Scheme(id)
		if !ok {
			return nil, fmt.Errorf("scheme %s is listed but not embedded", id)
		}
		scheme, err := scoring.ReadScheme(data)
		if err != nil {
			return nil, fmt.Errorf("embedded scheme %s: %w", id, err)
		}
		s.list = append(s.list, known{scheme, scheme.Hash()})
	}
	s.built = len(s.list)
	return s, nil
}

// Add makes a scheme known beside those that the program carries; one that is known already is not added twice. It must not be
// changed any more.
func (s *Schemes) Add(scheme *scoring.Scheme) {
	s.mu.Lock()
	defer s.mu.Unlock()
	hash := scheme.Hash()
	if !slices.ContainsFunc(s.list, func(k known) bool { return k.hash == hash }) {
		s.list = append(s.list, known{scheme, hash})
	}
}

// Remove forgets a scheme that was added, by its hash. One that the program carries stays.
func (s *Schemes) Remove(hash string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := slices.DeleteFunc(slices.Clone(s.list[s.built:]), func(k known) bool { return k.hash == hash })
	s.list = slices.Concat(s.list[:s.built], own)
}

// All returns every scheme.
func (s *Schemes) All() []*scoring.Scheme {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]*scoring.Scheme, len(s.list))
	for i, k := range s.list {
		all[i] = k.scheme
	}
	return all
}

// ForYear returns the newest version of every scheme that may be used for a fiscal year, in the order in which they are offered. Year 0
// takes every year.
func (s *Schemes) ForYear(year int) []*scoring.Scheme {
	var newest []*scoring.Scheme
	for _, scheme := range s.All() {
		if year != 0 && (scheme.FirstYear != 0 && year < scheme.FirstYear || scheme.LastYear != 0 && year > scheme.LastYear) {
			continue
		}
		i := slices.IndexFunc(newest, func(n *scoring.Scheme) bool { return n.ID == scheme.ID })
		switch {
		case i < 0:
			newest = append(newest, scheme)
		case scheme.Newer(newest[i]):
			newest[i] = scheme
		}
	}
	return newest
}

// Carried reports whether the program itself carries the scheme of a hash.
func (s *Schemes) Carried(hash string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.ContainsFunc(s.list[:s.built], func(k known) bool { return k.hash == hash })
}

// ByID returns the newest version of the scheme with the given ID. The error is an [*UnknownSchemeError].
func (s *Schemes) ByID(id string) (*scoring.Scheme, error) {
	for _, scheme := range s.ForYear(0) {
		if scheme.ID == id {
			return scheme, nil
		}
	}
	return nil, s.unknown(id)
}

// Open returns the scheme with the given ID or, where there is none and a file of that name exists, the scheme in the file. The error
// is an [*UnknownSchemeError], or that of the file.
func (s *Schemes) Open(idOrPath string) (*scoring.Scheme, error) {
	scheme, unknown := s.ByID(idOrPath)
	if unknown == nil {
		return scheme, nil
	}
	if _, err := os.Stat(idOrPath); err != nil && !strings.ContainsAny(idOrPath, `/\.`) {
		return nil, unknown
	}
	return ReadSchemeFile(idOrPath)
}

// ReadSchemeFile reads a scheme file. Faults of the scheme are joined [*scoring.InputError] values inside an error that names the file.
func ReadSchemeFile(path string) (*scoring.Scheme, error) {
	data, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	scheme, err := scoring.ReadScheme(data)
	if err != nil {
		if other := otherFormat(data); other != "" {
			err = &OtherFormatError{Found: other}
		}
		return nil, &FileError{Path: path, Err: err}
	}
	return scheme, nil
}

// OtherFormatError says that a file is sound, but of another kind than a scheme.
type OtherFormatError struct{ Found string }

// Error names both formats.
func (e *OtherFormatError) Error() string {
	return fmt.Sprintf("the file is of the format %q, a scheme is of %q", e.Found, scoring.SchemeFormat)
}

// Message names the sentence for the user.
func (e *OtherFormatError) Message() scoring.Message {
	key := "error.not-a-scheme"
	if strings.HasPrefix(e.Found, "zhunsheng/evaluation/") {
		key = "error.not-a-scheme.evaluation"
	}
	return scoring.Message{Key: key, Args: scoring.Args{"found": e.Found, "want": scoring.SchemeFormat}}
}

// otherFormat is the format that a file names where that is none of a scheme, "" where it names none.
func otherFormat(data []byte) string {
	var head struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(data, &head) != nil || strings.HasPrefix(head.Format, "zhunsheng/scheme/") {
		return ""
	}
	return head.Format
}

// For returns the scheme an evaluation refers to: the ID, the version and, where the evaluation pins it, the content must agree. One that
// names no version gets the newest. The error is an [*UnknownSchemeError].
func (s *Schemes) For(ref scoring.SchemeRef) (*scoring.Scheme, error) {
	if ref.Version == "" && ref.Hash == "" {
		return s.ByID(ref.ID)
	}
	if scheme := s.exactly(ref); scheme != nil {
		return scheme, nil
	}
	found := ref.ID
	switch {
	case !s.has(ref.ID):
	case s.exactly(scoring.SchemeRef{ID: ref.ID, Version: ref.Version}) == nil:
		found += " " + ref.Version
	default:
		found += " " + ref.Hash
	}
	return nil, s.unknown(found)
}

// exactly returns the scheme that agrees with all that a reference says, nil for none.
func (s *Schemes) exactly(ref scoring.SchemeRef) *scoring.Scheme {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, k := range s.list {
		if k.scheme.ID == ref.ID && (ref.Version == "" || ref.Version == k.scheme.Version) && (ref.Hash == "" || ref.Hash == k.hash) {
			return k.scheme
		}
	}
	return nil
}

func (s *Schemes) has(id string) bool { return s.exactly(scoring.SchemeRef{ID: id}) != nil }

func (s *Schemes) unknown(found string) error {
	all := s.All()
	names := make([]string, len(all))
	for i, scheme := range all {
		names[i] = scheme.ID + " " + scheme.Version
	}
	return &UnknownSchemeError{Found: found, Known: names}
}

// UnknownSchemeError says that an evaluation refers to a scheme, version or content that is not here.
type UnknownSchemeError struct {
	Found string
	Known []string
}

// Error names what was found and what there is.
func (e *UnknownSchemeError) Error() string {
	return fmt.Sprintf("unknown scheme %q, known: %s", e.Found, strings.Join(e.Known, ", "))
}

// Message names the sentence for the user.
func (e *UnknownSchemeError) Message() scoring.Message {
	return scoring.Message{Key: "error.unknown-scheme", Args: scoring.Args{"found": e.Found, "known": strings.Join(e.Known, ", ")}}
}
