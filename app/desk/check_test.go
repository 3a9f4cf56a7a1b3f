package desk

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/storage/bundle"
)

func TestReportsAreCheckedWithTheirRevisions(t *testing.T) {
	d := newDesk(t)
	path := signedReport(t, d)
	checked, err := d.Check(t.Context(), CheckOrder{Path: path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := checked.Report
	if r == nil || r.Verdict.Kind != sign.KindValidUntrusted || r.Data.Kind != app.DataAgrees || len(checked.SHA256) != 64 || !checked.At.Equal(noon) {
		t.Fatalf("%+v", checked)
	}
	if len(r.Revisions) != r.Verdict.Revisions || int64(r.Revisions[len(r.Revisions)-1]) != checked.Size {
		t.Errorf("revisions end at %v of %d bytes", r.Revisions, checked.Size)
	}
	for _, end := range r.Revisions[:len(r.Revisions)-1] {
		if judged, err := d.Judge(t.Context(), r.File[:end], false); err != nil || judged.Verdict.Kind != sign.KindUnsigned {
			t.Errorf("the first %d bytes: %+v, %v", end, judged.Verdict, err)
		}
	}
}

func TestWhateverIsCheckedGetsAVerdictOrAnError(t *testing.T) {
	d := newDesk(t)
	report, err := os.ReadFile(signedReport(t, d))
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(report, []byte("/Type"), []byte("/Typo"), 1)
	folder := t.TempDir()
	for name, c := range map[string]struct {
		data []byte
		kind sign.Kind // "" where there is an error
	}{
		"空.pdf":   {nil, sign.KindNotPDF},
		"文字.pdf":  {[]byte("不是"), sign.KindNotPDF},
		"无尾.pdf":  {report[:len(report)/2], sign.KindTruncated},
		"改过.pdf":  {changed, sign.KindTampered},
		"报告.txt":  {report, sign.KindValidUntrusted},
		"假.zsb":   {[]byte("PK\x03\x04 nothing"), ""},
		"空.zsb":   {nil, ""},
		"age.dat": {[]byte("age-encryption.org/v1\n"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			checked, err := d.Check(t.Context(), CheckOrder{Path: path}, nil)
			if c.kind == "" {
				var in *app.FileError
				if !errors.As(err, &in) {
					t.Errorf("%v, want an error that names the file", err)
				}
				return
			}
			if err != nil || checked.Report.Verdict.Kind != c.kind {
				t.Errorf("%+v, %v, want %s", checked, err, c.kind)
			}
		})
	}
	if _, err := d.Check(t.Context(), CheckOrder{Path: folder}, nil); err == nil {
		t.Error("a folder was checked")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Check(cancelled, CheckOrder{Path: filepath.Join(folder, "报告.txt")}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// sealed writes a bundle with a note and nothing else.
func sealed(t *testing.T, lock bundle.Lock, signers ...bundle.Signer) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "送审"+bundle.Extension)
	_, err := bundle.WriteFile(t.Context(), path, bundle.Content{
		Manifest: bundle.Manifest{
			Bundle: "b1", Store: "s1", Sequence: 3, Kind: bundle.KindEvaluations, Created: "2023-03-31T04:00:00Z", Creator: bundle.Creator{Device: "0011223344556677", Name: "张三"},
		},
		Records: func(func(bundle.Record) error) error { return nil }, Lock: lock, Signers: signers, Folder: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBundlesAreReadToTheirEnd(t *testing.T) {
	d := newDesk(t)
	identity, err := sign.NewLocalWith("张三", sign.AlgorithmECDSA, noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := sealed(t, bundle.Lock{}, sign.BundleSigner{Identity: identity})
	checked, err := d.Check(t.Context(), CheckOrder{Path: path}, nil)
	if err != nil || checked.Bundle == nil || checked.Bundle.Trust != bundle.Unknown || checked.Bundle.Manifest.Sequence != 3 {
		t.Fatalf("%+v, %v", checked, err)
	}
	if err := d.Trust(t.Context(), "", "", identity.Certificate().Raw); err != nil {
		t.Fatal(err)
	}
	if checked, err = d.Check(t.Context(), CheckOrder{Path: path}, nil); err != nil || checked.Bundle.Trust != bundle.Trusted {
		t.Errorf("%+v, %v", checked, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Check(t.Context(), CheckOrder{Path: path}, nil); err == nil || Locked(err) {
		t.Errorf("a flipped bit: %v", err)
	}
}

func TestLockedBundlesWantTheirPassphrase(t *testing.T) {
	d := newDesk(t)
	path := sealed(t, bundle.Lock{Passphrase: "口令"})
	for _, wrong := range []string{"", "别的"} {
		if _, err := d.Check(t.Context(), CheckOrder{Path: path, Passphrase: wrong}, nil); !Locked(err) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	checked, err := d.Check(t.Context(), CheckOrder{Path: path, Passphrase: "口令"}, nil)
	if err != nil || !checked.Bundle.Encrypted || checked.Bundle.Trust != bundle.Unsigned {
		t.Errorf("%+v, %v", checked, err)
	}
}

func TestDataThatDisagreeAreNotTakenOver(t *testing.T) {
	d := newDesk(t)
	assessment := example(t, d)
	card := *assessment.Card
	card.Total = card.FullMark
	assessment.Card = &card
	exported, err := d.Export(t.Context(), Order{Assessment: assessment, Folder: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var wrong *DisagreeError
	if _, err := d.Read(t.Context(), exported.Path, 2022, Yuan); !errors.As(err, &wrong) || wrong.Differences != 1 {
		t.Errorf("%v", err)
	}
	checked, err := d.Check(t.Context(), CheckOrder{Path: exported.Path}, nil)
	if err != nil || checked.Report.Data.Kind != app.DataDisagrees {
		t.Errorf("%+v, %v", checked, err)
	}
}
