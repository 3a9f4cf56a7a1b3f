package tablein

import (
	"regexp"
	"slices"
	"strings"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring/target"
)

// The fields of the header, the sign-off and the blocks of text. The strings are stable.
const (
	fieldProject    = "project"
	fieldCode       = "code"
	fieldUnit       = "unit"
	fieldDepartment = "department"
	fieldNature     = "nature"
	fieldPeriod     = "period"
	fieldYear       = "year"
	fieldPreparer   = "preparer"
	fieldContact    = "contact"
	fieldPrincipal  = "principal"
	fieldDate       = "date"
	fieldMoneyUnit  = "money-unit"
	fieldTotal      = "total"
	fieldGrade      = "grade"
	fieldReview     = "review-total"
	fieldExpected   = "goal.expected"
	fieldOutcome    = "goal.actual"
	fieldProblems   = "section.problems"
	fieldConclusion = "section.conclusion"
	fieldMoney      = "section.money"
	fieldManaged    = "section.organisation"
	fieldPractice   = "section.practice"
	fieldBudget     = "funds.adjusted"
	fieldInitial    = "funds.initial"
	fieldExecuted   = "funds.executed"
	fieldRate       = "funds.rate"
	fieldTitle      = "title"
	fieldLabel      = "label"
	fieldHeading    = "heading"
)

// labels are the spellings of labels by field, folded by key.
var labels = func() map[string]string {
	index := make(map[string]string)
	for field, list := range map[string]string{
		fieldProject:    "项目名称 专项名称 资金名称 专项资金名称 政策项目名称 转移支付名称 项目 评价项目名称 预算项目名称 支出项目名称 一级项目名称 项目支出名称 专项资金项目名称 评价项目",
		fieldCode:       "项目编码 项目代码 项目编号 预算项目编码",
		fieldUnit:       "实施单位 项目单位 项目实施单位 预算单位 填报单位 资金使用单位 承担单位 单位名称 用款单位 部门名称 项目承担单位 实施主体 填表单位 自评单位 评价单位 编报单位 预算部门 具体实施单位 使用单位 主管及实施单位",
		fieldDepartment: "主管部门 主管部门及代码 主管单位 业务主管部门 部门 上级主管部门 主管预算部门 市级主管部门 省级主管部门 中央主管部门 归口管理部门",
		fieldNature:     "项目性质 项目属性 项目类别 项目类型 支出类型 项目分类",
		fieldPeriod:     "项目期 起止时间 实施期限 项目起止时间 实施周期 项目周期 项目实施期 项目起止年限 项目实施周期 实施时间 项目期限",
		fieldYear:       "年度 评价年度 自评年度 预算年度 项目年度 绩效年度 会计年度",
		fieldPreparer:   "填报人 填表人 编制人 经办人 填制人 制表人 填报人员 填表人员 填报人签字 联系人 项目联系人",
		fieldContact:    "联系电话 电话 联系方式 填报人电话 填报人联系电话 联系人电话 联系人及电话",
		fieldPrincipal:  "项目负责人 负责人 单位负责人 单位主要负责人 主要负责人 部门负责人 单位领导 项目分管领导 分管领导 财务负责人 单位主要负责人签批意见 审核人 复核人",
		fieldDate:       "填报日期 填表日期 日期 填报时间 自评日期 评价日期 填表时间 自评时间 评价时间",
		fieldMoneyUnit:  "金额单位 单位 货币单位 资金单位 计量单位",
		fieldTotal:      "自评得分 自评总分 总得分 自评分数 绩效自评得分 自评总得分 绩效得分 自评分 总分 评价得分 综合得分 得分合计 绩效自评总分 合计得分 评价总分",
		fieldGrade:      "等级 自评等级 评价等级 绩效等级 绩效评价等级 自评结果等级 评级 绩效自评等级 自评等次 评价等次 等次 自评结果 评价结果 绩效评级",
		fieldReview:     "财政审定评分 复核得分 审定得分 财政复核得分 评审得分 复核分 主管部门复核得分 复核总分 财政评分 财政审核得分 审定评分",
		fieldExpected:   "年度总体目标 年度绩效目标 总体目标 项目总体目标 年度目标 绩效目标 预期目标 项目绩效目标 年度总体绩效目标 总体绩效目标 年初设定目标",
		fieldOutcome:    "目标完成情况 总体目标完成情况 年度总体目标完成情况 绩效目标完成情况 目标实际完成情况 实际完成情况 年度目标完成情况 年度绩效目标完成情况",
		fieldProblems:   "存在问题 存在的问题 存在问题及原因 改进措施 偏差大或目标未完成原因分析 改进措施及结果应用方案 存在的主要问题 下一步改进措施 问题及建议 存在问题及改进措施 未完成原因分析 存在问题和改进措施 主要问题 问题与建议 存在的问题及改进措施 存在的问题和改进措施",
		fieldConclusion: "评价结论 自评结论 结论 总体评价 综合评价 自评情况 总体结论 绩效自评结论 评价意见",
		fieldMoney:      "资金管理情况 资金使用情况 资金管理 资金使用管理情况",
		fieldManaged:    "组织实施情况 项目管理情况 项目组织实施情况 组织管理情况 项目实施情况",
		fieldPractice:   "主要经验做法 主要做法 经验做法 主要经验 主要经验及做法 主要做法和经验",
		fieldBudget:     "预算数 全年预算数 预算安排情况 调整后预算数 预算金额 预算安排数",
		fieldInitial:    "年初预算数",
		fieldExecuted:   "执行数 全年执行数 实际支出数 支出数 资金执行情况 实际支出",
		fieldRate:       "执行率 预算执行率 预算执行进度",
	} {
		for word := range strings.FieldsSeq(list) {
			index[word] = field
		}
	}
	return index
}()

