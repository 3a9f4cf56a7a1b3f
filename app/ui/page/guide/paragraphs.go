package guide

import (
	"strings"
	"unicode/utf8"
)

// longestPiece is how many characters a field of the editor holds at most: the toolkit lays out a whole field at every key, and up to
// here that is not felt.
const longestPiece = 600

// piece is what one field of the editor holds: a paragraph, or a part of one that is too long for a field.
type piece struct {
	text   string
	joined bool // goes on with the paragraph of the piece before
}

// split cuts a text into pieces: at its line breaks, and long paragraphs at the end of sentences, else of characters.
func split(text string) []piece {
	var pieces []piece
	for paragraph := range strings.SplitSeq(text, "\n") {
		joined := false
		for utf8.RuneCountInString(paragraph) > longestPiece {
			cut := cutAt(paragraph)
			pieces = append(pieces, piece{paragraph[:cut], joined})
			paragraph, joined = paragraph[cut:], true
		}
		pieces = append(pieces, piece{paragraph, joined})
	}
	return pieces
}

// cutAt returns where a long paragraph is cut, in bytes: behind the last end of a sentence within a piece's length.
func cutAt(paragraph string) int {
	count, sentence := 0, 0
	for i, r := range paragraph {
		if count == longestPiece {
			if sentence > 0 {
				return sentence
			}
			return i
		}
		count++
		if strings.ContainsRune("。；！？", r) && count > longestPiece/4 {
			sentence = i + utf8.RuneLen(r)
		}
	}
	return len(paragraph)
}

// join puts pieces together again.
func join(pieces []piece) string {
	var b strings.Builder
	for i, p := range pieces {
		if i > 0 && !p.joined {
			b.WriteByte('\n')
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// tidy leaves empty paragraphs out.
func tidy(text string) string {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(paragraph) != "" {
			paragraphs = append(paragraphs, paragraph)
		}
	}
	return strings.Join(paragraphs, "\n")
}
