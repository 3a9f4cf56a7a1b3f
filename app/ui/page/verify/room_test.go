package verify

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/platform"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage/bundle"
)

var noon = pagetest.Noon

func newDesk(t testing.TB) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, "", "n", noon)
}

// room is the page in a window, with what it did outside.
type room struct {
	*pagetest.Room
	page     *Page
	imported []string
	shown    []string // certificates in the list of trusted ones
	printed  []string
}

// enter shows the page with files and waits until they are checked.
func enter(t testing.TB, source Source, language string, paths ...string) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language)}
	r.Prefix = prefix
	r.page = New(Needs{
		Host: r.Host(), Source: source, Import: func(path string) { r.imported = append(r.imported, path) },
		ShowTrusted: func(fingerprint string) { r.shown = append(r.shown, fingerprint) },
		Print: func(ctx context.Context, job platform.Job) (platform.PrintWay, error) {
			path, err := job.PDF(ctx)
			if err == nil {
				err = os.Remove(path)
			}
			r.printed = append(r.printed, job.Title)
			return platform.PrintedByQueue, err
		},
	}, paths...)
	r.Enter(r.page)
	r.settle()
	return r
}

// settle takes what comes back until every file is checked.
func (r *room) settle() {
	for r.page.busy != nil {
		r.Queue.Take()
	}
	r.Queue.Drain()
}

// said is the text of the dialog that is open.
func (r *room) said() string {
	var all strings.Builder
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok {
			all.WriteString(text.Text)
		}
	}
	return all.String()
}

// issuedReport writes a report that was signed under a certificate of somebody else's making, and returns that one too.
func issuedReport(t testing.TB) (path string, issuer *x509.Certificate) {
	t.Helper()
	certificate := func(name string, parent *x509.Certificate, signer *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(int64(len(name))), Subject: pkix.Name{CommonName: name}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0),
			KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true,
		}
		if parent == nil {
			template.IsCA, template.KeyUsage, parent, signer = true, x509.KeyUsageCertSign, template, key
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
		if err != nil {
			t.Fatal(err)
		}
		made, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return made, key
	}
	root, rootKey := certificate("根", nil, nil)
	leaf, leafKey := certificate("王五", root, rootKey)
	identity, err := sign.NewIdentity(leaf, []*x509.Certificate{root}, leafKey)
	if err != nil {
		t.Fatal(err)
	}
	e, scheme := uitest.Example(t)
	published, err := app.Publish(t.Context(), app.Publication{
		Assessment: app.Assess(scheme, e), Words: uitest.Words(t, locale.Chinese).Printer, Now: noon, Identity: identity, Role: scheme.Roles[0].ID,
	})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "签发.pdf")
	if err := os.WriteFile(path, published.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, root
}

// files are reports of the example in several states, and bundles.
type files struct {
	signed, twice, altered, disagrees, plain, broken string
	sealed, locked, device                           string
	desk                                             *desk.Desk
}

// made is what files hold, made once for all tests.
type made struct {
	reports map[string][]byte
	first   *sign.Identity
}

var once struct {
	sync.Once
	made
	err error
}

// makeFiles puts the files into a folder of the test, beside a desk that has never seen them.
func makeFiles(t testing.TB) files {
	t.Helper()
	once.Do(func() { once.made, once.err = makeReports(t) })
	if once.err != nil {
		t.Fatal(once.err)
	}
	folder := t.TempDir()
	write := func(name string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, once.reports[name], 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	device := bundle.DeviceKey{Private: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}
	person := sign.BundleSigner{Identity: once.first}
	return files{
		desk: newDesk(t), signed: write("自评报告.pdf"), twice: write("自评报告-两人签.pdf"), altered: write("被改过.pdf"), disagrees: write("数字不符.pdf"),
		plain: write("通知.txt"), broken: write("不完整.pdf"), sealed: bundleFile(t, folder, "送审.zsb", "0011223344556677", bundle.Lock{}, person),
		locked: bundleFile(t, folder, "加密.zsb", "0011223344556677", bundle.Lock{Passphrase: "口令"}, person),
		device: bundleFile(t, folder, "设备.zsb", bundle.DeviceID(device.Private.Public().(ed25519.PublicKey)), bundle.Lock{}, device),
	}
}

func makeReports(t testing.TB) (made, error) {
	t.Helper()
	d := newDesk(t)
	m := made{reports: map[string][]byte{"通知.txt": []byte("不是 PDF")}}
	year, err := d.Example(t.Context())
	if err != nil {
		return m, err
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		return m, err
	}
	e, scheme, err := d.Open(t.Context(), year, headers[0].ID)
	if err != nil {
		return m, err
	}
	if m.first, err = sign.NewLocalWith("张三", sign.AlgorithmECDSA, noon, nil); err != nil {
		return m, err
	}
	second, err := sign.NewLocalWith("李四", sign.AlgorithmECDSA, noon, nil)
	if err != nil {
		return m, err
	}
	words := uitest.Words(t, locale.Chinese).Printer
	wrong := app.Assess(scheme, e)
	card := *wrong.Card
	card.Total = card.FullMark
	wrong.Card = &card
	for name, assessment := range map[string]*app.Assessment{"自评报告.pdf": app.Assess(scheme, e), "数字不符.pdf": wrong} {
		published, err := app.Publish(t.Context(), app.Publication{Assessment: assessment, Words: words, Now: noon, Identity: m.first, Role: scheme.Roles[0].ID})
		if err != nil {
			return m, err
		}
		m.reports[name] = published.Data
	}
	signed := m.reports["自评报告.pdf"]
	again, err := app.SignReport(signed, app.Signing{
		Identity: second, Role: scheme.Roles[1].ID, Label: words.Name(scheme.Roles[1].Name), Now: noon, Words: words, Roles: scheme.Roles,
	})
	if err != nil {
		return m, err
	}
	altered := slices.Clone(signed)
	altered[len(altered)/3] ^= 1
	m.reports["自评报告-两人签.pdf"], m.reports["被改过.pdf"], m.reports["不完整.pdf"] = again.File, altered, signed[:len(signed)/2]
	return m, nil
}

func bundleFile(t testing.TB, folder, name, device string, lock bundle.Lock, signer bundle.Signer) string {
	t.Helper()
	path := filepath.Join(folder, name)
	_, err := bundle.WriteFile(t.Context(), path, bundle.Content{
		Manifest: bundle.Manifest{
			Bundle: "b1", Store: "s1", Sequence: 3, Kind: bundle.KindReview, Created: "2023-03-31T04:00:00Z",
			Creator: bundle.Creator{Device: device, Name: "张三", Unit: "江门市科学技术局", Program: app.Producer}, Note: "请审核",
		},
		Records: func(func(bundle.Record) error) error { return nil }, Lock: lock, Signers: []bundle.Signer{signer}, Folder: folder,
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}
