package target

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// TestAnySpellingReadsBack writes a random figure, sign and unit in any of their spellings: the reading is the same.
func TestAnySpellingReadsBack(t *testing.T) {
	signs := []struct {
		sign          Sign
		before, after []string
	}{
		{NoSign, []string{"", "达到", "共", "实际完成"}, []string{"", "。"}},
		{Equal, []string{"=", "＝", "═", "==", "等于"}, []string{""}},
		{AtLeast, []string{"≥", "≧", "⩾", ">=", "＞＝", "≥=", "不少于", "不低于", "大于等于", "至少", "不得低于 "}, []string{"", "以上"}},
		{AtLeast, []string{"", "达到"}, []string{"以上", "及以上", "(含)以上", "以上（含）", "（含）以上"}},
		{AtMost, []string{"≤", "≦", "⩽", "<=", "＜＝", "不超过", "不高于", "不多于", "小于等于", "控制在≤"}, []string{"", "以内"}},
		{AtMost, []string{"", "控制在"}, []string{"以下", "以内", "及以下", "之内"}},
		{Above, []string{">", "＞", "﹥", "大于", "高于"}, []string{""}},
		{Below, []string{"<", "＜", "﹤", "小于", "低于", "少于"}, []string{""}},
	}
	units := map[string][]string{
		"": {""}, "%": {"%", "％", " %", "﹪", "百分比", " percent"}, "万元": {"万元", " 万元"}, "㎡": {"㎡", "m²", "m2"}, "家": {"家"}, "人次": {"人次"},
		"km": {"km", "KM"}, "元/人": {"元/人", "元／人"}, "万人": {"万人"}, "个工作日": {"个工作日"}, "台(套)": {"台(套)", "台（套）"},
	}
	names := []string{"", "%", "万元", "㎡", "家", "人次", "km", "元/人", "万人", "个工作日", "台(套)"}
	rapid.Check(t, func(t *rapid.T) {
		value := decimal.MustNew(rapid.Int64Range(0, 99_999_999).Draw(t, "coef"), rapid.IntRange(0, 4).Draw(t, "scale"))
		sign := rapid.SampledFrom(signs).Draw(t, "sign")
		unit := rapid.SampledFrom(names).Draw(t, "unit")
		digits := spellDigits(value, rapid.IntRange(0, 3).Draw(t, "digits"))
		before, after := rapid.SampledFrom(sign.before).Draw(t, "before"), rapid.SampledFrom(sign.after).Draw(t, "after")
		text := before + digits + rapid.SampledFrom(units[unit]).Draw(t, "unit spelling") + after
		if looksLikeDate(text) {
			t.Skip("a figure that may be a month or day is a case of its own")
		}
		v := Parse(text, Context{})
		if v.Kind != Number || v.Sign != sign.sign || !v.Low.Equal(value) || !v.High.Equal(value) || v.Unit != unit || v.Notes != 0 {
			t.Fatalf("%q: got %s, want %s %s %s", text, summary(v), sign.sign, value, unit)
		}
	})
}

func looksLikeDate(text string) bool { return Parse(text, Context{}).Notes.Has(DateOrNumber) }

// spellDigits writes a figure plainly, with thousands separators, in full-width digits, or both.
func spellDigits(d decimal.Decimal, how int) string {
	s := d.String()
	if how&1 != 0 {
		whole, fraction, hasFraction := strings.Cut(s, ".")
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
		if s = whole; hasFraction {
			s += "." + fraction
		}
	}
	if how&2 != 0 {
		s = strings.Map(func(r rune) rune { return r + 0xFEE0 }, s)
	}
	return s
}

// TestChineseNumeralsReadBack writes whole numbers in Chinese and reads them.
func TestChineseNumeralsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Int64Range(1, 99_999_999), rapid.Int64Range(1, 999_999_999_999_999)).Draw(t, "n")
		text := spellChinese(n)
		f, ok := readChinese(text)
		if !ok || f.end != len(text) || f.value.Cmp(decimal.MustNew(n, 0)) != 0 {
			t.Fatalf("%d %s: got %s %v", n, text, f.value, ok)
		}
	})
}

