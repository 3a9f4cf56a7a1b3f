package desk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/sign"
)

// signedReport makes a signed report of the example.
func signedReport(t *testing.T, d *Desk) string {
	t.Helper()
	assessment := example(t, d)
	exported, err := d.Export(t.Context(), Order{
		Assessment: assessment, Folder: t.TempDir(), Sign: true, Role: assessment.Scheme.Roles[0].ID, Owner: "张三", Password: []byte("口令"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return exported.Path
}

func TestTrustIsKeptAndUsed(t *testing.T) {
	d := newDesk(t)
	if list, err := d.VouchedFor(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	file, err := os.ReadFile(signedReport(t, d))
	if err != nil {
		t.Fatal(err)
	}
	judged, err := d.Judge(t.Context(), file, false)
	if err != nil || judged.Verdict.Kind != sign.KindValidUntrusted || !judged.Good() {
		t.Fatalf("%+v, %v", judged, err)
	}
	der := judged.Verdict.Signatures[0].Certificate.DER
	if err := d.Trust(t.Context(), " 老张 ", "电话核对", der); err != nil {
		t.Fatal(err)
	}
	if err := d.Trust(t.Context(), "老张", "", der); !errors.Is(err, sign.ErrTrusted) {
		t.Errorf("twice: %v", err)
	}
	if judged, err = d.Judge(t.Context(), file, false); err != nil || judged.Verdict.Kind != sign.KindValid {
		t.Errorf("%+v, %v", judged.Verdict, err)
	}
	if judged, err = d.Judge(t.Context(), file, true); err != nil || judged.Verdict.Kind != sign.KindIncomplete {
		t.Errorf("%+v, %v", judged.Verdict, err)
	}
	list, err := d.VouchedFor(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != "老张" || list[0].Note != "电话核对" || !list[0].Added.Equal(noon) {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := d.Distrust(t.Context(), list[0].Fingerprint()); err != nil {
		t.Fatal(err)
	}
	if judged, err = d.Judge(t.Context(), file, false); err != nil || judged.Verdict.Kind != sign.KindValidUntrusted {
		t.Errorf("not trusted any more, but %+v, %v", judged.Verdict, err)
	}
}

func TestCertificatesComeFromFiles(t *testing.T) {
	d := newDesk(t)
	file, err := os.ReadFile(signedReport(t, d))
	if err != nil {
		t.Fatal(err)
	}
	judged, err := d.Judge(t.Context(), file, false)
	if err != nil {
		t.Fatal(err)
	}
	der := judged.Verdict.Signatures[0].Certificate.DER
	folder := t.TempDir()
	for name, data := range map[string][]byte{"a.pem": CertificateFile(der), "a.cer": der, "bad.cer": []byte("x"), "empty.pem": nil} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadCertificate(path)
		var wrong *NotCertificateError
		var in *app.FileError
		switch name {
		case "bad.cer", "empty.pem":
			if !errors.As(err, &wrong) || !errors.As(err, &in) {
				t.Errorf("%s: %v", name, err)
			}
		default:
			if err != nil || string(got) != string(der) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
