package layout

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var alphabet = []rune("一二三四五六七八九十预算执行率，。；：（）“”《》、！？％%0123456789.,abcR&D -—…≥≤￥\n　𠮷万元家项年月日")

func genText(max int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom(alphabet), 0, max, -1)
}

// ink drops what leaves no mark of its own.
func ink(s string) string { return strings.ReplaceAll(s, "\n", "") }

func TestNothingIsLostInParagraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(genText(200), 1, 8).Draw(t, "texts")
		width := Length(rapid.IntRange(25, 300).Draw(t, "width")) * Pt
		fr := Frame{Width: width + 20*Pt, Height: Length(rapid.IntRange(80, 300).Draw(t, "height")) * Pt, Top: 10 * Pt, Bottom: 10 * Pt, Left: 10 * Pt, Right: 10 * Pt}
		var blocks []Block
		want := ""
		for i, x := range texts {
			p := para(x)
			p.Align = Align(rapid.IntRange(0, 3).Draw(t, "align"))
			p.KeepNext = rapid.Bool().Draw(t, "keep")
			p.Before = Length(i) * Pt
			blocks = append(blocks, p)
			want += ink(x)
		}
		res := layRapid(t, fr, blocks...)
		got := ""
		for i := range res.Pages {
			for _, x := range res.Pages[i].Texts {
				got += x.Text
			}
			within(t, fr, &res.Pages[i])
		}
		if got != want {
			t.Fatalf("got %q\nwant %q", got, want)
		}
	})
}

func TestAmountsAreNeverParted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.StringMatching(`[1-9][0-9]{0,4}(,[0-9]{3}){0,2}(\.[0-9]{2})?(万元|亿元|%|家|平方米)`).Draw(t, "amount")
		p := para(genText(40).Draw(t, "before") + "计" + amount + "整" + genText(40).Draw(t, "after"))
		width := Length(rapid.IntRange(11, 120).Draw(t, "width")) * Pt
		for _, ln := range newShaper(even{}, nil).lines(&p, width) {
			text := ""
			for _, x := range ln.texts {
				text += x.Text
				if trimmed := strings.TrimRight(x.Text, " 　"); trimmed == x.Text && x.X+x.Width > width {
					t.Fatalf("%q ends at %d beyond %d", x.Text, x.X+x.Width, width)
				}
			}
			if strings.Contains(text, amount) {
				return
			}
		}
		t.Fatalf("%q was parted at width %d", amount, width)
	})
}

func TestNoPunctuationAtTheWrongEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Runs of punctuation longer than a line leave no choice; keep them short.
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"预算", "执", "，", "。", "（一）", "“优”", "《办法》", "100%", "得分"}), 1, 120).Draw(t, "parts")
		text := strings.Join(slices.CompactFunc(parts, func(a, b string) bool {
			return classOf([]rune(a)[0]) == closing && classOf([]rune(b)[0]) == closing
		}), "")
		p := para(text)
		lines := newShaper(even{}, nil).lines(&p, 90*Pt)
		for i, ln := range lines {
			if len(ln.texts) == 0 {
				continue
			}
			first, _ := utf8.DecodeRuneInString(ln.texts[0].Text)
			last, _ := utf8.DecodeLastRuneInString(ln.texts[len(ln.texts)-1].Text)
			if i > 0 && classOf(first) == closing || i < len(lines)-1 && classOf(last) == opening {
				t.Fatalf("line %d of %q: %+v", i, text, ln.texts)
			}
		}
	})
}

func TestTablesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cols := rapid.IntRange(1, 4).Draw(t, "cols")
		tb := &Table{Columns: make([]Column, cols), Rule: 500, PadX: 2 * Pt, PadY: 2 * Pt, Before: 3 * Pt, Whole: rapid.Bool().Draw(t, "whole")}
		var want []rune
		n := rapid.IntRange(1, 12).Draw(t, "rows")
		left := make([]int, cols) // rows for which a column is still covered
		for i := range n {
			var r Row
			r.KeepNext = rapid.IntRange(0, 4).Draw(t, "keep") == 0
			for c := 0; c < cols; c++ {
				if left[c] > 0 {
					continue
				}
				cell := Cell{Rows: min(rapid.IntRange(1, 4).Draw(t, "span"), n-i), VAlign: VAlign(rapid.IntRange(0, 2).Draw(t, "valign"))}
				long := 30
				if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
					long = 400
				}
				text := genText(long).Draw(t, "text")
				cell.Content = []Paragraph{para(text)}
				want = append(want, []rune(ink(text))...)
				left[c] = cell.Rows
				r.Cells = append(r.Cells, cell)
			}
			tb.Rows = append(tb.Rows, r)
			for c := range left {
				left[c]--
			}
		}
		fr := frame(Length(rapid.IntRange(120, 300).Draw(t, "width"))*Pt, Length(rapid.IntRange(60, 200).Draw(t, "height"))*Pt)
		res := layRapid(t, fr, para("前"), tb, para("后"))
		var got []rune
		for i := range res.Pages {
			for _, x := range res.Pages[i].Texts {
				got = append(got, []rune(x.Text)...)
			}
			within(t, fr, &res.Pages[i])
		}
		want = append(want, '前', '后')
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("got %q\nwant %q", string(got), string(want))
		}
	})
}

func layRapid(t *rapid.T, fr Frame, blocks ...Block) *Result {
	res, err := Lay(t.Context(), &Document{Sections: []Section{{Frame: fr, Blocks: blocks}}}, even{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// within checks that nothing reaches beyond the frame and that no two texts of
// one page cover each other.
func within(t *rapid.T, fr Frame, p *Page) {
	for i, x := range p.Texts {
		if strings.TrimRight(x.Text, " 　") != x.Text {
			continue // blanks hang
		}
		if x.X < fr.Left || x.X+x.Width > fr.Width-fr.Right || x.Y < fr.Top || x.Y > fr.Height-fr.Bottom {
			t.Fatalf("%q at %d,%d width %d leaves the frame", x.Text, x.X, x.Y, x.Width)
		}
		for _, y := range p.Texts[:i] {
			if strings.TrimRight(y.Text, " 　") != y.Text {
				continue
			}
			if x.X < y.X+y.Width && y.X < x.X+x.Width && x.Y-x.Size*88/100 < y.Y && y.Y-y.Size*88/100 < x.Y {
				t.Fatalf("%q at %d,%d covers %q at %d,%d", x.Text, x.X, x.Y, y.Text, y.X, y.Y)
			}
		}
	}
}

func BenchmarkParagraph8000(b *testing.B) {
	text := strings.Repeat("预算执行率为75.8%，共支出9459.61万元。", 8000/23)
	s := newShaper(even{}, nil)
	p := para(text)
	p.Align = Justify
	b.ReportAllocs()
	for b.Loop() {
		s.lines(&p, 442*Pt)
	}
}
