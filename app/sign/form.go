package sign

import (
	"errors"
	"fmt"

	"zhunsheng/app/pdf"
)

// Limits of the form tree of a document.
const (
	maxFields     = 4096
	maxFieldDepth = 16
	maxHops       = 16 // references that lead to references
)

var errForm = errors.New("form of the document cannot be read")

// state is a document as of one of its revisions.
type state interface {
	// object returns an indirect object, [pdf.Null] for one that does not exist.
	object(ref pdf.Ref) (pdf.Object, error)
	trailer() pdf.Dict
}

// field is a terminal signature field.
type field struct {
	name    string // full name, parts joined by full stops
	ref     pdf.Ref
	dict    pdf.Dict
	value   pdf.Object // /V as written, nil if absent
	widgets []pdf.Ref  // the field itself when widget and field are one object
}

// merged tells whether the field is its own widget.
func (f *field) merged() bool { return len(f.widgets) == 1 && f.widgets[0] == f.ref }

// form is what a document's catalog says about its fields.
type form struct {
	root       pdf.Ref
	catalog    pdf.Dict
	ref        pdf.Ref // of the AcroForm dictionary; zero when it is direct or absent
	dict       pdf.Dict
	fieldsRef  pdf.Ref // of its /Fields array; zero when direct
	fieldRefs  pdf.Array
	signatures []field
	others     []string // names of fields of other types
}

// byName finds a signature field.
func (f *form) byName(name string) *field {
	for i := range f.signatures {
		if f.signatures[i].name == name {
			return &f.signatures[i]
		}
	}
	return nil
}

// readForm collects the signature fields of a document. A document without a form gives an empty one.
func readForm(s state) (*form, error) {
	f := &form{}
	var err error
	if f.root, f.catalog, err = dictAt(s, s.trailer()["Root"]); err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	if f.catalog["AcroForm"] == nil {
		return f, nil
	}
	if f.ref, f.dict, err = dictAt(s, f.catalog["AcroForm"]); err != nil {
		return nil, fmt.Errorf("AcroForm: %w", err)
	}
	if f.dict["Fields"] == nil {
		return f, nil
	}
	if f.fieldsRef, f.fieldRefs, err = arrayAt(s, f.dict["Fields"]); err != nil {
		return nil, fmt.Errorf("AcroForm fields: %w", err)
	}
	walk := fieldWalk{state: s, form: f, seen: map[pdf.Ref]bool{}}
	for _, kid := range f.fieldRefs {
		if err := walk.visit(kid, inherited{}, 0); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// inherited holds what fields take from those above them (ISO 32000-1 §12.7.3.1).
type inherited struct {
	name  string
	kind  pdf.Object
	value pdf.Object
}

type fieldWalk struct {
	state state
	form  *form
	seen  map[pdf.Ref]bool
}

func (w *fieldWalk) visit(node pdf.Object, above inherited, depth int) error {
	ref, ok := node.(pdf.Ref)
	if !ok || w.seen[ref] || len(w.seen) >= maxFields || depth > maxFieldDepth {
		return fmt.Errorf("%w: field is no reference, occurs twice, is nested deeper than %d or one of more than %d", errForm,
			maxFieldDepth, maxFields)
	}
	w.seen[ref] = true
	_, dict, err := dictAt(w.state, ref)
	if err != nil {
		return fmt.Errorf("field %d: %w", ref.Num, err)
	}
	here := above.with(dict)
	children, widgets, err := w.kids(dict)
	if err != nil {
		return fmt.Errorf("field %d: %w", ref.Num, err)
	}
	for _, child := range children {
		if err := w.visit(child, here, depth+1); err != nil {
			return err
		}
	}
	if len(children) > 0 {
		return nil
	}
	if here.kind != pdf.Name("Sig") {
		w.form.others = append(w.form.others, here.name)
		return nil
	}
	if dict["Kids"] == nil {
		widgets = []pdf.Ref{ref}
	}
	w.form.signatures = append(w.form.signatures, field{name: here.name, ref: ref, dict: dict, value: here.value, widgets: widgets})
	return nil
}

func (i inherited) with(dict pdf.Dict) inherited {
	if part, ok := pdf.DecodeText(dict["T"]); ok {
		if i.name != "" {
			part = i.name + "." + part
		}
		i.name = part
	}
	if dict["FT"] != nil {
		i.kind = dict["FT"]
	}
	if dict["V"] != nil {
		i.value = dict["V"]
	}
	return i
}

// kids tells child fields, which have a name, from widgets, which have none.
func (w *fieldWalk) kids(dict pdf.Dict) (children []pdf.Object, widgets []pdf.Ref, err error) {
	if dict["Kids"] == nil {
		return nil, nil, nil
	}
	_, kids, err := arrayAt(w.state, dict["Kids"])
	if err != nil {
		return nil, nil, err
	}
	for _, kid := range kids {
		ref, kidDict, err := dictAt(w.state, kid)
		if err != nil {
			return nil, nil, err
		}
		if kidDict["T"] != nil {
			children = append(children, kid)
		} else {
			widgets = append(widgets, ref)
		}
	}
	return children, widgets, nil
}

// resolve follows references. The reference returned is that of the object itself, zero for a direct one.
func resolve(s state, o pdf.Object) (pdf.Ref, pdf.Object, error) {
	var at pdf.Ref
	for range maxHops {
		ref, isRef := o.(pdf.Ref)
		if !isRef {
			if o == nil {
				o = pdf.Null{}
			}
			return at, o, nil
		}
		at = ref
		var err error
		if o, err = s.object(ref); err != nil {
			return at, nil, err
		}
	}
	return at, nil, fmt.Errorf("%w: reference %d leads nowhere", errForm, at.Num)
}

func dictAt(s state, o pdf.Object) (pdf.Ref, pdf.Dict, error) {
	ref, resolved, err := resolve(s, o)
	if err != nil {
		return ref, nil, err
	}
	dict, ok := resolved.(pdf.Dict)
	if !ok {
		return ref, nil, fmt.Errorf("%w: %T where a dictionary is expected", errForm, resolved)
	}
	return ref, dict, nil
}

func arrayAt(s state, o pdf.Object) (pdf.Ref, pdf.Array, error) {
	ref, resolved, err := resolve(s, o)
	if err != nil {
		return ref, nil, err
	}
	array, ok := resolved.(pdf.Array)
	if !ok {
		return ref, nil, fmt.Errorf("%w: %T where an array is expected", errForm, resolved)
	}
	return ref, array, nil
}
