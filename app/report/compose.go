package report

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
	"zhunsheng/app/typeface"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
)

// composer collects the blocks of one report.
type composer struct {
	in     *Input
	scheme *scoring.Scheme
	ev     *scoring.Evaluation
	card   *scoring.Scorecard
	lang   string // "zh" or "en": language of the scheme's own texts
	blank  bool   // what is filled in after the year stays empty
	roles  []role
	seal   *sealImage // nil for none

	figures *figure.Source // that texts are bound to; nil until one is read

	heads    []heading // for the contents
	sections int       // headings of level 1 so far
}

// heading is a heading as the contents list it.
type heading struct {
	title, anchor string
	level         int
}

// role is a role of the scheme with its label.
type role struct{ id, label string }

func newComposer(in *Input) *composer {
	c := &composer{in: in, scheme: in.Scheme, ev: in.Evaluation, card: in.Scorecard, lang: "zh"}
	if !strings.HasPrefix(in.Language, "zh") {
		c.lang, _, _ = strings.Cut(in.Language, "-")
	}
	if c.blank = in.Kind == KindBlank; c.blank {
		funds := []string{"report.funds.total", "report.funds.current", "report.funds.carried", "report.funds.other"}
		c.ev = blankForm(in.Scheme, in.Evaluation, func(i int) string { return c.t(funds[i]) })
		c.card = scoring.Score(in.Scheme, c.ev)
	}
	for _, r := range in.Scheme.Roles {
		c.roles = append(c.roles, role{r.ID, r.Name.In(c.lang)})
	}
	if len(c.roles) == 0 {
		for _, id := range []string{"preparer", "reviewer", "principal"} {
			c.roles = append(c.roles, role{id, c.t("report.role." + id)})
		}
	}
	return c
}

// t returns a fixed sentence; args are names and values in turn.
func (c *composer) t(key string, args ...string) string {
	var m map[string]string
	for i := 0; i+1 < len(args); i += 2 {
		if m == nil {
			m = make(map[string]string, len(args)/2)
		}
		m[args[i]] = args[i+1]
	}
	return c.in.Words.Text(key, m)
}

// msg returns the sentence of a message of package scoring.
func (c *composer) msg(m scoring.Message) string {
	if m.IsZero() {
		return ""
	}
	return c.in.Words.Text(m.Key, m.Args)
}

// folio is the page number of official documents: "— 1 —", odd pages to the
// right, even pages to the left, one character from the edge.
func (c *composer) folio(f layout.Folio) []layout.Paragraph {
	p := layout.Paragraph{
		Spans: []layout.Span{{Text: "— " + strconv.Itoa(f.Number) + " —", Style: style(faceSerif, sizeFolio)}},
		Align: layout.Right, Pitch: sizeFolio, Right: sizeFolio,
	}
	if f.Number%2 == 0 {
		p.Align, p.Left, p.Right = layout.Left, sizeFolio, 0
	}
	return []layout.Paragraph{p}
}

// info is the document information.
func (c *composer) info() pdf.Info {
	return pdf.Info{
		Title:   c.t("report.meta.title", "project", c.ev.Project.Name, "year", c.year(), "title", c.t("report.title")),
		Author:  c.author(),
		Subject: c.t("report.meta.subject", "year", c.year(), "total", c.card.Total.String(), "grade", c.gradeName(c.card.Grade), "scheme", c.scheme.Title.In(c.lang)),
		Creator: c.in.Producer, Producer: c.in.Producer,
		Created: c.in.Now, Modified: c.in.Now,
	}
}

func (c *composer) author() string {
	if c.ev.Project.Unit != "" {
		return c.ev.Project.Unit
	}
	return c.ev.Project.Department
}

func (c *composer) year() string { return strconv.Itoa(c.ev.FiscalYear) }

func (c *composer) gradeName(name string) string {
	if g, ok := c.scheme.Grade(name); ok {
		if text := g.Text.In(c.lang); text != "" {
			return text
		}
	}
	return name
}

