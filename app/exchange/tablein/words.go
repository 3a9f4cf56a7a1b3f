package tablein

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhunsheng/scoring/target"
)

// Column is what a column of the table of indicators or of money holds. The strings are stable: they name mappings by hand.
type Column string

// The columns of the indicators.
const (
	ColumnNone       Column = ""
	ColumnPart       Column = "part"
	ColumnLevel1     Column = "level1"
	ColumnLevel2     Column = "level2"
	ColumnName       Column = "name"
	ColumnTarget     Column = "target"
	ColumnSign       Column = "sign"
	ColumnUnit       Column = "unit"
	ColumnActual     Column = "actual"
	ColumnActualUnit Column = "actual-unit"
	ColumnActualSign Column = "actual-sign"
	ColumnWeight     Column = "weight"
	ColumnScore      Column = "score"
	ColumnReview     Column = "review" // a second score
	ColumnReason     Column = "reason"
	ColumnNote       Column = "note"
	ColumnBlock      Column = "block"  // the upright label 绩效指标 beside the table
	ColumnOther      Column = "other"  // understood, but the program keeps no such field
	columnGroup      Column = "group"  // "绩效指标" that may be a name or a block
	columnValue      Column = "value"  // 数值 below another heading
	columnResult     Column = "result" // 完成情况: an actual or, in the goals, an outcome
)

// Columns lists the columns a person can map, in the order in which they are offered.
func Columns() []Column {
	return []Column{
		ColumnPart, ColumnLevel1, ColumnLevel2, ColumnName, ColumnSign, ColumnTarget, ColumnUnit, ColumnActual, ColumnActualUnit,
		ColumnWeight, ColumnScore, ColumnReview, ColumnReason, ColumnNote, ColumnOther,
	}
}

// The columns of the money.
const (
	fundInitial  Column = "initial"
	fundAdjusted Column = "adjusted"
	fundExecuted Column = "executed"
	fundRate     Column = "rate"
	fundBudget   Column = "budget" // 预算数 without saying which
)

// headings are the spellings of headings by what they mean, folded by key.
var headings = spellings(map[Column]string{
	ColumnPart:   "专项 子项目 专项名称 子项目名称 所属专项 项目内容 明细项目",
	ColumnLevel1: "一级指标 一级 一级指标名称 1级指标 一级目标",
	ColumnLevel2: "二级指标 二级 二级指标名称 2级指标",
	ColumnName: "三级指标 三级 三级指标名称 3级指标 指标名称 指标内容 绩效指标名称 绩效指标内容 具体指标 指标 四级指标 明细指标 考核指标 指标项 " +
		"具体指标名称 三级指标内容",
	columnGroup: "绩效指标 绩效目标指标 年度绩效指标完成情况 年度绩效指标",
	ColumnTarget: "年度指标值 指标值 目标值 年度目标值 预期指标值 预期值 计划指标值 计划值 年初目标值 绩效目标值 预期目标值 全年指标值 年初指标值 目标 " +
		"年初设定目标值 年度指标 指标目标值 全年目标值 预期指标 计划目标值 绩效指标值 指标值包含数字及文字描述 设定指标值 年初设定值 设定值 年度计划值 " +
		"年初绩效目标 绩效标准 计划 预算绩效目标值 年初指标 计划完成值 应完成值 年度目标 预期目标",
	ColumnSign: "符号 运算符号 比较符 比较符号 计算符号 关系符 指标性质 指标方向 运算符 逻辑符号 指标符号 性质",
	ColumnUnit: "单位 计量单位 度量单位 指标单位 量纲 目标单位",
	ColumnActual: "实际 完成 实际完成值 全年完成值 全年实际完成值 完成值 实际值 实际完成 实际完成指标值 指标完成值 自评完成值 年度完成值 实际完成数 实际达到值 " +
		"全年实际值 实际完成指标 实际指标值 本年完成值 完成指标值 指标实际完成值 完成数 实际数",
	columnResult: "完成情况 实际完成情况 全年完成情况 指标完成情况 全年实际完成情况 目标实际完成情况 年度完成情况 实际情况 实际完成结果 绩效目标实际完成情况",
	ColumnWeight: "分值 权重 分数 标准分 满分 标准分值 指标分值 权重分值 权重占比 赋分 设定分值 指标权重 单项分值 分值权重 权重分 标准分数 应得分 设定分 赋分值 基准分",
	ColumnScore: "得分 自评得分 自评分 评分 自评分值 单项指标得分 实际得分 单位自评得分 自评 指标得分 单项得分 自评分数 项目单位自评得分 单位自评分 自评得分值 自我评分 " +
		"最终得分 部门自评得分",
	ColumnNote:  "备注 说明 指标说明 评分标准 评分说明 评分细则 评价标准 指标解释 计算公式 佐证材料 数据来源 评分依据 得分依据 赋分标准 评分规则 指标释义 证明材料",
	ColumnOther: "序号 完成率 完成比例 完成程度 指标属性 指标类型 偏差率 偏离度 编号 指标编码 指标代码 指标完成率 实际完成率 是否完成 偏差度",
	columnValue: "数值 值 内容 数量 数据 指标数值 具体数值 标准值",

	fundInitial: "年初预算数 年初预算 年初预算安排数 年初预算金额 年初批复数 年初安排数 年初预算安排",
	fundAdjusted: "全年预算数 调整后预算数 调整预算数 全年预算 年度预算数 调整后预算 全年预算金额 预算调整数 全年预算安排数 预算安排情况 全年调整后预算数 " +
		"调整后全年预算数 年度预算",
	fundBudget: "预算数 预算金额 预算安排数 预算安排 本年预算数 预算 计划数 预算资金 预算总额 资金预算 预算安排金额",
	fundExecuted: "全年执行数 执行数 全年执行 支出数 实际支出 实际支出数 实际执行数 决算数 资金支出数 实际使用 实际支出金额 全年支出数 执行金额 支出金额 预算执行数 " +
		"资金执行情况 已支出数 本年支出 资金使用数 全年实际支出数 实际执行 支出决算数 资金执行数",
	fundRate: "执行率 预算执行率 支出率 资金执行率 支出进度 预算支出率 资金支出率 执行进度 资金使用率",
})

