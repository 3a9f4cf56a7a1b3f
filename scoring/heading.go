package scoring

// LevelName returns the name under which a level-1 heading of an evaluation is added up: the scheme's name of the level, or the bare
// heading where the scheme has none. 产出, 产出指标 and 一、产出指标(50分) are one.
func (s *Scheme) LevelName(heading string) string { return s.levelName(heading) }

// BareHeading returns a heading without its number, its suffix 指标 and what it has in brackets, as subtotals name level-2 headings.
func BareHeading(heading string) string { return bareHeading(heading) }
