package tablein

import (
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
)

// startFunds takes the headings of the money and the labels that stand beside its rows.
func (r *reader) startFunds(line *sheet.Line, cols []span) {
	r.funds, r.fundBlock = cols, nil
	for _, c := range line.Cells {
		if c.Tall() || c.Row == line.Row && c.Col < cols[0].from {
			r.fundBlock = append(r.fundBlock, c)
		}
	}
	r.claimHeadings(line)
	for _, c := range r.fundBlock {
		if c.Row == line.Row || isBlockLabel(c) {
			r.claim(c, one(fieldHeading))
		}
	}
}

// readFund reads a row of money. It is false for a line that is none.
func (r *reader) readFund(line *sheet.Line) bool {
	label := r.fundLabel(line)
	name, depth := "", 0
	if label != nil {
		name, depth = strings.TrimSpace(label.Text), r.depthOf(label.Text)
	}
	if !r.isFundRow(line, name) {
		return false
	}
	row := scoring.FundRow{Name: oneLine(name), Depth: depth}
	index := len(r.e.Funds)
	if name == "" {
		row.Name = r.fundBlockName()
	}
	r.e.Funds = append(r.e.Funds, row)
	r.claim(label, Field{"funds.name", index})
	for _, col := range r.funds {
		if c := ownAt(line, col); c != nil {
			r.takeAmount(&r.e.Funds[index], index, col.kind, c)
		}
	}
	r.takeRate(line, index)
	if index == 0 {
		r.takeBracketedWeight()
	}
	return true
}

// isFundRow reports whether a line holds amounts, or at least a name such as 其他资金 and no other text below the amounts.
func (r *reader) isFundRow(line *sheet.Line, name string) bool {
	amounts, text := 0, false
	for _, col := range r.funds {
		c := ownAt(line, col)
		if c == nil {
			continue
		}
		if _, ok := amountOf(c); ok {
			amounts++
			continue
		}
		switch col.kind {
		case fundInitial, fundAdjusted, fundExecuted, fundBudget:
			text = text || !blank(c.Text)
		}
	}
	return amounts > 0 || !text && isMoneyLabel(name) && labelOf(name) == ""
}

// ownAt returns the cell of a column that begins on the line.
func ownAt(line *sheet.Line, col span) *sheet.Cell {
	for _, c := range line.Cells {
		if c.Row == line.Row && c.Col <= col.to && c.EndCol >= col.from {
			return c
		}
	}
	return nil
}

// fundLabel is the cell that names a row of money: the nearest to the left of the amounts that is not the block's own label.
func (r *reader) fundLabel(line *sheet.Line) *sheet.Cell {
	var label *sheet.Cell
	for _, c := range line.Cells {
		if c.Col >= r.funds[0].from || slices.Contains(r.fundBlock, c) && !(c.Row == line.Row) {
			continue
		}
		if c.Row == line.Row || label == nil {
			label = c
		}
	}
	if label == nil || label.Row != line.Row {
		return nil
	}
	return label
}

// fundBlockName names a row of money that has no name of its own after the block it stands in.
func (r *reader) fundBlockName() string {
	for _, c := range r.fundBlock {
		if word := key(c.Text); word != "" {
			return word
		}
	}
	return "年度资金总额"
}

func isMoneyLabel(name string) bool {
	for _, word := range [...]string{"资金", "拨款", "结转", "其他", "合计", "财政", "补助", "收入", "债券", "自筹", "总额"} {
		if strings.Contains(name, word) && !strings.Contains(name, "管理") {
			return true
		}
	}
	return strings.HasPrefix(folded(name), "其中")
}

// depthOf tells the total from its sources and those from their breakdown, by ideographic blanks before the name where there are any.
// Only the sources add up to the total.
func (r *reader) depthOf(name string) int {
	if lead := len([]rune(name)) - len([]rune(strings.TrimLeft(name, "\u3000"))); lead > 0 {
		return min(1+lead/2, 9)
	}
	if len(r.e.Funds) == 0 {
		return 0
	}
	text := folded(name)
	last := r.e.Funds[len(r.e.Funds)-1].Depth
	among := strings.HasPrefix(text, "其中")
	switch {
	case last == 0:
		return 1
	case among:
		return 2
	case last == 2 && !isMainSource(text):
		return 2
	}
	return 1
}

func isMainSource(text string) bool {
	for _, word := range [...]string{"上年结转", "其他资金", "当年财政", "本年财政", "财政拨款", "自有资金", "单位资金", "上年", "其他", "结转"} {
		if strings.HasPrefix(strings.TrimLeft(text, "123456789.、()一二三四"), word) {
			return true
		}
	}
	return false
}

// takeRate reads the execution rate of a row, after its amounts.
func (r *reader) takeRate(line *sheet.Line, index int) {
	for _, col := range r.funds {
		if col.kind != fundRate {
			continue
		}
		if c := ownAt(line, col); c != nil {
			r.setRate(&r.e.Funds[index], Field{"funds.rate", index}, c)
		}
	}
}