func spellings(words map[Column]string) map[string]Column {
	index := make(map[string]Column)
	for column, list := range words {
		for word := range strings.FieldsSeq(list) {
			index[word] = column
		}
	}
	return index
}

// pattern tells headings that no list can hold by what they contain.
type pattern struct {
	column Column
	any    []string // one of them is in the heading
	also   []string // and one of these, where there are any
	none   []string // and none of these
	ends   []string // and it ends in one of these, where there are any
	long   bool     // it may be long
}

// patterns are tried in order.
var patterns = []pattern{
	{column: ColumnReason, any: []string{"偏差", "未完成"}, also: []string{"原因", "说明", "措施"}, long: true},
	{column: ColumnReason, any: []string{"原因分析", "改进措施", "扣分原因", "失分原因", "未达标原因", "拟采取"}, long: true},
	{column: ColumnReview, any: []string{"折算", "加权", "复核", "审定", "评审", "复评", "核定", "抽查", "再评价", "财政", "主管部门", "审核"}, also: []string{"分"}},
	{column: ColumnScore, ends: []string{"得分", "自评分"}},
	{column: ColumnWeight, ends: []string{"分值", "权重"}},
	{column: ColumnLevel1, any: []string{"一级指标"}},
	{column: ColumnLevel2, any: []string{"二级指标"}},
	{column: ColumnName, any: []string{"三级指标"}},
	{column: ColumnSign, any: []string{"符号"}},
	{column: ColumnUnit, any: []string{"计量单位", "度量单位"}},
	{column: ColumnActual, any: []string{"实际", "完成"}, ends: []string{"值"}},
	{column: ColumnTarget, any: []string{"指标", "目标", "预期", "计划"}, ends: []string{"值"}},
	{column: fundInitial, any: []string{"年初"}, also: []string{"预算"}},
	{column: fundAdjusted, any: []string{"全年", "调整"}, also: []string{"预算"}, none: []string{"率", "执行"}},
	{column: fundRate, any: []string{"执行率"}},
	{column: ColumnOther, any: []string{"到位"}, also: []string{"数", "率", "资金", "情况"}},
}

// The longest headings, in characters; what is longer is text.
const (
	longestHeading = 24
	shortHeading   = 14
)

func (p *pattern) fits(word string) bool {
	if !p.long && utf8.RuneCountInString(word) > shortHeading {
		return false
	}
	in := func(part string) bool { return strings.Contains(word, part) }
	ends := func(part string) bool { return strings.HasSuffix(word, part) }
	return (len(p.any) == 0 || slices.ContainsFunc(p.any, in)) && (len(p.also) == 0 || slices.ContainsFunc(p.also, in)) &&
		(len(p.ends) == 0 || slices.ContainsFunc(p.ends, ends)) && !slices.ContainsFunc(p.none, in)
}

// headingOf tells what a heading means.
func headingOf(text string) Column {
	if len(text) > 150 {
		return ColumnNone
	}
	word := key(text)
	if word == "" || utf8.RuneCountInString(word) > longestHeading {
		return ColumnNone
	}
	if column, ok := headings[word]; ok {
		return column
	}
	for i := range patterns {
		if patterns[i].fits(word) {
			return patterns[i].column
		}
	}
	return ColumnNone
}

// key folds a heading to what it is compared by: as bareKey does, without trailing letters such as the A of 全年预算数A.
func key(text string) string {
	word := bareKey(text)
	if trimmed := strings.TrimRight(word, "ABCDEabcde①②③④⑤"); trimmed != "" {
		word = trimmed
	}
	return word
}

// bareKey folds a label to what it is compared by: canonical glyphs, no blanks, nothing in brackets, no punctuation.
func bareKey(text string) string {
	var out strings.Builder
	depth := 0
	for _, r := range text {
		switch c := target.Canonical(r); {
		case strings.ContainsRune("({《", c):
			depth++
		case strings.ContainsRune(")}》", c):
			depth = max(depth-1, 0)
		case depth == 0 && !strings.ContainsRune(" ;:,、。_*-./│|·", c):
			out.WriteRune(c)
		}
	}
	return out.String()
}

// bracketed returns what a text has in brackets, folded, joined by blanks.
func bracketed(text string) string {
	var out strings.Builder
	depth := 0
	for _, r := range text {
		switch c := target.Canonical(r); {
		case c == '(':
			depth++
			out.WriteByte(' ')
		case c == ')':
			depth = max(depth-1, 0)
		case depth > 0:
			out.WriteRune(c)
		}
	}
	return strings.TrimSpace(out.String())
}

// folded returns a text in canonical glyphs without blanks.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		switch c := target.Canonical(r); {
		case c == ' ' || r == '\n':
			return -1
		default:
			return c
		}
	}, text)
}

// blank reports whether a text says nothing: empty, or a mark such as "/" in place of a value.
func blank(text string) bool {
	switch folded(text) {
	case "", "/", "-", "--", "—", "无", "\\", "//", "___", "__", "_":
		return true
	}
	return strings.Trim(folded(text), "-_/\\") == ""
}
