package sign

import (
	"bytes"
	"crypto/elliptic"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhunsheng/app/pdf"
)

func TestUnsignedDocument(t *testing.T) {
	verdict, err := Verify(document(t, true), VerifyOptions{Now: testNow, Required: roles[:1]})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verdict, KindUnsigned)
	if !slices.Equal(verdict.Unsigned, roles) || !slices.Equal(verdict.Missing, roles[:1]) {
		t.Errorf("unsigned %v, missing %v", verdict.Unsigned, verdict.Missing)
	}
	expect(t, verify(t, document(t, false)), KindUnsigned)
}

func TestFilesThatAreNoPDF(t *testing.T) {
	for _, file := range []string{"", "hello", "PK\x03\x04", "%PD", "\n%PDF-1.7"} {
		expect(t, verify(t, []byte(file)), KindNotPDF)
	}
	if _, err := Verify(nil, VerifyOptions{}); !errors.Is(err, ErrNoTime) {
		t.Errorf("error %v", err)
	}
}

func flip(file []byte, at int) []byte {
	changed := bytes.Clone(file)
	changed[at] ^= 1
	return changed
}

func replacePage(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return func(r *pdf.Reader, u *pdf.Update) {
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		page := maps.Clone(pages[0].Dict)
		page["Contents"] = u.AddStream(nil, []byte("0 0 600 800 re f"))
		u.Set(pages[0].Ref, page)
	}
}

func changeContent(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return func(r *pdf.Reader, u *pdf.Update) {
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		u.SetStream(pages[0].Dict["Contents"].(pdf.Ref), nil, []byte("0 0 600 800 re f"))
	}
}

func removeSignature(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return changeField(t, "preparer", func(_ *pdf.Update, field pdf.Dict) { delete(field, "V") })
}

// fakeStamp gives a field without a signature the look of one with.
func fakeStamp(t *testing.T) func(*pdf.Reader, *pdf.Update) {
	return changeField(t, "reviewer", func(u *pdf.Update, field pdf.Dict) {
		field["AP"] = pdf.Dict{"N": u.AddStream(pdf.Dict{"Subtype": pdf.Name("Form")}, []byte("0 0 9 9 re f"))}
	})
}

func changeField(t *testing.T, name string, change func(u *pdf.Update, field pdf.Dict)) func(*pdf.Reader, *pdf.Update) {
	return func(r *pdf.Reader, u *pdf.Update) {
		form, err := readForm(readerState{r})
		if err != nil {
			t.Fatal(err)
		}
		field := maps.Clone(form.byName(name).dict)
		change(u, field)
		u.Set(form.byName(name).ref, field)
	}
}

// TestTamperSuite gives every kind of attack its own verdict.
func TestTamperSuite(t *testing.T) {
	identity, second := localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256())
	original := document(t, true)
	once := signedBy(t, original, identity)
	thrice := signedBy(t, original, identity, second, identity)
	tests := []struct {
		name string
		file []byte
		want Kind
	}{
		{"flip in the original", flip(once, bytes.Index(once, []byte("/MediaBox"))+12), KindTampered},
		{"flip in revision 4", flip(thrice, bytes.LastIndex(thrice, []byte("D:2023"))+6), KindTampered},
		{"flip in the first cross-reference table", flip(once, bytes.Index(once, []byte("0000000015"))+9), KindTampered},
		{"flip in the reason", flip(once, bytes.Index(once, []byte("/Reason<FEFF"))+13), KindTampered},
		{"page replaced by an update", update(t, once, replacePage(t)), KindChangedAfterSigning},
		{"page content replaced after three", update(t, thrice, changeContent(t)), KindChangedAfterSigning},
		{"update that changes nothing", update(t, once, func(*pdf.Reader, *pdf.Update) {}), KindChangedAfterSigning},
		{"signature removed by an update", update(t, once, removeSignature(t)), KindChangedAfterSigning},
		{"look of a signature without one", update(t, once, fakeStamp(t)), KindChangedAfterSigning},
		{"junk after the end", append(bytes.Clone(once), "junk"...), KindTrailingBytes},
		{"junk with an end of its own", append(bytes.Clone(once), "\nstartxref\n12\n%%EOF\n"...), KindTrailingBytes},
		{"end that leads back before the signature", append(bytes.Clone(once), oldEnd(t, original)...), KindMalformed},
		{"first revision alone", thrice[:len(original)], KindUnsigned},
		{"cut in the middle", once[:len(original)/2], KindTruncated},
		{"cut in a later revision", thrice[:len(thrice)-1000], KindTruncated},
		{"last line end missing", once[:len(once)-1], KindTruncated},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expect(t, verify(t, test.file, identity, second), test.want) })
	}
}

