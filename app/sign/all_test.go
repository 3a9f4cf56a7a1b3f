//go:build all

package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/x509"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The tests of this file need Java with Debian's libpdfbox2-java, libbcprov-java and libbcpkix-java, and mupdf-tools: "make test-all".

// javaPath holds the libraries of Debian.
const javaPath = "/usr/share/java/pdfbox2.jar:/usr/share/java/fontbox2.jar:/usr/share/java/commons-logging.jar:" +
	"/usr/share/java/bcprov.jar:/usr/share/java/bcpkix.jar:/usr/share/java/bcutil.jar"

var compileOnce sync.Once

// bouncyCastle returns what PDFBox and BouncyCastle say of each signature: name, algorithm, VALID or INVALID.
func bouncyCastle(t *testing.T, file []byte) []string {
	t.Helper()
	classes := filepath.Join("..", "..", "build", "java")
	compileOnce.Do(func() {
		mustRun(t, "javac", "-d", classes, "-cp", javaPath, filepath.Join("testdata", "java", "VerifySignatures.java"))
	})
	output := mustRun(t, "java", "-Xshare:auto", "-cp", javaPath+":"+classes, "VerifySignatures", writeFile(t, "signed.pdf", file))
	var lines []string
	for line := range strings.Lines(output) {
		if strings.Contains(line, "VALID") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// mixes are files with one, two and three signatures by RSA, ECDSA and SM2.
func mixes(t *testing.T) map[string][]*Identity {
	now := time.Now()
	rsa, p256 := remade(t, localIdentity(t), now), remade(t, ecdsaIdentity(t, "Wang Wu", elliptic.P256()), now)
	p384, gm := remade(t, ecdsaIdentity(t, "Li Si", elliptic.P384()), now), remade(t, sm2Identity(t), now)
	return map[string][]*Identity{
		"RSA": {rsa}, "ECDSA": {p256}, "SM2": {gm}, "RSA and ECDSA": {rsa, p256}, "SM2 and RSA": {gm, rsa},
		"RSA, ECDSA and RSA": {rsa, p384, rsa}, "RSA, SM2 and ECDSA": {rsa, gm, p256},
	}
}

func signedNow(t *testing.T, signers []*Identity) []byte {
	file := document(t, true)
	for i, signer := range signers {
		o := optionsFor(signer, roles[i])
		o.Time, o.Name = time.Now(), "signer"
		file = mustSign(t, file, o)
	}
	return file
}

func TestPDFBoxWithBouncyCastleAgrees(t *testing.T) {
	oids := map[string]string{"RSA-PKCS1-SHA256": "1.2.840.113549.1.1.", "ECDSA-SHA256": "1.2.840.10045.4.3.2", "SM2-SM3": "1.2.156.10197.1.501"}
	for name, signers := range mixes(t) {
		file := signedNow(t, signers)
		expect(t, verifyNow(t, file), KindValidUntrusted)
		lines := bouncyCastle(t, file)
		if len(lines) != len(signers) {
			t.Fatalf("%s: %d signatures: %v", name, len(lines), lines)
		}
		for i, signer := range signers {
			if !strings.HasSuffix(lines[i], " VALID") || !strings.Contains(lines[i], " "+oids[signer.Algorithm()]) {
				t.Errorf("%s: %s: %s", name, signer.Algorithm(), lines[i])
			}
		}
		if len(signers) < 3 { // Java takes seconds to start
			continue
		}
		flipped := bytes.Clone(file)
		flipped[bytes.Index(flipped, []byte("/MediaBox"))+12] ^= 1
		for _, line := range bouncyCastle(t, flipped) {
			if !strings.Contains(line, "INVALID") {
				t.Errorf("%s, flipped: %s", name, line)
			}
		}
	}
}

func verifyNow(t *testing.T, file []byte, trusted ...*x509.Certificate) *Verdict {
	t.Helper()
	verdict, err := Verify(file, VerifyOptions{Now: time.Now(), Trust: trusted})
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

// TestMutoolAgrees: mutool ends with exit code 0 whatever it finds, so its text is read.
func TestMutoolAgrees(t *testing.T) {
	for name, signers := range mixes(t) {
		file := signedNow(t, signers)
		output := mustRun(t, "mutool", "sign", "-v", writeFile(t, "signed.pdf", file))
		// A later signature is an edit to mutool.
		intact := strings.Count(output, "The document is unchanged since signing.") +
			strings.Count(output, "The signature is valid but there have been edits since signing.")
		known := 0
		for _, signer := range signers {
			if signer.Algorithm() != "SM2-SM3" {
				known++
			}
		}
		if intact != known {
			t.Errorf("%s: mutool finds %d of %d signatures intact\n%s", name, intact, known, output)
		}
		flipped := bytes.Clone(file)
		flipped[bytes.Index(flipped, []byte("/MediaBox"))+12] ^= 1
		output = mustRun(t, "mutool", "sign", "-v", writeFile(t, "flipped.pdf", flipped))
		if n := strings.Count(output, "Digest error: Signature invalidated by change to document."); n != len(signers) {
			t.Errorf("%s, flipped: mutool finds %d of %d signatures invalid\n%s", name, n, len(signers), output)
		}
	}
}

// TestSM2DisturbsNoVerdictOfPdfsig: pdfsig knows no SM2, and says of the others what it says without it.
func TestSM2DisturbsNoVerdictOfPdfsig(t *testing.T) {
	now := time.Now()
	rsa, gm, p256 := remade(t, localIdentity(t), now), remade(t, sm2Identity(t), now), remade(t, ecdsaIdentity(t, "王五", elliptic.P256()), now)
	store := trustStore(t, rsa.Certificate(), p256.Certificate())
	output := mustRun(t, "pdfsig", "-nssdir", store, writeFile(t, "signed.pdf", signedNow(t, []*Identity{rsa, gm, p256})))
	if n := strings.Count(output, "Signature Validation: Signature is Valid."); n != 2 {
		t.Errorf("%d valid signatures\n%s", n, output)
	}
	if n := strings.Count(output, "Certificate Validation: Certificate is Trusted."); n != 2 {
		t.Errorf("%d trusted certificates\n%s", n, output)
	}
}

// TestOthersAcceptATimestampedSignature: the unsigned attribute disturbs neither pdfsig nor PDFBox with BouncyCastle nor mutool, also
// where SM2 was stamped.
func TestOthersAcceptATimestampedSignature(t *testing.T) {
	a := newAuthority(t)
	now := time.Now()
	signers := []*Identity{remade(t, localIdentity(t), now), remade(t, sm2Identity(t), now)}
	file := document(t, true)
	for i, signer := range signers {
		o := optionsFor(signer, roles[i])
		o.Time, o.Name, o.Timestamp = now, "signer", a
		signed, err := Sign(file, o)
		if err != nil || signed.TimestampErr != nil {
			t.Fatal(err, signed.TimestampErr)
		}
		file = signed.File
	}
	expect(t, verifyNow(t, file, signers[0].Certificate(), signers[1].Certificate(), a.root), KindValid)
	for _, line := range bouncyCastle(t, file) {
		if !strings.HasSuffix(line, " VALID") {
			t.Errorf("BouncyCastle: %s", line)
		}
	}
	path := writeFile(t, "stamped.pdf", file)
	if output := mustRun(t, "pdfsig", "-nssdir", trustStore(t, signers[0].Certificate()), path); strings.Count(output, "Signature is Valid.") != 1 {
		t.Errorf("pdfsig: %s", output)
	}
	if output := mustRun(t, "mutool", "sign", "-v", path); !strings.Contains(output, "The signature is valid but there have been edits since signing.") {
		t.Errorf("mutool: %s", output)
	}
	mustRun(t, "qpdf", "--check", path)
}
