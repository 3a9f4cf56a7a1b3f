package round

import (
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
)

// quoted is how many characters of a paragraph are quoted; a figure counts as one.
const quoted = 16

// Quote returns how a paragraph begins, as an [Anchor] keeps it: as the text is stored, with the tokens of its figures whole, so that the
// paragraph is found again when its figures have changed. [Anchor.Excerpt] is what people read.
func Quote(paragraph string) string {
	var b strings.Builder
	room := quoted
	for _, span := range figure.Split(paragraph) {
		switch runes := []rune(span.Text); {
		case room == 0:
			return b.String()
		case span.Key != "":
			b.WriteString(span.Text)
			room--
		default:
			n := min(len(runes), room)
			b.WriteString(string(runes[:n]))
			room -= n
		}
	}
	return b.String()
}

// Excerpt returns how the paragraph begins that the anchor quotes, with the values that its figures have in an evaluation. It is "" where
// nothing is quoted; a paragraph that is gone is given as it was quoted. Without figures tokens stay as they are.
func (a Anchor) Excerpt(e *scoring.Evaluation, figures *figure.Source) string {
	if a.Quote == "" {
		return ""
	}
	text := a.Quote
	for paragraph := range strings.SplitSeq(e.Section(a.Section), "\n") {
		if strings.HasPrefix(paragraph, a.Quote) {
			text = Quote(paragraph)
			break
		}
	}
	if figures == nil {
		return text
	}
	return figures.Fill(text)
}
