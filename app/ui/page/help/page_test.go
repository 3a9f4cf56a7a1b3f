package help

import (
	"strings"
	"testing"
	"testing/fstest"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"zhunsheng/app/typeface"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/assets"
	"zhunsheng/assets/fonts"
)

func read(t testing.TB, language string) Book {
	t.Helper()
	book, err := Read(assets.Help(language))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// TestBothLanguagesSayTheSame: the same pages in the same order, with the same parts.
func TestBothLanguagesSayTheSame(t *testing.T) {
	chinese, english := read(t, "zh"), read(t, "en")
	if len(chinese) < 18 || len(chinese) != len(english) {
		t.Fatalf("%d Chinese pages, %d English", len(chinese), len(english))
	}
	for i := range chinese {
		zh, en := &chinese[i], &english[i]
		if zh.Topic != en.Topic {
			t.Errorf("page %d is %s in Chinese and %s in English", i+1, zh.Topic, en.Topic)
		}
		count := func(a *Article, kind Kind) int {
			n := 0
			for j := range a.Blocks {
				if a.Blocks[j].Kind == kind {
					n++
				}
			}
			return n
		}
		for _, kind := range []Kind{Title, Heading, Bullet, Numbered, Paragraph} {
			if count(zh, kind) != count(en, kind) {
				t.Errorf("%s: %d blocks of kind %d in Chinese, %d in English", zh.Topic, count(zh, kind), kind, count(en, kind))
			}
		}
		for j := range zh.Blocks {
			if text := zh.Blocks[j].Text(); strings.Contains(text, "**") || strings.TrimSpace(text) == "" {
				t.Errorf("%s: %q", zh.Topic, text)
			}
		}
	}
}

// TestEveryScreenHasAPage: the places of the window and the parts of the work.
func TestEveryScreenHasAPage(t *testing.T) {
	book := read(t, "zh")
	for _, topic := range []string{
		"start", "year", "guide", "scoring", "checks", "narrative", "evidence", "report", "verify", "compare", "exchange", "review", "collect",
		"schemes", "history", "settings", "keys", "faq",
	} {
		if book[book.Find(topic)].Topic != topic {
			t.Errorf("no page about %s", topic)
		}
	}
	if book.Find("no such topic") != 0 {
		t.Error("an unknown topic is not the first page")
	}
}

// TestPagesCanBeDrawn: the fonts of the window have every character.
func TestPagesCanBeDrawn(t *testing.T) {
	face, err := typeface.Parse(fonts.SansRegular())
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"zh", "en"} {
		for _, a := range read(t, language) {
			for i := range a.Blocks {
				for _, r := range a.Blocks[i].Text() {
					if _, ok := face.Glyph(r); !ok {
						t.Errorf("%s %s: no glyph for %q", language, a.Topic, r)
					}
				}
			}
		}
	}
}

