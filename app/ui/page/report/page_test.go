package report

import (
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/report"
	"zhunsheng/app/ui/uitest"
)

func TestStructure(t *testing.T) {
	failing := came()
	failing.Roles[0].Rejected, failing.Roles[0].Comment, failing.Next = true, "数据有误", ""
	for name, build := range map[string]func(t *testing.T) *room{
		"one":     func(t *testing.T) *room { return enter(t, &press{}, one) },
		"english": func(t *testing.T) *room { return enterIn(t, "en", &press{}, several(3)...) },
		"none":    func(t *testing.T) *room { return enter(t, &press{}) },
		"blocked": func(t *testing.T) *room {
			r := enter(t, &press{blocking: 2}, one)
			r.Run(t, "report.sign")
			return r
		},
		"sign": func(t *testing.T) *room {
			r := enter(t, &press{signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}}, one)
			r.Run(t, "report.sign")
			return r
		},
		"new-identity": func(t *testing.T) *room {
			r := enter(t, &press{}, one)
			r.Run(t, "report.sign")
			return r
		},
		"received": func(t *testing.T) *room {
			r := enter(t, &press{received: came()})
			r.page.ReadFile("/邮件/来件.pdf")
			r.Settle()
			r.Settle()
			return r
		},
		"rejected": func(t *testing.T) *room {
			r := enter(t, &press{received: failing})
			r.page.ReadFile("/邮件/来件.pdf")
			r.Settle()
			r.Settle()
			return r
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := build(t)
			r.Canvas().Capture()
			uitest.Structure(t, r.page.Content(), name)
		})
	}
}

func TestKeysTurnPages(t *testing.T) {
	r := enter(t, &press{}, one)
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyRight, 1},
		{fyne.KeyEnd, 4},
		{fyne.KeyRight, 4},
		{fyne.KeyLeft, 3},
		{fyne.KeyHome, 0},
		{fyne.KeyLeft, 0},
	} {
		uitest.Press(t, r.Canvas(), c.key)
		if r.page.current != c.want {
			t.Fatalf("%s: page %d, want %d", c.key, r.page.current, c.want)
		}
	}
	// A screenful first, then the next page.
	uitest.Press(t, r.Canvas(), fyne.KeyPageDown)
	if r.page.current != 0 || r.page.view.scroll.Offset.Y == 0 {
		t.Errorf("page %d at %v", r.page.current, r.page.view.scroll.Offset)
	}
	for range 4 {
		uitest.Press(t, r.Canvas(), fyne.KeyPageDown)
	}
	if r.page.current == 0 {
		t.Error("PageDown stays on the first page")
	}
	r.Settle()
	if n := r.source.document.drawn[shot{0, r.page.view.dpi()}]; n != 1 {
		t.Errorf("the first page was drawn %d times", n)
	}
}

func TestZoom(t *testing.T) {
	r := enter(t, &press{}, one)
	fit := r.page.view.percent()
	r.Run(t, "report.larger")
	if got := r.page.view.percent(); got <= fit {
		t.Errorf("%d %% after enlarging %d %%", got, fit)
	}
	uitest.Type(t, r.Canvas(), "--")
	if got := r.page.view.percent(); got > fit {
		t.Errorf("%d %% after shrinking twice", got)
	}
	r.Run(t, "report.fit")
	r.Run(t, "report.fit")
	if height := r.page.view.extent().Height; height > r.page.view.Size().Height {
		t.Errorf("the whole page is %v high in %v", height, r.page.view.Size().Height)
	}
	r.Settle()
}

func TestOptionsLayTheDocumentOutAnew(t *testing.T) {
	r := enter(t, &press{}, several(3)...)
	o := r.page.options
	last := func() desk.Paper { return r.source.papers[len(r.source.papers)-1] }
	for _, c := range []struct {
		do   func()
		want func(desk.Paper) bool
	}{
		{func() { o.kind.Choose(string(report.KindTable)) }, func(p desk.Paper) bool { return p.Kind == report.KindTable }},
		{func() { o.orientation.Choose(string(report.OrientationLying)) }, func(p desk.Paper) bool { return p.Orientation == report.OrientationLying }},
		{func() { o.orientation.Choose(fits) }, func(p desk.Paper) bool { return p.Orientation == "" }},
		{func() { o.fonts.Choose(desk.FontsSystem) }, func(p desk.Paper) bool { return p.Fonts == desk.FontsSystem }},
		{func() { o.language.Choose(english) }, func(p desk.Paper) bool { return p.Language == "en" }},
		{func() { o.format.Choose(archive) }, func(p desk.Paper) bool { return p.Archive }},
		{func() { o.purpose.Choose(draft) }, func(p desk.Paper) bool { return p.Draft }},
		{func() { o.kind.Choose(string(desk.PaperSummary)) }, func(p desk.Paper) bool { return p.Kind == desk.PaperSummary }},
	} {
		before := len(r.source.papers)
		c.do()
		r.Settle()
		if len(r.source.papers) != before+1 || !c.want(last()) {
			t.Fatalf("%d previews, the last of %+v", len(r.source.papers)-before, last())
		}
	}
	if got := r.source.of[len(r.source.of)-1]; len(got) != 3 {
		t.Errorf("a summary of %d", len(got))
	}
}

