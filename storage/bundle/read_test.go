package bundle

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// standard reads a manifest with encoding/json alone.
func standard(data []byte) (*Manifest, error) {
	m := new(Manifest)
	return m, json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), m)
}

func TestManifestIsReadAsTheStandardLibraryReadsIt(t *testing.T) {
	whole := Manifest{
		Format: Format, Schema: 1, Reader: 1, Bundle: "b", Store: "s", Sequence: 1 << 63, Kind: KindReview, Created: "2023-03-01T00:00:00Z",
		Creator: Creator{Device: "d", Name: "李\"四\\", Unit: "u", Program: "p"}, Scope: Scope{Years: []int{2022, -1}, Evaluations: []string{"2022/p\n1"}, Evidence: true},
		Deidentified: true, Counts: map[string]int{"evaluation": 2}, Journal: "3:x", Bases: []Base{{"o", 3}}, Note: "\u2028<&>",
		Entries:  []Entry{{"records/evaluation.jsonl", 1 << 40, "aa"}},
		Records:  []RecordInfo{{Kind: "evaluation", Key: "2022/p1", Size: 3, SHA256: "bb", Vector: map[string]uint64{"d": 1, "e": 2}, Year: 2022, Title: "t", Unit: "u", Department: "d", Status: "draft", Changed: "c", By: "b", Deleted: true}, {}},
		Evidence: []EvidenceInfo{{"cc", 4, "证明.pdf", true}, {}},
	}
	encoded, err := whole.Encode()
	if err != nil {
		t.Fatal(err)
	}
	cases := []string{
		string(encoded), `{}`, "\ufeff{}", `{"records":null,"counts":null,"scope":null,"creator":null,"kind":null}`, `{"records":[],"counts":{},"bases":[{}]}`,
		`{"records":[null,{"vector":null},{"vector":{}}],"later":{"any":[1,{"x":null}]}}`, `{"k\u0069nd":"year"}`,
		`{"records":{}}`, `{"records":[1]}`, `{"sequence":-1}`, `{"schema":1.0}`, `{"schema":99999999999999999999}`, `{"scope":{"years":["2022"]}}`,
		`{"kind":1}`, `{"deidentified":"true"}`, `{"records":[{"vector":{"d":"1"}}]}`, `{"counts":{"x":1.5}}`, `[]`,
	}
	for _, text := range cases {
		want, wantErr := standard([]byte(text))
		got, err := readManifest(bytes.TrimPrefix([]byte(text), []byte("\ufeff")))
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: error is %v, of the standard library %v", text, err, wantErr)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\n%+v", text, got, want)
		}
	}
}

func TestNamesInAnotherCaseAreRefused(t *testing.T) {
	for _, text := range []string{
		`{"Kind":"year"}`, `{"records":[{"KEY":"x"}]}`, `{"creator":{"Unit":"u"}}`, `{"later":{"deep":[{"Title":"t"}]}}`, `{"\u212aind":"x"}`,
		`{"kin\u0044":"x"}`, `{"title":{"Key":1}}`,
	} {
		if m, err := readManifest([]byte(text)); err == nil {
			t.Errorf("%s: %+v", text, m)
		}
	}
	for _, text := range []string{`{"later":1,"title":{"key":"x"},"x":"Kind"}`, `{"later":"\"Kind\":"}`} {
		if _, err := readManifest([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// FuzzManifestAgrees makes sure that a manifest which is accepted is what the standard library makes of the same bytes.
func FuzzManifestAgrees(f *testing.F) {
	f.Add([]byte(`{"format":"zhunsheng/bundle","schema":1,"reader":1,"bundle":"b","creator":{"device":"d"},"entries":[],"records":[]}`))
	f.Add([]byte(strings.Replace(`{"format":"zhunsheng/bundle","schema":1,"reader":1,"bundle":"b","creator":{"device":"d"},"more":[{"x":"Kind"}]}`, "more", `mor\u0065`, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := DecodeManifest(data)
		if err != nil {
			return
		}
		want, err := standard(data)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\n%+v\n%+v (%v)", data, got, want, err)
		}
	})
}
