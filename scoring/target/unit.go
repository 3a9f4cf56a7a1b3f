package target

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// ErrUnits is wrapped by the error of [Convert] when two units do not measure the same thing.
var ErrUnits = errors.New("units do not convert")

// measure says what a unit measures. One unit is numerator/denominator base units of its dimension; counted things (家, 人, 项) are each
// a dimension of their own.
type measure struct {
	canonical              string // the glyph form kept in Value.Unit
	dimension              string
	numerator, denominator int64
}

// units are the known units by every form in which they are written.
var units = buildUnits()

// longestUnit is the number of runes of the longest key of units that starts with a rune.
var longestUnit = func() map[rune]int {
	longest := make(map[rune]int, 300)
	for form := range units {
		first, _ := utf8.DecodeRuneInString(form)
		longest[first] = max(longest[first], utf8.RuneCountInString(form))
	}
	return longest
}()

func buildUnits() map[string]measure {
	all := make(map[string]measure, 400)
	scaled := []struct {
		dimension string
		names     string // name, or written form>canonical form; blank-separated
		num, den  int64
	}{
		{"money", "元 ￥>元 ¥>元 元人民币>元 人民币>元", 1, 1},
		{"money", "角", 1, 10},
		{"money", "千元", 1e3, 1},
		{"money", "万元 万人民币>万元 万元人民币>万元", 1e4, 1},
		{"money", "百万元", 1e6, 1},
		{"money", "千万元", 1e7, 1},
		{"money", "亿元", 1e8, 1},
		{"money", "万亿元", 1e12, 1},
		{"usd", "美元", 1, 1},
		{"usd", "万美元", 1e4, 1},
		{"usd", "亿美元", 1e8, 1},
		{"eur", "欧元", 1, 1},
		{"eur", "万欧元", 1e4, 1},
		{"hkd", "港元", 1, 1},
		{"hkd", "万港元", 1e4, 1},
		{"share", "% 百分比>% percent>% ﹪>%", 1, 100},
		{"share", "‰ 千分比>‰", 1, 1000},
		{"share", "成", 1, 10},
		{"points", "个百分点 百分点>个百分点", 1, 1},
		{"area", "㎡ 平方米 平米 平方 m²>㎡ m2>㎡ M2>㎡ M²>㎡ m^2>㎡", 1, 1},
		{"area", "平方厘米 cm² c㎡>cm²", 1, 1e4},
		{"area", "公顷 hm²", 1e4, 1},
		{"area", "平方公里 平方千米 km²", 1e6, 1},
		{"area", "亩", 2000, 3},
		{"volume", "立方米 m³ m3>m³ ㎥>m³ 立方 方", 1, 1},
		{"volume", "升 L", 1, 1e3},
		{"volume", "毫升 ml mL>ml", 1, 1e6},
		{"length", "米 m 延米 延长米", 1, 1},
		{"length", "公里 千米 km KM>km", 1e3, 1},
		{"length", "厘米 cm ㎝>cm", 1, 100},
		{"length", "毫米 mm ㎜>mm", 1, 1e3},
		{"length", "里", 500, 1},
		{"mass", "千克 公斤 kg KG>kg Kg>kg ㎏>kg", 1, 1},
		{"mass", "吨 t", 1e3, 1},
		{"mass", "斤", 1, 2},
		{"mass", "克 g", 1, 1e3},
		{"mass", "毫克 mg", 1, 1e6},
		{"energy", "千瓦时 度 kwh kWh KWH>kWh", 1, 1},
		{"energy", "兆瓦时 MWh", 1e3, 1},
		{"power", "千瓦 kw kW KW>kW", 1, 1},
		{"power", "兆瓦 MW", 1e3, 1},
		{"time", "天 日", 1, 1},
		{"time", "周", 7, 1},
		{"time", "小时 h", 1, 24},
		{"time", "分钟 min", 1, 1440},
		{"time", "秒 s", 1, 86400},
		{"months", "个月", 1, 1},
		{"months", "年 周年", 12, 1},
		{"workdays", "个工作日 工作日", 1, 1},
		{"count", "万", 1e4, 1},
		{"count", "亿", 1e8, 1},
	}
	for _, row := range scaled {
		for name := range strings.FieldsSeq(row.names) {
			form, canonical, renamed := strings.Cut(name, ">")
			if !renamed {
				canonical = form
			}
			all[form] = measure{canonical, row.dimension, row.num, row.den}
		}
	}
	counted := `个 家 户 人 名 位 项 次 件 台 套 辆 条 篇 部 本 册 份 场 场次 期 班 批 批次 处 座 所 间 栋 幢 头 只 羽 匹 株 棵 尾 口 根 块 片 张 幅 支
		枝 把 台套 台(套) 套(台) 台/套 人次 人天 人日 人份 户次 家次 件次 例 宗 起 笔 单 点 站 组 对 队 团 门 类 种 款 级 层 段 岗 盏 床 枚 副 架 艘 桶 箱 包
		袋 瓶 盒 分 倍 课时 学时 篇次 条次 标段 班次 车次 趟 轮 届 遍 样次 批件 册次    人/次 人·次 人次/年 季度 dB ℃ Mbps GB TB MB 吨标准煤 吨标煤
		盆 面 顶 丘 眼 孔 罐 卷 付 剂 针 针次 剂次 具 樘 扇 眼井 席 案 例次 人年 车 票  校 村 户/年  万株 颗 粒 道 路 联 柜 机 井    
		kW·h 公里/小时 千米/小时`
	for name := range strings.FieldsSeq(counted) {
		if _, taken := all[name]; !taken {
			all[name] = measure{name, name, 1, 1}
		}
	}
	return all
}