func spellChinese(n int64) string {
	for _, large := range []struct {
		value int64
		unit  string
	}{{100_000_000, "亿"}, {10_000, "万"}} {
		if n < large.value {
			continue
		}
		rest := n % large.value
		s := spellChinese(n/large.value) + large.unit
		if rest == 0 {
			return s
		}
		if rest < large.value/10 {
			s += "零"
		}
		return s + spellChinese(rest)
	}
	digits := []rune("零一二三四五六七八九")
	var s []rune
	pending := false
	for i, unit := range []int64{1000, 100, 10, 1} {
		d := n / unit % 10
		if d == 0 {
			pending = len(s) > 0
			continue
		}
		if pending {
			s, pending = append(s, '零'), false
		}
		s = append(s, digits[d])
		if i < 3 {
			s = append(s, []rune("千百十")[i])
		}
	}
	return string(s)
}

func TestDatesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month := rapid.IntRange(1990, 2060).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
		day := rapid.IntRange(1, lastDay(year, month)).Draw(t, "day")
		format := rapid.SampledFrom([]string{"%d年%d月%d日", "%d-%02d-%02d", "%d.%d.%d", "%d/%d/%d", "%d年%02d月%02d号", "%d－%d－%d", "%d . %d . %d"}).Draw(t, "format")
		suffix := rapid.SampledFrom([]string{"", "前", "之前", "前完成", "以前完成验收"}).Draw(t, "suffix")
		text := fmt.Sprintf(format, year, month, day) + suffix
		v := Parse(text, Context{FiscalYear: 1999})
		want := Date{year, month, day}
		if v.Kind != DateKind || v.Due != want || v.Grain != Day || (v.Sign == AtMost) != (suffix != "") || v.Notes != 0 {
			t.Fatalf("%q: got %s", text, summary(v))
		}
		if parsed, err := ParseDate(want.String()); err != nil || parsed != want {
			t.Fatalf("%s: %v %v", want, parsed, err)
		}
	})
}

// TestConvertThereAndBack: a conversion with a finite result loses nothing.
func TestConvertThereAndBack(t *testing.T) {
	groups := [][]string{
		{"元", "千元", "万元", "百万元", "亿元"}, {"%", "‰", "成"}, {"㎡", "平方米", "公顷", "平方公里", "万㎡"}, {"人", "万人", "亿人"}, {"米", "公里", "厘米"},
	}
	rapid.Check(t, func(t *rapid.T) {
		group := rapid.SampledFrom(groups).Draw(t, "group")
		from, to := rapid.SampledFrom(group).Draw(t, "from"), rapid.SampledFrom(group).Draw(t, "to")
		v := decimal.MustNew(rapid.Int64Range(-9_999_999, 9_999_999).Draw(t, "coef"), rapid.IntRange(0, 4).Draw(t, "scale"))
		there, err := Convert(v, from, to)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Convert(there, to, from)
		if err != nil || !back.Equal(v) {
			t.Fatalf("%s %s = %s %s = %s %s, %v", v, from, there, to, back, from, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"≥95%", "2022年12月底前", "90%-95%", "效果明显", "/ / /", "31家(27+4)", "(≥**平方米)", "百分之九十五", "1亿2000万元", "≥50人；≥20次", "1-12月", "95%±2%",
		"１，２３４．５", "\xff\xfe", "2023.12", "零", "第四季度前", "目标：≥95%；实际：100%", "(((", "2021-2023年", "12.31前", " 1 000 ", "≥", "年", "第", "一亿亿",
	} {
		f.Add(text, 2022)
	}
	f.Fuzz(func(t *testing.T, text string, year int) {
		ctx := Context{FiscalYear: year}
		v := Parse(text, ctx)
		if v.Text != text {
			t.Fatalf("text altered: %q", v.Text)
		}
		if v != Parse(text, ctx) {
			t.Fatal("not deterministic")
		}
		if v.IsNumeric() && v.High.Less(v.Low) {
			t.Fatalf("bounds cross: %s", summary(v))
		}
		if v.Kind == DateKind && (v.Due.Month < 1 || v.Due.Day < 1 || v.Due.Day > 31) {
			t.Fatalf("no day: %s", summary(v))
		}
		Describe(v)
		v.Parts(ctx)
		InName(text)
		if year >= 0 && year < 9999 && utf8.ValidString(text) {
			mustComeBack(t, v)
		}
	})
}

func mustComeBack(t *testing.T, v Value) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back Value
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if back != v {
		t.Fatalf("%s came back as %s", data, summary(back))
	}
}