// labelOf tells which field a label names, "" where it is none.
func labelOf(text string) string {
	if len(text) > 120 {
		return ""
	}
	word := bareKey(text)
	if field, ok := labels[word]; ok {
		if len(word) <= len("项目") && strings.TrimSuffix(folded(text), ":") != word {
			return "" // a short word with something in brackets names a thing rather than a field
		}
		return field
	}
	n := len([]rune(word))
	if n == 0 || n > 14 {
		return ""
	}
	switch {
	case strings.HasSuffix(word, "主管部门"):
		return fieldDepartment
	case strings.HasSuffix(word, "项目名称"):
		return fieldProject
	case n <= 8 && strings.HasSuffix(word, "实施单位"):
		return fieldUnit
	}
	return ""
}

// splitLabel cuts a cell "项目名称：甲项目" into its label and what follows.
func splitLabel(text string) (label, rest string) {
	if i := strings.IndexAny(text, ":："); i > 0 {
		_, size := rune(text[i]), 1
		if text[i] >= 0x80 {
			size = len("：")
		}
		return text[:i], strings.TrimSpace(strings.Trim(text[i+size:], "_ \u3000"))
	}
	return text, ""
}

// pair is a label with its value found within one cell.
type pair struct{ field, value string }

var labelEnd = regexp.MustCompile(`[:：]`)

// pairsIn finds all labels followed by a colon in a text: "填报人：张三　联系电话：0750-123　填报日期：2023年4月6日". What stands before the first
// label must be nothing.
func pairsIn(text string) []pair {
	if len(text) > 2000 {
		return nil
	}
	type hit struct {
		from, end int
		field     string
	}
	var hits []hit
	for _, at := range labelEnd.FindAllStringIndex(text, 20) {
		from, field := labelBefore(text, at[0])
		if field != "" {
			hits = append(hits, hit{from, at[1], field})
		}
	}
	if len(hits) == 0 || strings.TrimSpace(text[:hits[0].from]) != "" {
		return nil
	}
	pairs := make([]pair, 0, len(hits))
	for i, h := range hits {
		end := len(text)
		if i+1 < len(hits) {
			end = hits[i+1].from
		}
		pairs = append(pairs, pair{h.field, strings.Trim(text[h.end:max(end, h.end)], " \t\n\u3000_;；,，")})
	}
	return pairs
}

// labelBefore finds the longest label that ends where a colon stands.
func labelBefore(text string, end int) (from int, field string) {
	head := []rune(text[:end])
	for n := min(len(head), 24); n >= 2; n-- {
		candidate := string(head[len(head)-n:])
		if strings.ContainsAny(candidate, "\n;；。:：") {
			continue
		}
		// A label begins at the start, or behind a blank or the end of a sentence.
		if before := len(head) - n; before > 0 && !strings.ContainsRune(" \t\n\u3000;；,，。()（）", head[before-1]) {
			continue
		}
		if field := labelOf(candidate); field != "" && strings.TrimSpace(candidate) != "" {
			lead := len(candidate) - len(strings.TrimLeft(candidate, " \u3000\t"))
			return end - len(candidate) + lead, field
		}
	}
	return 0, ""
}

