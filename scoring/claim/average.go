package claim

import (
	"strings"

	"zhunsheng/scoring/lexicon"
)

// perHead are the words that divide an amount by what was counted, by the units of the count.
var perHead = map[string][]string{
	"户均": {"户"}, "人均": {"人", "名", "位"}, "日均": {"天", "日"}, "亩均": {"亩"}, "村均": {"个村", "村"}, "校均": {"所"}, "家均": {"家"}, "件均": {"件"}, "次均": {"次", "人次"},
	"平均每户": {"户"}, "平均每人": {"人", "名", "位"}, "平均每天": {"天", "日"}, "平均每家": {"家"}, "平均每亩": {"亩"},
}

var perHeadWords = lexicon.Of("户均", "人均", "日均", "亩均", "村均", "校均", "家均", "件均", "次均", "平均每户", "平均每人", "平均每天", "平均每家", "平均每亩")

// average checks an amount per head against the two figures right before it: 发放补贴3.6万元，惠及农户120户，户均300元. It is checked only where these are
// the amount and the count that the words ask for, and nothing else is named between.
func (c *checker) average(i int, s sentence) bool {
	f := &c.doc.figures[i]
	word, at := "", 0
	for k, w := range perHeadWords.All(f.before) {
		word, at = w, k
	}
	if word == "" || f.unit == "%" || f.change != noChange || ownSubject(f.before[:at]) {
		return false
	}
	num, den, ok := c.amountAndCount(i, s, word)
	if !ok {
		return false
	}
	x, okNum := num.as(&f.unitKind)
	y, okDen := den.as(&den.unitKind)
	if !okNum || !okDen {
		return false
	}
	h, ok := c.quotient(x, y, shapeQuotient, one, number{})
	if !ok {
		return false
	}
	h.ops = "x" // no percentage
	about := trimLinks(f.before[at+len(word):])
	h.certain = !ownSubject(about) || strings.Contains(num.before, about) || givenWords.At(about) == about
	if v, _ := judge(f, &h); !h.certain && v != Confirmed {
		return false
	}
	c.decide(Average, f, []hypothesis{h})
	return true
}

// amountAndCount returns the two figures right before figure i where one is an amount in its unit and the other counts what word asks
// for; ok is false where other figures of their kinds stand beside them.
func (c *checker) amountAndCount(i int, s sentence, word string) (num, den *figure, ok bool) {
	d := c.doc
	f := &d.figures[i]
	if i-2 < s.first || strings.Contains(d.s[d.figures[i-2].end:f.start], ";") {
		return nil, nil, false
	}
	num, den = &d.figures[i-2], &d.figures[i-1]
	if !countedIn(den, perHead[word]) {
		num, den = den, num
	}
	isAmount := num.fits(f) && isLevel(num) && !strings.Contains(num.before, "均")
	if !isAmount || !countedIn(den, perHead[word]) || f.fits(den) || num.depth != f.depth || den.depth != f.depth {
		return nil, nil, false
	}
	if i-3 >= s.first && (d.figures[i-3].fits(num) || d.figures[i-3].fits(den)) { // another amount or count may be meant
		return nil, nil, false
	}
	before := d.s[s.start : f.start-len(f.before)]
	return num, den, !containsAny(before, "其中", "分别", "每")
}

// givenWords say that the amount was spent on those who are counted.
var givenWords = lexicon.Of("补助", "补贴", "发放", "支出", "投入", "兑付", "资助", "救助", "接待")

func countedIn(f *figure, units []string) bool {
	for _, u := range units {
		if f.unit == u || f.unit == "万"+u {
			return isCount(f) || u == "天" || u == "日"
		}
	}
	return false
}
