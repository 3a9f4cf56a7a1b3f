package target

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/forms.tsv anew from what the reader says; check the difference by eye")

// summary is a reading in one line: what the table of forms holds.
func summary(v Value) string {
	parts := []string{string(v.Kind)}
	if v.Kind == Empty {
		parts[0] = "empty"
	}
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(string(v.Sign))
	if v.IsNumeric() {
		add(v.Low.String())
		if v.Kind == Range {
			add(".. " + v.High.String())
		}
	}
	add(v.Unit)
	add(v.Start.String())
	add(v.Due.String())
	add(string(v.Grain))
	if v.Kind == YesNo {
		add(fmt.Sprint(v.Yes))
	}
	if v.Inexact {
		add("inexact")
	}
	if v.Several {
		add("several")
	}
	if v.Notes != 0 {
		add("! " + strings.Join(v.Notes.Keys(), " "))
	}
	return strings.Join(parts, " ")
}

// TestForms reads every form of testdata/forms.tsv: text, tab, reading. The first part of the file holds every target and actual of
// twelve published tables, the second the other forms that occur. Dates without a year belong to 2022.
func TestForms(t *testing.T) {
	data, err := os.ReadFile("testdata/forms.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	count := 0
	for line := range strings.Lines(string(data)) {
		text, want, isForm := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !isForm {
			out.WriteString(line)
			continue
		}
		count++
		v := Parse(text, Context{FiscalYear: 2022})
		got := summary(v)
		if got != want && !*update {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
		if v.Text != text {
			t.Errorf("%q: text altered to %q", text, v.Text)
		}
		fmt.Fprintf(&out, "%s\t%s\n", text, got)
	}
	if count < 150 {
		t.Errorf("only %d forms in the table", count)
	}
	if *update {
		if err := os.WriteFile("testdata/forms.tsv", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestYearComesFromTheContextOrIsMissing(t *testing.T) {
	without := Parse("2月底前", Context{})
	if without.Due != (Date{0, 2, 29}) || !without.Notes.Has(YearMissing) {
		t.Errorf("without a year: %s", summary(without))
	}
	for year, want := range map[int]string{2023: "2023-02-28", 2024: "2024-02-29"} {
		with := without.Reparse(Context{FiscalYear: year})
		if with.Due.String() != want || !with.Notes.Has(YearAssumed) {
			t.Errorf("%d: %s", year, summary(with))
		}
	}
	if v := Parse("2019年2月底前", Context{FiscalYear: 2024}); v.Due.String() != "2019-02-28" || v.Notes != 0 {
		t.Errorf("a stated year stands: %s", summary(v))
	}
}

func TestExactness(t *testing.T) {
	for text, exact := range map[string]bool{
		"50": true, "=50": true, "50人": true, "≥50": false, "50余人": false, "超过50人": false, "约50人": false, "50-60": false, "完成": false,
	} {
		if got := Parse(text, Context{}).IsExact(); got != exact {
			t.Errorf("%s: exact %v", text, got)
		}
	}
	for text, missing := range map[string]bool{"": true, " 　": true, "/": true, "无": true, "0": false, "不适用": false, "及时": false} {
		if got := Parse(text, Context{}).IsMissing(); got != missing {
			t.Errorf("%q: missing %v", text, got)
		}
	}
}

func TestPartsOfSeveral(t *testing.T) {
	v := Parse("慰问伤残军人50人；驻保部队8家、完成率≥95%", Context{})
	var got []string
	for _, part := range v.Parts(Context{}) {
		got = append(got, part.Text+": "+summary(part))
	}
	want := "慰问伤残军人50人: number 50 人 ! leading_text|驻保部队8家: number 8 家 ! leading_text|完成率≥95%: number >= 95 % ! leading_text"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
	single := Parse("50人", Context{})
	if parts := single.Parts(Context{}); len(parts) != 1 || parts[0] != single {
		t.Errorf("a single value is its own part: %v", parts)
	}
}

func TestInName(t *testing.T) {
	for name, want := range map[string]string{
		"公猪舍(≥**平方米)": ">= 平方米 true", "种公猪(≥头)": ">= 头 true", "粉碎拌合机(11kw)(≥台)": ">= 台 true", "工程合格率(%)": " % true",
		"年新增畜牧产值 (万元)": " 万元 true", "服务外包在岸(万美元)": " 万美元 true", "投入资金（≥万元）": ">= 万元 true", "群体性事件(不超过××次)": "<= 次 true",
		"受益脱贫(含监测对象)户人口数": "  false", "粉碎拌合机(11kw)": "  false", "满意度": "  false", "维修(维护)": "  false", ")": "  false", "()": "  false",
	} {
		sign, unit, ok := InName(name)
		if got := fmt.Sprintf("%s %s %v", sign, unit, ok); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	hinted := Parse("230", Context{}).WithHint(AtLeast, "平方米")
	if hinted.Sign != AtLeast || hinted.Unit != "平方米" || hinted.Text != "230" {
		t.Errorf("hint: %s", summary(hinted))
	}
	own := Parse("≤3台", Context{}).WithHint(AtLeast, "套")
	if own.Sign != AtMost || own.Unit != "台" {
		t.Errorf("what the text states stands: %s", summary(own))
	}
}
