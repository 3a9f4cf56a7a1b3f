package tableout

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
)

// CSV writes the official table as comma-separated text in UTF-8 with a mark, so that Excel shows Chinese: the same blocks in the same
// order, headings repeated on every row instead of merged. A text that a spreadsheet would take for a formula gets an apostrophe in
// front, which the reader takes off again.
func CSV(p Project, printed bool) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := &csvTable{Writer: csv.NewWriter(&out), p: &p, printed: printed}
	w.UseCRLF = true
	w.header()
	w.funds()
	w.line("年度总体目标", "预期目标", "实际完成情况")
	for _, g := range p.Evaluation.Goals {
		w.line("", g.Expected, g.Actual)
	}
	w.line("专项", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", "备注")
	for i := range p.Evaluation.Indicators {
		w.line(csvRow(&p, i, printed)...)
	}
	w.total()
	w.Flush()
	return out.Bytes(), w.Error()
}

// csvTable writes one table.
type csvTable struct {
	*csv.Writer
	p       *Project
	printed bool
}

func (w *csvTable) line(fields ...string) {
	for i := range fields {
		fields[i] = guard(fields[i])
	}
	_ = w.Write(fields) // an error stays in the writer
}

// pairs writes labels with their values, those that have one.
func (w *csvTable) pairs(pairs ...[2]string) {
	for _, pair := range pairs {
		if pair[1] != "" {
			w.line(pair[0], pair[1])
		}
	}
}

func (w *csvTable) header() {
	e := w.p.Evaluation
	w.line("项目支出绩效自评表")
	w.line(fmt.Sprintf("（%d年度）", e.FiscalYear))
	w.line("项目名称", e.Project.Name)
	w.line("主管部门", e.Project.Department, "实施单位", e.Project.Unit)
	w.pairs([2]string{"项目编码", e.Project.Code}, [2]string{"项目性质", e.Project.Nature}, [2]string{"项目期", e.Project.Period})
}

func (w *csvTable) funds() {
	e, execution := w.p.Evaluation, &w.p.Card.Execution
	w.line("项目资金（"+e.MoneyUnit+"）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
	for i := range e.Funds {
		f := &e.Funds[i]
		weight, rate, score := f.DeclaredWeight, f.DeclaredRate, f.DeclaredScore
		if total, ok := e.TotalFunds(); ok && total == f && !w.printed {
			weight, rate, score = decimal.NullDecimal{}, execution.Rate, decimal.NullDecimal{}
			if execution.Weight.IsPos() {
				weight, score = valid(execution.Weight), valid(execution.Points)
			}
		}
		percent := optional(rate)
		if percent != "" {
			percent += "%"
		}
		w.line(fundName(f), optional(f.Initial), optional(f.Adjusted), optional(f.Executed), optional(weight), percent, optional(score))
	}
}

func (w *csvTable) total() {
	e := w.p.Evaluation
	total := e.Declared
	if !w.printed {
		total = scoring.Declared{Total: valid(w.p.Card.Total), TotalWeight: valid(weightsOf(w.p)), Grade: w.p.Card.Grade}
	}
	w.line("总分", "", "", "", "", "", optional(total.TotalWeight), optional(total.Total))
	s := &e.SignOff
	w.pairs(
		[2]string{"绩效评价等级", total.Grade}, [2]string{"填报人", s.Preparer}, [2]string{"联系电话", s.Contact}, [2]string{"负责人", s.Principal},
		[2]string{"填报日期", longDate(s.Date)},
	)
}

func csvRow(p *Project, i int, printed bool) []string {
	e := p.Evaluation
	ind := &e.Indicators[i]
	part := "/"
	if found, ok := e.Part(ind.Part); ok {
		part = found.Name
	}
	weight, score := ind.Weight, optional(ind.Declared)
	if !printed {
		line := &p.Card.Lines[i]
		weight, score = line.Weight, ""
		if !line.Pending {
			score = line.Points.String()
		}
	}
	if word, ok := tablein.StateWords[ind.State]; ok {
		score = word
	}
	return []string{part, orSlash(ind.Level1), orSlash(ind.Level2), ind.Name, ind.Target.Text, ind.Actual.Text, weight.String(), score, ind.Reason, ind.Note}
}

func valid(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

func optional(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// weightsOf adds the weights of all rows that the table prints.
func weightsOf(p *Project) decimal.Decimal {
	sum := decimal.Zero
	if p.Card.Execution.Weight.IsPos() {
		sum = p.Card.Execution.Weight
	}
	for i := range p.Card.Lines {
		if next, err := sum.Add(p.Card.Lines[i].Weight); err == nil {
			sum = next
		}
	}
	return sum
}

// guard keeps a spreadsheet from taking a text for a formula.
func guard(text string) string {
	if text == "" || !strings.ContainsRune("=+@-\t\r", rune(text[0])) {
		return text
	}
	if (text[0] == '-' || text[0] == '+') && len(text) > 1 && text[1] >= '0' && text[1] <= '9' {
		return text
	}
	return "'" + text
}