func TestPagesThatAreNoneAreNamed(t *testing.T) {
	for name, text := range map[string]string{"1.md": "# 甲\n", "01-a.md": "没有标题\n", "02-b.md": "", "03-c.md": "# \xff\n"} {
		if _, err := Read(fstest.MapFS{name: {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLittleMarkdownIsRead(t *testing.T) {
	got := parse("# 题\n\n第一行\n第二行\n\n- 甲**乙**丙\n2. 丁\n## 戊\n**不闭合\n3.5 是数\n")
	want := []Block{
		{Kind: Title, Spans: []Span{{Text: "题"}}},
		{Kind: Paragraph, Spans: []Span{{Text: "第一行"}, {Text: " "}, {Text: "第二行"}}},
		{Kind: Bullet, Spans: []Span{{Text: "甲"}, {Text: "乙", Bold: true}, {Text: "丙"}}},
		{Kind: Numbered, Number: "2.", Spans: []Span{{Text: "丁"}}},
		{Kind: Heading, Spans: []Span{{Text: "戊"}}},
		{Kind: Paragraph, Spans: []Span{{Text: "**不闭合"}, {Text: " "}, {Text: "3.5 是数"}}},
	}
	if len(got) != len(want) {
		t.Fatalf("%d blocks: %+v", len(got), got)
	}
	for i := range want {
		if got[i].Kind != want[i].Kind || got[i].Number != want[i].Number || got[i].Text() != want[i].Text() || len(got[i].Spans) != len(want[i].Spans) {
			t.Errorf("block %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

// FuzzParse: whatever stands in a page, its characters come out, and nothing panics.
func FuzzParse(f *testing.F) {
	f.Add("# a\n- **b**\n1. c\n")
	f.Add("****\n**")
	f.Fuzz(func(_ *testing.T, text string) {
		for _, b := range parse(text) {
			_ = b.Text()
			_ = excerpt(b.Text(), "a")
		}
	})
}

func TestSearchFindsWhatItPromises(t *testing.T) {
	book := read(t, "zh")
	hits := book.Search("撤销 删除")
	if len(hits) == 0 {
		t.Fatal("nothing found")
	}
	for _, hit := range hits {
		text := strings.ToLower(book[hit.Article].Title + " " + book[hit.Article].Blocks[hit.Block].Text())
		if !strings.Contains(text, "撤销") || !strings.Contains(text, "删除") {
			t.Errorf("%q does not hold both words", text)
		}
	}
	if len(book.Search("  ")) != 0 || len(book.Search("没有这样的词xyz")) != 0 {
		t.Error("something was found for nothing")
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, hit := range book.Search(rapid.String().Draw(t, "query")) {
			if len([]rune(hit.Text)) > 40 {
				t.Fatalf("excerpt %q", hit.Text)
			}
		}
	})
}

type room struct {
	*pagetest.Room
	page  *Page
	tours int
}

func enter(t *testing.T, language, topic string) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language)}
	r.page = New(Needs{Host: r.Host(), Book: read(t, language), Tour: func() { r.tours++ }}, topic)
	r.Enter(r.page)
	return r
}

func TestPageIsReadByKeys(t *testing.T) {
	r := enter(t, "zh", "history")
	uitest.Structure(t, r.page.Content(), "history")
	if r.page.Topic() != "history" || r.page.Title() != "帮助：撤销与历史" {
		t.Fatalf("%s %q", r.page.Topic(), r.page.Title())
	}
	uitest.Press(t, r.Canvas(), fyne.KeyDown)
	if r.page.Topic() != "settings" {
		t.Errorf("Down led to %s", r.page.Topic())
	}
	r.Run(t, "help.before")
	r.Run(t, "help.before")
	if r.page.Topic() != "schemes" {
		t.Errorf("back twice led to %s", r.page.Topic())
	}
	r.Run(t, "search")
	uitest.Type(t, r.Canvas(), "大写")
	if rows := r.page.contents.Rows(); len(rows) != 1 || rows[0].Level != 1 {
		t.Errorf("rows %+v", rows)
	}
	r.page.search.SetText("误删")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn, fyne.KeyDown)
	if r.page.Topic() != "faq" || r.page.scroll.Offset.Y <= 0 {
		t.Errorf("the hit led to %s, scrolled to %v", r.page.Topic(), r.page.scroll.Offset.Y)
	}
	r.Run(t, "help.before")
	if r.page.search.Text != "" || r.page.Topic() != "keys" {
		t.Errorf("turning the page led to %s with %q", r.page.Topic(), r.page.search.Text)
	}
	r.Run(t, "back")
	r.page.tour()
	if r.Backs != 1 || r.tours != 1 {
		t.Errorf("back %d times, tour %d times", r.Backs, r.tours)
	}
}

func TestEveryPageFitsItsColumn(t *testing.T) {
	r := enter(t, "en", "start")
	for i := range r.page.needs.Book {
		if i > 0 {
			r.Run(t, "help.after")
		}
		for _, o := range r.page.blocks {
			if o.MinSize().Width > textWidth {
				t.Errorf("%s: a block is %v wide", r.page.Topic(), o.MinSize().Width)
			}
		}
	}
	if r.page.Topic() != "faq" || r.Can("help.after") {
		t.Errorf("the last page is %s", r.page.Topic())
	}
}
