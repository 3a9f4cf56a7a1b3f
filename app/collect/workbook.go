package collect

import (
	"fmt"
	"os"

	"github.com/xuri/excelize/v2"

	"zhunsheng/storage/atomicfile"
)

// Workbook writes a summary and the list of evaluations as xlsx. The list goes to disk as it comes, whatever its length.
type Workbook struct {
	file *excelize.File
	list *excelize.StreamWriter
	row  int
	text func(key string) string
}

// maxSheetRows is the most rows that xlsx has; the dataset has the rest.
const maxSheetRows = 1 << 20

// NewWorkbook begins a workbook. Text gives the names of sheets and columns, by keys under "collect.".
func NewWorkbook(text func(key string) string) (*Workbook, error) {
	w := &Workbook{file: excelize.NewFile(), text: text}
	name := text("collect.sheet.evaluations")
	if err := w.file.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	var err error
	if w.list, err = w.file.NewStreamWriter(name); err != nil {
		return nil, err
	}
	var head []any
	for _, column := range []string{
		"key", "year", "project", "code", "unit", "department", "scheme", "status", "total", "grade", "execution", "adjusted", "executed",
		"indicators", "errors", "warnings", "trust", "created", "source",
	} {
		head = append(head, text("collect.column."+column))
	}
	return w, w.next(w.list, head)
}

func (w *Workbook) next(to *excelize.StreamWriter, cells []any) error {
	w.row++
	return to.SetRow(fmt.Sprintf("A%d", w.row), cells)
}

// Add writes one evaluation.
func (w *Workbook) Add(r *EvaluationRow) error {
	if w.row >= maxSheetRows {
		return nil
	}
	return w.next(w.list, []any{
		plain(r.Key), r.Year, plain(r.Project), plain(r.Code), plain(r.Unit), plain(r.Department), plain(r.Scheme), plain(r.Status),
		number(r.Total, PointPlaces), r.Grade, number(r.ExecutionRate, PointPlaces), number(r.Adjusted, MoneyPlaces), number(r.Executed, MoneyPlaces),
		r.Indicators, r.Errors, r.Warnings, r.Trust, r.Created, plain(r.Source),
	})
}

// plain keeps a text a text, and within what a cell holds.
func plain(text string) string {
	const most = 32000
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

// number is a cell of a scaled number, which the eye and the sum function take for one.
func number(scaled *int64, places int) any {
	if scaled == nil {
		return nil
	}
	value := float64(*scaled)
	for range places {
		value /= 10
	}
	return value
}

// Finish writes the summary's sheets and the file, which appears whole or not at all.
func (w *Workbook) Finish(s *Summary, path string) error {
	if err := w.list.Flush(); err != nil {
		return err
	}
	tables := []struct {
		name string
		rows [][]any
	}{{"overview", overview(s, w.text)}, {"departments", departments(s, w.text)}, {"faulty", faulty(s, w.text)}, {"sample", sample(s, w.text)}}
	for _, t := range tables {
		name := w.text("collect.sheet." + t.name)
		if _, err := w.file.NewSheet(name); err != nil {
			return err
		}
		stream, err := w.file.NewStreamWriter(name)
		if err != nil {
			return err
		}
		w.row = 0
		for _, row := range t.rows {
			if err := w.next(stream, row); err != nil {
				return err
			}
		}
		if err := stream.Flush(); err != nil {
			return err
		}
	}
	if err := atomicfile.Stream(path, 0o644, func(file *os.File) error { return w.file.Write(file) }); err != nil {
		return err
	}
	return w.file.Close()
}

func overview(s *Summary, text func(string) string) [][]any {
	rows := [][]any{{text("collect.files"), s.Files}, {text("collect.evaluations"), s.Evaluations}, {text("collect.seed"), fmt.Sprint(s.Seed)}}
	for _, state := range []State{Late, Altered, Unreadable} {
		rows = append(rows, []any{text("collect.state." + string(state)), s.States[state]})
	}
	for _, standing := range []Standing{Duplicate, Superseded, Conflicting, Deleted, OtherYear} {
		rows = append(rows, []any{text("collect.standing." + string(standing)), s.Standings[standing]})
	}
	for _, unit := range s.Missing {
		rows = append(rows, []any{text("collect.missing"), plain(unit)})
	}
	for _, g := range s.Grades {
		rows = append(rows, []any{text("collect.column.grade") + " " + g.Name, g.Count})
	}
	for _, b := range s.Totals {
		rows = append(rows, []any{text("collect.column.total") + " " + b.Name, b.Count})
	}
	for _, o := range s.Outliers {
		rows = append(rows, []any{text("collect.outlier"), plain(o.Key), plain(o.Unit), o.Total.String()})
	}
	return rows
}

func departments(s *Summary, text func(string) string) [][]any {
	rows := [][]any{{text("collect.column.department"), text("collect.evaluations"), text("collect.complete"), text("collect.mean")}}
	for _, d := range s.Departments {
		row := []any{plain(d.Name), d.Count, d.Complete, nil}
		if d.Mean.Valid {
			row[3] = d.Mean.Decimal.String()
		}
		rows = append(rows, row)
	}
	return rows
}

func faulty(s *Summary, text func(string) string) [][]any {
	rows := [][]any{{text("collect.column.source"), text("collect.column.state"), text("collect.column.unit"), text("collect.column.detail")}}
	for _, f := range s.Faulty {
		rows = append(rows, []any{plain(f.Path), text("collect.state." + string(f.State)), plain(f.Unit), plain(f.Detail)})
	}
	for _, path := range s.Others {
		rows = append(rows, []any{plain(path), text("collect.other")})
	}
	for _, d := range s.Doubtful {
		rows = append(rows, []any{plain(d.Path), text("collect.standing." + string(d.Standing)), plain(d.Unit), plain(d.Key)})
	}
	return rows
}

func sample(s *Summary, text func(string) string) [][]any {
	rows := [][]any{{text("collect.column.key"), text("collect.column.project"), text("collect.column.unit"), text("collect.risk"), text("collect.column.source")}}
	for _, d := range s.Sample {
		rows = append(rows, []any{plain(d.Key), plain(d.Project), plain(d.Unit), d.Risk, plain(d.Source)})
	}
	return rows
}
