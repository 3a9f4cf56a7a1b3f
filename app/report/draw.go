package report

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
	"zhunsheng/app/report/reportdata"
)

// ink draws laid out pages with the fonts of one PDF body.
type ink struct {
	body  *pdf.Body
	fs    *faceSet
	fonts []*pdf.Font // by face id
	run   []pdf.Glyph
	heavy bool // text is being drawn heavier
	seal  *sealImage
	image pdf.Image // of the seal, when it was drawn once
	tags  *tagger
}

func newInk(body *pdf.Body, fs *faceSet) *ink { return &ink{body: body, fs: fs} }

func (k *ink) font(id layout.FaceID) *pdf.Font {
	for len(k.fonts) <= int(id) {
		k.fonts = append(k.fonts, nil)
	}
	if k.fonts[id] == nil {
		f := k.fs.faces[id]
		k.fonts[id] = k.body.AddFont(f, fontMetrics(f))
	}
	return k.fonts[id]
}

func pt(l layout.Length) float64 { return float64(l) / 1000 }

func shade(c layout.Color) pdf.Color {
	return pdf.Color{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c)}
}

// page draws p; height is that of the sheet.
func (k *ink) page(c *pdf.Content, p *layout.Page) {
	h := p.Height
	for _, f := range p.Fills {
		k.tags.begin(c, f.Tag)
		c.SetFill(shade(f.Color))
		c.FillRect(pt(f.X), pt(h-f.Y-f.H), pt(f.W), pt(f.H))
	}
	for _, path := range p.Paths {
		k.tags.begin(c, path.Tag)
		k.path(c, path, h)
	}
	for _, at := range p.Pictures {
		k.tags.begin(c, at.Tag)
		k.picture(c, at.Rect, h)
	}
	for _, l := range p.Lines {
		k.tags.begin(c, l.Tag)
		c.SetStroke(shade(l.Color))
		c.SetLineWidth(pt(l.Width))
		if l.Dash > 0 {
			c.SetDash(0, pt(l.Dash), pt(l.Dash)*2)
		} else {
			c.SetDash(0)
		}
		c.Line(pt(l.X1), pt(h-l.Y1), pt(l.X2), pt(h-l.Y2))
	}
	for i := range p.Texts {
		k.tags.begin(c, p.Texts[i].Tag)
		k.text(c, &p.Texts[i], h)
	}
	k.weight(c, false, 0)
	k.tags.end()
}

func (k *ink) path(c *pdf.Content, path layout.Path, h layout.Length) {
	for i, q := range path.Points {
		if i == 0 {
			c.MoveTo(pt(q.X), pt(h-q.Y))
		} else {
			c.LineTo(pt(q.X), pt(h-q.Y))
		}
	}
	if path.Closed {
		c.ClosePath()
	}
	c.SetFill(shade(path.Fill))
	c.SetStroke(shade(path.Color))
	c.SetLineWidth(pt(path.Stroke))
	c.SetDash(0)
	switch {
	case path.Filled && path.Stroke > 0:
		c.FillStroke()
	case path.Filled:
		c.Fill()
	default:
		c.Stroke()
	}
}

// picture draws the seal, the only picture there is. Its data are written once.
func (k *ink) picture(c *pdf.Content, r layout.Rect, h layout.Length) {
	if k.seal == nil {
		return
	}
	if k.image.Ref == (pdf.Ref{}) {
		k.image = k.body.AddImage(k.seal.image)
	}
	c.DrawImage(k.image, pt(r.X), pt(h-r.Y-r.H), pt(r.W), pt(r.H))
}

// text draws one run of one face. Every glyph says the character that was
// written, also where 〓 stands for it.
func (k *ink) text(c *pdf.Content, t *layout.Text, h layout.Length) {
	if t.Face < faceCount { // nothing but invisible characters
		return
	}
	k.run = k.run[:0]
	for off, r := range t.Text {
		if ch := k.fs.chains[t.Asked].Look(r); ch.Face != nil {
			k.run = append(k.run, pdf.Glyph{ID: ch.Glyph, Text: t.Text[off : off+utf8.RuneLen(r)]})
		}
	}
	c.SetFill(shade(t.Color))
	c.SetCharSpacing(pt(t.Spacing))
	k.weight(c, k.fs.heavy[t.Asked], t.Size)
	c.Text(k.font(t.Face), pt(t.Size), pt(t.X), pt(h-t.Y), k.run)
}

// weight switches between plain and heavier text: glyphs filled and stroked.
func (k *ink) weight(c *pdf.Content, heavy bool, size layout.Length) {
	if heavy {
		c.SetStroke(pdf.Black)
		c.SetLineWidth(pt(size) / 45)
		c.SetDash(0)
		c.SetLineJoin(1)
	}
	if heavy == k.heavy {
		return
	}
	k.heavy = heavy
	mode := pdf.Int(0)
	if heavy {
		mode = 2
	}
	c.Operation("Tr", mode)
}

// sheet is what is written beside the pages.
type sheet struct {
	options  pdf.Options
	archive  bool
	kind     Kind
	draft    bool
	attach   func(w *pdf.Writer) error                                                                         // may be nil
	field    func(w *pdf.Writer, page *pdf.Page, f layout.Field, height layout.Length, tag *pdf.Element) Field // nil: no fields
	progress func(done, total int)
}

// sheet is that of an evaluation's document.
func (c *composer) sheet() *sheet {
	s := &sheet{
		options: pdf.Options{ID: c.in.DocumentID, Language: c.in.Language, Info: c.info()},
		archive: c.in.Archive, kind: c.in.Kind, draft: c.in.Draft, progress: c.in.progress,
	}
	if !c.in.Draft && !c.blank {
		s.field = c.field
	}
	if !c.in.Archive && !c.blank {
		s.attach = c.attach
	}
	return s
}