// isValue reports whether a cell behind a label can be what it labels: no label itself, and not taken yet.
func (r *reader) isValue(c *sheet.Cell) bool {
	return labelOf(c.Text) == "" && !r.claimed(c) && len(pairsIn(c.Text)) == 0
}

// readLabels reads the labels of a line that belongs to no block. What it does not know stays unplaced.
func (r *reader) readLabels(line *sheet.Line) {
	own := line.Own()
	for i := 0; i < len(own); i++ {
		c := own[i]
		if r.claimed(c) {
			continue
		}
		pairs := pairsIn(c.Text)
		if goesOn := len(pairs) == 1 && pairs[0].value == "" && i+1 < len(own); len(pairs) > 0 && !goesOn {
			r.takePairs(c, pairs)
			continue
		}
		if isFootnote(c.Text) {
			continue
		}
		field := labelOf(c.Text)
		if field == "" {
			r.readOther(line, c)
			continue
		}
		if i+1 < len(own) && r.isValue(own[i+1]) {
			if r.take(field, own[i+1].Text, own[i+1]) {
				r.claim(c, one(fieldLabel))
				i++
			}
			continue
		}
		r.claim(c, one(fieldLabel))
	}
}

func (r *reader) takePairs(c *sheet.Cell, pairs []pair) {
	taken := ""
	for _, p := range pairs {
		if p.value == "" || r.take(p.field, p.value, nil) {
			taken = p.field
		}
	}
	if taken == "" {
		return
	}
	if len(pairs) > 1 {
		taken = fieldLabel
	}
	r.claim(c, one(taken))
}

// readOther takes titles, and lines that name the unit of money or the year.
func (r *reader) readOther(line *sheet.Line, c *sheet.Cell) {
	switch {
	case isTitle(c.Text) && (r.table.Header == 0 || len(line.Own()) == 1):
		r.claim(c, one(fieldTitle))
	case len([]rune(c.Text)) <= 20 && moneyUnitIn(c.Text) != "":
		r.claim(c, one(fieldMoneyUnit))
	case r.table.Header == 0 && yearIn(c.Text) != 0 && len([]rune(c.Text)) <= 14:
		r.claim(c, one(fieldYear))
	case r.table.Header == 0 && isBlockLabel(c):
		r.claim(c, one(fieldLabel))
	}
}

// isBlockLabel reports whether a cell is the upright label of a block, such as 项目资金(万元) or 年度总体目标.
func isBlockLabel(c *sheet.Cell) bool {
	return slices.Contains([]string{"项目资金", "预算执行情况", "年度总体目标", "绩效指标", "资金情况", "预算资金", "项目基本情况", "基本情况", "项目资金情况", "预算情况", "项目概况"}, key(c.Text))
}

var (
	yearPattern = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|$|[^0-9.])`)
	chineseYear = regexp.MustCompile(`[一二][零〇○０O九][零〇○０O一二三四五六七八九]{2}年`)
)

// yearIn finds the year a text names, 0 where it names none.
func yearIn(text string) int {
	text = folded(text)
	if m := yearPattern.FindStringSubmatch(text); m != nil {
		year := 0
		for _, r := range m[1] {
			year = year*10 + int(r-'0')
		}
		if year >= 1990 && year <= 2100 {
			return year
		}
	}
	if m := chineseYear.FindString(text); m != "" {
		year := 0
		for _, r := range strings.TrimSuffix(m, "年") {
			at := strings.IndexRune("零一二三四五六七八九", r)
			year = year*10 + max(at/len("零"), 0)
		}
		if year >= 1990 && year <= 2100 {
			return year
		}
	}
	return 0
}

// isoDate reads the date of a sign-off; "" where the text is no full date.
func isoDate(text string, year int) string {
	v := target.Parse(strings.TrimSpace(text), target.Context{FiscalYear: year})
	if v.Kind != target.DateKind || v.Grain != target.Day || v.Due.Year == 0 {
		return ""
	}
	return v.Due.String()
}

// YearIn returns the year that a text such as a title or a file's name holds, 0 where it holds none.
func YearIn(text string) int { return yearIn(text) }
