package officialtable

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
)

// sheet draws tables as a page shows them.
type sheet struct {
	page *text.Page
	y    float64
}

func newSheet(number int) *sheet {
	return &sheet{page: &text.Page{Number: number, Width: 600, Height: 800}, y: 780}
}

// row draws cells side by side, 50 points a column; a cell "3:x" covers three columns.
func (s *sheet) row(cells ...string) *sheet {
	const high, wide = 20.0, 50.0
	x := 50.0
	for _, c := range cells {
		cols := 1
		if n := strings.IndexByte(c, ':'); n == 1 {
			cols, c = int(c[0]-'0'), c[2:]
		}
		right := x + wide*float64(cols)
		s.page.Lines = append(s.page.Lines, []text.Line{
			{X1: x, Y1: s.y, X2: right, Y2: s.y},
			{X1: x, Y1: s.y - high, X2: right, Y2: s.y - high},
			{X1: x, Y1: s.y, X2: x, Y2: s.y - high},
			{X1: right, Y1: s.y, X2: right, Y2: s.y - high},
		}...)
		if c != "" {
			s.page.Runs = append(s.page.Runs, text.Run{Text: c, X: x + 5, Y: s.y - 14, Width: 20, Size: 9, Order: len(s.page.Runs) + 1})
		}
		x = right
	}
	s.y -= high
	return s
}

func heads(l *Labels) (funds, indicators []string) {
	return append([]string{"资金", ""}, l.Funds[:]...), append([]string{"指标"}, l.Indicators[:]...)
}

func TestTableOverPages(t *testing.T) {
	for _, l := range AllLabels {
		funds, indicators := heads(&l)
		one := newSheet(1).row("8:标题").row(funds...).row("", "合计", "100", "120", "90", "10", "75%", "7.50")
		two := newSheet(2).row("", "其中：拨款", "60", "70", "50", "—", "—", "—").row("", "3:预期", "4:实际")
		two.y -= 30
		two.row(indicators...).row("", "产出", "数量", "小区", "≥100个", "98个", "50", "49.00", "原因")
		three := newSheet(3).row(indicators...).row("", "", "", "改造", "", "", "", "", "续").row("", "效益", "社会", "居民", "≥1", "1", "40", "40.00", "").
			row("6:总分", "100", "96.50", "等级：优")
		got, err := Read([]*text.Page{one.page, two.page, three.page})
		if err != nil {
			t.Fatalf("%s: %v", l.Language, err)
		}
		if len(got.Funds) != 2 || got.Funds[0].Executed != "90" || got.Funds[0].Points != "7.50" || got.Funds[1].Page != 2 || got.Funds[1].Initial != "60" {
			t.Errorf("%s: funds %+v", l.Language, got.Funds)
		}
		want := []Row{
			{Page: 2, Name: "小区改造", Target: "≥100个", Actual: "98个", Weight: "50", Points: "49.00"},
			{Page: 3, Name: "居民", Target: "≥1", Actual: "1", Weight: "40", Points: "40.00"},
		}
		if !slices.Equal(got.Rows, want) {
			t.Errorf("%s: rows %+v", l.Language, got.Rows)
		}
		if got.FullMark != "100" || got.Total != "96.50" || got.Grade != "优" || got.Page != 3 {
			t.Errorf("%s: total %+v", l.Language, got)
		}
	}
}

func TestWhatIsNoTable(t *testing.T) {
	funds, indicators := heads(&AllLabels[0])
	total := []string{"6:总分", "100", "96.50", "等级：优"}
	for name, c := range map[string]struct {
		pages []*text.Page
		want  error
	}{
		"nothing":      {nil, ErrNoTable},
		"other table":  {[]*text.Page{newSheet(1).row("分值", "得分").row("1", "2").page}, ErrNoTable},
		"no total":     {[]*text.Page{newSheet(1).row(indicators...).row("", "", "", "a", "b", "c", "1", "1", "").page}, ErrShape},
		"second table": {[]*text.Page{newSheet(1).row(indicators...).row(total...).page, newSheet(2).row(indicators...).row(total...).page}, ErrShape},
		"second funds": {[]*text.Page{newSheet(1).row(funds...).page, newSheet(2).row(funds...).page}, ErrShape},
	} {
		if _, err := Read(c.pages); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestDoubtfulCells(t *testing.T) {
	_, indicators := heads(&AllLabels[0])
	for want, spoil := range map[text.Doubt]func(p *text.Page){
		DoubtHidden: func(p *text.Page) { p.Runs[len(p.Runs)-2].Hidden = true },
		DoubtPale:   func(p *text.Page) { p.Runs[len(p.Runs)-2].Grey = 0.9 },
		DoubtCovered: func(p *text.Page) {
			p.Paints = append(p.Paints, text.Paint{Rect: pdf.Rect{X1: 600, Y1: 800}, Order: 1000})
		},
		DoubtOver: func(p *text.Page) {
			p.Annotations = append(p.Annotations, text.Annotation{Rect: pdf.Rect{X1: 600, Y1: 800}, Subtype: "Stamp"})
		},
		text.DoubtShade: func(p *text.Page) { p.Doubts = append(p.Doubts, text.DoubtShade) },
	} {
		p := newSheet(1).row(indicators...).row("6:总分", "100", "96.50", "等级：优").page
		if _, err := Read([]*text.Page{p}); err != nil {
			t.Fatal(err)
		}
		spoil(p)
		var doubt *DoubtError
		if _, err := Read([]*text.Page{p}); !errors.As(err, &doubt) || doubt.Doubt != want {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

// TestLabelsAreThoseOfTheReport pins the labels: changed translations are added to AllLabels, none is taken away.
func TestLabelsAreThoseOfTheReport(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		data, err := os.ReadFile("../../../assets/translations/report." + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]string
		if err := json.Unmarshal(data, &words); err != nil {
			t.Fatal(err)
		}
		var l Labels
		l.Language = language
		for i, key := range []string{"initial", "adjusted", "executed", "weight", "executionRate", "points"} {
			l.Funds[i] = Squeeze(words["report."+key])
		}
		for i, key := range []string{"level1", "level2", "level3", "target", "actual", "weight", "points", "reason"} {
			l.Indicators[i] = Squeeze(words["report."+key])
		}
		if !slices.Contains(AllLabels, l) {
			t.Errorf("reports have labels that cannot be read back: %+v", l)
		}
	}
}
