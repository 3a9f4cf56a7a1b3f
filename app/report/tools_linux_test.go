package report

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/app/pdf"
	"zhunsheng/app/sign"
	"zhunsheng/scoring/scoringtest"
)

// run runs a program on a file; a missing program is a failure that names its
// Debian package.
func run(t *testing.T, pack, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: install %s", name, pack)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func save(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// squeeze drops blanks: where lines end is the layout's business.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestOtherProgramsReadTheReport(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	path := save(t, render(t, in, "example").Bytes)
	if out := run(t, "qpdf", "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf says %s", out)
	}
	for _, line := range strings.Split(strings.TrimSpace(run(t, "poppler-utils", "pdffonts", path)), "\n")[2:] {
		if !strings.Contains(line, "yes yes yes") {
			t.Errorf("font is not embedded, subset and mapped: %s", line)
		}
	}
	info := run(t, "poppler-utils", "pdfinfo", path)
	for _, want := range []string{"江门市级扶持科技发展资金项目支出绩效自评报告（2022年度）", "江门市科学技术局", "99.00分，优"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	text := squeeze(run(t, "poppler-utils", "pdftotext", "-raw", path, "-"))
	for _, p := range in.Evaluation.Parts {
		for _, f := range p.Figures {
			if !strings.Contains(text, squeeze(f.Value+f.Unit)) {
				t.Errorf("the text lacks %s%s", f.Value, f.Unit)
			}
		}
		if !strings.Contains(text, squeeze(p.Name)) {
			t.Errorf("the text lacks the part %s", p.Name)
		}
	}
	for _, ind := range in.Evaluation.Indicators {
		if !strings.Contains(text, squeeze(ind.Actual.Text)) {
			t.Errorf("the text lacks the actual %q", ind.Actual.Text)
		}
	}
	for _, want := range []string{"16052", "12480.11", "9459.61", "99.00", "—1—"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

func TestParagraphsCopyOutWithoutStrayBlanks(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	path := save(t, render(t, in, "example").Bytes)
	text := strings.NewReplacer("\n", "", "\f", "").Replace(run(t, "poppler-utils", "pdftotext", path, "-"))
	whole, parted := 0, 0
	for _, n := range in.Evaluation.Narrative {
		for _, s := range strings.SplitAfter(strings.ReplaceAll(n.Text, "\n", ""), "。") {
			switch {
			case s == "":
			case strings.Contains(text, s):
				whole++
			case strings.Contains(squeeze(text), squeeze(s)):
				t.Errorf("copied with stray blanks: %q", s)
			default:
				parted++ // a page number stands within the sentence
			}
		}
	}
	if whole < 30 || parted > 12 {
		t.Errorf("%d sentences copied whole, %d parted", whole, parted)
	}
}

func TestRareCharactersCopyOut(t *testing.T) {
	path := save(t, render(t, input(t, scoringtest.Scheme(t, "cn-2020"), synthetic(t), "zh"), "synthetic").Bytes)
	text := run(t, "poppler-utils", "pdftotext", path, "-")
	for _, want := range []string{"𠮷", "㛃", "䶮", "𫖯", "𪚥", "\uE123"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	run(t, "qpdf", "qpdf", "--check", path)
}

func TestSignatureLookShowsItsTexts(t *testing.T) {
	w := pdf.NewWriter(pdf.Options{})
	page := w.AddPage(300, 100)
	look := NewSignatureLook(words(t, "zh"), nil)
	form, err := look.Draw(&w.Body, sign.Stamp{
		Role: "填报人", Name: "江门市科学技术局填报人（名称很长的单位也放得下才行）", Time: "2023-03-20 09:00:00 +08:00",
		FingerprintTail: "1A2B 3C4D", Level: sign.LevelSelfMade, Width: 260, Height: 80,
	})
	if err != nil {
		t.Fatal(err)
	}
	page.Content.DrawForm(form, pdf.Translate(20, 10))
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, "stamp.pdf"), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text := squeeze(run(t, "poppler-utils", "pdftotext", save(t, data), "-"))
	for _, want := range []string{"填报人", "江门市科学技术局", "2023-03-2009:00:00", "1A2B3C4D", "本机自建身份"} {
		if !strings.Contains(text, want) {
			t.Errorf("the stamp lacks %q: %s", want, text)
		}
	}
	if _, err := look.Draw(&pdf.NewWriter(pdf.Options{}).Body, sign.Stamp{Name: "x", Width: 1, Height: 1}); err == nil {
		t.Error("a stamp without room was drawn")
	}
}
