package collect_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"zhunsheng/app/collect"
)

// TestWhatIsNeitherBundleNorReportIsNamed: a unit may have handed in something else; what systems put beside files is nobody's.
func TestWhatIsNeitherBundleNorReportIsNamed(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "下级.zsb"), 0o755); err != nil { // a folder, whatever it is called
		t.Fatal(err)
	}
	for _, name := range []string{"表.xlsx", "~$表.xlsx", ".DS_Store", "Thumbs.db", "下级.zsb/说明.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := collect.Collect(t.Context(), []string{folder}, collect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.Join(folder, "下级.zsb", "说明.txt"), filepath.Join(folder, "表.xlsx")}; !slices.Equal(s.Others, want) || s.Files != 0 {
		t.Errorf("%d files, others %q, want %q", s.Files, s.Others, want)
	}
}

func TestEvaluationsOfAnotherYearDoNotCountWhereOneIsAskedFor(t *testing.T) {
	in := t.TempDir()
	a := newUnit(t, "甲单位")
	last := a.example("p2")
	last.FiscalYear = 2021
	a.write(join(in, "a.zsb"), 1, last, a.example("p1"))
	for year, want := range map[int][2]int{0: {2, 0}, 2022: {1, 1}, 2021: {1, 1}, 2019: {0, 2}} {
		o := options(t)
		o.Year = year
		s, err := collect.Collect(t.Context(), []string{in}, o)
		if err != nil {
			t.Fatal(err)
		}
		if s.Evaluations != want[0] || s.Standings[collect.OtherYear] != want[1] || len(s.Doubtful) != want[1] {
			t.Errorf("%d: %d count, %+v", year, s.Evaluations, s.Standings)
		}
	}
}
