package pdf

import "bytes"

// PageInfo is a page of a document that was read.
type PageInfo struct {
	Ref        Ref
	Dict       Dict // as it stands in the file
	Attributes Dict // Dict with what it inherits from the page tree: /Resources, /MediaBox, /CropBox, /Rotate
}

// Pages returns the pages in order. The error wraps [ErrStructure] or [ErrLoop] for a malformed page tree, and [ErrLimit] for more
// than [Limits].Pages pages.
func (r *Reader) Pages() ([]PageInfo, error) {
	catalog, err := r.Catalog()
	if err != nil {
		return nil, err
	}
	root, ok := catalog["Pages"].(Ref)
	if !ok {
		return nil, failAt(ErrStructure, r.offsetOf(r.Root()), "catalog without a page tree")
	}
	walk := pageWalk{r: r, seen: map[Ref]bool{}}
	if err := walk.node(root, Dict{}, 0); err != nil {
		return nil, err
	}
	return walk.pages, nil
}

type pageWalk struct {
	r     *Reader
	seen  map[Ref]bool
	pages []PageInfo
}

func (w *pageWalk) node(ref Ref, inherited Dict, depth int) error {
	at := w.r.offsetOf(ref)
	if w.seen[ref] {
		return failAt(ErrLoop, at, "page tree node %d twice", ref.Num)
	}
	w.seen[ref] = true
	if depth > maxDepth {
		return failAt(ErrLimit, at, "page tree deeper than %d", maxDepth)
	}
	o, err := w.r.Object(ref)
	if err != nil {
		return err
	}
	d, ok := o.(Dict)
	if !ok {
		return failAt(ErrStructure, at, "page tree node %d is no dictionary", ref.Num)
	}
	attributes := Dict{}
	for _, key := range []Name{"Resources", "MediaBox", "CropBox", "Rotate"} {
		if v, own := d[key]; own {
			attributes[key] = v
		} else if v, above := inherited[key]; above {
			attributes[key] = v
		}
	}
	switch d["Type"] {
	case Name("Page"):
		return w.page(PageInfo{Ref: ref, Dict: d, Attributes: attributes}, at)
	case Name("Pages"):
		return w.kids(d, attributes, at, depth)
	}
	return failAt(ErrStructure, at, "page tree node %d is of type %v", ref.Num, d["Type"])
}

func (w *pageWalk) page(p PageInfo, at int) error {
	if len(w.pages) >= w.r.limits.Pages {
		return failAt(ErrLimit, at, "more than %d pages", w.r.limits.Pages)
	}
	for key, value := range p.Dict {
		p.Attributes[key] = value
	}
	w.pages = append(w.pages, p)
	return nil
}

func (w *pageWalk) kids(d, attributes Dict, at, depth int) error {
	o, err := w.r.Resolve(d["Kids"])
	if err != nil {
		return err
	}
	kids, ok := o.(Array)
	if !ok {
		return failAt(ErrStructure, at, "page tree node without /Kids")
	}
	for _, kid := range kids {
		ref, ok := kid.(Ref)
		if !ok {
			return failAt(ErrStructure, at, "page tree with a direct child")
		}
		if err := w.node(ref, attributes, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// PageContent returns the decoded content of a page: its streams one after the other, as the format has it. They decode to at most
// [Limits].Decoded bytes together.
func (r *Reader) PageContent(p PageInfo) ([]byte, error) {
	o, err := r.Resolve(p.Attributes["Contents"])
	if err != nil {
		return nil, err
	}
	parts, ok := o.(Array)
	if !ok {
		parts = Array{p.Attributes["Contents"]}
	}
	at := r.offsetOf(p.Ref)
	var content bytes.Buffer
	packed := 0
	for _, part := range parts {
		o, err := r.Resolve(part)
		if err != nil {
			return nil, err
		}
		s, ok := o.(*Stream)
		if !ok {
			if _, absent := o.(Null); absent || o == nil {
				continue
			}
			return nil, failAt(ErrStructure, at, "page content is no stream")
		}
		if packed += len(s.Data) + 1; packed > r.limits.Decoded {
			return nil, failAt(ErrLimit, at, "page content of more than %d bytes", r.limits.Decoded)
		}
		data, err := r.decode(s, at, r.limits.Decoded-content.Len())
		if err != nil {
			return nil, err
		}
		content.Write(data)
		content.WriteByte('\n')
	}
	return content.Bytes(), nil
}
