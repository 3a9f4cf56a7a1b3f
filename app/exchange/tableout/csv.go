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
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	e := p.Evaluation
	line := func(fields ...string) {
		for i := range fields {
			fields[i] = guard(fields[i])
		}
		_ = w.Write(fields) // an error stays in the writer
	}
	line("项目支出绩效自评表")
	line(fmt.Sprintf("（%d年度）", e.FiscalYear))
	line("项目名称", e.Project.Name)
	line("主管部门", e.Project.Department, "实施单位", e.Project.Unit)
	for _, pair := range [][2]string{{"项目编码", e.Project.Code}, {"项目性质", e.Project.Nature}, {"项目期", e.Project.Period}} {
		if pair[1] != "" {
			line(pair[0], pair[1])
		}
	}
	line("项目资金（"+e.MoneyUnit+"）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
	for i := range e.Funds {
		f := &e.Funds[i]
		weight, rate, score := f.DeclaredWeight, f.DeclaredRate, f.DeclaredScore
		if total, ok := e.TotalFunds(); ok && total == f && !printed {
			weight, rate, score = decimal.NullDecimal{}, p.Card.Execution.Rate, decimal.NullDecimal{}
			if p.Card.Execution.Weight.IsPos() {
				weight, score = valid(p.Card.Execution.Weight), valid(p.Card.Execution.Points)
			}
		}
		percent := optional(rate)
		if percent != "" {
			percent += "%"
		}
		line(fundName(f), optional(f.Initial), optional(f.Adjusted), optional(f.Executed), optional(weight), percent, optional(score))
	}
	line("年度总体目标", "预期目标", "实际完成情况")
	for _, g := range e.Goals {
		line("", g.Expected, g.Actual)
	}
	line("专项", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", "备注")
	for i := range e.Indicators {
		line(csvRow(&p, i, printed)...)
	}
	total := e.Declared
	if !printed {
		total = scoring.Declared{Total: valid(p.Card.Total), TotalWeight: valid(weightsOf(&p)), Grade: p.Card.Grade}
	}
	line("总分", "", "", "", "", "", optional(total.TotalWeight), optional(total.Total))
	if total.Grade != "" {
		line("绩效评价等级", total.Grade)
	}
	s := &e.SignOff
	for _, pair := range [][2]string{{"填报人", s.Preparer}, {"联系电话", s.Contact}, {"负责人", s.Principal}, {"填报日期", longDate(s.Date)}} {
		if pair[1] != "" {
			line(pair[0], pair[1])
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
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
