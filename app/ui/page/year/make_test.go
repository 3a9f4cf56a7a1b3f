package year

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func (r *room) ids() string {
	var ids []string
	for _, row := range r.page.grid.Rows() {
		ids = append(ids, row.ID)
	}
	return strings.Join(ids, " ")
}

func TestFiltersOfferWhatOccursAndNarrow(t *testing.T) {
	r := enter(t, twoYears(), 0)
	r.page.filters.grade.Choose("优")
	if r.ids() != "a" {
		t.Errorf("grade 优 leaves %q", r.ids())
	}
	r.Run(t, "unfilter")
	r.page.filters.finding.Choose("blocking")
	if r.ids() != "b" {
		t.Errorf("what must be corrected leaves %q", r.ids())
	}
	r.Run(t, "unfilter")
	if r.ids() != "a b c" || r.page.filters.status.Visible() {
		t.Errorf("without filters %q; a filter with one value is shown: %v", r.ids(), r.page.filters.status.Visible())
	}
}

func TestColumnsSortUpDownAndAsTheyCome(t *testing.T) {
	r := enter(t, twoYears(), 0)
	var got []string
	for range 3 {
		r.page.grid.OnSort(columnScore)
		got = append(got, r.ids())
	}
	if fmt.Sprint(got) != "[c b a a b c a b c]" {
		t.Errorf("by score %q", got)
	}
	r.Run(t, "sort") // by name, in the order of pinyin: 道路 图书 未知
	if r.ids() != "a b c" {
		t.Errorf("by name %q", r.ids())
	}
	r.Run(t, "sort.reverse")
	if r.ids() != "c b a" {
		t.Errorf("reversed %q", r.ids())
	}
}

