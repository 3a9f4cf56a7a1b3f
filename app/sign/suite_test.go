package sign_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"sync"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
	"zhunsheng/app/report"
	"zhunsheng/app/report/officialtable"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// rendered is the report of the embedded example, not signed.
var rendered = sync.OnceValues(func() ([]byte, error) {
	catalogue, err := locale.Open()
	if err != nil {
		return nil, err
	}
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		return nil, err
	}
	raw, _ := assets.Scheme(e.Scheme.ID)
	s, err := scoring.ReadScheme(raw)
	if err != nil {
		return nil, err
	}
	card := scoring.Score(s, e)
	doc, err := report.Render(context.Background(), report.Input{
		Scheme: s, Evaluation: e, Scorecard: card, Findings: review.Run(s, e, card), Words: catalogue.Printer("zh"), Now: sign.TestNow,
		Producer: "test",
	})
	if err != nil {
		return nil, err
	}
	return doc.Bytes, nil
})

// signers are an RSA, an SM2 and an ECDSA identity.
var signers = sync.OnceValues(func() ([]*sign.Identity, error) {
	var all []*sign.Identity
	for i, algorithm := range []sign.Algorithm{sign.AlgorithmRSA, sign.AlgorithmSM2, sign.AlgorithmECDSA} {
		id, err := sign.NewLocalWith([]string{"张三", "李四", "王五"}[i], algorithm, sign.TestNow.AddDate(0, -1, 0), nil)
		if err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, nil
})

var fields = []string{"preparer", "reviewer", "principal"}

// versions are the report and what it became with each signature.
func versions(t *testing.T, file []byte) [][]byte {
	t.Helper()
	all := [][]byte{file}
	for i, id := range identities(t) {
		signed, err := sign.Sign(all[i], optionsOf(id, i))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, signed.File)
	}
	return all
}

func optionsOf(id *sign.Identity, i int) sign.Options {
	return sign.Options{Identity: id, Field: fields[i], Time: sign.TestNow}
}

