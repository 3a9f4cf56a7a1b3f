package expression_test

import (
	"errors"
	"slices"
	"testing"

	"zhunsheng/scoring/expression"
)

func TestNames(t *testing.T) {
	e, err := expression.Parse("min(1, 实际完成值 / 年度指标值) * -(权数 + 2) + 实际完成值")
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Names(); !slices.Equal(got, []string{"实际完成值", "年度指标值", "权数"}) {
		t.Errorf("names %q", got)
	}
	_, err = e.Value(2, lookup)
	var unknown *expression.NameError
	if !errors.As(err, &unknown) || unknown.Name != "权数" || !errors.Is(err, expression.ErrUnknownName) {
		t.Errorf("error %v", err)
	}
}
