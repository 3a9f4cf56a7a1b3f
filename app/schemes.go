package app

import (
	"fmt"
	"os"
	"strings"

	"zhunsheng/assets"
	"zhunsheng/scoring"
)

// Schemes are the schemes (评分办法) an evaluation can be scored under, in the order in which they are offered.
type Schemes struct {
	list []*scoring.Scheme
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
		s.list = append(s.list, scheme)
	}
	return s, nil
}

// All returns every scheme.
func (s *Schemes) All() []*scoring.Scheme { return append([]*scoring.Scheme(nil), s.list...) }

// ByID returns the scheme with the given ID. The error is an [*UnknownSchemeError].
func (s *Schemes) ByID(id string) (*scoring.Scheme, error) {
	for _, scheme := range s.list {
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
		return nil, &FileError{Path: path, Err: err}
	}
	return scheme, nil
}

// For returns the scheme an evaluation refers to: the ID, the version and, where the evaluation pins it, the content must agree. The
// error is an [*UnknownSchemeError].
func (s *Schemes) For(ref scoring.SchemeRef) (*scoring.Scheme, error) {
	scheme, err := s.ByID(ref.ID)
	if err != nil {
		return nil, err
	}
	if ref.Version != "" && ref.Version != scheme.Version {
		return nil, s.unknown(ref.ID + " " + ref.Version)
	}
	if ref.Hash != "" && ref.Hash != scheme.Hash() {
		return nil, s.unknown(ref.ID + " " + ref.Hash)
	}
	return scheme, nil
}

func (s *Schemes) unknown(found string) error {
	known := make([]string, len(s.list))
	for i, scheme := range s.list {
		known[i] = scheme.ID + " " + scheme.Version
	}
	return &UnknownSchemeError{Found: found, Known: known}
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