func TestMarkedRowsAreCopiedAndDeletedAfterAsking(t *testing.T) {
	source := twoYears()
	r := enter(t, source, 0)
	uitest.Press(t, r.Canvas(), fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	r.Run(t, "copy-rows")
	if lines := strings.Split(r.Copied, "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "项目名称\t实施单位\t") || !strings.HasPrefix(lines[1], "道路养护\t养护中心\t") {
		t.Errorf("copied %q", r.Copied)
	}
	r.Run(t, "delete")
	if !r.Prompts.Open() || len(source.deleted) != 0 {
		t.Fatal("nothing asks before deleting")
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // the keyboard is on the way out
	if r.Prompts.Open() || len(source.deleted) != 0 {
		t.Fatal("Enter did not lead out")
	}
	r.Run(t, "delete")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if fmt.Sprint(source.deleted) != "[a c]" {
		t.Errorf("deleted %v", source.deleted)
	}
}

func TestNewEvaluationIsAskedForAndOpened(t *testing.T) {
	source := twoYears()
	r := enter(t, source, 0)
	r.Run(t, "new")
	canvas := r.Canvas()
	uitest.Press(t, canvas, fyne.KeyReturn)
	if !r.Prompts.Open() || len(source.begun) != 0 {
		t.Fatal("an evaluation without a name was begun")
	}
	uitest.Type(t, canvas, "新桥梁")
	uitest.Press(t, canvas, fyne.KeyReturn)
	r.Settle()
	want := desk.Start{Year: 2022, Name: "新桥梁", Unit: "甲局", MoneyUnit: desk.TenThousandYuan, Scheme: "cn-2020", Template: true}
	if len(source.begun) != 1 || source.begun[0].Name != want.Name || source.begun[0].Unit != want.Unit || source.begun[0].Year != want.Year || !source.begun[0].Template {
		t.Fatalf("begun %+v, want %+v", source.begun, want)
	}
	if fmt.Sprint(r.opened) != "[2022made]" || len(r.Toasts) != 1 {
		t.Errorf("opened %v, said %q", r.opened, r.Toasts)
	}
}

func TestLastYearIsCarriedOver(t *testing.T) {
	source := twoYears()
	r := enter(t, source, 0)
	r.Run(t, "carry")
	r.Settle() // last year's evaluations
	canvas := r.Canvas()
	for range 20 { // to the accepting button
		canvas.FocusNext()
		if b, ok := canvas.Focused().(interface{ MinSize() fyne.Size }); ok && fmt.Sprintf("%T", b) == "*widget.Button" {
			break
		}
	}
	canvas.FocusNext()
	uitest.Press(t, canvas, fyne.KeyReturn)
	r.Settle()
	if fmt.Sprint(source.carried) != "[2021 [old] 2022]" {
		t.Errorf("carried %v", source.carried)
	}
}

func TestImportShowsDoubtsAndTakesWhatIsMarked(t *testing.T) {
	source := twoYears()
	source.incoming = &desk.Incoming{Path: "/表.xlsx", Items: []desk.IncomingItem{
		{Evaluation: &scoring.Evaluation{FiscalYear: 2022, Project: scoring.Project{Name: "甲"}}, From: "Sheet1", Unplaced: 2},
		{Evaluation: &scoring.Evaluation{FiscalYear: 2022, MoneyUnit: "元", Project: scoring.Project{Name: "乙"}}, From: "Sheet2"},
	}}
	r := enter(t, source, 0)
	r.Run(t, "import")
	r.Settle()
	canvas := r.Canvas()
	uitest.Press(t, canvas, fyne.KeyDown, fyne.KeySpace) // leave the second out
	for range 20 {
		canvas.FocusNext()
		if fmt.Sprintf("%T", canvas.Focused()) == "*widget.Button" {
			break
		}
	}
	canvas.FocusNext()
	uitest.Press(t, canvas, fyne.KeyReturn)
	r.Settle()
	if len(source.taken) != 1 || source.taken[0].Evaluation.Project.Name != "甲" || source.taken[0].Evaluation.MoneyUnit != desk.TenThousandYuan {
		t.Errorf("taken %+v", source.taken)
	}
}

func TestYearsAreTurnedByKeyAndTodoOpens(t *testing.T) {
	r := enter(t, twoYears(), 0)
	if want := "2 个项目没有填完"; !strings.Contains(r.page.next.Text, want) {
		t.Errorf("says %q, want %q", r.page.next.Text, want)
	}
	r.Run(t, "todo")
	if fmt.Sprint(r.opened) != "[2022b]" {
		t.Errorf("opened %v", r.opened)
	}
	r.Run(t, "year.before")
	r.Settle()
	if r.page.Year() != 2021 {
		t.Errorf("year %d", r.page.Year())
	}
	r.Run(t, "year.before")
	if r.page.Year() != 2021 {
		t.Errorf("year %d before the first", r.page.Year())
	}
}

func TestExecutionIsThatOfAllMoney(t *testing.T) {
	r := enter(t, twoYears(), 0)
	if got := r.page.tiles.execution.Say(); got != "85.00%" {
		t.Errorf("execution %s, want (150+190)/(200+200)", got)
	}
}

// manyEvaluations is a year as large as any.
func manyEvaluations() *shelf {
	names := []string{"道路养护", "图书采购", "科技创新券", "农村饮水安全", "老旧小区改造", "义务教育营养改善"}
	units := []string{"市交通运输局", "市图书馆", "市科学技术局", "市水利局", "市住房和城乡建设局", "市教育局"}
	s := &shelf{years: []storage.Year{{Year: 2023, Unit: "市财政局"}}, headers: map[int][]storage.Header{}}
	for i := range 2000 {
		h := header(fmt.Sprintf("p%04d", i), fmt.Sprintf("%s项目第%d期", names[i%6], i), units[i%6], fmt.Sprintf("%d.50", 60+i%40), "良", 20, i%3)
		h.FiscalYear = 2023
		s.headers[2023] = append(s.headers[2023], h)
	}
	return s
}

func benchmarkRoom(b *testing.B) *room {
	b.Helper()
	return enter(b, manyEvaluations(), 0)
}

func BenchmarkListOf2000Appears(b *testing.B) {
	r := benchmarkRoom(b)
	for b.Loop() {
		r.page.Reload()
		r.Settle()
		r.Canvas().Capture()
		b.StopTimer()
		r.Settle()
		b.StartTimer()
	}
}

func BenchmarkSearchKeyIn2000(b *testing.B) {
	r := benchmarkRoom(b)
	texts := []string{"k", "kj", "kjc", "kjcx", "科", "科技", "市水", ""}
	n := 0
	for b.Loop() {
		r.page.search.SetText(texts[n%len(texts)])
		n++
	}
}
