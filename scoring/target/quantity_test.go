package target

import (
	"testing"

	"github.com/govalues/decimal"
)

// TestCountedInThousands: figures that are counted in 千 and 百, alone or behind 万 and 亿, against the plain figure they mean.
func TestCountedInThousands(t *testing.T) {
	for text, want := range map[string]struct{ value, unit string }{
		"1万2千人": {"12000", "人"}, "3万5百户": {"30500", "户"}, "1万2千元": {"12000", "元"}, "1亿2千万元": {"120000000", "元"},
		"1亿2百万元": {"102000000", "元"}, "1亿2000万元": {"120000000", "元"}, "3万5000户": {"35000", "户"}, "1千人": {"1000", "人"},
		"3百户": {"300", "户"}, "1.5千公里": {"1500", "公里"}, "2千克": {"2", "千克"}, "2千米": {"2", "公里"}, "2千瓦时": {"2", "千瓦时"},
		"2千元": {"2000", "元"}, "3百万元": {"3000000", "元"}, "5百分点": {"5", "个百分点"}, "1万12人": {"10012", "人"},
		"一万二千人": {"12000", "人"}, "一万二人": {"12000", "人"}, "一万零二人": {"10002", "人"}, "三千五户": {"3500", "户"}, "一百二人": {"120", "人"},
		"一百零二人": {"102", "人"}, "一亿二万元": {"100020000", "元"}, "一亿二千万元": {"120000000", "元"}, "一亿二元": {"120000000", "元"}, "一万二千亿元": {"1200000000000", "元"}, "一亿三万二元": {"100032000", "元"}, "二十五人": {"25", "人"}, "一百二十人": {"120", "人"},
		"3千5百户": {"3500", "户"}, "3千500户": {"3500", "户"}, "3百5十户": {"350", "户"}, "3百50户": {"350", "户"},
	} {
		v := Parse(text, Context{})
		if v.Kind != Number {
			t.Errorf("%s: read as %s", text, v.Kind)
			continue
		}
		got, err := Convert(v.Low, v.Unit, want.unit)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got.Cmp(decimal.MustParse(want.value)) != 0 {
			t.Errorf("%s is %s %s, which makes %s %s, want %s", text, v.Low, v.Unit, got, want.unit, want.value)
		}
	}
}
