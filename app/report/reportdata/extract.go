package reportdata

import (
	"zhunsheng/app/pdf"
)

// Extract finds the data in a document. There must be exactly one embedded file, associated with the document as its data, listed
// among its embedded files under [FileName], and written with the document, not by a later revision: a signature of the document
// then covers it. The error is a [*Error], or that of package pdf for a file that cannot be read.
func Extract(r *pdf.Reader) (*Data, error) {
	spec, err := only(r)
	if err != nil {
		return nil, err
	}
	ref, err := fileOf(r, spec)
	if err != nil {
		return nil, err
	}
	for _, object := range []pdf.Ref{spec, ref} {
		if later(r, object) {
			return nil, fail(ErrLater, "object %d", object.Num)
		}
	}
	o, err := r.Object(ref)
	if err != nil {
		return nil, &Error{Kind: ErrDamaged, Cause: err}
	}
	stream, ok := o.(*pdf.Stream)
	if !ok {
		return nil, fail(ErrDamaged, "object %d is no stream", ref.Num)
	}
	if len(stream.Data) > MaxBytes {
		return nil, fail(ErrTooLong, "%d bytes packed, at most %d", len(stream.Data), MaxBytes)
	}
	data, err := r.Decode(stream)
	if err != nil {
		return nil, &Error{Kind: ErrDamaged, Cause: err}
	}
	return Decode(data)
}

// fileOf returns the embedded file of a file specification that is named and related as report data are.
func fileOf(r *pdf.Reader, spec pdf.Ref) (pdf.Ref, error) {
	d, ok, err := r.ResolveDict(spec)
	if err != nil || !ok {
		return pdf.Ref{}, &Error{Kind: ErrDamaged, Detail: "file specification", Cause: err}
	}
	if name, _ := pdf.DecodeText(orNull(d["UF"])); name != FileName || d["AFRelationship"] != pdf.Object(pdf.Name("Data")) {
		return pdf.Ref{}, fail(ErrNone, "the embedded file is %q of relationship %v", cut(name), d["AFRelationship"])
	}
	files, ok, err := r.ResolveDict(orNull(d["EF"]))
	if err != nil || !ok {
		return pdf.Ref{}, &Error{Kind: ErrDamaged, Detail: "file specification without a file", Cause: err}
	}
	ref, isRef := files["F"].(pdf.Ref)
	if !isRef || files["UF"] != nil && files["UF"] != pdf.Object(ref) {
		return pdf.Ref{}, fail(ErrDamaged, "file specification of two files")
	}
	return ref, nil
}

// only returns the file specification of the only embedded file. Every object of the file is looked at, so that no second file hides
// where no list names it.
func only(r *pdf.Reader) (pdf.Ref, error) {
	files, specs := 0, 0
	for _, e := range r.Entries() {
		o, err := r.Object(e.Ref)
		if err != nil {
			return pdf.Ref{}, err
		}
		if s, ok := o.(*pdf.Stream); ok && s.Dict["Type"] == pdf.Object(pdf.Name("EmbeddedFile")) {
			files++
		}
		specs += specsIn(o, 0)
	}
	listed, err := listed(r)
	if err != nil {
		return pdf.Ref{}, err
	}
	switch {
	case files == 0 && specs == 0 && len(listed) == 0:
		return pdf.Ref{}, &Error{Kind: ErrNone}
	case files > 1, specs > 1, len(listed) > 1:
		return pdf.Ref{}, fail(ErrSeveral, "%d files, %d file specifications", files, max(specs, len(listed)))
	case len(listed) == 0:
		return pdf.Ref{}, fail(ErrDamaged, "an embedded file that no list names")
	}
	return listed[0], nil
}

// specsIn counts the file specifications in an object, at whatever depth: an annotation may hold one of its own.
func specsIn(o pdf.Object, depth int) (n int) {
	if depth > 16 {
		return 0
	}
	switch o := o.(type) {
	case *pdf.Stream:
		return specsIn(o.Dict, depth+1)
	case pdf.Array:
		for _, inner := range o {
			n += specsIn(inner, depth+1)
		}
	case pdf.Dict:
		if o["EF"] != nil {
			n++
		}
		for _, inner := range o {
			n += specsIn(inner, depth+1)
		}
	}
	return n
}

// maxListed bounds the walk through the lists of embedded files.
const maxListed = 64

// listed returns the file specifications that the document associates with itself or lists among its embedded files. One that stands
// in only one of the two lists is counted twice, so that it is refused.
func listed(r *pdf.Reader) ([]pdf.Ref, error) {
	catalog, err := r.Catalog()
	if err != nil {
		return nil, err
	}
	associated := map[pdf.Ref]bool{}
	o, err := r.Resolve(orNull(catalog["AF"]))
	if err != nil {
		return nil, err
	}
	list, _ := o.(pdf.Array)
	for _, entry := range list[:min(len(list), maxListed)] {
		ref, _ := entry.(pdf.Ref)
		associated[ref] = true
	}
	named := map[pdf.Ref]bool{}
	names, _, err := r.ResolveDict(orNull(catalog["Names"]))
	if err != nil {
		return nil, err
	}
	if err := walkNames(r, names["EmbeddedFiles"], named, 0); err != nil {
		return nil, err
	}
	var all []pdf.Ref
	for ref := range associated {
		all = append(all, ref)
	}
	for ref := range named {
		if !associated[ref] {
			all = append(all, ref)
		}
	}
	if len(all) == 1 && len(associated) != len(named) {
		return nil, fail(ErrDamaged, "the file is not in both lists of files")
	}
	return all, nil
}

func walkNames(r *pdf.Reader, o pdf.Object, into map[pdf.Ref]bool, depth int) error {
	node, ok, err := r.ResolveDict(orNull(o))
	if err != nil || !ok {
		return err
	}
	if depth > 8 {
		return fail(ErrDamaged, "tree of embedded files too deep")
	}
	leaf, err := r.Resolve(orNull(node["Names"]))
	if err != nil {
		return err
	}
	if list, ok := leaf.(pdf.Array); ok {
		for i := 1; i < min(len(list), maxListed); i += 2 {
			ref, _ := list[i].(pdf.Ref)
			into[ref] = true
		}
	}
	kids, err := r.Resolve(orNull(node["Kids"]))
	if err != nil {
		return err
	}
	if list, ok := kids.(pdf.Array); ok {
		for _, kid := range list[:min(len(list), maxListed)] {
			if len(into) > maxListed {
				break
			}
			if err := walkNames(r, kid, into, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// later tells whether an object was written after the document's first revision.
func later(r *pdf.Reader, ref pdf.Ref) bool {
	for _, revision := range r.Revisions()[1:] {
		for _, e := range revision.Entries {
			if e.Ref.Num == ref.Num {
				return true
			}
		}
	}
	return false
}

func orNull(o pdf.Object) pdf.Object {
	if o == nil {
		return pdf.Null{}
	}
	return o
}
