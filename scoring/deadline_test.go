package scoring

import "testing"

func TestDeadlineIsInTheFollowingYear(t *testing.T) {
	for text, want := range map[string]string{
		"03-31": "2023-03-31", "12-31": "2023-12-31", "02-28": "2023-02-28", "02-29": "", "3-31": "", "13-01": "", "04-31": "", "": "", "ab-cd": "", "-1-01": "",
	} {
		s := Scheme{Deadline: text}
		got, ok := s.DeadlineFor(2022)
		if got != want || ok != (want != "") {
			t.Errorf("%q gives %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestVersionsAreOrderedByTheirNumbers(t *testing.T) {
	for _, pair := range [][2]string{{"2", "1"}, {"2021.10", "2021.9"}, {"1.2", "1"}, {"2", "1.9"}, {"010", "9"}, {"b", "a"}} {
		later, earlier := &Scheme{Version: pair[0]}, &Scheme{Version: pair[1]}
		if !later.Newer(earlier) || earlier.Newer(later) || later.Newer(later) {
			t.Errorf("%q does not come after %q", pair[0], pair[1])
		}
	}
}
