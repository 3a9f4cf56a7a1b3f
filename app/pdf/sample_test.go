package pdf

import (
	"image"
	"image/color"
	"testing"
	"time"
)

var sampleTime = time.Date(2023, 3, 1, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

// sampleWriter builds a document that uses everything the writer offers.
func sampleWriter(t testing.TB, pages int) *Writer {
	t.Helper()
	w := NewWriter(Options{
		ID: [16]byte{1, 2, 3}, Language: "zh-CN",
		Info: Info{Title: "绩效自评报告 <𠮷>", Author: "江门市", Creator: "test", Producer: "test", Created: sampleTime, Modified: sampleTime},
	})
	serif := w.AddFont(boxFace{name: "BoxSerif"}, FontMetrics{Ascent: 880, Descent: -120, CapHeight: 700, StemV: 80, BBox: [4]int{0, -120, 1000, 880}, Serif: true})
	sans := w.AddFont(boxFace{name: "BoxSans"}, FontMetrics{Ascent: 880, Descent: -120, CapHeight: 700, StemV: 90, BBox: [4]int{0, -120, 1000, 880}})
	seal := image.NewNRGBA(image.Rect(0, 0, 20, 10))
	seal.Set(3, 3, color.NRGBA{200, 0, 0, 128})
	picture := w.AddImage(seal)
	form := w.NewForm(Rect{0, 0, 50, 50})
	form.Content.SetFill(Color{200, 0, 0})
	form.Content.Circle(25, 25, 20)
	form.Content.FillEvenOdd()
	doc := w.Structure()
	var marks []Outline
	for i := range pages {
		p := w.AddPage(595.276, 841.89)
		sampleText(p.Content, doc, serif, sans)
		sampleDrawing(p.Content, picture, form)
		link := doc.Add("Link")
		p.AddLink(Rect{72, 60, 200, 80}, Target{Page: p, Top: 800}, "回到页首", link)
		marks = append(marks, Outline{
			Title: "第一章", Target: Target{p, 790}, Open: i == 0,
			Children: []Outline{{Title: "甲", Target: Target{p, 700}}, {Title: "乙", Target: Target{p, 600}}},
		})
	}
	w.SetOutlines(marks)
	w.SetPageLabels([]PageLabel{{From: 0, Style: "D", Prefix: "— "}})
	w.AttachFile(Attachment{Name: "evaluation.json", MIME: "application/json", Relationship: "Data", Modified: sampleTime, Data: []byte(`{"a":1}`)})
	w.AddSignatureField(SignatureField{Name: "编制", Tooltip: "编制人签名", Page: w.pages[0], Area: Rect{100, 200, 250, 260}})
	return w
}

// sampleText sets a tagged heading and a paragraph with everything that moves glyphs.
func sampleText(c *Content, doc *Element, serif, sans *Font) {
	heading := doc.Add("H1")
	c.Tagged(heading)
	c.Text(sans, 16, 72, 770, run("第一章 绩效目标"))
	c.End()
	body := doc.Add("P")
	c.Tagged(body)
	c.SetCharSpacing(0.5)
	c.Text(serif, 10.5, 72, 740, run("资金执行率 95.50% 满意度"))
	shifted := run("A𠮷V")
	shifted[0].Shift = -1.25
	c.Text(serif, 10.5, 72, 720, shifted)
	c.Span("ffi")
	c.Text(serif, 10.5, 72, 700, []Glyph{{ID: 7, Text: "ffi"}, {ID: 8}})
	c.End()
	c.End()
}

// sampleDrawing draws lines, areas, an image and a form, none of which is part of the text.
func sampleDrawing(c *Content, picture Image, form *Form) {
	c.Artifact("Layout")
	c.SetStroke(Color{120, 120, 120})
	c.SetLineWidth(0.5)
	c.SetDash(0, 3, 2)
	c.Line(72, 690, 500, 690)
	c.SetDash(0)
	c.Polygon(Point{100, 100}, Point{150, 100}, Point{125, 150})
	c.FillStroke()
	c.DrawImage(picture, 300, 300, 60, 30)
	c.DrawForm(form, Rotate(15, 400, 400))
	c.Save()
	c.Rectangle(72, 500, 100, 100)
	c.Clip()
	c.FillRect(72, 500, 200, 200)
	c.Restore()
	c.End()
}

func sample(t testing.TB, pages int) []byte {
	t.Helper()
	data, err := sampleWriter(t, pages).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}
