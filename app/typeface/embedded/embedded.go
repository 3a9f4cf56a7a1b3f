// Package embedded offers the faces that the program brings along, parsed and
// put into chains: the reproducible default of every report. Reading them
// costs microseconds; nothing is copied. Each call of [Serif], [Sans] or [Bold]
// gives a new chain, so that every document counts its own missing runes.
package embedded

import (
	"sync"

	"zhunsheng/app/typeface"
	"zhunsheng/assets/fonts"
)

// Faces are the embedded faces. All but Breadth hold or complete the core
// characters; Breadth costs some 50 ms at its first use, therefore a function.
type Faces struct {
	SerifRegular *typeface.Face
	SansRegular  *typeface.Face
	SansBold     *typeface.Face
	Signs        *typeface.Face
	Rare         *typeface.Face
	Scarce       *typeface.Face
}

// Load returns the embedded faces, parsed once for the whole program. The
// error means that the program's own data is damaged.
func Load() (Faces, error) { return load() }

var load = sync.OnceValues(func() (Faces, error) {
	var out Faces
	for _, item := range []struct {
		to   **typeface.Face
		data []byte
	}{
		{&out.SerifRegular, fonts.SerifRegular()},
		{&out.SansRegular, fonts.SansRegular()},
		{&out.SansBold, fonts.SansBold()},
		{&out.Signs, fonts.Signs()},
		{&out.Rare, fonts.Rare()},
		{&out.Scarce, fonts.Scarce()},
	} {
		face, err := typeface.Parse(item.data)
		if err != nil {
			return Faces{}, err
		}
		*item.to = face
	}
	return out, nil
})

// Breadth returns the face with the rarer characters of GB 18030, unpacking it
// at the first call. The error means that the program's own data is damaged.
func Breadth() (*typeface.Face, error) { return breadth() }

var breadth = sync.OnceValues(func() (*typeface.Face, error) {
	data, err := fonts.Breadth()
	if err != nil {
		return nil, err
	}
	return typeface.Parse(data)
})

// Serif returns a chain for body text. Errors are those of [Load].
func Serif() (*typeface.Chain, error) {
	return chain(func(f Faces) []*typeface.Face {
		return []*typeface.Face{f.SerifRegular, f.SansRegular, f.Signs, f.Rare, f.Scarce}
	})
}

// Sans returns a chain for tables. Errors are those of [Load].
func Sans() (*typeface.Chain, error) {
	return chain(func(f Faces) []*typeface.Face {
		return []*typeface.Face{f.SansRegular, f.Signs, f.Rare, f.Scarce}
	})
}

// Bold returns a chain for headings. Errors are those of [Load].
func Bold() (*typeface.Chain, error) {
	return chain(func(f Faces) []*typeface.Face {
		return []*typeface.Face{f.SansBold, f.SansRegular, f.Signs, f.Rare, f.Scarce}
	})
}

func chain(order func(Faces) []*typeface.Face) (*typeface.Chain, error) {
	faces, err := Load()
	if err != nil {
		return nil, err
	}
	return typeface.NewChain(order(faces)...).Then(breadthOrNothing), nil
}

// breadthOrNothing leaves the face out when it cannot be had: its characters
// then show as missing, and are counted, in an otherwise whole document.
func breadthOrNothing() *typeface.Face {
	face, err := Breadth()
	if err != nil {
		return nil
	}
	return face
}
