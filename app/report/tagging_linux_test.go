package report

import (
	"strings"
	"testing"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
)

func TestTagsOfALaidOutReport(t *testing.T) {
	p, err := Prepare(t.Context(), exampleInput(t, "jiangmen-example-2022", "zh"))
	if err != nil {
		t.Fatal(err)
	}
	said, silent := map[int]string{}, 0
	for i := range p.res.Pages {
		for _, x := range p.res.Pages[i].Texts {
			if x.Tag == 0 {
				silent++
			}
			said[x.Tag] += x.Text
		}
	}
	if silent > 6*p.Pages() { // page numbers, repeated heads and merged cells
		t.Errorf("%d runs on %d pages belong to nothing", silent, p.Pages())
	}
	counts := map[layout.Role]int{}
	figures := 0
	for i, tag := range p.res.Tags {
		counts[tag.Role]++
		if tag.Parent >= i && i > 0 {
			t.Errorf("tag %d stands below tag %d", i, tag.Parent)
		}
		if tag.Role == layout.RoleFigure {
			figures++
			if tag.Alt == "" {
				t.Error("a figure without words")
			}
		}
	}
	if figures < 2 || counts[layout.RoleContents] != 1 || counts[layout.RoleHeading1] < 8 || counts[layout.RoleField] != 3 || counts[layout.RoleLink] < 40 {
		t.Errorf("%d figures, roles %v", figures, counts)
	}
	// The head of a table is said once, on however many pages it is repeated.
	heads := 0
	for i, tag := range p.res.Tags {
		if tag.Role == layout.RoleHead && said[i] == "偏差原因分析及改进措施" {
			heads++
		}
	}
	if heads != 1 {
		t.Errorf("the head of the official table is said %d times", heads)
	}
}

func TestReportsAreTaggedPDF(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Kind = KindTable
	doc := render(t, in, "kind-table-example")
	r, err := pdf.Read(doc.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := r.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	if info, ok, err := r.ResolveDict(catalog["MarkInfo"]); err != nil || !ok || info["Marked"] != pdf.Object(pdf.Bool(true)) {
		t.Errorf("marked: %v, %v", info, err)
	}
	text := squeeze(run(t, "poppler-utils", "pdfinfo", "-struct-text", save(t, doc.Bytes)))
	for _, want := range []string{`H1(block)"项目支出绩效自评表"`, `TH:/Scope/Column"一级指标"`, `TD"实施单位"`, "Form"} {
		if !strings.Contains(text, want) {
			t.Errorf("the structure lacks %s", want)
		}
	}
}
