package widget

import (
	"reflect"
	"strings"
	"testing"
)

func TestSplitTable(t *testing.T) {
	tests := []struct {
		name, text string
		want       [][]string
	}{
		{"one cell", "95%", [][]string{{"95%"}}},
		{"empty", "", [][]string{{""}}},
		{"a column as Excel copies it", "1\r\n2\r\n3\r\n", [][]string{{"1"}, {"2"}, {"3"}}},
		{"two columns", "甲\t1\n乙\t2", [][]string{{"甲", "1"}, {"乙", "2"}}},
		{"blank cells count", "\t1\n\n2\t", [][]string{{"", "1"}, {""}, {"2", ""}}},
		{"quoted cell", "\"两\n行\"\t\"说\"\"好\"\"\"", [][]string{{"两\n行", "说\"好\""}}},
		{"quote that never closes", "\"5\t6", [][]string{{"\"5", "6"}}},
		{"quote inside", "5\" 管\t6", [][]string{{"5\" 管", "6"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := SplitTable(tt.text); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzSplitTable(f *testing.F) {
	f.Add("a\tb\n\"c\nd\"\te")
	f.Fuzz(func(t *testing.T, text string) {
		rows := SplitTable(text)
		if len(rows) == 0 || len(rows[0]) == 0 {
			t.Fatalf("%q gave no cell", text)
		}
		joined := JoinTable(rows)
		if strings.HasSuffix(joined, "\n") {
			return // an empty last row cannot be told from the end of the row before it
		}
		if again := JoinTable(SplitTable(joined)); again != joined {
			t.Errorf("%q became %q", joined, again)
		}
	})
}
