package pdf

import (
	"fmt"
	"maps"
)

// SignatureField describes an empty signature field to be signed later.
type SignatureField struct {
	Name    string // partial field name, unique in the document and without a full stop
	Tooltip string // shown by viewers and read by screen readers; may be empty
	Page    *Page  // where its widget stands
	Area    Rect   // the widget; an empty one makes the field invisible
	Tag     *Element
	Extra   Dict // further entries, such as /Lock or /SV
}

// AddSignatureField prepares a signature field with an empty appearance, so that signing later changes the field alone and no page.
func (w *Writer) AddSignatureField(f SignatureField) Ref {
	if f.Page == nil || f.Page.w != w {
		w.fail(fmt.Errorf("%w: signature field %q stands on no page of this document", ErrObject, f.Name))
		return Ref{}
	}
	appearance := w.Add(&Stream{Dict: Dict{
		"Type": Name("XObject"), "Subtype": Name("Form"),
		"BBox": Rect{0, 0, f.Area.X1 - f.Area.X0, f.Area.Y1 - f.Area.Y0}.Array(), "Resources": Dict{},
	}})
	d := Dict{}
	maps.Copy(d, f.Extra)
	d["FT"], d["T"], d["Subtype"] = Name("Sig"), Text(f.Name), Name("Widget")
	d["Rect"], d["F"] = f.Area.Array(), Int(132) // print, locked
	d["AP"] = Dict{"N": appearance}
	if f.Tooltip != "" {
		d["TU"] = Text(f.Tooltip)
	}
	ref := f.Page.AddAnnotation(d, f.Tag)
	w.fields = append(w.fields, ref)
	return ref
}

func (w *Writer) writeFields() {
	if len(w.fields) == 0 {
		return
	}
	w.catalog["AcroForm"] = w.Add(Dict{"Fields": w.fields, "SigFlags": Int(1)})
}