// contents lists the headings with their pages. It is collected last, when all
// headings are known, and printed second.
func (c *composer) contents() []layout.Block {
	title := centered(c.t("report.contents"), style(faceTitle, sizeTitle), 2*pitchBody)
	blocks := []layout.Block{title, layout.Space(pitchBody / 2)}
	// A few entries too many for one page are set closer.
	const room = 560 * pt1
	pitch := 26 * pt1
	if n := layout.Length(len(c.heads)); n > 0 && n*22*pt1 <= room {
		pitch = min(pitch, room/n)
	}
	for _, h := range c.heads {
		blocks = append(blocks, layout.Entry{
			Title: h.title, Anchor: h.anchor, Pitch: pitch,
			Style: style(faceSerif, 14*pt1), Left: layout.Length(h.level) * 28 * pt1,
		})
	}
	return blocks
}

// head begins a section of the report: level 0 is 一、 level 1 is （一）.
func (c *composer) head(level, number int, title string) layout.Paragraph {
	text := c.number(level, number) + title
	anchor := "h" + strconv.Itoa(len(c.heads))
	c.heads = append(c.heads, heading{text, anchor, level})
	st := style(faceHeavy, sizeHeading)
	if level > 0 {
		st = style(faceKai, sizeHeading)
	}
	st.Tracking = gridTracking
	return layout.Paragraph{
		Spans: []layout.Span{{Text: text, Style: st}}, Pitch: pitchBody, Indent: indent,
		KeepNext: true, Whole: true, Bookmark: text, Level: level, Anchor: anchor,
	}
}

// nextHead is a heading of level 1 with the next number.
func (c *composer) nextHead(title string) layout.Paragraph {
	c.sections++
	return c.head(0, c.sections, title)
}

// annex is the centred title of a part behind the text proper.
func (c *composer) annex(title string) layout.Paragraph {
	anchor := "h" + strconv.Itoa(len(c.heads))
	c.heads = append(c.heads, heading{title, anchor, 0})
	p := centered(title, style(faceTitle, 18*pt1), 30*pt1)
	p.KeepNext, p.Bookmark, p.Anchor, p.After = true, title, anchor, 4*pt1
	return p
}

// number is the number of a heading in the style of the language.
func (c *composer) number(level, n int) string {
	if c.lang != "zh" {
		switch level {
		case 0:
			return strconv.Itoa(n) + ". "
		case 1:
			return "(" + strconv.Itoa(n) + ") "
		}
		return string(rune('a'+(n-1)%26)) + ". "
	}
	switch level {
	case 0:
		return chinese(n) + "、"
	case 1:
		return "（" + chinese(n) + "）"
	case 2:
		return strconv.Itoa(n) + "."
	}
	return "（" + strconv.Itoa(n) + "）"
}

// chinese writes 1 to 99 in Chinese numerals.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n <= 0 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// plain prints a weight without needless zeros.
func plain(d decimal.Decimal) string { return d.Trim(0).String() }

// amount prints an amount or nothing.
func amount(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// missingSection lists the characters that no face draws.
func (c *composer) missingSection(missing []typeface.Missing) layout.Section {
	title := c.annex(c.t("report.missing.title"))
	tb := table(weights(2, 3, 2), 1)
	tb.Rows = append(tb.Rows, row(tableLook.head(c.t("report.missing.shown")), tableLook.head(c.t("report.missing.code")), tableLook.head(c.t("report.missing.count"))))
	for _, m := range missing {
		code := "U+" + strings.ToUpper(strconv.FormatInt(int64(m.Rune), 16))
		tb.Rows = append(tb.Rows, row(tableLook.mid(string(m.Rune)), tableLook.mid(code), tableLook.mid(strconv.Itoa(m.Count))))
	}
	return layout.Section{
		Frame: formFrame(), Numbered: true, Footer: c.folio,
		Blocks: []layout.Block{title, small(c.t("report.missing.note", "count", strconv.Itoa(len(missing)))), tb},
	}
}
