package evidence

import (
	"math"
	"strings"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
)

// mostPages is how many pages of a PDF are read for the beginning of its text.
const mostPages = 3

// pageText returns the text of the first pages, a line for each line that they show. A page that cannot be followed ends it.
func pageText(r *pdf.Reader, pages []pdf.PageInfo) string {
	var b strings.Builder
	reader := text.NewReader(r)
	for i := range min(len(pages), mostPages) {
		page, err := reader.Page(i+1, pages[i])
		if err != nil {
			break
		}
		baseline := math.Inf(1)
		for _, run := range page.Runs {
			if run.Hidden {
				continue
			}
			if math.Abs(run.Y-baseline) > run.Size/2 && b.Len() > 0 {
				b.WriteByte('\n')
			}
			baseline = run.Y
			b.WriteString(run.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
