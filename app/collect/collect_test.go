package collect_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"zhunsheng/app/collect"
	"zhunsheng/app/collect/dataset"
)

func compactInto(out *bytes.Buffer, data []byte) error { return json.Compact(out, data) }

func TestCollect(t *testing.T) {
	in := t.TempDir()
	a, b := newUnit(t, "甲单位"), newUnit(t, "乙单位")
	a.write(join(in, "a1.zsb"), 1, a.example("p1"))
	changed := a.example("p1")
	changed.Project.Name = "改过的项目"
	a.write(join(in, "a2.zsb"), 5, changed, a.example("p2"))
	damage(t, join(in, "a2.zsb"), join(in, "a3-copy.zsb"), func(d []byte) []byte { return d })
	b.write(join(in, "b1.zsb"), 20, b.example("p1"))
	damage(t, join(in, "b1.zsb"), join(in, "b2-cut.zsb"), func(d []byte) []byte { return d[:len(d)/2] })
	damage(t, join(in, "b1.zsb"), join(in, "b3-altered.zsb"), func(d []byte) []byte {
		at := bytes.Index(d, []byte("records/evaluation.jsonl")) + 200
		d[at] ^= 1
		return d
	})
	if err := os.WriteFile(join(in, "note.txt"), []byte("not ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := options(t)
	o.Due, o.Units, o.Sample, o.Seed = "2023-03-10", []string{"甲单位", "丙单位"}, 2, 42
	var rows []collect.Rows
	o.Rows = func(r collect.Rows) error { rows = append(rows, r); return nil }
	s, err := collect.Collect(t.Context(), []string{in}, o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Files != 6 || s.Evaluations != 3 || !slices.Equal(s.Missing, []string{"丙单位"}) {
		t.Errorf("%+v", s)
	}
	if s.States[collect.Late] != 1 || s.States[collect.Unreadable] != 1 || s.States[collect.Altered] != 1 {
		t.Errorf("%+v %+v", s.States, s.Faulty)
	}
	if s.Standings[collect.Superseded] != 1 || s.Standings[collect.Duplicate] != 2 || s.Standings[collect.Counted] != 3 {
		t.Errorf("%+v %+v", s.Standings, s.Doubtful)
	}
	if len(s.Sample) != 2 || s.Seed != 42 || len(s.Grades) != 1 || s.Departments[0].Complete != 3 {
		t.Errorf("%+v %+v %+v", s.Sample, s.Grades, s.Departments)
	}
	first := rows[0]
	if first.Evaluation.Project != "改过的项目" || first.Evaluation.Total == nil || len(first.Indicators) < 10 || first.Indicators[0].Points == nil || first.Indicators[0].Level1 == "" {
		t.Errorf("%+v", first.Evaluation)
	}
	o.Workers, o.Rows = 1, nil
	again, err := collect.Collect(t.Context(), []string{in}, o)
	if err != nil || !reflect.DeepEqual(s, again) {
		t.Errorf("the number of workers changes the result: %v", err)
	}
}

func TestErrorsStopCollecting(t *testing.T) {
	in := t.TempDir()
	a := newUnit(t, "甲单位")
	a.write(join(in, "a.zsb"), 1, a.example("p1"))
	o := options(t)
	o.Rows = func(collect.Rows) error { return errStop }
	if _, err := collect.Collect(t.Context(), []string{in}, o); !errors.Is(err, errStop) {
		t.Errorf("got %v", err)
	}
	if _, err := collect.Collect(t.Context(), []string{join(in, "missing")}, options(t)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// TestDataset writes a dataset, and reads it again with the library's reader.
func TestDataset(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	a := newUnit(t, "甲单位")
	for i := range 5 {
		e := a.example(fmt.Sprint("p", i))
		e.Project.Department = []string{"教育/体育局", "", "财政局"}[i%3]
		a.write(join(in, fmt.Sprintf("%d.zsb", i)), 1, e)
	}
	o := options(t)
	d := dataset.New(out, "test")
	book, err := collect.NewWorkbook(func(key string) string { return key[max(0, len(key)-20):] })
	if err != nil {
		t.Fatal(err)
	}
	o.Rows = func(r collect.Rows) error { return errors.Join(d.Add(t.Context(), r), book.Add(&r.Evaluation)) }
	s, err := collect.Collect(t.Context(), []string{in}, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := book.Finish(s, join(out, "summary.xlsx")); err != nil {
		t.Fatal(err)
	}
	count, folders := 0, map[string]bool{}
	files, err := filepath.Glob(join(out, "evaluations", "*", "*", "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		folders[filepath.Base(filepath.Dir(file))] = true
		rows, err := parquet.ReadFile[collect.EvaluationRow](file)
		if err != nil {
			t.Fatal(err)
		}
		count += len(rows)
	}
	if count != 5 || !folders["department=%E6%95%99%E8%82%B2%2F%E4%BD%93%E8%82%B2%E5%B1%80"] || !folders["department=__HIVE_DEFAULT_PARTITION__"] {
		t.Errorf("%d rows in %v", count, folders)
	}
	x, err := excelize.OpenFile(join(out, "summary.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if rows, err := x.GetRows(x.GetSheetName(0)); err != nil || len(rows) != 6 || !strings.HasPrefix(rows[1][0], "2022/p") {
		t.Errorf("%v %v", rows, err)
	}
}

// TestTenThousand collects 10,000 bundles within the bounds of time and memory.
func TestTenThousand(t *testing.T) {
	whole(t, "collecting 10,000 bundles")
	const count = 10000
	in, out := t.TempDir(), t.TempDir()
	u := newUnit(t, "甲单位")
	for i := range count {
		e := u.example(fmt.Sprintf("p%05d", i))
		e.Project.Department = fmt.Sprintf("部门%02d", i%40)
		u.write(join(in, fmt.Sprintf("%05d.zsb", i)), 1, e)
		clear(u.records)
	}
	o := options(t)
	d := dataset.New(out, "test")
	book, err := collect.NewWorkbook(func(key string) string { return key[max(0, len(key)-20):] })
	if err != nil {
		t.Fatal(err)
	}
	o.Rows = func(r collect.Rows) error { return errors.Join(d.Add(t.Context(), r), book.Add(&r.Evaluation)) }
	start, before := time.Now(), processorTime(t)
	var s *collect.Summary
	memory := peak(func() {
		if s, err = collect.Collect(t.Context(), []string{in}, o); err == nil {
			err = errors.Join(d.Close(t.Context()), book.Finish(s, join(out, "summary.xlsx")))
		}
	})
	took, busy := time.Since(start), processorTime(t)-before
	t.Logf("%d bundles in %v, %v of processor time, %v each, at most %d MB", count, took, busy, busy/count, memory>>20)
	if err != nil || s.Evaluations != count {
		t.Fatalf("%v", err)
	}
	// Two minutes on two cores; what others do on the machine meanwhile does not count.
	if busy > 4*time.Minute || memory > 300<<20 {
		t.Errorf("took %v of processor time and %d MB, allowed: 4m0s and 300 MB", busy, memory>>20)
	}
}
