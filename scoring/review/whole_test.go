package review_test

import (
	"testing"

	"zhunsheng/scoring"
)

var _ = table("C1",
	trial{name: "75 %", do: money("1000", "750"), want: at("execution")},
	trial{name: "89.99 %", do: money("10000", "8999"), want: at("execution")},
	trial{name: "displayed as 90.00 %", do: money("1000000", "899999"), want: at("execution")},
	trial{name: "nothing spent", do: money("1000", "0"), want: at("execution")},
	trial{name: "exactly 90 %", do: money("1000", "900")},
	trial{name: "no budget, no rate", do: money("0", "0")},
	trial{name: "overspent", do: money("1000", "1020")},
)

func TestC1(t *testing.T) { testCheck(t, "C1") }

var _ = table("C2",
	trial{name: "95 on 70 %", do: money("1000", "700"), want: at("total")},
	trial{name: "printed 92 on 79.9 %", do: all(money("1000", "799"), graded("92", "优")), want: at("total stated")},
	trial{name: "printed exactly 90", do: all(money("1000", "600"), graded("90", "优")), want: at("total stated")},
	trial{name: "exactly 80 %", do: money("1000", "800")},
	trial{name: "a low total", do: all(money("1000", "700"), graded("89.99", "良"))},
	trial{name: "well spent", do: money("1000", "999")},
)

func TestC2(t *testing.T) { testCheck(t, "C2") }

var _ = table("C3",
	trial{name: "100 although money was left", do: graded("100", "优"), want: at("total")},
	trial{name: "97.6 on 76 %", do: all(money("1000", "760"), graded("97.61", "优")), want: at("total")},
	trial{name: "a row without evidence", do: all(state("i1", scoring.StateNoEvidence), graded("90", "优")), want: at("total")},
	trial{name: "what the rules allow", do: graded("99.62", "优")},
	trial{name: "nothing printed", do: money("1000", "10")},
	trial{name: "all spent", do: all(money("1000", "1000"), graded("100", "优"))},
)

func TestC3(t *testing.T) { testCheck(t, "C3") }

// perfect makes every row reach its target and the money be spent.
var perfect = all(money("1000", "1000"), values("i4", "", "44万元"), fullTier("办法已印发，人员到岗36名"))

var _ = table("C4",
	trial{name: "computed", do: perfect, want: at("total")},
	trial{name: "printed", make: printed, do: all(outputs("15", "15", "10", "10", "15", "15", "10"), graded("100", "优")), want: at("total")},
	trial{name: "overspent and still full", do: all(perfect, money("1000", "1001")), want: at("total")},
	trial{name: "money left", do: all(perfect, money("1000", "999"))},
	trial{name: "one row off by 0.01", make: printed, do: all(outputs("15", "15", "10", "10", "15", "14.99", "10"), graded("99.99", "优"))},
	trial{name: "as it is"},
)

func TestC4(t *testing.T) { testCheck(t, "C4") }

func budget(initial, adjusted string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		e.Funds = e.Funds[:1]
		e.Funds[0].Initial, e.Funds[0].Adjusted, e.Funds[0].Executed = some(initial), some(adjusted), some(adjusted)
	}
}

var _ = table("C5",
	trial{name: "cut by a third", do: budget("1500", "1000"), want: at("funds:0")},
	trial{name: "raised by 20.01 %", do: budget("10000", "12001"), want: at("funds:0")},
	trial{name: "cut to nothing", do: budget("10", "0"), want: at("funds:0")},
	trial{name: "raised by exactly 20 %", do: budget("1000", "1200")},
	trial{name: "cut by exactly 20 %", do: budget("1000", "800")},
	trial{name: "money added in the year to no budget", do: budget("0", "500")},
)

func TestC5(t *testing.T) { testCheck(t, "C5") }

var _ = table("C6",
	trial{name: "printed 差", do: graded("55", "差"), want: at("grade stated")},
	trial{name: "computed below 60", do: all(state("i1", scoring.StateNoEvidence), state("i2", scoring.StateNoEvidence), state("i5", scoring.StateNoEvidence)), want: at("grade grade")},
	trial{name: "nothing spent", do: money("1000", "0"), want: at("execution execution")},
	trial{name: "60 is not the lowest", do: graded("60", "中")},
	trial{name: "little spent", do: money("1000", "0.01")},
	trial{name: "a row still open says nothing yet", do: all(outputs("0", "0", "0", "0"), values("i5", "", " "))},
)

func TestC6(t *testing.T) { testCheck(t, "C6") }
