package prose

import "zhunsheng/app/ui/look"

// Kind is what a mark says about the words above it, and how it looks: by its line as well as by its colour.
type Kind int

// The kinds of marks.
const (
	Agrees    Kind = iota // a single line
	Differs               // a double line
	Explain               // a dashed line
	Unchecked             // a dotted line
)

// Tone returns the colour of a kind.
func (k Kind) Tone() look.Tone {
	switch k {
	case Agrees:
		return look.Fine
	case Differs:
		return look.Wrong
	case Explain:
		return look.Warn
	}
	return look.Quiet
}

// Mark is a piece of the text with something to be said about it. Offsets count bytes of [Editor.Shown].
type Mark struct {
	Start, End int
	Kind       Kind
}
