package guide

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// seen lists what the cells of a grid show, refused input included.
func seen(g *widget.Grid) []string {
	var texts []string
	for _, p := range g.Parts() {
		if p.Name != "heading" {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

// sheet goes to a cell of the money table.
func (r *room) sheet(column edit.Column) *widget.Grid {
	s := r.page.screens[edit.Money].(*money)
	s.focus("0." + string(column))
	return s.grid
}

func (r *room) shifted(t *testing.T, keys ...fyne.KeyName) {
	t.Helper()
	body := r.Canvas().Focused().(desktop.Keyable)
	body.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	uitest.Press(t, r.Canvas(), keys...)
	body.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func (r *room) says(t *testing.T, want ...string) {
	t.Helper()
	said := r.page.notice.text.Say()
	for _, part := range want {
		if !strings.Contains(said, part) {
			t.Errorf("says %q, want %q in it", said, part)
		}
	}
}

func (r *room) waiting(t *testing.T, want int) {
	t.Helper()
	if count, _ := r.page.session.Waiting(); count != want {
		t.Errorf("%d texts wait, want %d", count, want)
	}
}

func TestRefusedCellsOfAPasteStandInTheirPlaces(t *testing.T) {
	r := enter(t, edit.Money)
	grid := r.sheet(edit.Initial)
	before, cells := r.page.session.Evaluation(), seen(grid)
	r.paste("16,000\t待定\t9000.5\n")
	row := &r.page.session.Evaluation().Funds[0]
	if row.Initial.Decimal.String() != "16000" || row.Adjusted != before.Funds[0].Adjusted || row.Executed.Decimal.String() != "9000.5" {
		t.Errorf("the row is %+v", row)
	}
	r.says(t, "已粘贴 2 格，1 格未采用", "“待定”不是一个数")
	if !slices.Contains(seen(grid), "待定") {
		t.Error("what was refused is not in its cell")
	}
	r.waiting(t, 1)
	if r.page.notice.do(); grid.CurrentColumn() != columnAdjusted || !strings.HasPrefix(r.page.notice.text.Say(), "“待定”不是一个数") {
		t.Errorf("at column %d it says %q", grid.CurrentColumn(), r.page.notice.text.Say())
	}
	r.page.undo()
	if r.page.session.Evaluation() != before || !slices.Equal(seen(grid), cells) || r.page.notice.content.Visible() {
		t.Errorf("after undo %q, says %q", seen(grid), r.page.notice.text.Say())
	}
	r.waiting(t, 0)
	r.page.redo()
	if !slices.Contains(seen(grid), "待定") || !slices.Contains(seen(grid), "9000.5") {
		t.Errorf("after redo %q", seen(grid))
	}
	r.again(t, edit.Indicators)
	r.says(t, "1 处输入没有被接受")
	r.page.notice.do()
	if grid := r.page.screens[edit.Money].(*money).grid; grid.CurrentColumn() != columnAdjusted {
		t.Errorf("led to column %d", grid.CurrentColumn())
	}
	uitest.Type(t, r.Canvas(), "12000")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.waiting(t, 0)
	if row := &r.page.session.Evaluation().Funds[0]; row.Adjusted.Decimal.String() != "12000" {
		t.Errorf("mended, the row is %+v", row)
	}
}

func TestPasteOfNothingThatCanBeTakenIsUndoneToo(t *testing.T) {
	r := enter(t, edit.Money)
	grid := r.sheet(edit.Initial)
	uitest.Type(t, r.Canvas(), "15000")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	before := r.page.session.Evaluation()
	r.sheet(edit.Initial)
	r.paste("甲\t-5")
	r.says(t, "已粘贴 0 格，2 格未采用")
	r.waiting(t, 2)
	r.page.undo()
	r.waiting(t, 0)
	if r.page.session.Evaluation() != before || slices.Contains(seen(grid), "-5") {
		t.Errorf("undo took back more than the paste, or left %q", seen(grid))
	}
	r.sheet(edit.Initial)
	r.paste("乙") // a single cell is no different
	r.says(t, "“乙”不是一个数")
	r.page.undo()
	r.waiting(t, 0)
	if r.page.session.Evaluation() != before {
		t.Error("undo of a single cell took back what was typed before")
	}
}

func TestPasteSaysWhatFoundNoPlace(t *testing.T) {
	r := enter(t, edit.Money)
	grid := r.sheet(edit.Initial)
	uitest.Press(t, r.Canvas(), fyne.KeyHome)
	var rows strings.Builder
	for i := range len(r.page.session.Evaluation().Funds) + 2 {
		rows.WriteString("别的名称\t" + strconv.Itoa(i) + "\n")
	}
	r.paste(rows.String())
	count := strconv.Itoa(len(r.page.session.Evaluation().Funds))
	r.says(t, "已粘贴 "+count+" 格。", "多出的 2 行没有位置", count+" 格不能填写，已跳过")
	if grid.CurrentColumn() != columnFund {
		t.Errorf("at column %d", grid.CurrentColumn())
	}
}

func TestFillingAndClearingKeepWhatTheyMay(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) {
		for id, weight := range map[string]int64{"lab-projects": 4, "ins-managers": 4, "ins-incubated": 2} {
			ind := indicatorOf(e, id)
			ind.Method, ind.Judgement, ind.Weight = scoring.Method{Kind: scoring.MethodManual}, scoring.Judgement{}, decimal.MustNew(weight, 0)
		}
	})
	rows := r.lines()[:3]
	points := func() string {
		var all []string
		for _, id := range rows {
			text := "-"
			if p := indicatorOf(r.page.session.Evaluation(), id).Judgement.Points; p.Valid {
				text = p.Decimal.String()
			}
			all = append(all, text)
		}
		return strings.Join(all, " ")
	}
	r.Run(t, "structure") // so that names can be emptied
	grid := r.indicators().grid
	grid.SelectCell(rows[0], columnPoints)
	grid.Focus()
	uitest.Type(t, r.Canvas(), "4")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := r.cell(rows[0], columnPoints).Text; points() != "4 - -" || got != "4" {
		t.Fatalf("points %s, shown as %q while their reason is missing", points(), got)
	}
	grid.SelectCell(rows[0], columnPoints)
	r.shifted(t, fyne.KeyDown, fyne.KeyDown)
	r.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyD, Modifier: fyne.KeyModifierControl})
	if points() != "4 4 -" {
		t.Errorf("filled down to %s", points())
	}
	r.says(t, "已填入 1 格，1 格未采用", "4 分不在 0 分至 2 分之间")
	r.waiting(t, 1)
	r.page.undo()
	r.waiting(t, 0)
	if points() != "4 - -" {
		t.Errorf("after undo %s", points())
	}

	grid.SelectCell(rows[0], columnName)
	r.shifted(t, fyne.KeyRight)
	before := r.page.session.Evaluation()
	grid.Clear()
	if ind := indicatorOf(r.page.session.Evaluation(), rows[0]); ind.Name == "" || ind.Target.Text != "" {
		t.Errorf("cleared to %q, %q", ind.Name, ind.Target.Text)
	}
	r.says(t, "已清空 1 格，1 格不能清空", "指标名称不能为空")
	if r.page.undo(); r.page.session.Evaluation() != before {
		t.Error("one undo does not take the clearing back")
	}
}

