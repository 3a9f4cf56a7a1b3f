package sign

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/pdf"
)

// trustStore makes an NSS database in which the certificates are trusted, for pdfsig.
func trustStore(t testing.TB, certificates ...*x509.Certificate) string {
	t.Helper()
	folder := t.TempDir()
	store := "sql:" + folder
	mustRun(t, "certutil", "-N", "-d", store, "--empty-password")
	for i, certificate := range certificates {
		path := writeFile(t, "certificate.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}))
		mustRun(t, "certutil", "-A", "-d", store, "-n", "signer"+string(rune('0'+i)), "-t", "C,C,C", "-i", path)
	}
	return store
}

// TestPdfsigAgrees has poppler's pdfsig judge files with one, two and three signatures. It ends with exit code 0 whatever it finds,
// so its text is read.
func TestPdfsigAgrees(t *testing.T) {
	now := time.Now() // pdfsig looks at its own clock
	under, root := issued(t, "李四", issueOptions{
		x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0), nil,
	})
	signers := []*Identity{remade(t, localIdentity(t), now), remade(t, ecdsaIdentity(t, "王五", elliptic.P256()), now), under}
	store := trustStore(t, signers[0].Certificate(), signers[1].Certificate(), root)
	file := document(t, true)
	for i, signer := range signers {
		o := optionsFor(signer, roles[i])
		o.Time = now
		file = mustSign(t, file, o)
		output := mustRun(t, "pdfsig", "-nssdir", store, writeFile(t, "signed.pdf", file))
		for what, want := range map[string]int{
			"Signature Validation: Signature is Valid.": i + 1, "Certificate Validation: Certificate is Trusted.": i + 1,
			"Total document signed": 1, "ETSI.CAdES.detached": i + 1, "Not total document signed": i,
		} {
			if got := strings.Count(output, what); got != want {
				t.Errorf("%d signatures: %q %d times, want %d\n%s", i+1, what, got, want, output)
			}
		}
	}
}

// remade gives an identity a certificate that is valid from yesterday on.
func remade(t testing.TB, id *Identity, now time.Time) *Identity {
	t.Helper()
	again, err := selfMade(id.Name(), now.AddDate(0, 0, -1), rand.Reader, id.Signer())
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestQpdfFindsEveryRevisionSound(t *testing.T) {
	original := document(t, true)
	file := signedBy(t, original, localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P256()))
	reader, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, revision := range reader.Revisions() {
		output := mustRun(t, "qpdf", "--check", writeFile(t, "revision.pdf", file[:revision.End]))
		if !strings.Contains(output, "No syntax or stream encoding errors found") {
			t.Errorf("%s", output)
		}
	}
}

// extracted returns the bytes that a signature in a file covers, and its CMS.
func extracted(t testing.TB, file []byte, s Signature) (content, cms []byte) {
	t.Helper()
	signed := byteRange(s.ByteRange)
	o, err := pdf.Parse(file[signed[1]:signed[2]])
	if err != nil {
		t.Fatal(err)
	}
	before, after := signed.parts(file)
	return append(append([]byte(nil), before...), after...), []byte(o.(pdf.HexString))
}

func TestOpenSSLAgreesOnExtractedSignatures(t *testing.T) {
	under, _ := issued(t, "李四", issueOptions{usage: x509.KeyUsageDigitalSignature})
	signers := []*Identity{localIdentity(t), ecdsaIdentity(t, "王五", elliptic.P521()), under}
	file := signedBy(t, document(t, true), signers...)
	for i, s := range verify(t, file).Signatures {
		content, cms := extracted(t, file, s)
		arguments := []string{
			"cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", writeFile(t, "cms", cms), "-CAfile", trustFile(t, signers[i]),
			"-purpose", "any", "-no_check_time", "-out", "/dev/null", "-content",
		}
		if output := mustRun(t, "openssl", append(arguments, writeFile(t, "content", content))...); !strings.Contains(output, "Verification successful") {
			t.Errorf("%s: %s", s.Field, output)
		}
		content[20] ^= 1
		if output, err := run(t, "openssl", append(arguments, writeFile(t, "content", content))...); err == nil {
			t.Errorf("%s: flipped byte accepted\n%s", s.Field, output)
		}
	}
}

// TestSignatureAddedByPdfsig lets another program sign last, in one of our empty fields.
func TestSignatureAddedByPdfsig(t *testing.T) {
	now := time.Now() // pdfsig claims its own clock's time
	ours, theirs := remade(t, localIdentity(t), now), remade(t, ecdsaIdentity(t, "某", elliptic.P256()), now)
	folder := t.TempDir()
	// pdfsig signs with the keys of an NSS database; RSA is what it knows to sign with.
	key, certificate := filepath.Join(folder, "key.pem"), filepath.Join(folder, "certificate.pem")
	mustRun(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=Poppler",
		"-days", "30", "-addext", "keyUsage=digitalSignature,nonRepudiation")
	bundle := filepath.Join(folder, "poppler.p12")
	mustRun(t, "openssl", "pkcs12", "-export", "-in", certificate, "-inkey", key, "-out", bundle, "-passout", "pass:", "-name", "poppler")
	store := trustStore(t)
	mustRun(t, "pk12util", "-i", bundle, "-d", store, "-W", "")
	block, _ := pem.Decode(readFile(t, certificate))
	popplers, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}

	file := document(t, true)
	for i, signer := range []*Identity{ours, theirs} {
		o := optionsFor(signer, roles[i])
		o.Time = now
		file = mustSign(t, file, o)
	}
	path := writeFile(t, "two.pdf", file)
	signed := filepath.Join(folder, "three.pdf")
	// Poppler 22.12 reports that NSS could not be shut down after it has written the file.
	if output, err := run(t, "pdfsig", "-nssdir", store, path, signed, "-sign", "approver", "-nick", "poppler"); err != nil && !fileExists(signed) {
		t.Fatalf("%v\n%s", err, output)
	}
	verdict, err := Verify(readFile(t, signed), VerifyOptions{
		Now: time.Now(), Trust: []*x509.Certificate{ours.Certificate(), theirs.Certificate(), popplers}, Required: roles,
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verdict, KindValid)
	if len(verdict.Signatures) != 3 || verdict.Signatures[2].SubFilter != "adbe.pkcs7.detached" || verdict.Signatures[2].Signer != "Poppler" {
		t.Errorf("signatures %+v", verdict.Signatures)
	}
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestPdfsigMissesWhatWeFind pins why the verifier here is stricter: pdfsig calls a signature valid after a page was replaced.
func TestPdfsigMissesWhatWeFind(t *testing.T) {
	identity := localIdentity(t)
	file := update(t, signedBy(t, document(t, true), identity), func(r *pdf.Reader, u *pdf.Update) {
		pages, err := r.Pages()
		if err != nil {
			t.Fatal(err)
		}
		u.SetStream(pages[0].Dict["Contents"].(pdf.Ref), nil, []byte("0 0 600 800 re f"))
	})
	output := mustRun(t, "pdfsig", "-nssdir", trustStore(t, identity.Certificate()), writeFile(t, "changed.pdf", file))
	if !regexp.MustCompile(`Signature Validation: Signature is Valid`).MatchString(output) {
		t.Logf("pdfsig has learned to notice it:\n%s", output)
	}
	expect(t, verify(t, file, identity), KindChangedAfterSigning)
}