// TestChangeThenSignedByAnother: a later signature that is good does not heal an earlier one.
func TestChangeThenSignedByAnother(t *testing.T) {
	identity, second := localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256())
	file := update(t, signedBy(t, document(t, true), identity), replacePage(t))
	o := optionsFor(second, "reviewer")
	verdict := verify(t, forge(t, file, o, 0, plainly(t, second)), identity, second)
	expect(t, verdict, KindChangedAfterSigning)
	if verdict.Signatures[0].Kind != KindChangedAfterSigning || verdict.Signatures[1].Kind != KindValid {
		t.Errorf("%s and %s", verdict.Signatures[0].Kind, verdict.Signatures[1].Kind)
	}
}

// TestCutToAnEarlierSignature: what later roles signed was cut away, so a file from which all roles are required is incomplete.
func TestCutToAnEarlierSignature(t *testing.T) {
	identity, second := localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256())
	original := document(t, true)
	once, thrice := signedBy(t, original, identity), signedBy(t, original, identity, second, identity)
	verdict, err := Verify(thrice[:len(once)], VerifyOptions{Now: testNow, Required: roles})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verdict, KindIncomplete)
	if !slices.Equal(verdict.Missing, roles[1:]) {
		t.Errorf("missing %v", verdict.Missing)
	}
}

// oldEnd returns the last lines of a file: its startxref and %%EOF.
func oldEnd(t *testing.T, file []byte) []byte {
	at := bytes.LastIndex(file, []byte("startxref"))
	if at < 0 {
		t.Fatal("no startxref")
	}
	return file[at:]
}

func TestEveryFlippedByteIsNoticed(t *testing.T) {
	identity := ecdsaIdentity(t, "王五", elliptic.P256())
	original := document(t, true)
	file := signedBy(t, original, identity, identity)
	kinds := map[Kind]bool{}
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(file)-1).Draw(t, "offset")
		changed := bytes.Clone(file)
		changed[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "mask"))
		if sameDigits(file[at], changed[at]) {
			return
		}
		verdict := verifyQuietly(t, changed)
		if verdict.Kind.rank() <= KindUnsigned.rank() {
			t.Fatalf("byte %d from %q to %q: %s", at, file[at], changed[at], verdict.Kind)
		}
		kinds[verdict.Kind] = true
	})
	if !kinds[KindTampered] {
		t.Errorf("never found tampered: %v", kinds)
	}
}

// sameDigits tells whether two bytes may be the same hexadecimal digit: in /Contents upper and lower case mean the same.
func sameDigits(a, b byte) bool {
	return bytes.EqualFold([]byte{a}, []byte{b}) && bytes.ContainsRune([]byte("abcdefABCDEF"), rune(a))
}

