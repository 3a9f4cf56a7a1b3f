package year

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/widget"
	"github.com/govalues/decimal"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// shelf is a source in memory.
type shelf struct {
	years   []storage.Year
	headers map[int][]storage.Header
	err     error

	insights map[string]desk.Insight
	begun    []desk.Start
	carried  []string
	incoming *desk.Incoming
	taken    []desk.IncomingItem
	deleted  []string
}

func (s *shelf) Insights(context.Context, []storage.Header, func(done, total int)) (map[string]desk.Insight, error) {
	return s.insights, nil
}

func (s *shelf) SchemesFor(int) []*scoring.Scheme {
	schemes, err := app.OpenSchemes()
	if err != nil {
		panic(err)
	}
	return schemes.All()
}

func (s *shelf) Begin(_ context.Context, start desk.Start) (string, error) {
	s.begun = append(s.begun, start)
	return "made", nil
}

func (s *shelf) CarryOver(_ context.Context, from int, ids []string, to int) ([]string, error) {
	s.carried = append(s.carried, fmt.Sprint(from, ids, to))
	return ids, nil
}

func (s *shelf) Read(_ context.Context, path string, _ int, _ string) (*desk.Incoming, error) {
	return s.incoming, nil
}

func (s *shelf) Take(_ context.Context, items []desk.IncomingItem) (int, []string, error) {
	s.taken = append(s.taken, items...)
	return 2022, []string{"a"}, nil
}

func (s *shelf) Delete(_ context.Context, _ int, ids ...string) error {
	s.deleted = append(s.deleted, ids...)
	return nil
}

func (s *shelf) Years(context.Context) ([]storage.Year, error) { return s.years, nil }

func (s *shelf) Headers(_ context.Context, year int) ([]storage.Header, error) {
	return s.headers[year], s.err
}

func header(id, name, unit, total, grade string, scored, pending int) storage.Header {
	h := storage.Header{ID: id, Name: name, Unit: unit, Scored: scored, Pending: pending, Rows: scored + pending, Grade: grade, Status: scoring.StatusDraft}
	if total != "" {
		h.Total = decimal.NullDecimal{Decimal: decimal.MustParse(total), Valid: true}
	}
	return h
}

func yuan(text string) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: decimal.MustParse(text), Valid: true}
}

func twoYears() *shelf {
	return &shelf{
		years:    []storage.Year{{Year: 2021, Unit: "甲局"}, {Year: 2022, Unit: "甲局"}},
		insights: map[string]desk.Insight{"a": {Budget: yuan("2000000"), Executed: yuan("1500000")}, "b": {Blocking: 1, Waiting: 2, Budget: yuan("2000000"), Executed: yuan("1900000")}},
		headers: map[int][]storage.Header{
			2022: {
				header("a", "道路养护", "养护中心", "91.50", "优", 10, 0),
				header("b", "图书采购", "图书馆", "78.00", "中", 6, 2),
				header("c", "未知办法", "图书馆", "", "", 0, 4),
			},
			2021: {header("old", "旧项目", "甲局", "60.00", "中", 3, 0)},
		},
	}
}

// testWords replaces the Chinese ones.
var testWords wording.Words

type room struct {
	*pagetest.Room
	page    *Page
	manager Manager
	opened  []string
	titles  []string
	done    []string
	undo    func()
}

func enter(t testing.TB, source Source, year int, before ...func(*Page)) *room {
	t.Helper()
	words := uitest.Words(t, locale.Chinese)
	if testWords.Printer != nil {
		words = testWords
	}
	r := &room{Room: pagetest.NewIn(t, words)}
	r.Now, r.File = time.Date(2023, 3, 1, 9, 0, 0, 0, time.Local), "/表.xlsx"
	if office, ok := source.(Manager); ok {
		r.manager = office
	}
	_, scheme := uitest.Example(t)
	host := r.Host()
	host.Retitle = func() { r.titles = append(r.titles, r.page.Title()) }
	r.page = New(Needs{
		Host:   host,
		Source: source, Manager: r.manager,
		Scheme:  func(scoring.SchemeRef) (*scoring.Scheme, bool) { return scheme, true },
		Open:    func(year int, id string) { r.opened = append(r.opened, fmt.Sprint(year, id)) },
		Example: func(context.Context) (int, error) { return 2022, nil },
		Offer: func(text string, _ look.Tone, _ string, do func()) {
			r.Toasts = append(r.Toasts, text)
			r.undo = do
		},
		Compare:  func(left, right desk.SideRef) { r.done = append(r.done, fmt.Sprint("compare ", left.ID, right.ID)) },
		Report:   func(year int, ids []string) { r.done = append(r.done, fmt.Sprint("report ", year, ids)) },
		History:  func(year int, id string) { r.done = append(r.done, fmt.Sprint("history ", year, id)) },
		HandOver: func(year int, ids []string) { r.done = append(r.done, fmt.Sprint("hand over ", year, ids)) },
		CopyPicture: func(m image.Image) error {
			r.done = append(r.done, fmt.Sprint("picture ", m.Bounds().Dx() > 600, m.Bounds().Dy() > 60))
			return nil
		},
		Route: func(paths []string) { r.done = append(r.done, "route "+strings.Join(paths, " ")) }, Routed: []string{".zsb"},
	}, year)
	for _, do := range before {
		do(r.page)
	}
	r.Enter(r.page)
	r.Settle()
	if len(r.page.items) > 0 {
		r.Settle() // the insights
	}
	return r
}

