package sign

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhunsheng/app/pdf"
)

// signing is one signature on its way into the document's form.
type signing struct {
	reader    *pdf.Reader
	update    *pdf.Update
	form      *form
	options   *Options
	signature pdf.Ref
}

func (w *signing) place() error {
	existing := w.form.byName(w.options.Field)
	switch {
	case slices.Contains(w.form.others, w.options.Field):
		return fmt.Errorf("%w: the field of that name is of another type", ErrField)
	case existing == nil:
		return w.addField()
	case existing.value != nil:
		return ErrFieldSigned
	}
	return w.fillField(existing)
}

// fillField writes value and look into an empty field. The page is not touched.
func (w *signing) fillField(f *field) error {
	dict := maps.Clone(f.dict)
	dict["V"] = w.signature
	if len(f.widgets) > 0 {
		widget := dict
		if !f.merged() {
			_, shared, err := dictAt(readerState{w.reader}, f.widgets[0])
			if err != nil {
				return err
			}
			widget = maps.Clone(shared)
		}
		if err := w.draw(widget); err != nil {
			return err
		}
		w.update.Set(f.widgets[0], widget)
	}
	w.update.Set(f.ref, dict)
	return w.setForm(nil)
}

// draw gives a widget the look of the signature.
func (w *signing) draw(widget pdf.Dict) error {
	_, corners, err := arrayAt(readerState{w.reader}, widget["Rect"])
	if err != nil || len(corners) != 4 {
		return fmt.Errorf("%w: widget without a rectangle", ErrField)
	}
	var c [4]float64
	for i, corner := range corners {
		c[i], _ = pdf.Number(corner)
	}
	width, height := max(c[0], c[2])-min(c[0], c[2]), max(c[1], c[3])-min(c[1], c[3])
	if w.options.Appearance == nil || width <= 0 || height <= 0 {
		return nil
	}
	o := w.options
	form, err := o.Appearance.Draw(&w.update.Body, Stamp{
		Role: o.Role, Name: o.Name, Time: o.TimeText, Reason: o.Reason, Location: o.Location,
		FingerprintTail: FingerprintTail(o.Identity.Fingerprint()), Level: o.Identity.Level(), Width: width, Height: height,
		Rejected: o.Rejection != "",
	})
	if err != nil {
		return fmt.Errorf("appearance: %w", err)
	}
	widget["AP"] = pdf.Dict{"N": form.Ref()}
	return nil
}

// addField makes a field with its widget, on a page and in the form.
func (w *signing) addField() error {
	o := w.options
	if strings.Contains(o.Field, ".") {
		return fmt.Errorf("%w: the name of a new field must not hold a full stop", ErrField)
	}
	pages, err := w.reader.Pages()
	if err != nil {
		return err
	}
	if o.Place.Page < 0 || o.Place.Page >= len(pages) {
		return fmt.Errorf("%w: page index %d of %d pages", ErrPlace, o.Place.Page, len(pages))
	}
	area := o.Place.Area
	visible := area.X1 > area.X0 && area.Y1 > area.Y0
	if !visible {
		area = pdf.Rect{}
	}
	if visible && o.Appearance == nil {
		return fmt.Errorf("%w: a visible signature needs an appearance", ErrPlace)
	}
	page := pages[o.Place.Page]
	widget := pdf.Dict{
		"Type": pdf.Name("Annot"), "Subtype": pdf.Name("Widget"), "FT": pdf.Name("Sig"), "T": pdf.Text(o.Field),
		"Rect": area.Array(), "F": pdf.Int(132), "P": page.Ref, "V": w.signature, // 132: printed, locked
	}
	if err := w.draw(widget); err != nil {
		return err
	}
	ref := w.update.Add(widget)
	if err := w.annotate(page, ref); err != nil {
		return err
	}
	return w.setForm(ref)
}

func (w *signing) annotate(page pdf.PageInfo, widget pdf.Ref) error {
	var list pdf.Array
	var at pdf.Ref
	if page.Dict["Annots"] != nil {
		var err error
		if at, list, err = arrayAt(readerState{w.reader}, page.Dict["Annots"]); err != nil {
			return err
		}
	}
	list = append(slices.Clone(list), widget)
	if at != (pdf.Ref{}) {
		w.update.Set(at, list)
		return nil
	}
	dict := maps.Clone(page.Dict)
	dict["Annots"] = list
	w.update.Set(page.Ref, dict)
	return nil
}

// setForm marks the document as signed and to be appended to only (/SigFlags 3), and adds a field to the form if there is one.
func (w *signing) setForm(added pdf.Object) error {
	const signedAppendOnly = 3
	f := w.form
	dict := pdf.Dict{}
	maps.Copy(dict, f.dict)
	flags, _ := dict["SigFlags"].(pdf.Int)
	if added == nil && flags&signedAppendOnly == signedAppendOnly {
		return nil
	}
	dict["SigFlags"] = flags | signedAppendOnly
	if added != nil {
		list := append(slices.Clone(f.fieldRefs), added)
		if f.fieldsRef != (pdf.Ref{}) {
			w.update.Set(f.fieldsRef, list)
		} else {
			dict["Fields"] = list
		}
	}
	if f.ref != (pdf.Ref{}) {
		w.update.Set(f.ref, dict)
		return nil
	}
	catalog := maps.Clone(f.catalog)
	catalog["AcroForm"] = w.update.Add(dict)
	w.update.Set(f.root, catalog)
	return nil
}
