package desk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app/sign"
	"zhunsheng/app/sign/token"
	"zhunsheng/app/sign/tsa"
	"zhunsheng/app/sign/winstore"
	"zhunsheng/storage"
)

func TestLocalIdentityIsMadeShownAndUnlocked(t *testing.T) {
	d := newDesk(t)
	if list, err := d.Signers(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	made, err := d.MakeIdentity(t.Context(), " 张三 ", sign.AlgorithmECDSA, []byte("一个密码"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.MakeIdentity(t.Context(), "李四", sign.AlgorithmECDSA, []byte("x")); !errors.Is(err, storage.ErrExists) {
		t.Errorf("a second one: %v", err)
	}
	list, err := d.Signers(t.Context())
	if err != nil || len(list) != 1 || list[0].Place != KeyHere || !list[0].Added.Equal(noon) || sign.Fingerprint(list[0].Certificate()) != made.Fingerprint() {
		t.Fatalf("%+v, %v", list, err)
	}
	if usual, err := d.UsualSigner(t.Context()); err != nil || usual != list[0].ID {
		t.Errorf("usual signer %q, %v", usual, err)
	}
	if err := d.ChangeIdentityPassword(t.Context(), []byte("别的"), []byte("新")); !errors.Is(err, sign.ErrPassword) {
		t.Errorf("wrong old password: %v", err)
	}
	if err := d.ChangeIdentityPassword(t.Context(), []byte("一个密码"), []byte("新密码")); err != nil {
		t.Fatal(err)
	}
	for password, good := range map[string]bool{"一个密码": false, "新密码": true} {
		identity, release, err := d.Unlock(t.Context(), list[0].ID, []byte(password))
		if (err == nil) != good {
			t.Errorf("%q: %v", password, err)
			continue
		}
		if good {
			if identity.Fingerprint() != made.Fingerprint() {
				t.Error("another identity was unlocked")
			}
			release()
		}
	}
	if err := d.ForgetSigner(t.Context(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	if list, err := d.Signers(t.Context()); err != nil || len(list) != 1 || list[0].DER == nil {
		t.Errorf("the local identity was forgotten: %+v, %v", list, err)
	}
}

func TestForgottenIdentityIsMadeAnew(t *testing.T) {
	d := newDesk(t)
	if _, err := d.RemakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("新")); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("without one: %v", err)
	}
	first, err := d.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("忘了"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.RemakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("新"))
	if err != nil || second.Fingerprint() == first.Fingerprint() {
		t.Fatalf("%v", err)
	}
	list, err := d.Signers(t.Context())
	if err != nil || len(list) != 1 || sign.Fingerprint(list[0].Certificate()) != second.Fingerprint() {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestExportRemembersWhatIsPublicOfTheIdentity(t *testing.T) {
	d := newDesk(t)
	signedReport(t, d)
	list, err := d.Signers(t.Context())
	if err != nil || len(list) != 1 || list[0].Place != KeyHere {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, release, err := d.Unlock(t.Context(), list[0].ID, []byte("口令")); err != nil {
		t.Fatal(err)
	} else {
		release()
	}
	if list, err = d.Signers(t.Context()); err != nil || list[0].Certificate() == nil {
		t.Errorf("%+v, %v: nothing is known after unlocking", list, err)
	}
}

func TestKeyFilesAreUsedWhereTheyLie(t *testing.T) {
	d := newDesk(t)
	identity, err := sign.NewLocalWith("李四", sign.AlgorithmECDSA, noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "李四.p12")
	if err := identity.Save(path, []byte("密"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddKeyFile(t.Context(), path, []byte("错")); !errors.Is(err, sign.ErrPassword) {
		t.Errorf("wrong password: %v", err)
	}
	added, err := d.AddKeyFile(t.Context(), path, []byte("密"))
	if err != nil || added.Path != path || added.Place != KeyFile {
		t.Fatalf("%+v, %v", added, err)
	}
	if _, err := d.AddKeyFile(t.Context(), path, []byte("密")); err != nil {
		t.Errorf("twice: %v", err)
	}
	if _, err := d.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("密")); err != nil {
		t.Fatal(err)
	}
	list, err := d.Signers(t.Context())
	if err != nil || len(list) != 2 || list[0].Place != KeyHere || list[1].ID != added.ID {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := d.SetUsualSigner(t.Context(), added.ID); err != nil {
		t.Fatal(err)
	}
	if usual, err := d.UsualSigner(t.Context()); err != nil || usual != added.ID {
		t.Errorf("usual signer %q, %v", usual, err)
	}
	opened, release, err := d.Unlock(t.Context(), added.ID, []byte("密"))
	if err != nil || opened.Fingerprint() != identity.Fingerprint() {
		t.Fatalf("%v", err)
	}
	release()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Unlock(t.Context(), added.ID, []byte("密")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that has gone: %v", err)
	}
	if err := d.ForgetSigner(t.Context(), added.ID); err != nil {
		t.Fatal(err)
	}
	if usual, err := d.UsualSigner(t.Context()); err != nil || usual != localSigner {
		t.Errorf("usual signer %q, %v", usual, err)
	}
	if _, _, err := d.Unlock(t.Context(), added.ID, nil); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a forgotten one: %v", err)
	}
}

func TestKeysElsewhereSayWhatIsMissing(t *testing.T) {
	d := newDesk(t)
	identity, err := sign.NewLocalWith("王五", sign.AlgorithmECDSA, noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	added, err := d.AddToken(t.Context(), filepath.Join(t.TempDir(), "none.so"), TokenChoice{Token: "a", Label: "b", Certificate: identity.Certificate()})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Unlock(t.Context(), added.ID, []byte("1234")); !errors.Is(err, token.ErrLibrary) {
		t.Errorf("a library that is not there: %v", err)
	}
	if _, err := d.TokenCertificates(added.Path, "", []byte("1234")); !errors.Is(err, token.ErrLibrary) {
		t.Errorf("looking into a token without a library: %v", err)
	}
	if _, err := d.WindowsCertificates(); err != nil && !errors.Is(err, winstore.ErrUnavailable) {
		t.Errorf("the Windows store: %v", err)
	}
}

func TestTimestampsAreOffUntilAnAddressIsGiven(t *testing.T) {
	d := newDesk(t)
	if client, err := d.Timestamper(t.Context()); err != nil || client != nil {
		t.Fatalf("%v, %v", client, err)
	}
	if err := d.SetTimestampAddress(t.Context(), "file:///etc"); !errors.Is(err, tsa.ErrAddress) {
		t.Errorf("no web address: %v", err)
	}
	if err := d.SetTimestampAddress(t.Context(), " https://tsa.example/ "); err != nil {
		t.Fatal(err)
	}
	if client, err := d.Timestamper(t.Context()); err != nil || client == nil {
		t.Errorf("%v, %v", client, err)
	}
	if err := d.SetTimestampAddress(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if address, err := d.TimestampAddress(t.Context()); err != nil || address != "" {
		t.Errorf("%q, %v", address, err)
	}
}
