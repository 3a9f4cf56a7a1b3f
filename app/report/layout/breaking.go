package layout

import (
	"slices"
	"unicode"
)

// DefaultUnits are common Chinese measure words and units. A number stays with
// the longest of them that follows it.
var DefaultUnits = []string{
	"元", "万元", "亿元", "千元", "百万元", "万", "亿", "千", "百万", "千万",
	"家", "项", "人", "名", "个", "笔", "件", "次", "户", "套", "台", "辆", "座", "所", "处", "间", "栋", "条", "篇", "份", "场", "期", "批",
	"人次", "万人", "万人次", "万户", "万家", "万笔", "万次", "亿次", "公里", "千米", "米", "厘米", "毫米", "平方米", "万平方米", "平方公里", "立方米", "亩", "万亩", "公顷",
	"吨", "万吨", "公斤", "千克", "克", "升", "度", "千瓦时", "万千瓦", "天", "日", "月", "年", "个月", "小时", "分钟", "秒", "周", "分", "倍", "成", "级", "号", "位", "岁",
	"㎡", "万㎡", "m²", "km", "kg", "kW", "%", "％", "‰", "℃", "个百分点", "百分点", "页", "字", "本", "张", "点",
}

// class is what a rune means to the line breaker.
type class uint8

const (
	ideograph class = iota // may be parted on both sides
	opening                // stays with what follows
	closing                // stays with what precedes
	latin                  // letters and signs of words
	digit
	blank  // hangs beyond the end of the line
	marker // combining, stays with what precedes
	sign   // before a number
	glued  // stays with both sides
)

var punctuation = func() map[rune]class {
	m := map[rune]class{}
	for _, r := range "（〔［｛《〈「『【〖“‘([{" {
		m[r] = opening
	}
	for _, r := range "），。、；：？！》〉」』】〗〕］｝”’…—–·・～~.,;:!?)]}%％‰℃°′″々〻ー" {
		m[r] = closing
	}
	for _, r := range "≥≤≧≦＞＜＝><=±+＋－−￥¥$＄≈" {
		m[r] = sign
	}
	for _, r := range "\u00a0\u2060\u202f\"'" {
		m[r] = glued
	}
	for _, r := range "-_/\\&@#*|^`" {
		m[r] = latin
	}
	for _, r := range " \u2002\u2003\u2009\u3000" {
		m[r] = blank
	}
	return m
}()

// asciiClass answers for the runes below 128 without a map.
var asciiClass = func() (t [128]class) {
	for r := range rune(128) {
		t[r] = slowClass(r)
	}
	return t
}()

func classOf(r rune) class {
	switch {
	case r < 128:
		return asciiClass[r]
	case r >= 0x3400 && r <= 0x9fff:
		return ideograph
	}
	return slowClass(r)
}

func slowClass(r rune) class {
	if c, ok := punctuation[r]; ok {
		return c
	}
	switch {
	case r >= '0' && r <= '9', r >= '０' && r <= '９':
		return digit
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return marker
	case r >= 0x1100:
		return ideograph
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return latin
	}
	return ideograph
}

// glyph is one rune on its way to a line.
type glyph struct {
	r     rune
	off   int32 // byte offset in its span's text
	adv   Length
	span  int16
	face  FaceID
	class class
	flags uint8
}

const (
	mayBreak  uint8 = 1 << iota // a line may end after it
	neverPart                   // not parted from the next even where nothing else fits
	stretches                   // the gap after it may grow
	newline                     // ends the line and draws nothing
)

// longestAmount is the number of runes up to which a number is never parted;
// a longer one is a code, not an amount.
const longestAmount = 24

// breaker marks where lines may end.
type breaker struct {
	units map[rune][][]rune // by first rune, longest first
}

func newBreaker(units []string) *breaker {
	if units == nil {
		units = DefaultUnits
	}
	b := &breaker{units: make(map[rune][][]rune, len(units))}
	for _, u := range units {
		if rs := []rune(u); len(rs) > 0 {
			b.units[rs[0]] = append(b.units[rs[0]], rs)
		}
	}
	for _, list := range b.units {
		slices.SortStableFunc(list, func(x, y []rune) int { return len(y) - len(x) })
	}
	return b
}

// mark sets the class and flags of gs.
func (b *breaker) mark(gs []glyph) {
	for i := range gs {
		gs[i].class = classOf(gs[i].r)
	}
	for i := 0; i+1 < len(gs); i++ {
		if gs[i].flags&newline != 0 {
			continue
		}
		gs[i].flags |= pairFlags(&gs[i], &gs[i+1])
	}
	for i := 0; i < len(gs); {
		if gs[i].class != digit || (i > 0 && gs[i-1].class == latin && unicode.IsLetter(gs[i-1].r)) {
			i++
			continue
		}
		i = b.markAmount(gs, i)
	}
}

// pairFlags decides what may happen between two neighbours.
func pairFlags(x, y *glyph) uint8 {
	if y.class == marker {
		return neverPart
	}
	if y.flags&newline != 0 {
		return 0
	}
	var f uint8
	tightX, tightY := tight(x), tight(y)
	if !(tightX && tightY) && !(x.r == y.r && (x.r == '—' || x.r == '…')) {
		f = stretches
	}
	switch {
	case y.class == blank, y.class == closing, y.class == glued:
	case x.class == blank:
		f |= mayBreak
	case x.class == opening, x.class == glued:
	case x.class == sign && y.class == digit:
	case tightX && tightY:
	default:
		f |= mayBreak
	}
	return f
}

// markAmount keeps together the number that begins at i, the sign before it
// and the unit behind it. It returns the index of the next rune to look at.
func (b *breaker) markAmount(gs []glyph, i int) int {
	j := i
	for j+1 < len(gs) && (gs[j+1].class == digit ||
		j+2 < len(gs) && isJoint(gs[j+1].r) && gs[j+2].class == digit) {
		j++
	}
	end := j
	if end-i < longestAmount {
		end = b.unitEnd(gs, j)
		if i > 0 && gs[i-1].class == sign {
			i--
		}
		for k := i; k < end; k++ {
			gs[k].flags = gs[k].flags&^mayBreak | neverPart
		}
	}
	return max(end, j) + 1
}

// isJoint tells whether r may stand inside a number.
func isJoint(r rune) bool { return r == '.' || r == ',' || r == '．' }

// unitEnd returns the index of the last rune of the unit that follows the
// number ending at j, or j. One blank may stand between.
func (b *breaker) unitEnd(gs []glyph, j int) int {
	for _, from := range [2]int{j + 1, j + 2} {
		if from >= len(gs) || (from == j+2 && gs[j+1].class != blank) {
			break
		}
		for _, u := range b.units[gs[from].r] {
			if matches(gs[from:], u) {
				return from + len(u) - 1
			}
		}
	}
	return j
}

func matches(gs []glyph, u []rune) bool {
	if len(gs) < len(u) {
		return false
	}
	for i, r := range u {
		if gs[i].r != r || gs[i].flags&newline != 0 {
			return false
		}
	}
	return true
}