// readUnit finds the longest unit at the start of s: a known one, one counted in 万, 亿, 百万, 千万, 千 or 百 (万人, 亿次, 千户), or a rate (元/人).
func readUnit(s string) (unit string, end int) {
	unit, end = readPlainUnit(s)
	if end == 0 || end >= len(s) || s[end] != '/' {
		return unit, end
	}
	if _, per := readPlainUnit(s[end+1:]); per > 0 {
		end += 1 + per
		return s[:end], end
	}
	return unit, end
}

func readPlainUnit(s string) (unit string, end int) {
	prefix := 0
	for _, p := range [...]string{"百万", "千万", "万", "亿", "千", "百"} {
		if strings.HasPrefix(s, p) {
			prefix = len(p)
			break
		}
	}
	canonical, length := knownUnit(s)
	if prefix > 0 {
		if _, counted := knownUnit(s[prefix:]); counted > 0 && prefix+counted > length {
			return s[:prefix+counted], prefix + counted
		}
	}
	return canonical, length
}

// knownUnit finds the longest key of units at the start of s.
func knownUnit(s string) (canonical string, length int) {
	end := 0
	first, _ := utf8.DecodeRuneInString(s)
	for range longestUnit[first] {
		if end >= len(s) {
			break
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if m, ok := units[s[:end]]; ok {
			canonical, length = m.canonical, end
		}
	}
	return canonical, length
}

// measureOf returns what a unit as kept in Value.Unit measures. ok is false for a unit that is not known; such a unit is a dimension
// of its own.
func measureOf(unit string) (m measure, ok bool) {
	if m, ok = units[unit]; ok {
		return m, true
	}
	for _, p := range [...]struct {
		prefix string
		factor int64
	}{{"百万", 1e6}, {"千万", 1e7}, {"万", 1e4}, {"亿", 1e8}, {"千", 1e3}, {"百", 100}} {
		if rest, cut := strings.CutPrefix(unit, p.prefix); cut {
			if m, ok = units[rest]; ok && m.numerator <= 1e4 {
				m.numerator *= p.factor
				return m, true
			}
		}
	}
	return measure{unit, unit, 1, 1}, false
}

// KnownUnit reports whether unit, in any of its written forms, is one the package can read and convert.
func KnownUnit(unit string) bool {
	_, ok := measureOf(fold(unit).s)
	return ok
}

// SameUnit reports whether a and b are the same unit in two spellings (㎡ and 平方米, 公里 and km). Units of the same dimension but
// different size (元, 万元), and counts of different things (家, 户), are not the same.
func SameUnit(a, b string) bool {
	if a == b {
		return true
	}
	left, _ := measureOf(fold(a).s)
	right, _ := measureOf(fold(b).s)
	return left.dimension == right.dimension && left.numerator*right.denominator == right.numerator*left.denominator
}

// Convertible reports whether [Convert] has a way from one unit to the other.
func Convertible(from, to string) bool {
	left, _ := measureOf(fold(from).s)
	right, _ := measureOf(fold(to).s)
	return left.dimension == right.dimension
}

// Convert expresses v, which is in the unit from, in the unit to. The result is exact when it has a finite decimal form; otherwise (亩)
// it is rounded half-up to six places more than v has. Counted things convert only to themselves and their 万 and 亿.
// The error wraps [ErrUnits], or [exact.ErrRange] when the result has too many digits.
func Convert(v decimal.Decimal, from, to string) (decimal.Decimal, error) {
	left, _ := measureOf(fold(from).s)
	right, _ := measureOf(fold(to).s)
	if left.dimension != right.dimension {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, ErrUnits)
	}
	numerator, denominator := reduce(left.numerator*right.denominator, left.denominator*right.numerator)
	places, rest := v.Scale(), denominator
	for rest%2 == 0 || rest%5 == 0 { // each place takes one 2 and one 5 out of the denominator
		if rest%2 == 0 {
			rest /= 2
		}
		if rest%5 == 0 {
			rest /= 5
		}
		places++
	}
	if rest > 1 {
		places = v.Scale() + 6
	}
	num, err := decimal.New(numerator, 0)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, exact.ErrRange)
	}
	den, err := decimal.New(denominator, 0)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, exact.ErrRange)
	}
	converted, err := exact.MulQuo(v, num, den, min(places, 19))
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%s %s to %s: %w", v, from, to, err)
	}
	return converted.Trim(0), nil
}

func reduce(a, b int64) (num, den int64) {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x, b / x
}