func TestRefusedCellOfANewIndicatorStandsInIt(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.Run(t, "structure")
	rows := r.lines()
	grid := r.indicators().grid
	grid.SelectCell(rows[len(rows)-1], columnName)
	grid.Focus()
	before := r.page.session.Evaluation()
	r.paste("甲\t≥90%\t95%\t5\n乙\t≥100人\t120人\t三分\n\t≥1\n丙\t≥90%\n")
	now := r.lines()
	if len(now) != len(rows)+2 {
		t.Fatalf("%d rows", len(now))
	}
	made := indicatorOf(r.page.session.Evaluation(), now[len(rows)])
	if made.Name != "乙" || made.Target.Text != "≥100人" || made.Actual.Text != "120人" || !made.Weight.IsZero() {
		t.Errorf("made %+v", made)
	}
	r.says(t, "多出的 2 行成为新指标", "1 格未采用", "多出的 1 行没有位置", "“三分”不是一个数")
	r.page.notice.do()
	if grid.CurrentRow() != made.ID || grid.CurrentColumn() != columnWeight || !slices.Contains(seen(grid), "三分") {
		t.Errorf("led to %s, column %d; shows %q", grid.CurrentRow(), grid.CurrentColumn(), seen(grid))
	}
	r.page.undo()
	r.waiting(t, 0)
	if r.page.session.Evaluation() != before || len(r.lines()) != len(rows) {
		t.Error("one undo does not take all of it back")
	}
}

// TestPastedBlockAndUndo pastes random blocks at random cells of the table of money: every text that falls on a cell that can be typed into is
// in the evaluation or stands in its cell, and one undo leaves exactly what was there.
func TestPastedBlockAndUndo(t *testing.T) {
	r := enter(t, edit.Money)
	grid := r.page.screens[edit.Money].(*money).grid
	figures := map[string]string{"": "", "1": "1", "20": "20", "12,480.11": "12480.11", "９": "9"}
	texts := rapid.SampledFrom([]string{"", "1", "20", "-5", "甲", "2元", "12,480.11", "1.234567", "99999999999999999", "９"})
	rapid.Check(t, func(c *rapid.T) {
		var lines []string
		wide := rapid.IntRange(1, 4).Draw(c, "wide")
		high := rapid.IntRange(1, 3).Draw(c, "high")
		block := make([][]string, high)
		for i := range block {
			for range wide {
				block[i] = append(block[i], texts.Draw(c, "text"))
			}
			lines = append(lines, strings.Join(block[i], "\t"))
		}
		funds := len(r.page.session.Evaluation().Funds)
		row, column := rapid.IntRange(0, funds-1).Draw(c, "row"), rapid.IntRange(columnInitial, columnExecuted).Draw(c, "column")
		before, cells := r.page.session.Evaluation(), seen(grid)
		count, _ := r.page.session.Waiting()
		grid.SelectCell(strconv.Itoa(row), column)
		grid.Focus()
		could := r.page.session.CanUndo()
		grid.Paste(strings.Join(lines, "\n") + "\n")
		after, shown := r.page.session.Evaluation(), seen(grid)
		now, _ := r.page.session.Waiting()
		for i := range block {
			for j, text := range block[i] {
				at, of := row+i, column+j
				if at >= funds || of > columnExecuted {
					continue
				}
				have := ""
				if amount := amounts[of].Amount(&after.Funds[at]); amount.Valid {
					have = amount.Decimal.String()
				}
				got := shown[at*len(grid.Columns)+of]
				if want, number := figures[text]; got != text && (!number || got != want || have != want) {
					c.Fatalf("%q at row %d, column %d shows %q and is %q", text, at, of, got, have)
				}
			}
		}
		if after != before || now != count {
			r.page.undo()
		}
		if r.page.session.Evaluation() != before || !slices.Equal(seen(grid), cells) || r.page.session.CanUndo() != could {
			c.Fatalf("undo led to %q, want %q", seen(grid), cells)
		}
	})
}
