package sign

import (
	"fmt"
	"testing"

	"zhunsheng/app/pdf"
)

// roles are the signature fields of the test document.
var roles = []string{"preparer", "reviewer", "approver"}

// document is a PDF of two pages; with fields, the second has an empty signature field for each role.
func document(t testing.TB, fields bool) []byte {
	t.Helper()
	w := pdf.NewWriter(pdf.Options{ID: [16]byte{1, 2, 3}, Language: "zh-CN", Info: pdf.Info{Title: "项目支出绩效自评报告"}})
	for range 2 {
		page := w.AddPage(595, 842)
		page.Content.FillRect(72, 72, 100, 20)
		page.Content.Line(72, 700, 500, 700)
	}
	last := w.AddPage(595, 842)
	if fields {
		for i, role := range roles {
			bottom := 600 - 120*float64(i)
			w.AddSignatureField(pdf.SignatureField{Name: role, Page: last, Area: pdf.Rect{X0: 100, Y0: bottom, X1: 300, Y1: bottom + 90}})
		}
	}
	file, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// box draws a frame and remembers what it was asked to show.
type box struct{ stamps []Stamp }

func (b *box) Draw(body *pdf.Body, stamp Stamp) (*pdf.Form, error) {
	b.stamps = append(b.stamps, stamp)
	form := body.NewForm(pdf.Rect{X1: stamp.Width, Y1: stamp.Height})
	form.Content.StrokeRect(1, 1, stamp.Width-2, stamp.Height-2)
	return form, nil
}

type brokenAppearance struct{}

var errBroken = fmt.Errorf("no ink")

func (brokenAppearance) Draw(*pdf.Body, Stamp) (*pdf.Form, error) { return nil, errBroken }

func optionsFor(identity *Identity, field string) Options {
	return Options{
		Identity: identity, Field: field, Role: "编制", Reason: "绩效自评", Location: "江门", Time: testNow, TimeText: "2023年3月15日",
		Appearance: &box{},
	}
}

func mustSign(t testing.TB, file []byte, o Options) []byte {
	t.Helper()
	signed, err := Sign(file, o)
	if err != nil {
		t.Fatal(err)
	}
	return signed.File
}

func verify(t testing.TB, file []byte, trusted ...*Identity) *Verdict {
	t.Helper()
	o := VerifyOptions{Now: testNow}
	for _, identity := range trusted {
		o.Trust = append(o.Trust, identity.Certificate())
	}
	verdict, err := Verify(file, o)
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

func expect(t testing.TB, verdict *Verdict, want Kind) {
	t.Helper()
	if verdict.Kind != want {
		t.Errorf("verdict %s, want %s (%s)", verdict.Kind, want, verdict.Problem)
		for _, s := range verdict.Signatures {
			t.Logf("  %s %s %+v %+v", s.Field, s.Kind, s.Issues, s.Changes)
		}
	}
}

// signedBy signs in the given fields one after the other.
func signedBy(t testing.TB, file []byte, identities ...*Identity) []byte {
	t.Helper()
	for i, identity := range identities {
		file = mustSign(t, file, optionsFor(identity, roles[i]))
	}
	return file
}

// update appends objects to a file without a signature.
func update(t testing.TB, file []byte, change func(*pdf.Reader, *pdf.Update)) []byte {
	t.Helper()
	reader, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	u, err := pdf.NewUpdate(reader)
	if err != nil {
		t.Fatal(err)
	}
	change(reader, u)
	section, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	return section.Data
}

// forge makes a signature that [Sign] would refuse to make, or to make so: room is added to /Contents, and craft makes the CMS.
func forge(t testing.TB, file []byte, o Options, room int, craft func(*pdf.Section) []byte) []byte {
	t.Helper()
	reader, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if o.Name == "" {
		o.Name = o.Identity.Name()
	}
	form, err := readForm(readerState{reader})
	if err != nil {
		t.Fatal(err)
	}
	u, err := pdf.NewUpdate(reader)
	if err != nil {
		t.Fatal(err)
	}
	size, err := detachedSize(o.Identity)
	if err != nil {
		t.Fatal(err)
	}
	signature := u.Alloc()
	u.SetSignature(signature, o.dictionary(), size+room)
	work := signing{reader: reader, update: u, form: form, options: &o, signature: signature}
	if err := work.place(); err != nil {
		t.Fatal(err)
	}
	section, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	if err := section.Signature.Fill(section.Data, craft(&section)); err != nil {
		t.Fatal(err)
	}
	return section.Data
}

// plainly crafts the CMS that belongs there.
func plainly(t testing.TB, identity *Identity) func(*pdf.Section) []byte {
	return func(section *pdf.Section) []byte {
		before, after := section.Signature.SignedBytes(section.Data)
		der, err := signDetached(identity, identity.scheme.digest.sum(before, after), nil)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
}