func (r *room) shown() string {
	var names []string
	for _, row := range r.page.grid.Rows() {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		names = append(names, strings.Join(cells, "|"))
	}
	return strings.Join(names, "\n")
}

func TestListShowsTheNewestYear(t *testing.T) {
	r := enter(t, twoYears(), 0)
	want := "道路养护|养护中心|草稿|10/10|✓|91.50|优\n图书采购|图书馆|草稿|6/8|1 须改正|78.00|中\n未知办法|图书馆|草稿|0/4|…|—|"
	if got := r.shown(); got != want {
		t.Errorf("shows\n%s\nwant\n%s", got, want)
	}
	if r.page.Title() != "2022 年度绩效自评" || r.page.tiles.average.Say() != "91.50" || r.page.tiles.done.Say() != "16/22" {
		t.Errorf("title %q, average %q, done %q", r.page.Title(), r.page.tiles.average.Say(), r.page.tiles.done.Say())
	}
}

func TestTitleNamesNoYearBeforeOneIsKnown(t *testing.T) {
	r := enter(t, &shelf{}, 0)
	if r.page.Title() != "绩效自评" {
		t.Errorf("title %q without any year", r.page.Title())
	}
	if r = enter(t, twoYears(), 0); fmt.Sprint(r.titles) != "[2022 年度绩效自评]" {
		t.Errorf("titles told %q, want the one of the year that came", r.titles)
	}
}

func TestAnotherYearCanBeChosen(t *testing.T) {
	r := enter(t, twoYears(), 0)
	r.page.picker.Choose("2021")
	r.Settle()
	if got := r.shown(); !strings.HasPrefix(got, "旧项目|") {
		t.Errorf("shows %s, want the year 2021", got)
	}
}

func TestSearchNarrowsTheListAsOneTypes(t *testing.T) {
	r := enter(t, twoYears(), 0)
	for text, want := range map[string]int{"图书": 2, "tsg": 2, "DLYH": 1, "dl 养护": 1, "图书 采购": 1, "优": 1, "没有": 0, "": 3} {
		r.page.search.SetText(text)
		if got := len(r.page.grid.Rows()); got != want {
			t.Errorf("%q leaves %d, want %d", text, got, want)
		}
	}
	r.page.search.SetText("没有")
	if !r.page.empty.content.Visible() || r.page.empty.begin.Visible() {
		t.Error("a search without a match does not say so, or offers the example")
	}
}

// TestOneButtonComesNext counts primary buttons of an empty year, of a search without a match, and of a list.
func TestOneButtonComesNext(t *testing.T) {
	empty, list := enter(t, &shelf{}, 0), enter(t, twoYears(), 0)
	one := func(what, want string, r *room) {
		t.Helper()
		e := r.page.empty
		inEmpty := uitest.Buttons(e.content) // they do not know that what they lie in is hidden
		var primary []string
		for _, b := range uitest.Buttons(r.page.Content()) {
			if slices.Contains(inEmpty, b) && (!e.content.Visible() || b != e.clear && !e.begin.Visible()) {
				continue
			}
			if b.Importance == toolkit.HighImportance {
				primary = append(primary, b.Text)
			}
		}
		if len(primary) != 1 || !strings.HasPrefix(primary[0], want) {
			t.Errorf("%s: primary are %q, want %q", what, primary, want)
		}
	}
	one("an empty year", "新建评价", empty)
	one("a list", "打开", list)
	list.page.search.SetText("没有")
	one("no match", list.Words.Say("ui.command.unfilter"), list)
	list.page.search.SetText("")
	one("a list again", "打开", list)
}

func TestEnterOpensTheCurrentRow(t *testing.T) {
	r := enter(t, twoYears(), 0)
	uitest.Press(t, r.Canvas(), fyne.KeyDown, fyne.KeyReturn)
	if fmt.Sprint(r.opened) != "[2022b]" {
		t.Errorf("opened %v, want b of 2022", r.opened)
	}
	r.page.Reload()
	r.Settle()
	if r.page.grid.CurrentRow() != "b" {
		t.Error("the row that was opened is not current when the list comes back")
	}
}

func TestEmptyStoreOffersTheExample(t *testing.T) {
	source := &shelf{}
	r := enter(t, source, 0)
	if !r.page.empty.begin.Visible() {
		t.Fatal("an empty store does not offer the example")
	}
	*source = *twoYears()
	r.page.empty.example.OnTapped()
	r.Settle() // the example is loaded, the list is loaded
	if r.page.empty.content.Visible() || len(r.page.grid.Rows()) != 3 {
		t.Error("the list does not show what was loaded")
	}
}

func TestDamageIsSaidAndTheRestShown(t *testing.T) {
	source := twoYears()
	source.err = storage.ErrDamaged
	r := enter(t, source, 0)
	if !errors.Is(errors.Join(r.Failed...), storage.ErrDamaged) || len(r.page.grid.Rows()) != 3 {
		t.Errorf("failed with %v and shows %d rows, want both", r.Failed, len(r.page.grid.Rows()))
	}
}
