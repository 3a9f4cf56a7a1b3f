package sign

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"zhunsheng/app/pdf"
)

// Options describe one signature to be made.
type Options struct {
	Identity *Identity
	// Field is the name of the signature field, the role's id. An empty field of that name is filled; otherwise one is made.
	Field string
	// Role is the role's name as people read it, for the appearance.
	Role string
	// Name is the signer's name for /Name and the appearance; empty means the certificate's.
	Name string
	// Reason and Location may be empty.
	Reason, Location string
	// Time is the claimed time, written with its zone, to the second.
	Time time.Time
	// TimeText shows Time in the appearance; empty means 2006-01-02 15:04:05 -07:00.
	TimeText string
	// Appearance draws the signature; nil makes it invisible, or leaves an existing field as it looks.
	Appearance Appearance
	// Place is where a new field stands; it is not used when the field exists. The zero value is an invisible field on the
	// first page.
	Place Place
	// Random is for keys that need it. Nil means the system's for keys outside of memory, and deterministic signatures otherwise.
	Random io.Reader
}

// Errors of signing. Faults of the document's syntax are errors of package pdf.
var (
	// ErrNotIntact means that the document, or a signature it already has, is not in order; see [NotIntactError].
	ErrNotIntact = errors.New("document is not intact")
	// ErrFieldSigned means that the field of that name is signed already.
	ErrFieldSigned = errors.New("signature field already signed")
	// ErrField means a field name that cannot be used, or a field of another type.
	ErrField = errors.New("no usable signature field")
	// ErrPlace means that a new field was asked for on a page that does not exist, or visible without an [Appearance].
	ErrPlace = errors.New("no place for the signature")
	// ErrForbidden means that an earlier certifying signature forbids any change, also further signatures.
	ErrForbidden = errors.New("the document is certified against further signatures")
	// ErrSigner means that the key, token or certificate store gave no usable signature.
	ErrSigner = errors.New("the key gave no usable signature")
)

// NotIntactError says what is wrong with a document that was not signed. It wraps [ErrNotIntact].
type NotIntactError struct{ Verdict *Verdict }

// Error names the verdict's kind.
func (e *NotIntactError) Error() string { return fmt.Sprintf("%v: %s", ErrNotIntact, e.Verdict.Kind) }

// Unwrap returns [ErrNotIntact].
func (e *NotIntactError) Unwrap() error { return ErrNotIntact }

// Sign appends a signature to a PDF and returns the whole new file; the given bytes are its untouched beginning. Errors wrap
// [ErrNotIntact], [ErrFieldSigned], [ErrField], [ErrPlace], [ErrForbidden], [ErrSigner], [ErrNoTime], one of package pdf, or are a
// [*CertificateError] or the Appearance's.
func Sign(file []byte, options Options) ([]byte, error) {
	if err := options.check(); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if err := checkIntact(file, options.Time); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	reader, err := pdf.Read(file)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	signed, err := signReader(reader, &options)
	if err != nil {
		return nil, fmt.Errorf("sign field %q: %w", options.Field, err)
	}
	return signed, nil
}

func (o *Options) check() error {
	switch {
	case o.Identity == nil:
		return fmt.Errorf("no identity: %w", ErrSigner)
	case o.Time.IsZero():
		return ErrNoTime
	case o.Field == "" || strings.ContainsAny(o.Field, "\x00\r\n"):
		return fmt.Errorf("%w: name %q", ErrField, o.Field)
	}
	if o.Name == "" {
		o.Name = o.Identity.Name()
	}
	if o.TimeText == "" {
		o.TimeText = o.Time.Format("2006-01-02 15:04:05 -07:00")
	}
	return o.Identity.Check(o.Time)
}

// checkIntact refuses to put a further name under a document that is not what its signers signed. Who they are, and whether their
// certificates are still valid, is no reason.
func checkIntact(file []byte, now time.Time) error {
	verdict, err := Verify(file, VerifyOptions{Now: now})
	if err != nil {
		return err
	}
	if verdict.Kind.rank() >= KindUnsupported.rank() {
		return &NotIntactError{verdict}
	}
	return nil
}

func signReader(reader *pdf.Reader, o *Options) ([]byte, error) {
	form, err := readForm(readerState{reader})
	if err != nil {
		return nil, err
	}
	if err := checkCertified(readerState{reader}, form); err != nil {
		return nil, err
	}
	update, err := pdf.NewUpdate(reader)
	if err != nil {
		return nil, err
	}
	size, err := detachedSize(o.Identity)
	if err != nil {
		return nil, err
	}
	signature := update.Alloc()
	update.SetSignature(signature, o.dictionary(), size)
	work := signing{reader: reader, update: update, form: form, options: o, signature: signature}
	if err := work.place(); err != nil {
		return nil, err
	}
	section, err := update.Build()
	if err != nil {
		return nil, err
	}
	return fill(section, o)
}

func (o *Options) dictionary() pdf.Dict {
	d := pdf.Dict{
		"Type": pdf.Name("Sig"), "Filter": pdf.Name("Adobe.PPKLite"), "SubFilter": pdf.Name(cadesDetached),
		"M": pdf.Date(o.Time), "Name": pdf.Text(o.Name),
	}
	if o.Reason != "" {
		d["Reason"] = pdf.Text(o.Reason)
	}
	if o.Location != "" {
		d["Location"] = pdf.Text(o.Location)
	}
	return d
}

// fill signs the finished file and checks the result: keys outside of this program have been seen to answer with rubbish.
func fill(section pdf.Section, o *Options) ([]byte, error) {
	before, after := section.Signature.SignedBytes(section.Data)
	id := o.Identity
	der, err := signDetached(id, id.scheme.digest.sum(before, after), o.Random)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSigner, err)
	}
	parsed, _, err := parseCMS(der)
	if err == nil {
		_, err = parsed.verify()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSigner, err)
	}
	if err := section.Signature.Fill(section.Data, der); err != nil {
		return nil, err
	}
	return section.Data, nil
}

// checkCertified looks for a certifying signature (/Perms /DocMDP) with the permission 1, "no changes" (ISO 32000-1 §12.8.2.2).
func checkCertified(s state, f *form) error {
	_, permissions, err := dictAt(s, f.catalog["Perms"])
	if err != nil {
		return nil // none
	}
	_, signature, err := dictAt(s, permissions["DocMDP"])
	if err != nil {
		return nil
	}
	_, references, err := arrayAt(s, signature["Reference"])
	if err != nil {
		return nil
	}
	for _, o := range references {
		_, reference, err := dictAt(s, o)
		if err != nil || reference["TransformMethod"] != pdf.Object(pdf.Name("DocMDP")) {
			continue
		}
		if _, parameters, err := dictAt(s, reference["TransformParams"]); err == nil && equal(parameters["P"], pdf.Int(1)) {
			return ErrForbidden
		}
	}
	return nil
}

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
