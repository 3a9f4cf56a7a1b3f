package sign

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/app/pdf"
)

// TestDocumentsOfOtherShapes signs what other programs make of the document: the signature follows the file's own way of writing.
func TestDocumentsOfOtherShapes(t *testing.T) {
	identity := localIdentity(t)
	for name, arguments := range map[string][]string{
		"linearized":        {"--linearize"},
		"object streams":    {"--object-streams=generate"},
		"both":              {"--linearize", "--object-streams=generate"},
		"rewritten plainly": {"--object-streams=disable", "--qdf"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out.pdf")
			mustRun(t, "qpdf", append(arguments, writeFile(t, "in.pdf", document(t, true)), out)...)
			file := signedBy(t, readFile(t, out), identity, identity)
			o := optionsFor(identity, "another")
			o.Place = Place{Page: 1, Area: pdf.Rect{X0: 10, Y0: 10, X1: 110, Y1: 60}}
			file = mustSign(t, file, o)
			expect(t, verify(t, file, identity), KindValid)
			path := writeFile(t, "signed.pdf", file)
			if output := mustRun(t, "qpdf", "--check", path); !strings.Contains(output, "No syntax or stream encoding errors found") {
				t.Error(output)
			}
			if output := mustRun(t, "pdfsig", "-nocert", path); strings.Count(output, "Signature is Valid") != 3 {
				t.Error(output)
			}
		})
	}
}

func TestEncryptedDocumentsAreNotJudged(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pdf")
	mustRun(t, "qpdf", "--encrypt", "", "owner", "256", "--", writeFile(t, "in.pdf", document(t, true)), out)
	expect(t, verify(t, readFile(t, out)), KindEncrypted)
}

// TestFormWithIndirectLists has the lists of fields and annotations in objects of their own, and the form in the catalog.
func TestFormWithIndirectLists(t *testing.T) {
	identity := localIdentity(t)
	file := update(t, document(t, true), func(r *pdf.Reader, u *pdf.Update) {
		form, err := readForm(readerState{r})
		if err != nil {
			t.Fatal(err)
		}
		catalog := maps.Clone(form.catalog)
		catalog["AcroForm"] = pdf.Dict{"Fields": u.Add(form.fieldRefs)}
		u.Set(form.root, catalog)
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		page := maps.Clone(pages[2].Dict)
		page["Annots"] = u.Add(page["Annots"])
		u.Set(pages[2].Ref, page)
	})
	for _, field := range []string{"preparer", "new", "newer"} {
		o := optionsFor(identity, field)
		o.Place = Place{Page: 2, Area: pdf.Rect{X1: 90, Y1: 40}}
		file = mustSign(t, file, o)
		expect(t, verify(t, file, identity), KindValid)
	}
}

// TestFieldWithSeparateWidget has field and widget as two objects, below a parent that gives the type and half of the name.
func TestFieldWithSeparateWidget(t *testing.T) {
	identity := localIdentity(t)
	file := update(t, document(t, true), func(r *pdf.Reader, u *pdf.Update) {
		form, err := readForm(readerState{r})
		if err != nil {
			t.Fatal(err)
		}
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		parent, field := u.Alloc(), u.Alloc()
		widget := u.Add(pdf.Dict{
			"Type": pdf.Name("Annot"), "Subtype": pdf.Name("Widget"), "Rect": pdf.Rect{X1: 90, Y1: 40}.Array(), "F": pdf.Int(4),
			"Parent": field, "P": pages[0].Ref,
		})
		u.Set(field, pdf.Dict{"T": pdf.Text("负责人"), "Kids": pdf.Array{widget}, "Parent": parent})
		u.Set(parent, pdf.Dict{"T": pdf.Text("sign"), "FT": pdf.Name("Sig"), "Kids": pdf.Array{field}})
		page := maps.Clone(pages[0].Dict)
		page["Annots"] = pdf.Array{widget}
		u.Set(pages[0].Ref, page)
		dict := maps.Clone(form.dict)
		dict["Fields"] = append(form.fieldRefs[:len(form.fieldRefs):len(form.fieldRefs)], parent)
		u.Set(form.ref, dict)
	})
	file = signedBy(t, file, identity)
	look := &box{}
	o := optionsFor(identity, "sign.负责人")
	o.Appearance = look
	file = mustSign(t, file, o)
	verdict := verify(t, file, identity)
	expect(t, verdict, KindValid)
	if len(look.stamps) != 1 || look.stamps[0].Width != 90 || verdict.Signatures[1].Field != "sign.负责人" {
		t.Errorf("stamps %+v, signatures %+v", look.stamps, verdict.Signatures)
	}
	content, cms := extracted(t, file, verdict.Signatures[1]) // poppler does not find a value in such a field, so openssl is asked
	mustRun(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", writeFile(t, "cms", cms), "-content",
		writeFile(t, "content", content), "-CAfile", trustFile(t, identity), "-purpose", "any", "-no_check_time", "-out", "/dev/null")
}

func TestFieldsOfOtherTypesAreNotSigned(t *testing.T) {
	file := update(t, document(t, false), func(r *pdf.Reader, u *pdf.Update) {
		catalog, err := r.Catalog()
		if err != nil {
			t.Fatal(err)
		}
		catalog = maps.Clone(catalog)
		field := u.Add(pdf.Dict{"T": pdf.Text("preparer"), "FT": pdf.Name("Tx"), "Subtype": pdf.Name("Widget"), "Rect": pdf.Rect{}.Array()})
		catalog["AcroForm"] = pdf.Dict{"Fields": pdf.Array{field}}
		u.Set(r.Root(), catalog)
	})
	if _, err := Sign(file, optionsFor(localIdentity(t), "preparer")); err == nil || !strings.Contains(err.Error(), "another type") {
		t.Errorf("error %v", err)
	}
}
