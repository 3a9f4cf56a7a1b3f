package report

import (
	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
)

// structTypes are the standard structure types of the roles (ISO 32000-1, 14.8.4).
var structTypes = map[layout.Role]pdf.Name{
	layout.RoleParagraph: "P", layout.RoleHeading1: "H1", layout.RoleHeading2: "H2", layout.RoleHeading3: "H3",
	layout.RoleContents: "TOC", layout.RoleEntry: "TOCI", layout.RoleTable: "Table", layout.RoleRow: "TR", layout.RoleHead: "TH",
	layout.RoleCell: "TD", layout.RoleFigure: "Figure", layout.RoleLink: "Link", layout.RoleField: "Form",
}

// tagger turns the tags of a laid out document into the structure of a tagged PDF. A nil tagger leaves the document untagged.
type tagger struct {
	w        *pdf.Writer
	tags     []layout.Tag
	elements []*pdf.Element
	content  *pdf.Content // that has marked content open
	open     int          // its tag
}

// newTagger makes the elements of everything but links and fields, in reading order. Those are made when they are drawn, so that they
// stand between the texts around them.
func newTagger(w *pdf.Writer, tags []layout.Tag) *tagger {
	t := &tagger{w: w, tags: tags, elements: make([]*pdf.Element, len(tags))}
	for i := 1; i < len(tags); i++ {
		if r := tags[i].Role; r != layout.RoleLink && r != layout.RoleField {
			t.element(i)
		}
	}
	return t
}

// element returns the element of a tag, nil for what is no part of the text.
func (t *tagger) element(tag int) *pdf.Element {
	if t == nil || tag <= 0 {
		return nil
	}
	if t.elements[tag] != nil {
		return t.elements[tag]
	}
	parent := t.w.Structure()
	if above := t.element(t.tags[tag].Parent); above != nil {
		parent = above
	}
	l := &t.tags[tag]
	e := parent.Add(structTypes[l.Role])
	e.Alt = l.Alt
	switch l.Role {
	case layout.RoleHead:
		scope := pdf.Name("Column")
		if l.Rows > 1 && l.Cols <= 1 { // runs down beside the rows it heads
			scope = "Row"
		}
		e.Attributes = pdf.Dict{"O": pdf.Name("Table"), "Scope": scope}
	case layout.RoleCell:
		if l.Cols > 1 || l.Rows > 1 {
			e.Attributes = pdf.Dict{"O": pdf.Name("Table")}
		}
	}
	if l.Cols > 1 {
		e.Attributes["ColSpan"] = pdf.Int(l.Cols)
	}
	if l.Rows > 1 {
		e.Attributes["RowSpan"] = pdf.Int(l.Rows)
	}
	t.elements[tag] = e
	return e
}

// begin says that what is drawn next belongs to a tag.
func (t *tagger) begin(c *pdf.Content, tag int) {
	if t == nil || t.content == c && t.open == tag {
		return
	}
	t.end()
	t.content, t.open = c, tag
	if e := t.element(tag); e != nil {
		c.Tagged(e)
	} else {
		c.Artifact("")
	}
}

// end closes the marked content of the page.
func (t *tagger) end() {
	if t != nil && t.content != nil {
		t.content.End()
		t.content = nil
	}
}
