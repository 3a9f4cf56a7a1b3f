package pdf

import (
	"fmt"
	"maps"
)

// Page is one page of a new document.
type Page struct {
	// Content is drawn on in points, the origin in the lower left corner.
	Content *Content
	// Extra holds further entries of the page dictionary, such as /Rotate or /CropBox; the page's own entries win.
	Extra Dict

	w             *Writer
	ref           Ref
	index         int
	width, height float64
	annots        Array
	parents       []*Element // the tag of each marked content sequence, by its number
}

// AddPage appends a page of the given size in points; A4 is 595.276 by 841.89.
func (w *Writer) AddPage(width, height float64) *Page {
	p := &Page{w: w, ref: w.Alloc(), index: len(w.pages), width: width, height: height}
	p.Content = newContent(&w.Body, p)
	w.pages = append(w.pages, p)
	return p
}

// Ref returns the page's reference.
func (p *Page) Ref() Ref { return p.ref }

// Index returns the page's place in the document, from 0.
func (p *Page) Index() int { return p.index }

// Target is a place in the document: the page and the height on it, in points, that a viewer brings to the top of its window.
type Target struct {
	Page *Page
	Top  float64
}

func (t Target) destination() Array {
	return Array{t.Page.ref, Name("XYZ"), Null{}, Num(t.Top), Null{}}
}

// AddAnnotation puts an annotation dictionary on the page; /Type, /P and (unless given) the print flag are added.
// With a tag tree, tag is the element that the annotation belongs to, and may be nil.
func (p *Page) AddAnnotation(annotation Dict, tag *Element) Ref {
	d := Dict{"F": Int(4)}
	maps.Copy(d, annotation)
	d["Type"], d["P"] = Name("Annot"), p.ref
	ref := p.w.Add(d)
	p.annots = append(p.annots, ref)
	if tag != nil {
		tag.addAnnotation(p, ref, d)
	}
	return ref
}

// AddLink makes an area of the page lead to another place in the document. alt describes it to a screen reader and may be empty.
func (p *Page) AddLink(area Rect, target Target, alt string, tag *Element) {
	if target.Page == nil || target.Page.w != p.w {
		p.w.fail(fmt.Errorf("%w: link on page %d leads to no page of this document", ErrContent, p.index+1))
		return
	}
	p.addLink(area, alt, tag, "Dest", target.destination())
}

// AddURI makes an area of the page lead to a web address.
func (p *Page) AddURI(area Rect, uri, alt string, tag *Element) {
	p.addLink(area, alt, tag, "A", Dict{"S": Name("URI"), "URI": String(uri)})
}

func (p *Page) addLink(area Rect, alt string, tag *Element, key Name, value Object) {
	d := Dict{"Subtype": Name("Link"), "Rect": area.Array(), "Border": Array{Int(0), Int(0), Int(0)}, key: value}
	if alt != "" {
		d["Contents"] = Text(alt)
	}
	p.AddAnnotation(d, tag)
}

// pageFan is how many children a node of the page tree has.
const pageFan = 32

// writePageTree writes the pages and a balanced tree above them.
func (w *Writer) writePageTree() {
	if len(w.pages) == 0 {
		w.fail(fmt.Errorf("%w: a document without pages", ErrObject))
		return
	}
	nodes := make([]pageNode, len(w.pages))
	for i, p := range w.pages {
		nodes[i] = pageNode{ref: p.ref, dict: p.dict(), count: 1}
	}
	for len(nodes) > pageFan {
		var above []pageNode
		for start := 0; start < len(nodes); start += pageFan {
			above = append(above, w.pageParent(w.Alloc(), nodes[start:min(start+pageFan, len(nodes))]))
		}
		nodes = above
	}
	root := w.pageParent(w.tree, nodes)
	w.Set(root.ref, root.dict)
}

type pageNode struct {
	ref   Ref
	dict  Dict
	count int
}

func (w *Writer) pageParent(ref Ref, children []pageNode) pageNode {
	kids, count := Array{}, 0
	for _, c := range children {
		c.dict["Parent"] = ref
		w.Set(c.ref, c.dict)
		kids = append(kids, c.ref)
		count += c.count
	}
	return pageNode{ref: ref, dict: Dict{"Type": Name("Pages"), "Kids": kids, "Count": Int(count)}, count: count}
}

func (p *Page) dict() Dict {
	d := Dict{}
	maps.Copy(d, p.Extra)
	d["Type"] = Name("Page")
	d["MediaBox"] = Rect{0, 0, p.width, p.height}.Array()
	data := p.Content.finish(fmt.Sprintf("page %d", p.index+1))
	d["Contents"] = p.w.AddStream(nil, data)
	d["Resources"] = p.Content.resources()
	if len(p.annots) > 0 {
		d["Annots"] = p.annots
	}
	if p.w.tags != nil {
		d["Tabs"] = Name("S")
		if len(p.parents) > 0 {
			d["StructParents"] = Int(p.index)
		}
	}
	return d
}
