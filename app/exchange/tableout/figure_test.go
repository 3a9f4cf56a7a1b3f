package tableout

import "testing"

func TestFigureOf(t *testing.T) {
	for text, want := range map[string][2]string{
		"100": {"100", "0"}, "22.50": {"22.50", "0.00"}, "≥95%": {"0.95", `"≥"0%`}, "95.36%": {"0.9536", "0.00%"}, "≥1,200米": {"1200", `"≥"#,##0"米"`},
		"12480.11万元": {"12480.11", `0.00"万元"`}, "0": {"0", "0"},
	} {
		f, ok := figureOf(text)
		if !ok || f.value.String() != want[0] || f.format != want[1] {
			t.Errorf("%q: %v %s %s, want %v", text, ok, f.value, f.format, want)
		}
	}
	for _, text := range []string{"", "/", "效果明显", "90%-95%", "2022年12月底前", "007", "1234567890123456", "约50人", "3/5", "=1+1", "第1批\"", "-5"} {
		if f, ok := figureOf(text); ok {
			t.Errorf("%q became %s %s", text, f.value, f.format)
		}
	}
}

func TestSheetNames(t *testing.T) {
	b := newBook()
	long := "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五"
	for _, name := range []string{long, long, "a/b:c", "", "A/B:C", "'x'"} {
		got := b.sheetName(name)
		if n := len([]rune(got)); n == 0 || n > 31 {
			t.Errorf("%q has %d characters", got, n)
		}
	}
	if len(b.used) != 6 {
		t.Errorf("%d names of 6", len(b.used))
	}
}

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "-5": "-5", "-x": "'-x", "≥5": "≥5", "": ""} {
		if got := guard(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
