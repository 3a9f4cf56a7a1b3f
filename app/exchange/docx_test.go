package exchange_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/docx"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/assets"
	"zhunsheng/scoring"
)

func example(t testing.TB) *scoring.Evaluation {
	t.Helper()
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The narrative goes out as a Word document and comes back the same, under every scheme's outline; so do the indicators in its tables.
func TestNarrativeGoesOutAndComesBack(t *testing.T) {
	e := example(t)
	for _, s := range openSchemes(t) {
		p := project(s, e)
		in := docx.Input{Scheme: s, Evaluation: e, Card: p.Card, Words: words(t)}
		data, err := docx.Report(in)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := docx.Report(in); err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: the same input gives other bytes (%v)", s.ID, err)
		}
		wellFormed(t, data)
		sameNarrative(t, s, e, data)
	}
}

// sameNarrative imports a report and compares sections and indicators.
func sameNarrative(t *testing.T, s *scoring.Scheme, e *scoring.Evaluation, data []byte) {
	t.Helper()
	got, err := exchange.Import("report.docx", data, exchange.Options{Options: tablein.Options{Scheme: s}})
	if err != nil {
		t.Fatal(err)
	}
	for _, section := range got.Narrative {
		if section.ID == "" {
			t.Errorf("%s: %q belongs to no section: %q", s.ID, section.Heading, section.Text)
		}
	}
	if len(got.Tables) != 1 {
		t.Fatalf("%s: %d tables", s.ID, len(got.Tables))
	}
	back := got.Tables[0].Evaluation
	for i := range e.Narrative {
		n := &e.Narrative[i]
		if text := back.Section(n.Section); text != strings.TrimSpace(n.Text) {
			t.Errorf("%s: section %s came back otherwise:\n%s", s.ID, n.Section, difference(text, n.Text))
		}
	}
	if back.Project.Name != e.Project.Name || back.Project.Unit != e.Project.Unit || back.FiscalYear != e.FiscalYear || back.MoneyUnit != e.MoneyUnit {
		t.Errorf("%s: header %+v %d %s", s.ID, back.Project, back.FiscalYear, back.MoneyUnit)
	}
	if len(back.Indicators) != len(e.Indicators) {
		t.Fatalf("%s: %d indicators of %d", s.ID, len(back.Indicators), len(e.Indicators))
	}
	for i := range e.Indicators {
		g, w := &back.Indicators[i], &e.Indicators[i]
		if g.Name != w.Name || g.Level1 != w.Level1 || g.Level2 != w.Level2 || g.Target.Text != w.Target.Text || g.Actual.Text != w.Actual.Text {
			t.Errorf("%s: %+v came back as %+v", s.ID, w, g)
		}
	}
}

// wellFormed parses every XML part of a container.
func wellFormed(t testing.TB, data []byte) {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range reader.File {
		if !strings.HasSuffix(file.Name, ".xml") && !strings.HasSuffix(file.Name, ".rels") {
			continue
		}
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(content)
		for {
			if _, err = decoder.Token(); err != nil {
				break
			}
		}
		_ = content.Close()
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", file.Name, err)
		}
	}
}

// Headings of documents that others wrote: by style, by outline level, and by numbers alone; deleted text is left out.
func TestSectionsOfForeignDocuments(t *testing.T) {
	paragraph := func(style, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	styled := `<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="a3"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>`
	for _, c := range []struct {
		name, styles, body string
		want               map[string]string
	}{
		{
			"styles", styled,
			paragraph("1", "一、项目基本情况") + paragraph("", "概况一。") + paragraph("a3", "四、存在的主要问题及改进措施") + paragraph("", "问题一。") + paragraph("", "问题二。"),
			map[string]string{"overview": "概况一。", "problems": "问题一。\n问题二。"},
		},
		{
			"numbers", "",
			paragraph("", "一、项目概况") + paragraph("", "（一）项目背景") + paragraph("", "依据某号文。") + paragraph("", "二、项目组织实施情况") + paragraph("", "按一、二两期实施。"),
			map[string]string{"basis": "依据某号文。", "organisation": "按一、二两期实施。"},
		},
		{
			"tracked changes", styled,
			paragraph("1", "项目概况") + `<w:p><w:r><w:t>留下</w:t></w:r><w:del><w:r><w:delText>删去</w:delText><w:t>删去</w:t></w:r></w:del><w:ins><w:r><w:t>新增</w:t></w:r></w:ins></w:p>`,
			map[string]string{"overview": "留下新增"},
		},
		{
			"unknown below known", styled + `<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>`,
			paragraph("1", "绩效情况分析") + paragraph("2", "（一）质量") + paragraph("", "良好。"),
			map[string]string{"performance": "（一）质量\n良好。"},
		},
	} {
		data := container(t, map[string]string{
			"word/document.xml": `<w:document xmlns:w="x"><w:body>` + c.body + `</w:body></w:document>`, "word/styles.xml": `<w:styles xmlns:w="x">` + c.styles + `</w:styles>`,
		})
		got, err := exchange.Import("a.docx", data, exchange.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		found := make(map[string]string)
		for _, s := range got.Narrative {
			found[s.ID] = s.Text
		}
		for id, text := range c.want {
			if found[id] != text {
				t.Errorf("%s: section %s is %q, want %q", c.name, id, found[id], text)
			}
		}
	}
}

// container packs parts into a zip.
func container(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range parts {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
