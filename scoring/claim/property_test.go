package claim

import (
	"fmt"
	"math/big"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// TestYearlyGrowthBracketsItsRoot: the rounded rate k satisfies (1+k-½)^n·a <= b < (1+k+½)^n·a over integers, for any figures, years
// and places.
func TestYearlyGrowthBracketsItsRoot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(1, 1_000_000).Draw(t, "a")
		b := rapid.Int64Range(a, a*3).Draw(t, "b")
		n := rapid.IntRange(1, 12).Draw(t, "n")
		places := rapid.IntRange(0, 4).Draw(t, "places")
		counted := unitOf("家")
		from, _ := (&figure{value: decimal.MustNew(a, 0), unitKind: counted}).as(&counted)
		to, _ := (&figure{value: decimal.MustNew(b, 0), unitKind: counted}).as(&counted)
		h, ok := new(checker).compoundOf(from, to, n, places, rising)
		if !ok {
			t.Fatal("not computed")
		}
		k := h.mid.scaled(places).rat().Num()
		scale := new(big.Int).Lsh(power10(places+2), 1) // twice, for the halves
		power := func(half int64) *big.Int {
			base := new(big.Int).Add(new(big.Int).Lsh(k, 1), big.NewInt(half))
			base.Add(base, scale)
			return base.Exp(base, big.NewInt(int64(n)), nil).Mul(base, big.NewInt(a))
		}
		middle := new(big.Int).Exp(scale, big.NewInt(int64(n)), nil)
		middle.Mul(middle, big.NewInt(b))
		if power(-1).Cmp(middle) > 0 || power(1).Cmp(middle) <= 0 {
			t.Fatalf("(%d/%d)^(1/%d)-1 rounded to %s", b, a, n, h.mid.show(places))
		}
	})
}

// show writes r with the given places, rounded half-up.
func show(r *big.Rat, places int) string { return wideNumber(r).show(places) }

// TestPhrasings writes random figures into sentences: a computed value is confirmed, one that is off by two in its last place is
// contradicted with the right value.
func TestPhrasings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(50, 900).Draw(t, "a")
		b := rapid.Int64Range(a+1, a*2-1).Draw(t, "b")
		places := rapid.IntRange(1, 2).Draw(t, "places")
		percent := func(num, den *big.Int) *big.Rat {
			return new(big.Rat).Mul(new(big.Rat).SetFrac(num, den), hundred.rat())
		}
		big1, big2 := big.NewInt(a), big.NewInt(b)
		ratio, growth := percent(big1, big2), percent(new(big.Int).Sub(big2, big1), big1)
		type phrase struct {
			text  string
			value *big.Rat
			kind  Kind
		}
		phrases := []phrase{
			{fmt.Sprintf("抽检样品%d批次，合格%d批次，合格率{}%%。", b, a), ratio, Ratio},
			{fmt.Sprintf("参评的%d个项目中，有%d个项目获得优秀，优秀率为{}%%。", b, a), ratio, Ratio},
			{fmt.Sprintf("应完成%d户，实际完成%d户，完成率达{}％。", b, a), ratio, Ratio},
			{fmt.Sprintf("入园企业%d家，占全区企业%d家的{}%%。", a, b), ratio, Share},
			{fmt.Sprintf("服务网点由%d个增加到%d个，增长{}%%。", a, b), growth, Growth},
			{fmt.Sprintf("2021年受理案件%d件，2022年受理案件%d件，同比增长{}%%。", a, b), growth, Growth},
			{fmt.Sprintf("全年发证%d本，比上年的%d本增长{}%%。", b, a), growth, Growth},
		}
		p := rapid.SampledFrom(phrases).Draw(t, "phrase")
		right := show(p.value, places)
		got := Check(strings.Replace(p.text, "{}", right, 1), nil)
		if len(got) != 1 || got[0].Verdict != Confirmed || got[0].Kind != p.kind {
			t.Fatalf("%s with %s: %s", p.text, right, summary(got))
		}
		off := new(big.Rat).Add(p.value, new(big.Rat).SetFrac(big.NewInt(2), power10(places)))
		got = Check(strings.Replace(p.text, "{}", show(off, places), 1), nil)
		if len(got) != 1 || got[0].Verdict != Contradicted || got[0].Right != right {
			t.Fatalf("%s with %s instead of %s: %s", p.text, show(off, places), right, summary(got))
		}
	})
}

func TestSumsAndDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := rapid.Int64Range(10, 400).Draw(t, "a"), rapid.Int64Range(10, 400).Draw(t, "b"), rapid.Int64Range(10, 400).Draw(t, "c")
		format := rapid.SampledFrom([]string{
			"建设各类站点%[4]d座，其中城区%[1]d座、镇区%[2]d座、村级%[3]d座。", "建成城区站点%[1]d座、镇区站点%[2]d座、村级站点%[3]d座，合计%[4]d座。", "站点%[4]d座（城区%[1]d座，镇区%[2]d座，村级%[3]d座）。",
			"%[1]d+%[2]d+%[3]d=%[4]d座。", "三批分别建成%[1]d座、%[2]d座和%[3]d座，共计%[4]d座。",
		}).Draw(t, "format")
		got := Check(fmt.Sprintf(format, a, b, c, a+b+c), nil)
		if len(got) != 1 || got[0].Verdict != Confirmed || got[0].Kind != Sum {
			t.Fatalf("%s", summary(got))
		}
		got = Check(fmt.Sprintf(format, a, b, c, a+b+c-1), nil)
		if len(got) != 1 || got[0].Verdict != Contradicted || got[0].Right != fmt.Sprint(a+b+c) {
			t.Fatalf("%s", summary(got))
		}
		text := fmt.Sprintf("从%d座增至%d座，净增{}座。", a, a+b)
		got = Check(strings.Replace(text, "{}", fmt.Sprint(b), 1), nil)
		if len(got) != 1 || got[0].Verdict != Confirmed || got[0].Kind != Difference {
			t.Fatalf("%s", summary(got))
		}
		got = Check(strings.Replace(text, "{}", fmt.Sprint(b+1), 1), nil)
		if len(got) != 1 || got[0].Verdict != Contradicted || got[0].Right != fmt.Sprint(b) {
			t.Fatalf("%s", summary(got))
		}
	})
}

// TestEveryPortion: an amount that is a stated share of its base is confirmed at two places, and contradicted one cent beside.
func TestEveryPortion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(1000, 90000).Draw(t, "base")
		rate := rapid.Int64Range(10, 90).Draw(t, "rate")
		amount := show(big.NewRat(base*rate, 10000), 2)
		far := show(new(big.Rat).Add(big.NewRat(base*rate, 10000), big.NewRat(3, 100)), 2)
		shown := show(big.NewRat(base, 100), 2)
		format := rapid.SampledFrom([]string{"按%d%%补助，投入%s万元，补助{}万元。", "按照%d%%的比例给予支持，设备投入%s万元，奖补资金{}万元。"}).Draw(t, "format")
		text := fmt.Sprintf(format, rate, shown)
		if got := Check(strings.Replace(text, "{}", amount, 1), nil); len(got) != 1 || got[0].Verdict != Confirmed || got[0].Kind != Portion {
			t.Fatalf("%s %s: %s", text, amount, summary(got))
		}
		if got := Check(strings.Replace(text, "{}", far, 1), nil); len(got) != 1 || got[0].Verdict != Contradicted || got[0].Right != amount {
			t.Fatalf("%s %s: %s", text, far, summary(got))
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, path := range []string{"testdata/prose.tsv", "testdata/fields.tsv", "testdata/chains.tsv"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			text, _, _ := strings.Cut(line, "\t")
			f.Add(text)
		}
	}
	facts := []Fact{{Name: "高新技术企业存量", Value: decimal.MustNew(2194, 0), Unit: "家", Year: 2021}, {Name: "科研人员", Value: decimal.MustNew(0, 2), Unit: "名", Bound: Over}}
	f.Fuzz(func(t *testing.T, text string) {
		NewReader(Context{Year: 2022, Facts: facts}).Check(text)
		first := Check(text, facts)
		if !reflect.DeepEqual(first, Check(text, facts)) {
			t.Fatal("not deterministic")
		}
		if utf8.ValidString(text) {
			checkPlaces(t, text, first)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	sentence := "规模以上企业从2019年的908家增至2021年的1273家，年均增长18.41%。全年推荐1141家企业申报，其中941家通过认定，通过率82.47%。建成平台31家，其中工程中心27家、工作站4家。" +
		"项目组织有序，制度健全，各项工作按计划推进，服务对象反映良好。"
	for _, n := range []int{1, 20, 40, 400} {
		text := strings.Repeat(sentence, n)
		b.Run(fmt.Sprintf("%d characters", utf8.RuneCountInString(text)), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Check(text, nil)
			}
		})
	}
}

// BenchmarkHostile shows that time stays proportional on texts without punctuation or with nothing but figures.
func BenchmarkHostile(b *testing.B) {
	for _, piece := range []string{"1家", "1%", "增长1%", "从1家增至2家增长3%", "其中1家、", "(1", "2021年", "超1人", "占的", "，", "1,", "　", "一成", "1家增长1%，", "比1家增长,"} {
		for _, n := range []int{20_000, 40_000} {
			text := strings.Repeat(piece, n/len(piece))
			b.Run(piece, func(b *testing.B) {
				for b.Loop() {
					Check(text, nil)
				}
			})
		}
	}
}
