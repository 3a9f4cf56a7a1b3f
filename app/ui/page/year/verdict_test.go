package year

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// An evaluation that is not filled in yet stands at a low grade only because rows are missing: that is no warning.
func TestGradeOfAnUnfinishedEvaluationIsQuiet(t *testing.T) {
	_, scheme := uitest.Example(t)
	maker := itemMaker{words: uitest.Words(t, locale.Chinese), scheme: func(scoring.SchemeRef) (*scoring.Scheme, bool) { return scheme, true }}
	header := storage.Header{Rows: 5, Scored: 5, Grade: "差", Total: decimal.NullDecimal{Decimal: decimal.One, Valid: true}}
	open := header
	open.Scored, open.Pending = 3, 2
	items := maker.items([]storage.Header{header, open})
	if items[0].tone == look.Quiet || items[1].tone != look.Quiet {
		t.Errorf("tones %v, %v", items[0].tone, items[1].tone)
	}
}