func (r *reader) setRate(row *scoring.FundRow, field Field, c *sheet.Cell) bool {
	if blank(c.Text) {
		r.claim(c, field)
		return true
	}
	rate, percent, ok := rateOf(c)
	if !ok || rate.IsNeg() {
		return false
	}
	var doubts []Doubt
	if !percent && row.Executed.Valid && row.Adjusted.Valid {
		if scaled, fraction := asPercent(rate, row.Executed.Decimal, row.Adjusted.Decimal); fraction {
			rate = scaled
			doubts = append(doubts, Doubt{"rate-as-fraction", scoring.Args{"text": c.Text, "kept": rate.String() + "%"}})
		}
	}
	if rate.Scale() > maxAmountPlaces {
		rate, _, _ = within(rate, maxAmount, maxAmountPlaces)
	}
	row.DeclaredRate = decimal.NullDecimal{Decimal: rate, Valid: true}
	r.claim(c, field, doubts...)
	return true
}

// takeBracketedWeight finds the weight of execution where the form prints it in brackets: 得分(20分×执行率).
func (r *reader) takeBracketedWeight() {
	if r.e.Funds[0].DeclaredWeight.Valid {
		return
	}
	candidates := slices.Clone(r.fundBlock)
	for _, col := range r.funds {
		if col.kind == ColumnScore || col.kind == fundRate {
			candidates = append(candidates, col.heading)
		}
	}
	for _, c := range candidates {
		points, ok := printedPoints(c.Text)
		if !ok || points.Cmp(decimal.Hundred) > 0 || !points.IsPos() {
			continue
		}
		r.e.Funds[0].DeclaredWeight = decimal.NullDecimal{Decimal: points, Valid: true}
		r.claim(c, one(fieldHeading))
		r.doubt(c, "weight-from-heading", scoring.Args{"points": points.String()})
		return
	}
}

// takeFund takes an amount that stands beside its label instead of below a heading.
func (r *reader) takeFund(field string, c *sheet.Cell) bool {
	if len(r.e.Funds) == 0 {
		r.e.Funds = append(r.e.Funds, scoring.FundRow{Name: "年度资金总额"})
	}
	row := &r.e.Funds[0]
	if field == fieldRate {
		return r.setRate(row, Field{fieldRate, 0}, c)
	}
	kind := Column(strings.TrimPrefix(field, "funds."))
	taken := map[Column]bool{fundInitial: row.Initial.Valid, fundAdjusted: row.Adjusted.Valid, fundExecuted: row.Executed.Valid}
	if taken[kind] {
		return false
	}
	if _, ok := amountOf(c); !ok {
		if row.Name == "年度资金总额" && !row.Initial.Valid && !row.Adjusted.Valid && !row.Executed.Valid && !row.DeclaredRate.Valid {
			r.e.Funds = r.e.Funds[:0]
		}
		return false
	}
	r.takeAmount(row, 0, kind, c)
	return true
}

// readGoal reads a row of goals. It is false for a line that is none.
func (r *reader) readGoal(line *sheet.Line) bool {
	expected, outcome := ownAt(line, r.expected), ownAt(line, r.outcome)
	if expected == nil && outcome == nil || expected != nil && expected == outcome {
		return false
	}
	if r.otherBlock(line, expected) {
		return false
	}
	if expected != nil && (labelOf(expected.Text) != "" || headingOf(expected.Text) != ColumnNone) {
		return false
	}
	goal := scoring.Goal{}
	index := len(r.e.Goals)
	if expected != nil {
		goal.Expected = strings.TrimSpace(expected.Text)
		r.claim(expected, Field{fieldExpected, index})
	}
	if outcome != nil {
		goal.Actual = strings.TrimSpace(outcome.Text)
		r.claim(outcome, Field{fieldOutcome, index})
	}
	r.e.Goals = append(r.e.Goals, goal)
	return true
}

// otherBlock reports whether a label to the left of the goals begins something else.
func (r *reader) otherBlock(line *sheet.Line, expected *sheet.Cell) bool {
	for _, c := range line.Own() {
		if c.Col < r.expected.from && c != expected && labelOf(c.Text) != "" && !isBlockLabel(c) && !strings.HasPrefix(key(c.Text), "目标") {
			return true
		}
	}
	return false
}

// managementHeader reads the headings of a block of remarks on the money: 资金管理情况 | 情况说明 | 存在问题和改进措施.
func (r *reader) managementHeader(line *sheet.Line) bool {
	remark := (*sheet.Cell)(nil)
	for _, c := range line.Own() {
		if key(c.Text) == "情况说明" {
			remark = c
		}
	}
	if remark == nil {
		return false
	}
	for _, c := range line.Own() {
		r.claim(c, one(fieldHeading))
	}
	r.remarks = remark.Col
	return true
}

// readRemark reads a row of remarks on the money into the narrative: what it is about, what is said, and what is wrong.
func (r *reader) readRemark(line *sheet.Line) bool {
	own := line.Own()
	if len(own) < 2 || own[0].Col >= r.remarks || labelOf(own[0].Text) != "" || isBlockLabel(own[0]) {
		return false
	}
	remark := line.At(r.remarks)
	if remark == nil || remark.Row != line.Row {
		return false
	}
	about := ""
	for _, c := range own {
		switch {
		case c.Col < r.remarks:
			about = oneLine(c.Text)
			r.claim(c, one(fieldLabel))
		case c == remark:
			r.takeSection(fieldMoney, about+"："+strings.TrimSpace(c.Text), c)
		case !blank(c.Text):
			r.takeSection(fieldProblems, about+"："+strings.TrimSpace(c.Text), c)
		default:
			r.claim(c, one(fieldProblems))
		}
	}
	return true
}

// oneLine joins the lines that a narrow cell was broken into, without a colon at the end.
func oneLine(text string) string {
	return strings.TrimRight(strings.TrimSpace(strings.ReplaceAll(text, "\n", "")), ":：")
}
