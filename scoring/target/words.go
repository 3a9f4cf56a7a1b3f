package target

import (
	"strings"
	"unicode/utf8"
)

// mark is the meaning of a whole text that stands in a fixed list.
type mark struct {
	kind Kind
	yes  bool
	note Note
}

var marks = buildMarks()

func buildMarks() map[string]mark {
	all := make(map[string]mark)
	for _, list := range []struct {
		mark
		words string
	}{
		{mark{kind: NotStated, note: NoneOrZero}, "无 没有 暂无 〇"},
		{mark{kind: NotStated}, "未设定 未公布 未填 未填报 未提供 空 待定 无此项 null none None 详见附件"},
		{mark{kind: NotApplicable}, "不适用 不涉及 未涉及 无需填报 N/A n/a NA"},
		{mark{kind: YesNo, yes: true}, `是 有 完成 已完成 全部完成 已全部完成 达成 已达成 已达到 达标 已达标 合格 通过 已通过 符合 满足 已建成 已实现 已落实 已开展 已执行
			√ ✓ ✔ ☑ yes Yes YES y Y true True TRUE`},
		{mark{kind: YesNo}, `否 不是 未完成 没完成 没有完成 尚未完成 未达成 未达到 不达标 未达标 不合格 未通过 不通过 不符合 不满足 未建成 未实现 未落实 未开展 未开工 未执行
			× ✗ ✘ no No NO n N false False FALSE`},
	} {
		for word := range strings.FieldsSeq(list.words) {
			all[word] = list.mark
		}
	}
	return all
}

// readMark recognises texts with one fixed meaning, and cells that hold only strokes.
func (f folded) readMark(s string, v *Value) bool {
	if isDigit(rune(s[0])) || len(s) > 24 {
		return false
	}
	if strings.Trim(s, `/-\|~`) == "" {
		v.Kind = NotStated
		return true
	}
	m, ok := marks[s]
	if ok {
		v.Kind, v.Yes, v.Notes = m.kind, m.yes, m.note
	}
	return ok
}

// readQuestion recognises a target that asks instead of stating: "是否利于…", "是/否", "有无".
func (f folded) readQuestion(s string, v *Value) bool {
	switch s {
	case "是/否", "有/无", "有无", "是否", "是、否", "完成/未完成":
	default:
		if !strings.HasPrefix(s, "是否") && s[len(s)-1] != '?' {
			return false
		}
	}
	v.Kind = Words
	v.Notes |= Question
	return true
}

// readBlank reads the sign and unit around a blank of the form: "≥**平方米".
func readBlank(v *Value, s string) {
	v.Notes |= Placeholder
	s = strings.TrimSuffix(strings.TrimPrefix(s, "("), ")")
	sign, end := readGlyph(s)
	rest := strings.TrimLeft(s[end:], "*_×…Xx")
	if len(rest) == len(s[end:]) {
		return
	}
	if unit, n := readUnit(rest); n > 0 && n == len(rest) {
		v.Sign, v.Unit = sign, unit
	}
}

// lead words stand before a figure and add nothing to it, or only what their note says.
var leadWords = byFirst(map[string]Note{
	"共计": 0, "共": 0, "合计": 0, "总计": 0, "累计": 0, "已完成": 0, "已": 0, "完成": 0, "实际完成": 0, "实际": 0, "实现": 0, "达到": 0, "达": 0, "达成": 0,
	"为": 0, "保持在": 0, "保持": 0, "维持在": 0, "控制在": 0, "力争达到": 0, "力争": 0, "争取": 0, "确保": 0, "计划": 0, "预计": 0, "预期": 0, "目标值": 0,
	"目标": 0, "新增": 0, "在": 0, "于": 0, "截至": 0, "截止到": 0, "截止": 0, ":": 0, "有": 0, "全年": 0, "年度": 0, "人民币": 0, "￥": 0, "¥": 0, "到": 0, "至": 0,
	"合格率": LeadingText, "每年": Recurring, "每月": Recurring, "每季度": Recurring, "每周": Recurring, "每天": Recurring, "每日": Recurring, "每人": Recurring,
	"每次": Recurring, "每户": Recurring, "增长": Change, "同比增长": Change, "增加": Change, "提高": Change, "提升": Change, "上升": Change, "增幅": Change,
	"下降": Change, "降低": Change, "减少": Change, "同比下降": Change, "较上年增长": Change, "比上年增长": Change, "较上年": Change, "比上年": Change, "同比": Change,
})

// trailWords stand behind a figure and add nothing to it.
var trailWords = byFirst(map[string]Note{"完成": 0, "全部完成": 0, "已完成": 0, "达标": 0, "整": 0, "企业": 0, "项目": 0, "。": 0, ";": 0, ".": 0})

// dateVerbs stand behind a date and say what happens then.
var dateVerbs = byFirst(map[string]Note{
	"完成": 0, "已完成": 0, "全部": 0, "按时": 0, "完工": 0, "竣工": 0, "开工": 0, "验收": 0, "交付": 0, "使用": 0, "投入使用": 0, "投用": 0, "结束": 0, "到位": 0,
	"拨付": 0, "发放": 0, "完毕": 0, "提交": 0, "建成": 0, "实施": 0, "执行": 0, "支付": 0, "项目": 0, "工程": 0, "实际": 0, "报送": 0, "通过": 0, "。": 0, "份": 0,
	"已": 0, "建设": 0, "工作": 0,
})

type listed struct {
	word string
	note Note
}

func byFirst(words map[string]Note) map[rune][]listed {
	index := make(map[rune][]listed)
	for word, note := range words {
		r := firstRune(word)
		index[r] = append(index[r], listed{word, note})
	}
	return index
}

// longest finds the longest listed word at the start of s; the order in which the words are held does not matter.
func longest(index map[rune][]listed, s string) (end int, note Note) {
	r, _ := utf8.DecodeRuneInString(s)
	for _, l := range index[r] {
		if len(l.word) > end && strings.HasPrefix(s, l.word) {
			end, note = len(l.word), l.note
		}
	}
	return end, note
}

func readLead(s string) (end int, note Note) { return longest(leadWords, s) }

func readTrail(s string) int {
	end, _ := longest(trailWords, s)
	return end
}
