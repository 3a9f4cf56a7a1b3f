package reportdata

import (
	"time"

	"zhunsheng/app/pdf"
)

// privateOwner is under which name the catalog's /PieceInfo holds what a document is for.
const privateOwner = "Zhunsheng"

// Purpose is the /PieceInfo entry of a document's catalog: what it is for, so that a document without data says it too.
func Purpose(kind string, draft bool, made time.Time) pdf.Dict {
	return pdf.Dict{privateOwner: pdf.Dict{
		"LastModified": pdf.Date(made), "Private": pdf.Dict{"Kind": pdf.Name(kind), "Draft": pdf.Bool(draft)},
	}}
}

// ForSigning tells whether a document may be signed: a draft and a blank form may not. Documents of other programs may.
func ForSigning(r *pdf.Reader) bool {
	catalog, err := r.Catalog()
	if err != nil {
		return true // signing will say what is wrong
	}
	d := catalog
	for _, key := range []pdf.Name{"PieceInfo", privateOwner, "Private"} {
		inner, ok, err := r.ResolveDict(orNull(d[key]))
		if err != nil || !ok {
			return true
		}
		d = inner
	}
	return d["Draft"] != pdf.Object(pdf.Bool(true)) && d["Kind"] != pdf.Object(pdf.Name("blank"))
}
