package desk

import (
	"errors"
	"os"
	"testing"

	"zhunsheng/app/sign"
)

func TestTrustIsKeptAndUsed(t *testing.T) {
	d := newDesk(t)
	if list, err := d.Trusted(t.Context()); err != nil || len(list.Entries()) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	assessment := example(t, d)
	exported, err := d.Export(t.Context(), Order{
		Assessment: assessment, Folder: t.TempDir(), Sign: true, Role: assessment.Scheme.Roles[0].ID, Owner: "张三", Password: []byte("口令"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(exported.Path)
	if err != nil {
		t.Fatal(err)
	}
	judged, err := d.Judge(t.Context(), file, false)
	if err != nil || judged.Verdict.Kind != sign.KindValidUntrusted || !judged.Good() {
		t.Fatalf("%+v, %v", judged, err)
	}
	certificate, err := sign.ParseCertificate(judged.Verdict.Signatures[0].Certificate.DER)
	if err != nil {
		t.Fatal(err)
	}
	add := func(list *sign.TrustList) error { return list.Add("老张", certificate, noon) }
	if err := d.ChangeTrust(t.Context(), add); err != nil {
		t.Fatal(err)
	}
	if err := d.ChangeTrust(t.Context(), add); !errors.Is(err, sign.ErrTrusted) {
		t.Errorf("twice: %v", err)
	}
	if judged, err = d.Judge(t.Context(), file, false); err != nil || judged.Verdict.Kind != sign.KindValid {
		t.Errorf("%+v, %v", judged.Verdict, err)
	}
	if judged, err = d.Judge(t.Context(), file, true); err != nil || judged.Verdict.Kind != sign.KindIncomplete {
		t.Errorf("%+v, %v", judged.Verdict, err)
	}
	if list, err := d.Trusted(t.Context()); err != nil || len(list.Entries()) != 1 || list.Entries()[0].Name != "老张" {
		t.Errorf("%+v, %v", list, err)
	}
}
