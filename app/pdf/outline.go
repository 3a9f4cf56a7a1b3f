package pdf

import "fmt"

// Outline is a bookmark: a title that leads to a place, with further bookmarks below it.
type Outline struct {
	Title    string
	Target   Target
	Open     bool // whether a viewer shows the children at first
	Children []Outline
}

// SetOutlines gives the document its bookmarks, replacing earlier ones.
func (w *Writer) SetOutlines(outlines []Outline) { w.outlines = outlines }

func (w *Writer) writeOutlines() {
	if len(w.outlines) == 0 {
		return
	}
	root := w.Alloc()
	d := Dict{"Type": Name("Outlines")}
	if shown := w.outlineLevel(root, d, w.outlines, 1); shown > 0 {
		d["Count"] = Int(shown)
	}
	w.Set(root, d)
	w.catalog["Outlines"] = root
	w.catalog["PageMode"] = Name("UseOutlines")
}

// outlineLevel writes siblings, sets /First and /Last of their parent and returns how many lines they show when the parent is open.
func (w *Writer) outlineLevel(parent Ref, parentDict Dict, items []Outline, depth int) (shown int) {
	if depth > maxDepth {
		w.fail(fmt.Errorf("%w: bookmarks nested deeper than %d", ErrObject, maxDepth))
		return 0
	}
	refs := make([]Ref, len(items))
	for i := range items {
		refs[i] = w.Alloc()
	}
	parentDict["First"], parentDict["Last"] = refs[0], refs[len(refs)-1]
	for i, item := range items {
		d := Dict{"Title": Text(item.Title), "Parent": parent}
		if item.Target.Page != nil {
			d["Dest"] = item.Target.destination()
		}
		if i > 0 {
			d["Prev"] = refs[i-1]
		}
		if i+1 < len(items) {
			d["Next"] = refs[i+1]
		}
		shown++
		if len(item.Children) > 0 {
			below := w.outlineLevel(refs[i], d, item.Children, depth+1)
			if item.Open {
				shown += below
			} else {
				below = -below
			}
			d["Count"] = Int(below)
		}
		w.Set(refs[i], d)
	}
	return shown
}
