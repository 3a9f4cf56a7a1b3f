package review

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/lexicon"
	"zhunsheng/scoring/target"
)

// A11: shares of one whole that a sentence lists add up to 100 %. A list that says it is not complete (主要, 等, 其余) is passed over.
func sharesAddUp(r *reviewer) {
	for i := range r.passages {
		p := &r.passages[i]
		if !strings.Contains(p.text, "占") {
			continue
		}
		for sentence := range sentences(p.text) {
			sum, n := sharesOf(sentence)
			if n < 2 || !differ(sum, decimal.Hundred, r.scheme.Thresholds.ShareDifference) {
				continue
			}
			r.reportOnce(sentence, p.place, "", "", plain(sum)+"%", "100%", scoring.Args{"count": strconv.Itoa(n)})
		}
	}
}

// partialList says that a list of shares is not complete, or not of one whole.
var partialList = lexicon.New(`主要 等 其余 其他 其它 剩余 上年 去年 同比 比上年 以上 以下 超过 不到 不足 近 约 部分 最大 最高 仅 提高 下降 增加 增长 目标 计划 前三 前五 其中`)

// sharesOf adds up the percentages of a sentence that are shares: those that follow 占 or 占比 and, behind 分别占, those listed. It counts
// none where the sentence compares, or where the wholes have different names.
func sharesOf(sentence string) (sum decimal.Decimal, n int) {
	if !strings.Contains(sentence, "占") || partialList.Has(sentence) {
		return sum, 0
	}
	listed, whole := false, ""
	edge := 0
	for q := range quantitiesIn(sentence) {
		before := sentence[edge:q.at]
		edge = q.at + q.End
		if q.Unit != "%" {
			continue
		}
		_, base, marked := strings.Cut(before, "占")
		if marked {
			listed = strings.Contains(before, "分别")
			base = strings.TrimPrefix(strings.TrimPrefix(base, "比"), "为")
			if base != "" && whole != "" && base != whole {
				return sum, 0
			}
			whole = base
		} else if !listed || strings.Trim(before, "、,和及以与") != "" {
			continue
		}
		sum = sumOf(sum, q.Value)
		n++
	}
	return sum, n
}

// amountLabels name the amounts of the fund table in running text, by the column they mean.
var amountLabels = map[string]int{
	"年初预算数": 0, "年初预算": 0, "年初预算安排": 0, "年初安排预算": 0, "年初预算资金": 0, "年初预算总额": 0,
	"全年预算数": 1, "全年预算": 1, "调整后预算": 1, "调整后预算数": 1, "调整后的预算": 1, "调整后的全年预算": 1, "调整后全年预算": 1, "调整预算数": 1, "全年预算总额": 1,
	"全年执行数": 2, "全年执行": 2, "预算执行数": 2, "实际执行数": 2, "全年支出": 2, "全年实际支出": 2, "全年实际执行": 2, "全年累计支出": 2, "实际支出总额": 2,
}

var (
	amountWords = lexicon.New(joined(amountLabels))
	amountLinks = lexicon.New(`为 是 : 共 共计 合计 达 达到 数 资金 总额 金额 安排 完成 实际 累计 分别 了 人民币 支出 数额`)
	otherAmount = lexicon.New(`上年 去年 上一年 往年 明年 下年 专项 其中 子项目 每 平均 目标 人均 部门 单位整体 追加 结余 结转 截至 季度 上半年 月底 减少 增加 调减 调增`)
	looseAmount = lexicon.New(`约 近 超 超过 余 多 左右 以上 以下 以内 不足 不到 不超过 逾`)
)

func joined(labels map[string]int) string {
	var out strings.Builder
	for label := range labels { // a lexicon does not depend on the order of its words
		out.WriteString(label)
		out.WriteByte(' ')
	}
	return out.String()
}

// A12: amounts that a text calls by the names of the fund table agree with the table, to the places that the text states. An amount that
// any row of the column carries agrees.
func amountsAgree(r *reviewer) {
	for i := range r.passages {
		p := &r.passages[i]
		if !p.outcome || !amountWords.Has(p.text) {
			continue
		}
		var wrong, right []string
		for sentence := range sentences(p.text) {
			for at, label := range amountWords.All(sentence) {
				stated, want, ok := r.amountBehind(p, sentence, at, label)
				if ok {
					wrong, right = append(wrong, label+stated), append(right, label+want)
				}
			}
		}
		if len(wrong) > 0 {
			r.report(p.place, "", strings.Join(wrong, "、"), strings.Join(right, "、"), nil)
		}
	}
}

// amountBehind reads the amount behind a label and returns it with the table's where the two differ.
func (r *reviewer) amountBehind(p *passage, sentence string, at int, label string) (stated, want string, differs bool) {
	rest := amountLinks.Skip(sentence[at+len(label):])
	q, ok := target.ReadQuantity(rest)
	if !ok || !target.Convertible(q.Unit, r.evaluation.MoneyUnit) || q.Unit == "" || looseAmount.At(rest[q.End:]) != "" {
		return "", "", false
	}
	of := fundColumns[amountLabels[label]].of
	if r.speaksOfOther(sentence[:at]) || r.isInTables(of, q) {
		return "", "", false
	}
	if strings.HasPrefix(p.place, "part:") {
		return "", "", false // a part's own amounts are not in the table of the whole
	}
	table := fundTable{r.evaluation.Funds, PlaceFunds}
	amount, _ := table.totalIn(of)
	if !amount.Valid {
		return "", "", false
	}
	return rest[:q.End], plain(amount.Decimal) + r.evaluation.MoneyUnit, true
}

// speaksOfOther reports whether the words before a label are about another amount than the table's: of another year or a part.
func (r *reviewer) speaksOfOther(before string) bool {
	clause := before[strings.LastIndexAny(before, ",;")+1:]
	return otherAmount.Has(clause) || otherYear(before, r.evaluation.FiscalYear) != 0 || r.namesPart(before)
}

// isInTables reports whether any row carries an amount in a column, to the places that the text states.
func (r *reviewer) isInTables(of func(*scoring.FundRow) decimal.NullDecimal, q target.Quantity) bool {
	for _, t := range r.fundTables() {
		for k := range t.rows {
			amount := of(&t.rows[k])
			if amount.Valid && agrees(amount.Decimal, r.evaluation.MoneyUnit, q) {
				return true
			}
		}
	}
	return false
}

// agrees reports whether an amount, rounded to the places that a text states, is the stated one.
func agrees(amount decimal.Decimal, unit string, stated target.Quantity) bool {
	d, err := target.Convert(amount, unit, stated.Unit)
	return err != nil || exact.Round(d, stated.Value.Scale()).Cmp(stated.Value) == 0
}

// namesPart reports whether a text names one of the evaluation's parts.
func (r *reviewer) namesPart(s string) bool {
	for i := range r.evaluation.Parts {
		if name := fold(r.evaluation.Parts[i].Name); name != "" && strings.Contains(s, name) {
			return true
		}
	}
	return false
}
