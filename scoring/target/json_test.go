package target

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

func TestJSONForm(t *testing.T) {
	for text, want := range map[string]string{
		"≥95%":   `{"text":"≥95%","kind":"number","sign":"\u003e=","low":"95","high":"95","unit":"%"}`,
		"12月底前":  `{"text":"12月底前","kind":"date","sign":"\u003c=","due":"2022-12-31","grain":"month","notes":["year_assumed"]}`,
		"80~90分": `{"text":"80~90分","kind":"range","low":"80","high":"90","unit":"分"}`,
		"未完成":    `{"text":"未完成","kind":"yes_no","yes":false}`,
		"":       `{"text":""}`,
		" ":      `{"text":" "}`,
		"50余人":   `{"text":"50余人","kind":"number","sign":"\u003e","low":"50","high":"50","unit":"人","inexact":true}`,
		"0.00":   `{"text":"0.00","kind":"number","low":"0.00","high":"0.00"}`,
		"<b>&":   `{"text":"\u003cb\u003e\u0026","kind":"words"}`,
	} {
		v := Parse(text, Context{FiscalYear: 2022})
		got, err := json.Marshal(v)
		if err != nil || string(got) != want {
			t.Errorf("%q: got %s, %v", text, got, err)
		}
		var back Value
		if err := json.Unmarshal(got, &back); err != nil || back != v {
			t.Errorf("%s came back as %+v, %v", got, back, err)
		}
	}
}

func TestPlainJSONIsParsed(t *testing.T) {
	for data, want := range map[string]string{
		`"≥95%"`: "number >= 95 %", `95`: "number 95", `0.50`: "number 0.50", `-3`: "number -3", `null`: "empty", `""`: "empty", `{"text":"≥3项"}`: "number >= 3 项",
		`{}`: "empty", ` {"text":"年底前","kind":""} `: "date <= --12-31 year ! year_missing",
	} {
		var v Value
		if err := json.Unmarshal([]byte(data), &v); err != nil || summary(v) != want {
			t.Errorf("%s: got %s, %v; want %s", data, summary(v), err, want)
		}
	}
}

// TestStatedReadingStands: an object that states a reading is taken as given, even against its text.
func TestStatedReadingStands(t *testing.T) {
	var v Value
	if err := json.Unmarshal([]byte(`{"text":"约三成","kind":"number","sign":">=","low":"30","unit":"%"}`), &v); err != nil {
		t.Fatal(err)
	}
	if got := summary(v); got != "number >= 30 %" || v.Text != "约三成" {
		t.Errorf("got %s", got)
	}
}

func TestJSONFaultsAreNamed(t *testing.T) {
	for data, want := range map[string]string{
		`{"text":"x","kind":"figure"}`:                             `unknown kind "figure"`,
		`{"text":"x","kind":"number"}`:                             "needs the member low",
		`{"text":"x","kind":"number","low":"1e"}`:                  "member low",
		`{"text":"x","kind":"number","low":"1","high":"2"}`:        "one figure",
		`{"text":"x","kind":"range","low":"3","high":"2"}`:         "above high",
		`{"text":"x","kind":"words","sign":"~"}`:                   "member sign",
		`{"text":"x","kind":"date","due":"2022-13-01"}`:            "member due",
		`{"text":"x","kind":"date","due":"2022-1-01","grain":"x"}`: "member grain",
		`{"text":"x","kind":"words","notes":["doubt"]}`:            "unknown note",
		`{"text":"x","kind":"yes_no"}`:                             "member yes",
		`{"text":3}`:                                               "cannot unmarshal",
		`[1]`:                                                      "expected an object",
		`true`:                                                     "expected an object",
	} {
		var v Value
		err := json.Unmarshal([]byte(data), &v)
		if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct{ value, from, to, want string }{
		{"1.0698", "亿元", "万元", "10698"},
		{"243.49", "万元", "元", "2434900"},
		{"39", "元", "万元", "0.0039"},
		{"2.25", "万㎡", "平方米", "22500"},
		{"95", "%", "‰", "950"},
		{"9", "成", "%", "90"},
		{"23.75", "万人", "人", "237500"},
		{"3", "亩", "㎡", "2000"},
		{"1", "亩", "㎡", "666.666667"},
		{"1", "年", "个月", "12"},
		{"7", "天", "周", "1"},
		{"5", "家", "家", "5"},
		{"2", "km", "公里", "2"},
	} {
		got, err := Convert(decimal.MustParse(c.value), c.from, c.to)
		if err != nil || got.String() != c.want {
			t.Errorf("%s %s to %s: got %s, %v; want %s", c.value, c.from, c.to, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{"家", "户"}, {"元", "美元"}, {"%", "个百分点"}, {"人", "名"}, {"", "元"}, {"奇", "怪"}} {
		if _, err := Convert(decimal.One, c[0], c[1]); !errors.Is(err, ErrUnits) || Convertible(c[0], c[1]) {
			t.Errorf("%s to %s: %v", c[0], c[1], err)
		}
	}
	if _, err := Convert(decimal.MustParse("9999999999999999999"), "亿元", "元"); !errors.Is(err, exact.ErrRange) {
		t.Errorf("too large: %v", err)
	}
}

func TestSameUnit(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"㎡", "平方米", true},
		{"％", "%", true},
		{"天", "日", true},
		{"公里", "km", true},
		{"元", "万元", false},
		{"人", "名", false},
		{"%", "个百分点", false},
		{"", "", true},
		{"", "家", false},
		{"锦旗", "锦旗", true},
		{"万㎡", "公顷", true},
	} {
		if SameUnit(c.a, c.b) != c.same {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.same)
		}
	}
}

