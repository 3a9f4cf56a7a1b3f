package pdf

// tagTree is the logical structure of a tagged document.
type tagTree struct {
	w     *Writer
	ref   Ref
	root  *Element
	annot []*Element // elements of annotations, in order of their /StructParent keys
	dicts []Dict     // the annotations themselves
	roles Dict
}

// Element is a node of the tag tree: a paragraph, a table cell, a figure. Set the fields before the document is finished.
type Element struct {
	Type       Name   // Document, Sect, H1, P, Table, TR, TH, TD, Figure, Link …
	Title      string // shown in the tag tree
	Alt        string // replaces the content for a screen reader; a Figure needs one
	ActualText string // what the content really says
	Language   string // when it differs from the document's
	// Attributes is one attribute dictionary with its owner /O, such as {O: Table, ColSpan: 2, Scope: Column}.
	Attributes Dict

	tree   *tagTree
	parent *Element
	ref    Ref
	kids   []tagKid
}

// tagKid is exactly one of: a child element, a marked content sequence of a page, an annotation.
type tagKid struct {
	element *Element
	page    *Page
	mcid    int
	annot   Ref
}

// Structure returns the root of the tag tree, an element of type Document. The first call makes the document a tagged one.
func (w *Writer) Structure() *Element {
	if w.tags == nil {
		t := &tagTree{w: w, ref: w.Alloc(), roles: Dict{}}
		t.root = &Element{Type: "Document", tree: t, ref: w.Alloc()}
		w.tags = t
	}
	return w.tags.root
}

// MapRole says which standard type an own element type stands for.
func (w *Writer) MapRole(own, standard Name) {
	w.Structure()
	w.tags.roles[own] = standard
}

// Add appends a child element.
func (e *Element) Add(typ Name) *Element {
	child := &Element{Type: typ, tree: e.tree, parent: e, ref: e.tree.w.Alloc()}
	e.kids = append(e.kids, tagKid{element: child})
	return child
}

// addContent reserves the next marked content number of a page for e.
func (e *Element) addContent(p *Page) (mcid int) {
	mcid = len(p.parents)
	p.parents = append(p.parents, e)
	e.kids = append(e.kids, tagKid{page: p, mcid: mcid})
	return mcid
}

func (e *Element) addAnnotation(p *Page, ref Ref, annotation Dict) {
	e.kids = append(e.kids, tagKid{page: p, annot: ref})
	e.tree.annot = append(e.tree.annot, e)
	e.tree.dicts = append(e.tree.dicts, annotation)
}

// writeTags writes the tree and the way back from page content and annotations to their elements.
func (w *Writer) writeTags() {
	t := w.tags
	if t == nil {
		return
	}
	nums := Array{}
	for _, p := range w.pages {
		if len(p.parents) == 0 {
			continue
		}
		elements := Array{}
		for _, e := range p.parents {
			elements = append(elements, e.ref)
		}
		nums = append(nums, Int(p.index), t.w.Add(elements))
	}
	for i, e := range t.annot {
		key := Int(len(w.pages) + i)
		t.dicts[i]["StructParent"] = key
		nums = append(nums, key, e.ref)
	}
	t.writeElement(t.root, t.ref)
	d := Dict{
		"Type": Name("StructTreeRoot"), "K": Array{t.root.ref},
		"ParentTree": t.w.Add(Dict{"Nums": nums}), "ParentTreeNextKey": Int(len(w.pages) + len(t.annot)),
	}
	if len(t.roles) > 0 {
		d["RoleMap"] = t.roles
	}
	w.Set(t.ref, d)
	w.catalog["StructTreeRoot"] = t.ref
	w.catalog["MarkInfo"] = Dict{"Marked": Bool(true)}
}

func (t *tagTree) writeElement(e *Element, parent Ref) {
	d := Dict{"Type": Name("StructElem"), "S": e.Type, "P": parent}
	for _, f := range []struct {
		key  Name
		text string
	}{{"T", e.Title}, {"Alt", e.Alt}, {"ActualText", e.ActualText}, {"Lang", e.Language}} {
		if f.text != "" {
			d[f.key] = Text(f.text)
		}
	}
	if len(e.Attributes) > 0 {
		d["A"] = e.Attributes
	}
	var page *Page
	kids := Array{}
	for _, k := range e.kids {
		if page == nil && k.page != nil {
			page = k.page
			d["Pg"] = page.ref
		}
		kids = append(kids, t.kid(k, e, page))
	}
	switch len(kids) {
	case 0:
	case 1:
		d["K"] = kids[0]
	default:
		d["K"] = kids
	}
	t.w.Set(e.ref, d)
}

// kid writes a child element, or returns how content of a page or an annotation is referred to.
func (t *tagTree) kid(k tagKid, e *Element, page *Page) Object {
	switch {
	case k.element != nil:
		t.writeElement(k.element, e.ref)
		return k.element.ref
	case k.annot != Ref{}:
		return Dict{"Type": Name("OBJR"), "Obj": k.annot, "Pg": k.page.ref}
	case k.page == page:
		return Int(k.mcid)
	}
	return Dict{"Type": Name("MCR"), "Pg": k.page.ref, "MCID": Int(k.mcid)}
}
