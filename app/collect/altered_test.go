package collect_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/collect"
	"zhunsheng/app/locale"
	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
	"zhunsheng/storage/bundle"
)

// publish makes the unsigned report of an example.
func publish(t *testing.T, u *unit) []byte {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	e := u.example("p1")
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	out, err := app.Publish(t.Context(), app.Publication{
		Assessment: app.Assess(scheme, e), Words: catalogue.Printer(locale.Chinese), Now: time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Data
}

// retouched is a report whose pages were drawn otherwise by an appended revision.
func retouched(t *testing.T, file []byte, change func(content string, page *text.Page) string) []byte {
	t.Helper()
	r, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	infos, err := r.Pages()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := text.NewReader(r).Pages()
	if err != nil {
		t.Fatal(err)
	}
	u, err := pdf.NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for i, info := range infos {
		content, err := r.PageContent(info)
		if err != nil {
			t.Fatal(err)
		}
		after := change(string(content), pages[i])
		if after == string(content) {
			continue
		}
		changed++
		d := maps.Clone(info.Dict)
		d["Contents"] = u.AddStream(nil, []byte(after))
		u.Set(info.Ref, d)
	}
	if changed == 0 {
		t.Fatal("nothing was changed")
	}
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s.Data
}

// otherTotal prints 00.99 where the total 99.00 stood.
func otherTotal(content string, page *text.Page) string {
	for _, run := range page.Runs {
		if run.Text != "99.00" {
			continue
		}
		at := strings.ReplaceAll(fmt.Sprintf("%.3f", run.X), ".", `\.`)
		show := regexp.MustCompile(at[:len(at)-1] + `\d* [0-9.]+ Td\n<([0-9a-fA-F]{20})> Tj`)
		for _, m := range show.FindAllStringSubmatchIndex(content, -1) {
			codes, back := content[m[2]:m[3]], ""
			for i := len(codes) - 4; i >= 0; i -= 4 {
				back += codes[i : i+4]
			}
			content = content[:m[2]] + back + content[m[3]:]
		}
	}
	return content
}

func TestReportsAreScoredAgain(t *testing.T) {
	u := newUnit(t, "甲单位")
	file := publish(t, u)
	cases := map[string][]byte{
		"sound.pdf":   file,
		"total.pdf":   retouched(t, file, otherTotal),
		"clipped.pdf": retouched(t, file, func(content string, _ *text.Page) string { return "0 0 100 100 re W n\n" + content }),
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			in := t.TempDir()
			if err := os.WriteFile(join(in, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := collect.Collect(t.Context(), []string{in}, options(t))
			if err != nil {
				t.Fatal(err)
			}
			wantAltered, wantCounted := 1, 0
			if name == "sound.pdf" {
				wantAltered, wantCounted = 0, 1
			}
			if s.States[collect.Altered] != wantAltered || s.Evaluations != wantCounted {
				t.Errorf("%+v %+v", s.States, s.Faulty)
			}
			if name == "total.pdf" && (len(s.Faulty) != 1 || !strings.Contains(s.Faulty[0].Detail, `printed "00.99", the data give "99.00"`)) {
				t.Errorf("%+v", s.Faulty)
			}
		})
	}
}

func TestEvidenceIsComparedWithItsHash(t *testing.T) {
	u := newUnit(t, "甲单位")
	in := t.TempDir()
	evidence := bytes.Repeat([]byte("证明材料"), 1000)
	sum := sha256.Sum256(evidence)
	u.evidence = []bundle.Evidence{{
		SHA256: hex.EncodeToString(sum[:]), Size: int64(len(evidence)), Name: "证明.pdf",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(evidence)), nil },
	}}
	u.write(join(in, "a.zsb"), 1, u.example("p1"))
	damage(t, join(in, "a.zsb"), join(in, "b.zsb"), func(d []byte) []byte {
		at := bytes.Index(d, evidence)
		if at < 0 {
			t.Fatal("the evidence is not in the bundle")
		}
		d[at+len(evidence)/2] ^= 1
		return d
	})
	s, err := collect.Collect(t.Context(), []string{in}, options(t))
	if err != nil || s.States[collect.Altered] != 1 || s.Evaluations != 1 || s.Faulty[0].Path != join(in, "b.zsb") {
		t.Errorf("%+v %v", s, err)
	}
}
