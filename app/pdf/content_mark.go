package pdf

import "strconv"

// Tagged begins content that belongs to an element of the tag tree; it ends with [Content.End]. Pages only, not forms.
func (c *Content) Tagged(e *Element) {
	if c.page == nil || e == nil || e.tree != c.page.w.tags {
		c.fault("Tagged needs a page and an element of its own document")
		c.marks++
		return
	}
	c.mark()
	c.Operation("BDC", e.Type, Dict{"MCID": Int(e.addContent(c.page))})
}

// Artifact begins content that is no part of the text proper: page numbers, rules, backgrounds. kind is Pagination, Layout, Page,
// Background, or empty.
func (c *Content) Artifact(kind Name) {
	c.mark()
	if kind == "" {
		c.Operation("BMC", Name("Artifact"))
		return
	}
	c.Operation("BDC", Name("Artifact"), Dict{"Type": kind})
}

// Span begins content that really says text, whatever its glyphs look like: a cluster of several glyphs, a drawn character.
func (c *Content) Span(text string) {
	c.mark()
	c.Operation("BDC", Name("Span"), Dict{"ActualText": Text(text)})
}

// Mark begins marked content of any other tag; properties may be nil.
func (c *Content) Mark(tag Name, properties Dict) {
	c.mark()
	if properties == nil {
		c.Operation("BMC", tag)
		return
	}
	c.Operation("BDC", tag, properties)
}

func (c *Content) mark() { c.marks++ }

// End ends the marked content begun last.
func (c *Content) End() {
	if c.marks == 0 {
		c.fault("End without marked content")
		return
	}
	c.marks--
	c.op("EMC")
}

// DrawImage draws an image into a rectangle.
func (c *Content) DrawImage(i Image, x, y, width, height float64) {
	c.drawObject(i.Ref, Matrix{width, 0, 0, height, x, y})
}

// DrawForm draws a form through a transformation of its coordinates.
func (c *Content) DrawForm(f *Form, m Matrix) {
	if f == nil || f.Content.body != c.body {
		c.fault("form of another document")
		return
	}
	c.drawObject(f.ref, m)
}

func (c *Content) drawObject(ref Ref, m Matrix) {
	name := Name("X" + strconv.Itoa(ref.Num))
	c.xobjs[name] = ref
	c.Save()
	c.Transform(m)
	c.Operation("Do", name)
	c.Restore()
}

// Form is a drawing that can be used many times: a seal, a watermark, the appearance of an annotation.
type Form struct {
	// Content is drawn on in the form's own coordinates.
	Content *Content
	ref     Ref
}

// NewForm begins a form whose content is clipped to box.
func (b *Body) NewForm(box Rect) *Form {
	f := &Form{Content: newContent(b, nil), ref: b.Alloc()}
	b.atEnd(func() {
		data := f.Content.finish("form " + strconv.Itoa(f.ref.Num))
		b.SetStream(f.ref, Dict{
			"Type": Name("XObject"), "Subtype": Name("Form"),
			"BBox": box.Array(), "Resources": f.Content.resources(),
		}, data)
	})
	return f
}

// Ref returns the form's reference, for an annotation's /AP.
func (f *Form) Ref() Ref { return f.ref }
