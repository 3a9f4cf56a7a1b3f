package desk

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC)

func newDesk(t *testing.T) *Desk {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	chinese := catalogue.Printer(locale.Chinese)
	return New(store, schemes, func() time.Time { return noon }, func() *locale.Printer { return chinese })
}

// example loads the example and returns it assessed.
func example(t *testing.T, d *Desk) *app.Assessment {
	t.Helper()
	if err := d.ExampleIfEmpty(t.Context()); err != nil {
		t.Fatal(err)
	}
	years, err := d.Years(t.Context())
	if err != nil || len(years) != 1 {
		t.Fatalf("years %v, %v", years, err)
	}
	headers, err := d.Headers(t.Context(), years[0].Year)
	if err != nil || len(headers) != 1 || headers[0].Total.Decimal.String() != "99.00" {
		t.Fatalf("headers %+v, %v", headers, err)
	}
	e, scheme, err := d.Open(t.Context(), years[0].Year, headers[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return app.Assess(scheme, e)
}

func TestSavedEditsComeBack(t *testing.T) {
	d := newDesk(t)
	e := *example(t, d).Evaluation
	e.Project.Nature = "常年"
	if err := d.Save(t.Context(), &e); err != nil {
		t.Fatal(err)
	}
	if err := d.ExampleIfEmpty(t.Context()); err != nil { // must not overwrite
		t.Fatal(err)
	}
	back, _, err := d.Open(t.Context(), e.FiscalYear, e.ID)
	if err != nil || back.Project.Nature != "常年" {
		t.Errorf("%q came back, %v", back.Project.Nature, err)
	}
	e.ID = "another"
	if err := d.Save(t.Context(), &e); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("saving what is not in the store gave %v, want ErrNotFound", err)
	}
}

func TestUnknownSchemeIsNamed(t *testing.T) {
	d := newDesk(t)
	e := *example(t, d).Evaluation
	e.Scheme = scoring.SchemeRef{ID: "nobody's", Version: "1"}
	if err := d.Save(t.Context(), &e); err != nil {
		t.Fatal(err)
	}
	var unknown *app.UnknownSchemeError
	if _, _, err := d.Open(t.Context(), e.FiscalYear, e.ID); !errors.As(err, &unknown) {
		t.Errorf("got %v, want an UnknownSchemeError", err)
	}
}

func TestExportSignsKeepsTheIdentityAndNeverReplacesAReport(t *testing.T) {
	d := newDesk(t)
	a := example(t, d)
	folder := filepath.Join(t.TempDir(), "报告")
	password := []byte("correct horse")
	order := Order{Assessment: a, Folder: folder, Sign: true, Role: "preparer", Owner: "江门市科学技术局填报人", Password: bytes.Clone(password)}
	steps := 0
	first, err := d.Export(t.Context(), order, func(done, total int) { steps++ })
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(order.Password, make([]byte, len(password))) {
		t.Error("the password was not wiped")
	}
	if has, err := d.HasIdentity(t.Context()); !has || err != nil {
		t.Errorf("identity kept: %v, %v", has, err)
	}
	if !first.Signed || first.Pages < 5 || steps == 0 {
		t.Errorf("%+v after %d steps", first, steps)
	}
	data, err := os.ReadFile(first.Path)
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := sign.Verify(data, sign.VerifyOptions{Now: noon})
	if err != nil || len(verdict.Signatures) != 1 {
		t.Fatalf("verdict %+v, %v", verdict, err)
	}
	order.Password = bytes.Clone(password)
	second, err := d.Export(t.Context(), order, nil)
	if err != nil || second.Path == first.Path || !strings.HasSuffix(second.Path, " (2).pdf") {
		t.Errorf("the second report went to %q (%v)", second.Path, err)
	}
	order.Password = []byte("wrong")
	if _, err := d.Export(t.Context(), order, nil); !errors.Is(err, sign.ErrPassword) {
		t.Errorf("a wrong password gave %v, want ErrPassword", err)
	}
	if names, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(names) != 2 {
		t.Errorf("the folder holds %q (%v), want the two reports", names, err)
	}
}

func TestUnsignedReportNeedsNoIdentity(t *testing.T) {
	d := newDesk(t)
	out, err := d.Export(t.Context(), Order{Assessment: example(t, d), Folder: t.TempDir()}, nil)
	if err != nil || out.Signed || !strings.Contains(out.Path, "未签名") {
		t.Errorf("%+v, %v", out, err)
	}
	if has, _ := d.HasIdentity(t.Context()); has {
		t.Error("an identity was made for an unsigned report")
	}
}

func TestCancelledExportWritesNothing(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := filepath.Join(t.TempDir(), "f")
	if _, err := d.Export(ctx, Order{Assessment: example(t, d), Folder: folder}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if names, _ := filepath.Glob(filepath.Join(folder, "*")); len(names) != 0 {
		t.Errorf("wrote %q", names)
	}
}

// Windows opens a device by these names, whatever follows them.
func TestSafeNamesAreNoDevices(t *testing.T) {
	for name, want := range map[string]string{
		"con": "_con", "AUX.2025": "_AUX.2025", "nul .": "_nul", "Com1": "_Com1", "lpt¹.x": "_lpt¹.x", "CONIN$": "_CONIN$",
		"console": "console", "com": "com", "com10": "com10", "辅助 aux": "辅助 aux", "aux 经费": "aux 经费",
	} {
		if got := safeName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestSafeNamesAreShortAndHoldNothingForbidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := safeName(rapid.String().Draw(t, "name"))
		if name == "" || len(name) > longestName+len("_") || strings.ContainsAny(name, "<>:\"/\\|?*\x00\n") || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") {
			t.Fatalf("%q", name)
		}
	})
}