func verifyQuietly(t *rapid.T, file []byte) *Verdict {
	verdict, err := Verify(file, VerifyOptions{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

func TestEveryCutIsNoticed(t *testing.T) {
	identity := ecdsaIdentity(t, "王五", elliptic.P256())
	original := document(t, true)
	once := signedBy(t, original, identity)
	file := mustSign(t, once, optionsFor(identity, "reviewer"))
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.IntRange(0, len(file)-1).Draw(t, "length")
		want := KindTruncated
		switch {
		case length < len("%PDF-"):
			want = KindNotPDF
		case length == len(original) || length == len(original)-1:
			want = KindUnsigned
		case length == len(once):
			want = KindValidUntrusted
		}
		if verdict := verifyQuietly(t, file[:length]); verdict.Kind != want {
			t.Fatalf("cut to %d of %d (revisions end at %d, %d): %s, want %s", length, len(file), len(original), len(once), verdict.Kind, want)
		}
	})
}

func TestNewFieldMayNotDoAnything(t *testing.T) {
	identity := localIdentity(t)
	once := signedBy(t, document(t, true), identity)
	addField := func(change func(pdf.Dict)) []byte {
		return update(t, once, func(r *pdf.Reader, u *pdf.Update) {
			form, err := readForm(readerState{r})
			if err != nil {
				t.Fatal(err)
			}
			field := pdf.Dict{
				"T": pdf.Text("extra"), "FT": pdf.Name("Sig"), "Subtype": pdf.Name("Widget"), "Type": pdf.Name("Annot"),
				"Rect": pdf.Rect{}.Array(), "F": pdf.Int(132),
			}
			change(field)
			dict := maps.Clone(form.dict)
			dict["Fields"] = append(slices.Clone(form.fieldRefs), u.Add(field))
			u.Set(form.ref, dict)
		})
	}
	for name, test := range map[string]struct {
		change func(pdf.Dict)
		want   Kind
	}{
		"empty":        {func(pdf.Dict) {}, KindValidUntrusted},
		"other type":   {func(d pdf.Dict) { d["FT"] = pdf.Name("Tx") }, KindChangedAfterSigning},
		"with a look":  {func(d pdf.Dict) { d["AP"] = pdf.Dict{} }, KindChangedAfterSigning},
		"with actions": {func(d pdf.Dict) { d["AA"] = pdf.Dict{} }, KindChangedAfterSigning},
		"no widget":    {func(d pdf.Dict) { d["Subtype"] = pdf.Name("FreeText") }, KindChangedAfterSigning},
	} {
		file := forge(t, addField(test.change), optionsFor(identity, "reviewer"), 0, plainly(t, identity))
		t.Run(name, func(t *testing.T) { expect(t, verify(t, file), test.want) })
	}
}

func TestNewObjectsInTheRoomOfOldReferencesAreChanges(t *testing.T) {
	// The signed revision refers to an object that does not exist; an update that defines it changes what is seen.
	identity := localIdentity(t)
	file := update(t, document(t, true), func(r *pdf.Reader, u *pdf.Update) {
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		page := maps.Clone(pages[0].Dict)
		page["Contents"] = pdf.Array{page["Contents"], pdf.Ref{Num: r.Size() + 40}}
		u.Set(pages[0].Ref, page)
	})
	file = mustSign(t, file, optionsFor(identity, "preparer"))
	expect(t, verify(t, file), KindValidUntrusted)
	reader, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	file = update(t, file, func(_ *pdf.Reader, u *pdf.Update) {
		for range 60 {
			u.AddStream(nil, []byte("0 0 600 800 re f"))
		}
	})
	file = forge(t, file, optionsFor(identity, "reviewer"), 0, plainly(t, identity))
	verdict := verify(t, file)
	expect(t, verdict, KindChangedAfterSigning)
	if reader.Size() == 0 || verdict.Signatures[1].Kind != KindValidUntrusted {
		t.Errorf("the later signature is %s", verdict.Signatures[1].Kind)
	}
}

func TestReplacingAnObjectStreamReplacesWhatItHolds(t *testing.T) {
	packed := func(num int) pdf.Entry { return pdf.Entry{Ref: pdf.Ref{Num: num}, Stream: 9, Index: num} }
	first := pdf.Revision{Entries: []pdf.Entry{packed(1), packed(2), {Ref: pdf.Ref{Num: 9}, Offset: 100}}}
	second := pdf.Revision{Entries: []pdf.Entry{{Ref: pdf.Ref{Num: 9}, Offset: 500}}}
	want := []written{{1, 2}, {2, 2}, {9, 2}}
	if got := writtenAfter([]pdf.Revision{first, second}, 0); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := writtenAfter([]pdf.Revision{first, first}, 0); len(got) != 0 {
		t.Errorf("entries listed again are changes: %v", got)
	}
}

func TestKindsHaveOneOrder(t *testing.T) {
	kinds := Kinds()
	for i, kind := range kinds {
		if kind.rank() != i || kind.Good() != (i < 2) {
			t.Errorf("%s: rank %d, good %v", kind, kind.rank(), kind.Good())
		}
	}
	if worse(KindValid, KindTampered) != KindTampered || worse(KindTampered, KindValid) != KindTampered {
		t.Error("worse does not take the worse one")
	}
}

func TestDatesOfOtherPrograms(t *testing.T) {
	for text, want := range map[string]string{
		"D:20230315093000+08'00'": "2023-03-15T09:30:00+08:00", "D:20230315093000Z": "2023-03-15T09:30:00Z",
		"D:20230315093000-05'30": "2023-03-15T09:30:00-05:30", "D:2023": "2023-01-01T00:00:00Z", "20230315": "2023-03-15T00:00:00Z",
		"D:20231315": "", "soon": "", "": "", "D:20230231": "",
	} {
		at, ok := parseDate(text)
		if got := at.Format(time.RFC3339); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s %v, want %q", text, got, ok, want)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	file := signedBy(b, document(b, true), localIdentity(b))
	for b.Loop() {
		expect(b, verify(b, file), KindValidUntrusted)
	}
}

func BenchmarkVerifyThree(b *testing.B) {
	identity := localIdentity(b)
	file := signedBy(b, document(b, true), identity, identity, identity)
	for b.Loop() {
		expect(b, verify(b, file), KindValidUntrusted)
	}
}