func identities(t *testing.T) []*sign.Identity {
	t.Helper()
	all, err := signers()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func exampleReport(t *testing.T) []byte {
	t.Helper()
	file, err := rendered()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(file)
}

// outcome is all that the program says about a file, in few words: the verdict, that on each signature with what is wrong with it, what
// was changed without leave, and the verdict on the data.
func outcome(t *testing.T, file []byte) string {
	t.Helper()
	o := sign.VerifyOptions{Now: sign.TestNow, Required: fields}
	for _, id := range identities(t) {
		o.Trust = append(o.Trust, id.Certificate())
	}
	verdict, err := sign.Verify(file, o)
	if err != nil {
		t.Fatal(err)
	}
	short := func(kind sign.Kind) string { return strings.TrimPrefix(string(kind), "verify.") }
	parts := []string{short(verdict.Kind)}
	for _, s := range verdict.Signatures {
		part := short(s.Kind)
		for _, check := range []struct {
			name string
			fine bool
		}{{"range", s.RangeOK}, {"padding", s.PaddingOK}, {"digest", s.DigestOK}} {
			if !check.fine && s.Kind == sign.KindMalformed {
				part += "!" + check.name
				break // what is checked later was not looked at
			}
		}
		seen := map[sign.ChangeKind]bool{}
		for _, c := range s.Changes {
			if !c.Permitted && !seen[c.What] {
				seen[c.What] = true
				part += "+" + strings.TrimPrefix(string(c.What), "change.")
			}
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ") + " / " + data(file)
}

// data is the verdict on the data inside.
func data(file []byte) string {
	rescored, err := reportdata.Rescore(file)
	switch {
	case err == nil && rescored.Agrees():
		return "data agree"
	case err == nil:
		return "data disagree"
	case errors.Is(err, reportdata.ErrLater):
		return "data replaced"
	case errors.Is(err, reportdata.ErrSeveral):
		return "several data"
	}
	return "no data to rely on"
}

func appended(t *testing.T, file []byte, change func(*pdf.Reader, *pdf.Update)) []byte {
	return sign.Update(t, file, change)
}

// editedTotal turns the printed total 99.00 into 00.99, as somebody would who edits the document.
func editedTotal(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return func(r *pdf.Reader, u *pdf.Update) {
		page, run := findTotal(t, r)
		content, err := r.PageContent(page)
		if err != nil {
			t.Fatal(err)
		}
		at := strings.ReplaceAll(fmt.Sprintf("%.3f", run.X), ".", `\.`)
		shown := regexp.MustCompile(at[:len(at)-1]+`\d* [0-9.]+ Td\n<([0-9a-fA-F]+)> Tj`).FindAllSubmatchIndex(content, -1)
		if len(shown) == 0 {
			t.Fatal("the total is not in the content")
		}
		from, to := shown[len(shown)-1][2], shown[len(shown)-1][3]
		edited := bytes.Clone(content)
		for i := 0; i < to-from; i += 4 {
			copy(edited[from+i:], content[to-4-i:to-i])
		}
		dict := maps.Clone(page.Dict)
		dict["Contents"] = u.AddStream(nil, edited)
		u.Set(page.Ref, dict)
	}
}

func findTotal(t *testing.T, r *pdf.Reader) (pdf.PageInfo, text.Run) {
	t.Helper()
	pages, err := text.NewReader(r).Pages()
	if err != nil {
		t.Fatal(err)
	}
	printed, err := officialtable.Read(pages)
	if err != nil {
		t.Fatal(err)
	}
	infos, err := r.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range pages[printed.Page-1].Runs {
		if run.Text == printed.Total && run.Size > 8.9 && run.Size < 9.1 {
			return infos[printed.Page-1], run
		}
	}
	t.Fatal("the total is not on its page")
	return pdf.PageInfo{}, text.Run{}
}

// otherData writes the embedded data once more, with another content.
func otherData(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return func(r *pdf.Reader, u *pdf.Update) {
		for _, e := range r.Entries() {
			o, err := r.Object(e.Ref)
			if err != nil {
				t.Fatal(err)
			}
			if s, ok := o.(*pdf.Stream); ok && s.Dict["Type"] == pdf.Object(pdf.Name("EmbeddedFile")) {
				u.SetStream(e.Ref, s.Dict, []byte("{}"))
				return
			}
		}
		t.Fatal("no data in the report")
	}
}

func secondData(_ *pdf.Reader, u *pdf.Update) {
	u.AddStream(pdf.Dict{"Type": pdf.Name("EmbeddedFile")}, []byte("{}"))
}

func blackPage(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return func(r *pdf.Reader, u *pdf.Update) {
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		page := maps.Clone(pages[0].Dict)
		page["Contents"] = u.AddStream(nil, []byte("0 0 600 850 re f"))
		u.Set(pages[0].Ref, page)
	}
}

// flip changes one bit.
func flip(file []byte, at int) []byte {
	changed := bytes.Clone(file)
	changed[at] ^= 1
	return changed
}

// nobody is a timestamp authority that does not answer, so that the room kept for a timestamp stays empty.
type nobody struct{}

func (nobody) Timestamp([]byte) ([]byte, error) { return nil, errors.New("nobody answers") }

// padded writes something into the zeros after the last signature's CMS.
func padded(t *testing.T, file []byte, o sign.Options) []byte {
	t.Helper()
	o.Timestamp = nobody{}
	signed, err := sign.Sign(file, o)
	if err != nil || signed.TimestampErr == nil {
		t.Fatal(err, signed)
	}
	contents := bytes.LastIndex(signed.File, []byte("/Contents"))
	end := contents + bytes.Index(signed.File[contents:], []byte("000000>"))
	if contents < 0 || end < contents {
		t.Fatal("no padding")
	}
	signed.File[end] = '7'
	return signed.File
}

// TestEveryAttackOnAReportHasItsOwnVerdict: the real report, signed by three people with RSA, SM2 and ECDSA, and what can be done to it.
func TestEveryAttackOnAReportHasItsOwnVerdict(t *testing.T) {
	original := exampleReport(t)
	v := versions(t, original)
	all := identities(t)
	whole := v[3]
	expired, _ := sign.IssuedBy(t, "李四", sign.Expired())
	unsuitable, _ := sign.IssuedBy(t, "李四", sign.Encryption())
	third := func(id *sign.Identity) sign.Options { return optionsOf(id, 2) }
	edited := versions(t, appended(t, original, editedTotal(t)))[3]

	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", whole, "valid valid valid valid / data agree"},
		{"flip in revision 1", flip(whole, bytes.Index(whole, []byte("/MediaBox"))+12), "tampered tampered tampered tampered / *"},
		{"flip in revision 3", flip(whole, len(v[1])+bytes.Index(whole[len(v[1]):], []byte("D:2023"))+6), "tampered changed-after-signing tampered tampered / data agree"},
		{"padding that is not zero", padded(t, v[2], third(all[2])), "malformed-signature valid valid malformed-signature!padding / data agree"},
		{"update that changes a page", appended(t, whole, blackPage(t)), "changed-after-signing changed-after-signing+page changed-after-signing+page changed-after-signing+page / data agree"},
		{"update that changes the data", appended(t, whole, otherData(t)), "changed-after-signing changed-after-signing+object changed-after-signing+object changed-after-signing+object / data replaced"},
		{"junk after the end", append(bytes.Clone(whole), "junk"...), "trailing-bytes valid valid valid / *"},
		{"cut to revision 1", v[0], "unsigned / data agree"},
		{"cut to the first signature", v[1], "incomplete valid / data agree"},
		{"widened gap", sign.ForgeWidened(t, v[2], third(all[2])), "malformed-signature malformed-signature!range changed-after-signing changed-after-signing / data agree"},
		{"second data file", appended(t, whole, secondData), "changed-after-signing changed-after-signing changed-after-signing changed-after-signing / several data"},
		{"visible number edited before signing", edited, "valid valid valid valid / data disagree"},
		{"visible number edited after signing", appended(t, whole, editedTotal(t)), "changed-after-signing changed-after-signing+page changed-after-signing+page changed-after-signing+page / data disagree"},
		{"swapped certificate", sign.ForgeSwapped(t, v[2], third(all[2]), all[0]), "certificate-swapped changed-after-signing changed-after-signing certificate-swapped / data agree"},
		{"expired certificate", sign.ForgeUnchecked(t, v[2], third(expired)), "certificate-expired valid valid certificate-expired / data agree"},
		{"wrong key usage", sign.ForgeUnchecked(t, v[2], third(unsuitable)), "certificate-unsuitable valid valid certificate-unsuitable / data agree"},
	}
	seen := map[string]string{}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := outcome(t, test.file)
			want, open := strings.CutSuffix(test.want, "*")
			if got != want && !(open && strings.HasPrefix(got, want)) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if other, twice := seen[got]; twice {
				t.Errorf("the same outcome as %q: %s", other, got)
			}
			seen[got] = test.name
		})
	}
}

// BenchmarkSignReport puts a third signature under the report of the example, which is verified first; the signature has no look.
func BenchmarkSignReport(b *testing.B) {
	file, err := rendered()
	if err != nil {
		b.Fatal(err)
	}
	all, err := signers()
	if err != nil {
		b.Fatal(err)
	}
	for i, id := range all[:2] {
		signed, err := sign.Sign(file, optionsOf(id, i))
		if err != nil {
			b.Fatal(err)
		}
		file = signed.File
	}
	for b.Loop() {
		if _, err := sign.Sign(file, optionsOf(all[2], 2)); err != nil {
			b.Fatal(err)
		}
	}
}