// TestEveryReadingHasItsSentence: what Describe returns exists in both languages, and every sentence is used.
func TestEveryReadingHasItsSentence(t *testing.T) {
	used := map[string]bool{}
	for _, text := range []string{
		"", "/", "不适用", "是", "否", "及时", "50", "=50", "≥50", "≤50", ">50", "<50", "约50", "1-2", "2022-01-02", "12月", "12月前", "12月后", "1-12月", "≥5人;≥3次",
	} {
		used[Describe(Parse(text, Context{})).Key] = true
	}
	for _, key := range Note(noteEnd - 1).Keys() {
		used[notePrefix+key] = true
	}
	for _, file := range []string{"target.zh.json", "target.en.json"} {
		data, err := os.ReadFile("../../assets/translations/" + file)
		if err != nil {
			t.Fatal(err)
		}
		sentences := map[string]string{}
		if err := json.Unmarshal(data, &sentences); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for key := range used {
			if sentences[key] == "" {
				t.Errorf("%s lacks %s", file, key)
			}
		}
		for key := range sentences {
			if !used[key] {
				t.Errorf("%s: nobody uses %s", file, key)
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	r := Describe(Parse("不低于95%", Context{}))
	if r.Key != "target.reading.at_least" || r.Args["value"] != "95" || r.Args["unit"] != "%" || r.Notes != nil {
		t.Errorf("got %+v", r)
	}
	r = Describe(Parse("9月前", Context{FiscalYear: 2022}))
	if r.Key != "target.reading.by_date" || r.Args["date"] != "2022-09-30" || strings.Join(r.Notes, " ") != "target.note.year_assumed target.note.period_open" {
		t.Errorf("got %+v", r)
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"2022-02-29", "2022-00-10", "2022-1-1", "--13-01", "x", "0000-01-01", "2022/01/01", "2022-01/01", "+022-01-01"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%s was read as %v", s, d)
		}
	}
	if n := (Date{2020, 2, 28}).DaysUntil(Date{2021, 3, 1}); n != 367 {
		t.Errorf("days: %d", n)
	}
	if n := (Date{2022, 12, 31}).DaysUntil(Date{2022, 12, 1}); n != -30 {
		t.Errorf("days back: %d", n)
	}
	if n := (Date{2021, 11, 30}).MonthsUntil(Date{2022, 2, 1}); n != 3 {
		t.Errorf("months: %d", n)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"≥95%", "2370人", "20万元", "100", "2022年12月底前", "90%-95%", "效果明显", "慰问伤残军人50人;革命烈士遗属50人;烈士家庭6户"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, Context{FiscalYear: 2022})
			}
		})
	}
}