func TestExportSaysWhereItWent(t *testing.T) {
	r := enter(t, &press{written: desk.Written{Path: "/o/报告 (2).pdf", Renamed: true, Pages: 5}}, one)
	r.Run(t, "report.export")
	if len(r.Asked) != 1 || r.Asked[0].Save != "报告 甲.pdf" || r.source.path != "" {
		t.Fatalf("asked %+v, wrote %q", r.Asked, r.source.path)
	}
	r.File = "/o/报告.pdf"
	r.Run(t, "report.export")
	r.Settle()
	text := r.page.foot.result.text.Text
	if r.source.path != "/o/报告.pdf" || r.source.signing != nil || !strings.Contains(text, "报告 (2).pdf") || !strings.Contains(text, "正被其他程序打开") {
		t.Errorf("wrote %q, says %q", r.source.path, text)
	}
	r.page.openFile(r.page.foot.result.path)
	r.Settle()
	if !slices.Equal(r.Opened, []string{"/o/报告 (2).pdf"}) {
		t.Errorf("opened %v", r.Opened)
	}
}

func TestExportCanBeCancelled(t *testing.T) {
	r := enter(t, &press{hold: make(chan struct{})}, one)
	r.File = "/o/a.pdf"
	r.Run(t, "report.export")
	if r.page.canExport() {
		t.Error("a second export can be begun")
	}
	r.page.foot.stop.Tapped(nil)
	r.Settle()
	if len(r.Toasts) != 1 || len(r.Failed) != 0 {
		t.Errorf("said %v, failed %v", r.Toasts, r.Failed)
	}
}

func TestExportGoesOnWhenThePageIsLeft(t *testing.T) {
	hold := make(chan struct{})
	r := enter(t, &press{hold: hold}, one)
	r.File = "/o/a.pdf"
	r.Run(t, "report.export")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	close(hold)
	r.Settle()
	if len(r.Toasts) != 1 || !strings.Contains(r.Toasts[0], "a.pdf") {
		t.Errorf("said %v", r.Toasts)
	}
}

func TestFailureOfALayoutIsShown(t *testing.T) {
	r := enter(t, &press{err: errors.New("no room")}, one)
	if len(r.Failed) != 1 || !r.page.view.empty.Visible() {
		t.Errorf("failed %v", r.Failed)
	}
}

func TestPrinting(t *testing.T) {
	r := enter(t, &press{}, one)
	r.Run(t, "report.print")
	r.Settle()
	if len(r.jobs) != 1 || r.jobs[0].Pages == nil || !r.jobs[0].Ask || len(r.Toasts) != 1 {
		t.Fatalf("%+v, said %v", r.jobs, r.Toasts)
	}
	path, err := r.jobs[0].PDF(t.Context())
	if err != nil || !strings.HasSuffix(path, "报告 甲.pdf") || r.source.path != path {
		t.Errorf("%q, %v", path, err)
	}
}

func TestThePreviewFitsIntoSmallWindows(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		r := enterIn(t, language, &press{}, one)
		r.Fits(t, language+" preview")
	}
}

func TestRemainingTime(t *testing.T) {
	for _, c := range []struct {
		passed       time.Duration
		value, total int64
		want         time.Duration
	}{
		{time.Second, 5, 10, 0},
		{10 * time.Second, 0, 10, 0},
		{10 * time.Second, 5, 10, 10 * time.Second},
		{time.Minute, 1, 4, 3 * time.Minute},
		{time.Minute, 4, 4, 0},
	} {
		if got := remaining(c.passed, c.value, c.total); got != c.want {
			t.Errorf("%v, %d of %d: %v, want %v", c.passed, c.value, c.total, got, c.want)
		}
	}
	words := uitest.Words(t, "zh")
	if got := duration(words.Say, 125*time.Second); got != "2 分 5 秒" {
		t.Errorf("says %q", got)
	}
}

func TestPicturesStayWithinTheirRoom(t *testing.T) {
	p := newPictures(1000)
	square := func(side int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, side, side)) }
	for i := range 5 {
		p.put(shot{i, 72}, square(10)) // 400 bytes
		if p.get(shot{0, 72}) == nil {
			t.Fatalf("the one that is asked for is forgotten after %d", i)
		}
	}
	if p.used > p.budget || len(p.kept) != 2 || p.get(shot{4, 72}) == nil {
		t.Errorf("%d bytes, %d pictures", p.used, len(p.kept))
	}
	p.put(shot{9, 72}, square(100))
	if len(p.kept) != 1 || p.get(shot{9, 72}) == nil {
		t.Errorf("%d pictures beside one larger than the room", len(p.kept))
	}
	p.put(shot{9, 72}, square(5))
	if p.used != 100 {
		t.Errorf("%d bytes", p.used)
	}
}
