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
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// The narrative goes out as a Word document and comes back the same, under every scheme's outline; so do the indicators in its tables.
func TestNarrativeGoesOutAndComesBack(t *testing.T) {
	e := scoringtest.Example(t)
	for _, s := range scoringtest.Schemes(t) {
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

// The official table as a Word document of its own, merged and split over several tables, with lines around it.
func TestOfficialTableInWord(t *testing.T) {
	row := func(cells ...string) string {
		out := "<w:tr>"
		for _, c := range cells {
			properties := ""
			if rest, ok := strings.CutPrefix(c, "^"); ok { // continues the cell above
				c, properties = rest, `<w:vMerge/>`
			} else if rest, ok := strings.CutPrefix(c, "v"); ok { // begins a merged one
				c, properties = rest, `<w:vMerge w:val="restart"/>`
			} else if rest, ok := strings.CutPrefix(c, "#"); ok { // over two columns
				c, properties = rest, `<w:gridSpan w:val="2"/>`
			}
			out += `<w:tc><w:tcPr>` + properties + `</w:tcPr><w:p><w:r><w:t>` + c + `</w:t></w:r></w:p></w:tc>`
		}
		return out + "</w:tr>"
	}
	line := func(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }
	body := line("项目支出绩效自评表") + line("（2022年度）") + line("金额单位：万元") +
		`<w:tbl>` + row("项目名称", "甲项目", "", "") + row("主管部门", "某局", "实施单位", "某中心") + `</w:tbl>` +
		`<w:tbl>` + row("资金", "全年预算数", "全年执行数", "分值", "执行率", "得分") + row("年度资金总额", "20", "19", "10", "95%", "9.5") + `</w:tbl>` +
		`<w:tbl>` + row("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分") +
		row("v产出指标", "v数量指标", "人数", "≥10人", "12人", "20", "20") + row("^", "^", "期数", "≥2期", "2期", "20", "20") +
		row("满意度指标", "#满意度", "≥90%", "95%", "10", "10") + row("总分", "", "", "", "", "60", "59.5") + `</w:tbl>` + line("填报人：甲　　填报日期：2023年2月1日")
	data := container(t, map[string]string{"word/document.xml": `<w:document xmlns:w="x"><w:body>` + body + `</w:body></w:document>`})
	got, err := exchange.Import("a.docx", data, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := got.Tables[0].Evaluation
	if rows, want := rowsOf(e), "产出指标|数量指标|人数|≥10人|12人|20|20|\n产出指标|数量指标|期数|≥2期|2期|20|20|\n满意度指标||满意度|≥90%|95%|10|10|"; rows != want {
		t.Errorf("indicators:\n%s\nwant\n%s", rows, want)
	}
	if funds, want := fundsOf(e), "0 年度资金总额 adjusted=20 executed=19 weight=10 rate=95 score=9.5"; funds != want {
		t.Errorf("money: %s", funds)
	}
	if e.Project.Name != "甲项目" || e.Project.Unit != "某中心" || e.FiscalYear != 2022 || e.MoneyUnit != "万元" || e.SignOff.Date != "2023-02-01" || e.Declared.Total.Decimal.String() != "59.5" {
		t.Errorf("%+v %d %s %+v %+v", e.Project, e.FiscalYear, e.MoneyUnit, e.SignOff, e.Declared)
	}
}
