package report

import (
	"maps"
	"slices"
	"sync"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
	"zhunsheng/app/typeface"
	"zhunsheng/assets/fonts"
)

// The faces that styles ask for.
const (
	faceSerif layout.FaceID = 1 + iota // body text
	faceSans                           // tables
	faceHeavy                          // headings
	faceTitle                          // titles: the serif face drawn heavier
	faceKai                            // headings of level 2: Kai, or the serif face drawn heavier
	faceCount
)

// Faces are the typefaces of a report in order of preference. The program's own
// faces stand behind them for whatever they lack.
type Faces struct {
	Serif []*typeface.Face // body text, such as FangSong
	Sans  []*typeface.Face // tables
	Heavy []*typeface.Face // headings, such as SimHei
	Title []*typeface.Face // titles; drawn as they are. Nil means the program's own serif face drawn heavier
	Kai   []*typeface.Face // headings of level 2; drawn as they are. Nil means as titles
}

// embedded are the program's own faces, parsed once.
type embedded struct {
	serif, sans, bold, rare, scarce, signs *typeface.Face
}

var loadEmbedded = sync.OnceValues(func() (*embedded, error) {
	e := &embedded{}
	for _, f := range []struct {
		to   **typeface.Face
		data []byte
	}{
		{&e.serif, fonts.SerifRegular()},
		{&e.sans, fonts.SansRegular()},
		{&e.bold, fonts.SansBold()},
		{&e.rare, fonts.Rare()},
		{&e.scarce, fonts.Scarce()},
		{&e.signs, fonts.Signs()},
	} {
		face, err := typeface.Parse(f.data)
		if err != nil {
			return nil, err
		}
		*f.to = face
	}
	return e, nil
})

// loadBreadth unpacks the large face only when a document needs it.
var loadBreadth = sync.OnceValue(func() *typeface.Face {
	data, err := fonts.Breadth()
	if err != nil {
		return nil
	}
	face, err := typeface.Parse(data)
	if err != nil {
		return nil
	}
	return face
})

// faceSet chooses faces for one document and measures with them.
type faceSet struct {
	chains  [faceCount]*typeface.Chain
	ids     map[*typeface.Face]layout.FaceID
	faces   []*typeface.Face // by id
	heavy   [faceCount]bool  // what is drawn heavier than its face
	lacking bool             // some rune was not drawable
}

func newFaceSet(own *Faces) (*faceSet, error) {
	e, err := loadEmbedded()
	if err != nil {
		return nil, err
	}
	if own == nil {
		own = &Faces{}
	}
	chain := func(first []*typeface.Face, then *typeface.Face) *typeface.Chain {
		list := append(append([]*typeface.Face{}, first...), then, e.signs, e.rare, e.scarce)
		return typeface.NewChain(list...).Then(loadBreadth)
	}
	s := &faceSet{ids: make(map[*typeface.Face]layout.FaceID, 8), faces: make([]*typeface.Face, faceCount, faceCount+8)}
	s.chains[faceSerif] = chain(own.Serif, e.serif)
	s.chains[faceSans] = chain(own.Sans, e.sans)
	s.chains[faceHeavy] = chain(own.Heavy, e.bold)
	for _, f := range []struct {
		id    layout.FaceID
		faces []*typeface.Face
	}{{faceTitle, own.Title}, {faceKai, own.Kai}} {
		s.chains[f.id] = chain(f.faces, e.serif)
		s.heavy[f.id] = len(f.faces) == 0
	}
	return s, nil
}

// Glyph implements [layout.Metrics].
func (s *faceSet) Glyph(asked layout.FaceID, r rune) (layout.FaceID, int) {
	c := s.chains[asked].Look(r)
	if c.Missing {
		s.lacking = true
	}
	if c.Face == nil {
		return asked, 0
	}
	return s.id(c.Face), (c.Advance*1000 + c.Face.UnitsPerEm()/2) / c.Face.UnitsPerEm()
}

func (s *faceSet) id(f *typeface.Face) layout.FaceID {
	id, ok := s.ids[f]
	if !ok {
		id = layout.FaceID(len(s.faces))
		s.ids[f] = id
		s.faces = append(s.faces, f)
	}
	return id
}

// missing counts the runes of a laid out document that no face draws.
func (s *faceSet) missing(res *layout.Result) []typeface.Missing {
	if !s.lacking {
		return nil
	}
	count := map[rune]int{}
	for i := range res.Pages {
		for _, t := range res.Pages[i].Texts {
			for _, r := range t.Text {
				if s.chains[t.Asked].Look(r).Missing {
					count[r]++
				}
			}
		}
	}
	out := make([]typeface.Missing, 0, len(count))
	for _, r := range slices.Sorted(maps.Keys(count)) {
		out = append(out, typeface.Missing{Rune: r, Count: count[r]})
	}
	return out
}

// fontMetrics describes a face to viewers in thousandths of the em.
func fontMetrics(f *typeface.Face) pdf.FontMetrics {
	m := f.Metrics()
	em := func(v int) int { return v * 1000 / m.UnitsPerEm }
	stem := 80
	if m.Weight >= 600 {
		stem = 140
	}
	return pdf.FontMetrics{
		Ascent: em(m.Ascent), Descent: em(m.Descent), CapHeight: em(m.CapHeight), StemV: stem, ItalicAngle: m.ItalicAngle,
		BBox:  [4]int{em(m.XMin), em(m.YMin), em(m.XMax), em(m.YMax)},
		Serif: m.Serif, FixedPitch: m.FixedPitch,
	}
}
