package target

import (
	"strings"
	"testing"
)

// BenchmarkLongText shows that reading stays linear on the texts that could make it slow: twice the length, twice the time.
func BenchmarkLongText(b *testing.B) {
	for name, piece := range map[string]string{"blanks": "1 　", "digits": "1", "groups": "1,", "statements": "≥5人;", "words": "完成改造", "brackets": "(5", "signs": "≥"} {
		for _, size := range []int{10_000, 20_000} {
			text := strings.Repeat(piece, size/len(piece))
			if name == "blanks" {
				text = "1" + strings.Repeat(" ", size) + "项"
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					Parse(text, Context{})
				}
			})
		}
	}
}
