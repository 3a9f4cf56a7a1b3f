package layout

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// even is a face with ideographs of one em and everything below U+2000 of half
// an em. Face 9 stands for a fallback that draws what lies beyond the BMP.
type even struct{}

func (even) Glyph(face FaceID, r rune) (FaceID, int) {
	switch {
	case r >= 0x10000:
		return 9, 1000
	case r < 0x2000:
		return face, 500
	}
	return face, 1000
}

var body = Style{Face: 1, Size: 10 * Pt}

func para(text string) Paragraph {
	return Paragraph{Spans: []Span{{Text: text, Style: body}}, Pitch: 15 * Pt}
}

func frame(w, h Length) Frame {
	return Frame{Width: w + 20*Pt, Height: h + 20*Pt, Top: 10 * Pt, Bottom: 10 * Pt, Left: 10 * Pt, Right: 10 * Pt}
}

func lay(t testing.TB, fr Frame, blocks ...Block) *Result {
	t.Helper()
	res, err := Lay(context.Background(), &Document{Sections: []Section{{Frame: fr, Blocks: blocks, Numbered: true}}}, even{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// rows returns the text of a page line by line.
func rows(p *Page) (out []string) {
	last := Length(-1)
	for _, x := range p.Texts {
		if x.Y != last {
			out = append(out, "")
			last = x.Y
		}
		out[len(out)-1] += x.Text
	}
	return out
}

func TestLineBreakingRules(t *testing.T) {
	cases := []struct {
		name, text string
		width      Length // in ems
		want       []string
	}{
		{"plain", "一二三四五六", 3, []string{"一二三", "四五六"}},
		{"no closing punctuation at the start", "一二三，四五", 3, []string{"一二", "三，四", "五"}},
		{"no opening punctuation at the end", "一二（三四）", 3, []string{"一二", "（三", "四）"}},
		{"both at once", "一（二），三", 4, []string{"一", "（二），", "三"}},
		{"words stay whole", "研究R&D投入", 3, []string{"研究", "R&D投", "入"}},
		{"amount with unit", "经费9459.61万元整", 6, []string{"经费", "9459.61万元", "整"}},
		{"amount with separators", "共计16,052.00万元", 8, []string{"共计", "16,052.00万元"}},
		{"blank before the unit", "计12 万元", 3, []string{"计", "12 万元"}},
		{"sign before the number", "不低于≥95%即可", 4, []string{"不低于", "≥95%即", "可"}},
		{"date parts at its words", "2022年12月31日前", 4, []string{"2022年", "12月31日", "前"}},
		{"code behind letters is a word", "文号AB123456789012345678901234567890号", 5, nil},
		{"blank hangs", "ab cd ef", 2, []string{"ab ", "cd ", "ef"}},
		{"newline", "一\n二\n", 3, []string{"一", "二"}},
		{"dash pair", "一二——三", 3, []string{"一", "二——", "三"}},
		{"combining mark", "e\u0301e\u0301e\u0301", 1, []string{"e\u0301", "e\u0301", "e\u0301"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newShaper(even{}, nil)
			p := para(c.text)
			var got []string
			for _, ln := range s.lines(&p, c.width*10*Pt) {
				var b strings.Builder
				for _, x := range ln.texts {
					b.WriteString(x.Text)
				}
				if b.Len() > 0 {
					got = append(got, b.String())
				}
			}
			if c.want == nil {
				if strings.Join(got, "") != strings.ReplaceAll(c.text, "\n", "") {
					t.Fatalf("lost text: %q", got)
				}
				return
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWholeWordsAreSetSmaller(t *testing.T) {
	p := para("Indicators of use")
	p.WholeWords = true
	got := ""
	for _, ln := range newShaper(even{}, nil).lines(&p, 25*Pt) {
		for _, x := range ln.texts {
			got += x.Text + "|"
			if x.X+x.Width > 28*Pt {
				t.Errorf("%q ends at %d", x.Text, x.X+x.Width)
			}
		}
	}
	if got != "Indicators |of use|" {
		t.Errorf("got %q", got)
	}
}

func TestAmountWiderThanItsLineIsSetSmaller(t *testing.T) {
	s := newShaper(even{}, nil)
	p := para("经费9459.61万元")
	for _, ln := range s.lines(&p, 30*Pt) {
		for _, x := range ln.texts {
			if x.Size >= 10*Pt || x.X+x.Width > 30*Pt {
				t.Errorf("%q at size %d ends at %d", x.Text, x.Size, x.X+x.Width)
			}
		}
	}
	all := ""
	for _, ln := range s.lines(&p, 30*Pt) {
		for _, x := range ln.texts {
			all += x.Text + "|"
		}
	}
	if !strings.Contains(all, "9459.61万元|") {
		t.Errorf("amount was parted: %q", all)
	}
}

func TestJustifiedLinesReachTheEdge(t *testing.T) {
	s := newShaper(even{}, nil)
	p := para(strings.Repeat("一二三四五六七八九十", 6) + "R&D" + strings.Repeat("一二三四五六七八九十", 6))
	p.Align = Justify
	p.Indent = 20 * Pt
	lines := s.lines(&p, 203*Pt)
	for i, ln := range lines {
		if i == 0 && ln.texts[0].X != 20*Pt {
			t.Errorf("first line begins at %d", ln.texts[0].X)
		}
		last := ln.texts[len(ln.texts)-1]
		end := last.X + last.Width
		if i < len(lines)-1 && (end < 203*Pt-50 || end > 203*Pt) {
			t.Errorf("line %d ends at %d", i, end)
		}
		if i == len(lines)-1 && last.Spacing != 0 {
			t.Error("the last line was spread")
		}
		for _, x := range ln.texts {
			if strings.Contains(x.Text, "R&D") && x.Spacing != 0 {
				t.Errorf("a word was spread: %q by %d", x.Text, x.Spacing)
			}
		}
	}
}

func TestWidowsAndOrphans(t *testing.T) {
	// Ten lines fit a page. After eight, a paragraph of three lines may leave
	// neither one line behind nor one line ahead: it moves as a whole.
	blocks := []Block{}
	for i := range 8 {
		blocks = append(blocks, para(fmt.Sprintf("第%d", i)))
	}
	blocks = append(blocks, para("一二三四五六七八九十甲乙丙丁"))
	res := lay(t, frame(50*Pt, 150*Pt), blocks...)
	if len(res.Pages) != 2 {
		t.Fatalf("%d pages", len(res.Pages))
	}
	if got := rows(&res.Pages[1]); len(got) != 3 {
		t.Errorf("second page holds %q", got)
	}
}

func TestHeadingStaysWithTwoLinesOfItsText(t *testing.T) {
	blocks := []Block{}
	for i := range 8 {
		blocks = append(blocks, para(fmt.Sprintf("第%d", i)))
	}
	h := para("标题")
	h.KeepNext, h.Bookmark, h.Anchor = true, "标题", "h"
	blocks = append(blocks, h, para("一二三四五六七八九十"), para("尾"))
	res := lay(t, frame(50*Pt, 150*Pt), blocks...)
	if got := rows(&res.Pages[1])[0]; got != "标题" {
		t.Errorf("second page begins with %q", got)
	}
	if b := res.Bookmarks; len(b) != 1 || b[0].Page != 1 || res.Anchors["h"].Page != 1 {
		t.Errorf("bookmarks %+v, anchors %+v", b, res.Anchors)
	}
}

func TestGroupMovesAsAWhole(t *testing.T) {
	res := lay(t, frame(50*Pt, 150*Pt), para("一"), Space(100*Pt), Group{para("二"), para("三"), para("四")}, para("五"))
	if got := rows(&res.Pages[1]); strings.Join(got, "") != "二三四五" {
		t.Errorf("second page holds %q", got)
	}
}

func TestFooterKnowsTheNumberOfPages(t *testing.T) {
	doc := &Document{Sections: []Section{
		{Frame: frame(100*Pt, 50*Pt), Blocks: []Block{para("封面")}},
		{
			Frame: frame(100*Pt, 50*Pt), Numbered: true, Blocks: []Block{para("一"), PageBreak{}, para("二"), PageBreak{}, PageBreak{}},
			Footer: func(f Folio) []Paragraph { return []Paragraph{para(fmt.Sprintf("%d of %d", f.Number, f.Total))} },
		},
	}}
	res, err := Lay(context.Background(), doc, even{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for i := range res.Pages {
		got += strings.Join(rows(&res.Pages[i]), "/") + ";"
	}
	if want := "封面;一/1 of 3;二/2 of 3;3 of 3;"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestContentsEntryPointsToItsPage(t *testing.T) {
	target := para("目标")
	target.Anchor = "a"
	res := lay(t, frame(200*Pt, 50*Pt), Entry{Title: "一、概况", Anchor: "a", Style: body, Pitch: 15 * Pt}, PageBreak{}, target)
	if got := strings.Join(rows(&res.Pages[0]), "/"); got != "一、概况2" {
		t.Errorf("got %q", got)
	}
	if l := res.Pages[0].Links; len(l) != 1 || l[0].To != "a" || len(res.Pages[0].Lines) != 1 {
		t.Errorf("links %+v lines %+v", l, res.Pages[0].Lines)
	}
}

func TestErrors(t *testing.T) {
	cell := func(n int) Cell { return Cell{Cols: n} }
	cases := map[string]Section{
		"no room":          {Frame: Frame{Width: 10, Height: 10}},
		"no columns":       {Frame: frame(100*Pt, 100*Pt), Blocks: []Block{&Table{}}},
		"too many cells":   {Frame: frame(100*Pt, 100*Pt), Blocks: []Block{&Table{Columns: []Column{{Weight: 1}}, Rows: []Row{{Cells: []Cell{cell(2)}}}}}},
		"hole":             {Frame: frame(100*Pt, 100*Pt), Blocks: []Block{&Table{Columns: make([]Column, 2), Rows: []Row{{Cells: []Cell{cell(1)}}}}}},
		"columns too wide": {Frame: frame(100*Pt, 100*Pt), Blocks: []Block{&Table{Columns: []Column{{Width: 200 * Pt}}, Rows: []Row{{Cells: []Cell{cell(1)}}}}}},
		"head too long":    {Frame: frame(100*Pt, 100*Pt), Blocks: []Block{&Table{Columns: make([]Column, 1), Head: 2}}},
	}
	for name, s := range cases {
		_, err := Lay(context.Background(), &Document{Sections: []Section{s}}, even{})
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	doc := &Document{Sections: []Section{{Frame: frame(100*Pt, 100*Pt), Blocks: []Block{para("一")}}}}
	if _, err := Lay(ctx, doc, even{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// dump writes the positions of all texts and rules.
func dump(res *Result) string {
	var b strings.Builder
	for i := range res.Pages {
		p := &res.Pages[i]
		fmt.Fprintf(&b, "page %d %dx%d\n", i+1, p.Width, p.Height)
		for _, x := range p.Texts {
			fmt.Fprintf(&b, "  %7d %7d f%d %d+%d %s\n", x.X, x.Y, x.Face, x.Size, x.Spacing, x.Text)
		}
		for _, l := range p.Lines {
			fmt.Fprintf(&b, "  rule %d,%d %d,%d\n", l.X1, l.Y1, l.X2, l.Y2)
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; got\n%s", path, got)
	}
}

func TestGoldenMergedTableOverPages(t *testing.T) {
	cells := func(texts ...string) (cs []Cell) {
		for _, x := range texts {
			cs = append(cs, Cell{Content: []Paragraph{para(x)}})
		}
		return cs
	}
	tb := &Table{Columns: []Column{{Width: 30 * Pt}, {Weight: 1}, {Width: 40 * Pt}}, Head: 1, Rule: 500, PadX: 2 * Pt, PadY: 2 * Pt}
	tb.Rows = append(tb.Rows, Row{Cells: cells("级", "指标", "分")})
	for i := range 6 {
		var r Row
		if i%3 == 0 {
			r.Cells = cells("产出指标")
			r.Cells[0].Rows, r.Cells[0].Repeat = 3, true
		}
		r.Cells = append(r.Cells, cells(fmt.Sprintf("指标%d的名称较长要换行", i), "9.50")...)
		tb.Rows = append(tb.Rows, r)
	}
	tb.Rows = append(tb.Rows, Row{Cells: []Cell{{Cols: 2, Content: []Paragraph{para("总分")}}, {Content: []Paragraph{para("99.00")}}}})
	golden(t, "merged.txt", dump(lay(t, frame(150*Pt, 130*Pt), para("表"), tb)))
}

func TestGoldenCellBesideTheBody(t *testing.T) {
	cell := func(x string, rows, cols int) Cell {
		return Cell{Content: []Paragraph{para(x)}, Rows: rows, Cols: cols, Repeat: rows > 1}
	}
	tb := &Table{Columns: []Column{{Width: 20 * Pt}, {Weight: 1}, {Width: 40 * Pt}}, Head: 1, Rule: 500, PadX: 2 * Pt, PadY: 2 * Pt}
	tb.Rows = []Row{{Cells: []Cell{cell("绩效", 9, 1), cell("指标", 1, 1), cell("分", 1, 1)}}}
	for i := range 8 {
		tb.Rows = append(tb.Rows, Row{Cells: []Cell{cell(fmt.Sprintf("指标%d", i), 1, 1), cell("9.50", 1, 1)}, KeepNext: i == 7})
	}
	tb.Rows = append(tb.Rows, Row{Cells: []Cell{cell("总分", 1, 2), cell("99", 1, 1)}})
	golden(t, "beside.txt", dump(lay(t, frame(150*Pt, 130*Pt), tb)))
}

func TestGoldenRowTallerThanAPage(t *testing.T) {
	tb := &Table{Columns: []Column{{Width: 34 * Pt}, {Weight: 1}}, Head: 1, Rule: 500, PadX: 2 * Pt, PadY: 2 * Pt}
	tb.Rows = []Row{
		{Cells: []Cell{{Content: []Paragraph{para("头")}}, {Content: []Paragraph{para("说明")}}}},
		{Cells: []Cell{{Content: []Paragraph{para("短")}}, {Content: []Paragraph{para(strings.Repeat("甲乙丙丁戊己庚辛壬癸", 20))}}}},
	}
	golden(t, "tall.txt", dump(lay(t, frame(140*Pt, 130*Pt), tb)))
}

func TestBars(t *testing.T) {
	c := Bars([]Bar{{Label: "产出", Note: "49.5/50", Share: 990}, {Label: "效益", Note: "0/30", Mark: 600}},
		BarLook{Text: body, Pitch: 20 * Pt, Thick: 8 * Pt, LabelWidth: 40 * Pt, NoteWidth: 40 * Pt, Track: 0xeeeeee, Fill: 0x336699})
	res := lay(t, frame(200*Pt, 100*Pt), c)
	p := &res.Pages[0]
	if len(p.Fills) != 3 || p.Fills[1].W != p.Fills[0].W*990/1000 || len(p.Lines) != 1 {
		t.Errorf("fills %+v lines %+v", p.Fills, p.Lines)
	}
}