// write draws the laid out pages into a PDF.
func (s *sheet) write(ctx context.Context, res *layout.Result, fs *faceSet, seal *sealImage) (*Document, error) {
	if s.archive {
		s.options.PDFA = pdf.Conformance{Part: 1, Level: "B"}
	}
	s.options.Pack = !s.archive
	w := pdf.NewWriter(s.options)
	w.SetOutputIntent(pdf.SRGBName, 3, pdf.SRGB())
	k := newInk(&w.Body, fs)
	k.seal = seal
	if !s.archive {
		k.tags = newTagger(w, res.Tags)
	}
	pages := make([]*pdf.Page, len(res.Pages))
	for i := range res.Pages {
		pages[i] = w.AddPage(pt(res.Pages[i].Width), pt(res.Pages[i].Height))
	}
	out := &Document{Pages: len(pages)}
	target := func(at layout.Target) pdf.Target {
		return pdf.Target{Page: pages[at.Page], Top: pt(res.Pages[at.Page].Height-at.Y) + 6}
	}
	mark := k.mark(res.Mark)
	for i := range res.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &res.Pages[i]
		if mark != nil {
			k.tags.begin(pages[i].Content, 0)
			pages[i].Content.DrawForm(mark, pdf.Rotate(float64(res.Mark.Degrees), pt(p.Width)/2, pt(p.Height)/2))
		}
		k.page(pages[i].Content, p)
		k.links(pages[i], p, res.Anchors, target)
		for _, f := range p.Fields {
			if s.field != nil {
				out.Fields = append(out.Fields, s.field(w, pages[i], f, p.Height, k.tags.element(f.Tag)))
			}
		}
	}
	if s.attach != nil {
		if err := s.attach(w); err != nil {
			return nil, err
		}
	}
	s.setCatalogue(w, res, target)
	s.progress(3, steps)
	var err error
	if out.Bytes, err = w.Bytes(); err != nil {
		return nil, err
	}
	return out, nil
}

// setCatalogue says of the document what it is for and how it is found one's way in: bookmarks, numbers of pages, title.
func (s *sheet) setCatalogue(w *pdf.Writer, res *layout.Result, target func(layout.Target) pdf.Target) {
	w.SetCatalog("PieceInfo", reportdata.Purpose(string(s.kind), s.draft, s.options.Info.Modified))
	w.SetOutlines(outline(res.Bookmarks, target))
	w.SetPageLabels(labels(res.Pages))
	if len(res.Bookmarks) > 1 {
		w.SetCatalog("PageMode", pdf.Name("UseOutlines"))
	}
	w.SetCatalog("ViewerPreferences", pdf.Dict{"DisplayDocTitle": pdf.Bool(true)})
}

// links makes the links of a page.
func (k *ink) links(page *pdf.Page, p *layout.Page, anchors map[string]layout.Target, target func(layout.Target) pdf.Target) {
	for _, l := range p.Links {
		area := area(l.Rect, p.Height)
		if strings.Contains(l.To, "://") {
			page.AddURI(area, l.To, "", k.tags.element(l.Tag))
		} else if at, ok := anchors[l.To]; ok {
			page.AddLink(area, target(at), "", k.tags.element(l.Tag))
		}
	}
}

// mark is the mark of all pages, drawn once; nil where there is none.
func (k *ink) mark(m *layout.DrawnMark) *pdf.Form {
	if m == nil {
		return nil
	}
	w, h := pt(m.Width), pt(m.Height)
	form := k.body.NewForm(pdf.Rect{X0: -w, Y0: -h, X1: w, Y1: h})
	for i := range m.Texts {
		k.text(form.Content, &m.Texts[i], 0)
	}
	return form
}

// attach puts the data into the document.
func (c *composer) attach(w *pdf.Writer) error {
	data, err := reportdata.Encode(&reportdata.Data{
		Program: c.in.Producer, Created: c.in.Now, Language: c.in.Language, Kind: string(c.in.Kind), Draft: c.in.Draft, Scheme: c.scheme, Evaluation: c.ev,
	})
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	w.AttachFile(pdf.Attachment{
		Name: reportdata.FileName, MIME: reportdata.MIME, Description: c.t("report.data.description"),
		Relationship: "Data", Modified: c.in.Now, Data: data,
	})
	return nil
}

func area(r layout.Rect, h layout.Length) pdf.Rect {
	return pdf.Rect{X0: pt(r.X), Y0: pt(h - r.Y - r.H), X1: pt(r.X + r.W), Y1: pt(h - r.Y)}
}

// outline nests the flat list of bookmarks by level.
func outline(flat []layout.Bookmark, target func(layout.Target) pdf.Target) []pdf.Outline {
	var out []pdf.Outline
	for i := 0; i < len(flat); {
		j := i + 1
		for j < len(flat) && flat[j].Level > flat[i].Level {
			j++
		}
		out = append(out, pdf.Outline{
			Title: flat[i].Title, Target: target(flat[i].Target), Open: flat[i].Level == 0 && j-i < 12,
			Children: outline(flat[i+1:j], target),
		})
		i = j
	}
	return out
}

// labels numbers the pages as printed; those without a number are roman.
func labels(pages []layout.Page) []pdf.PageLabel {
	var out []pdf.PageLabel
	for i := range pages {
		n := pages[i].Number
		switch {
		case n == 0 && (i == 0 || pages[i-1].Number != 0):
			out = append(out, pdf.PageLabel{From: i, Style: "r", Start: 1})
		case n != 0 && (i == 0 || pages[i-1].Number != n-1 || n == 1):
			out = append(out, pdf.PageLabel{From: i, Style: "D", Start: n})
		}
	}
	return out
}
