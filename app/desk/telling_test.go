package desk

import (
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

// alter edits the evaluation that two desks exchange.
func alter(t *testing.T, d *Desk, key string, edit func(e *scoring.Evaluation)) {
	t.Helper()
	if _, err := d.store.Update(t.Context(), 2022, strings.TrimPrefix(key, "2022/"), func(e *scoring.Evaluation) error {
		edit(e)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestDifferencesAndConflictsAreToldByWhatTheyAreOf: rows of money by their names, an indicator that only one side has as one difference.
func TestDifferencesAndConflictsAreToldByWhatTheyAreOf(t *testing.T) {
	a, b, key := pair(t)
	apply(t, hand(t, a, b, BundleOrder{Kind: bundle.KindYear}))
	gone, row := "", ""
	alter(t, a, key, func(e *scoring.Evaluation) {
		row = e.Funds[0].Name
		e.Funds[0].Executed = decimal.NullDecimal{Decimal: decimal.MustNew(1, 0), Valid: true}
		one := e.Indicators[0]
		one.ID, one.Name = "brandnew", "新添的指标"
		gone = e.Indicators[1].Name
		e.Indicators = append(slices.Delete(e.Indicators, 1, 2), one)
	})
	alter(t, b, key, func(e *scoring.Evaluation) {
		e.Funds[0].Executed = decimal.NullDecimal{Decimal: decimal.MustNew(2, 0), Valid: true}
	})
	in := hand(t, a, b, BundleOrder{Kind: bundle.KindYear})
	changes, err := in.Differences(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range b.TellDifferences(t.Context(), b.words(), key, changes) {
		told = append(told, f.What()+"："+f.Old+" → "+f.New)
	}
	want := []string{"资金「" + row + "」 全年执行数：2 → 1", "指标： → 新添的指标", "指标：" + gone + " → "}
	slices.Sort(told)
	slices.Sort(want)
	if !slices.Equal(told, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
	apply(t, in)
	list, err := b.TellConflicts(t.Context(), b.words())
	if err != nil || len(list) != 1 || list[0].Field != "资金「"+row+"」 全年执行数" {
		t.Errorf("conflicts %+v (%v)", list, err)
	}
}

func TestAnOrderIsTheSameWhereWhatBothHaveFollowsAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{`["x","y"]`, `["x","z","y"]`, true},
		{`["x","y"]`, `["y","x"]`, false},
		{`["x"]`, `["y"]`, true},
		{``, `["y"]`, true},
		{`7`, `["y"]`, false},
	} {
		data := func(text string) []byte {
			if text == "" {
				return nil
			}
			return []byte(text)
		}
		if got := sameOrder(data(c.a), data(c.b)); got != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
