package year

import "testing"

func TestYearsAreReadAsTheyAreTyped(t *testing.T) {
	for text, want := range map[string]int{
		"2023": 2023, " 2023 ": 2023, "２０２３": 2023, "２023": 2023,
		"": 0, "23": 0, "20230": 0, "二〇二三": 0, "2023年": 0, "1899": 0,
	} {
		if got := yearIn(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
