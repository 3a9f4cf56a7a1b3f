package typeface

// Metrics are a face's measures. Lengths are in font units.
type Metrics struct {
	UnitsPerEm  int     // 16 to 16384, mostly 1000, 1024 or 2048
	Ascent      int     // above the baseline, positive
	Descent     int     // below the baseline, negative
	LineGap     int     // extra space between lines, as the font proposes it
	CapHeight   int     // height of H
	XHeight     int     // height of x, 0 when the font does not say
	XMin, YMin  int     // lower left corner of the box around all glyphs
	XMax, YMax  int     // upper right corner of that box
	ItalicAngle float64 // degrees counter-clockwise from upright, 0 if upright
	Weight      int     // 100 to 900; 400 is regular, 700 bold
	FixedPitch  bool    // all glyphs are equally wide
	Serif       bool    // the Latin letters have serifs
	FSType      uint16  // embedding permissions as OS/2 states them
}

// Bits of OS/2 fsType (OpenType specification, OS/2, fsType).
const (
	fsRestricted  = 0x0002
	fsPreview     = 0x0004
	fsEditable    = 0x0008
	fsNoSubset    = 0x0100
	fsBitmapsOnly = 0x0200
)

// Metrics returns the face's measures.
func (f *Face) Metrics() Metrics { return f.metrics }

// UnitsPerEm returns the number of font units to the em, as in [Metrics].
func (f *Face) UnitsPerEm() int { return f.metrics.UnitsPerEm }

// Embeddable reports whether the font's maker permits a subset of it inside a
// document that is shown and printed (fsType of OS/2). It is false for fonts
// with a restricted licence, and for those that may not be subset or allow
// only their bitmaps. The embedding must then be forgone: take another face.
func (f *Face) Embeddable() bool {
	t := f.metrics.FSType
	if t&(fsNoSubset|fsBitmapsOnly) != 0 {
		return false
	}
	// Where several bits are set, the least restrictive one holds.
	return t&fsRestricted == 0 || t&(fsPreview|fsEditable) != 0
}

// Scaled returns the measures with lengths converted to another number of units
// per em, rounded half away from zero; 1000 gives those of a PDF font
// descriptor.
func (m Metrics) Scaled(unitsPerEm int) Metrics {
	scale := func(n int) int {
		half := m.UnitsPerEm / 2
		if n < 0 {
			half = -half
		}
		return (n*unitsPerEm + half) / m.UnitsPerEm
	}
	for _, n := range []*int{&m.Ascent, &m.Descent, &m.LineGap, &m.CapHeight, &m.XHeight, &m.XMin, &m.YMin, &m.XMax, &m.YMax} {
		*n = scale(*n)
	}
	m.UnitsPerEm = unitsPerEm
	return m
}

// StemV estimates the width of vertical stems in thousandths of an em, which
// PDF font descriptors ask for and TrueType fonts do not tell: about 87 for
// regular and 165 for bold.
func (m Metrics) StemV() int { return 50 + m.Weight*m.Weight/(65*65) }

func (f *Face) readMetrics() error {
	head, hhea := view(f.tables.get("head")), view(f.tables.get("hhea"))
	post := view(f.tables.get("post"))
	m := Metrics{
		UnitsPerEm: head.int16(18),
		XMin:       head.signed16(36), YMin: head.signed16(38),
		XMax: head.signed16(40), YMax: head.signed16(42),
		Ascent: hhea.signed16(4), Descent: hhea.signed16(6), LineGap: hhea.signed16(8),
		ItalicAngle: float64(int32(uint32(post.int32(4)))) / 65536,
		FixedPitch:  post.int32(12) != 0,
		Weight:      400,
	}
	if m.UnitsPerEm < 16 || m.UnitsPerEm > 16384 {
		return &TableError{Table: "head", Reason: "units per em outside of 16 to 16384"}
	}
	if head.int16(44)&1 != 0 { // macStyle bold, for fonts without OS/2
		m.Weight = 700
	}
	f.metrics = m
	f.readOS2(view(f.tables.get("OS/2")))
	if f.metrics.CapHeight <= 0 {
		f.metrics.CapHeight = f.measureCapHeight()
	}
	return nil
}

func (f *Face) readOS2(os2 view) {
	if len(os2) < 68 {
		return
	}
	m := &f.metrics
	if w := os2.int16(4); w >= 1 && w <= 1000 {
		m.Weight = w
	}
	m.FSType = uint16(os2.int16(8))
	// PANOSE: family kind 2 is Latin text; serif styles 2 to 10 have serifs.
	m.Serif = os2[32] == 2 && os2[33] >= 2 && os2[33] <= 10
	if os2.int16(0) >= 2 && len(os2) >= 90 {
		m.XHeight, m.CapHeight = os2.signed16(86), os2.signed16(88)
	}
}

// measureCapHeight takes the height of H, or seven tenths of the ascent in a
// font that has no H.
func (f *Face) measureCapHeight() int {
	cmap, err := readCharMap(f.tables.get("cmap"))
	if err == nil {
		if g := cmap.glyph('H'); g != 0 && int(g) < f.glyphs {
			if h := view(f.outline(g)).signed16(8); h > 0 {
				return h
			}
		}
	}
	return f.metrics.Ascent * 7 / 10
}
