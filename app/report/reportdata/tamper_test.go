package reportdata_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
	"zhunsheng/app/report/officialtable"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/scoring/scoringtest"
)

func open(t testing.TB, file []byte) *pdf.Reader {
	t.Helper()
	r, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// totalRun finds the run of the total in the last row of the table.
func totalRun(t *testing.T, r *pdf.Reader) (page pdf.PageInfo, run text.Run) {
	t.Helper()
	pages, err := text.NewReader(r).Pages()
	if err != nil {
		t.Fatal(err)
	}
	printed, err := officialtable.Read(pages)
	if err != nil {
		t.Fatal(err)
	}
	infos, err := r.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for _, run = range pages[printed.Page-1].Runs {
		if run.Text == printed.Total && run.Size > 8.9 && run.Size < 9.1 {
			return infos[printed.Page-1], run
		}
	}
	t.Fatal("the total is not on its page")
	return page, run
}

// rewritten is the example's report with the content of the page of the total changed by an appended revision.
func rewritten(t *testing.T, change func(content string, run text.Run) string) []byte {
	t.Helper()
	r := open(t, render(t, "zh", "jiangmen-example-2022", scoringtest.Example(t)))
	page, run := totalRun(t, r)
	content, err := r.PageContent(page)
	if err != nil {
		t.Fatal(err)
	}
	u, err := pdf.NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	after := change(string(content), run)
	if after == string(content) {
		t.Fatal("nothing was changed")
	}
	d := maps.Clone(page.Dict)
	d["Contents"] = u.AddStream(nil, []byte(after))
	u.Set(page.Ref, d)
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s.Data
}

// show is the operator that shows a run, with its codes.
func show(run text.Run) *regexp.Regexp {
	at := strings.ReplaceAll(fmt.Sprintf("%.3f", run.X), ".", `\.`)
	return regexp.MustCompile(at[:len(at)-1] + `\d* [0-9.]+ Td\n<([0-9a-fA-F]+)> Tj`)
}

func TestEditedTotalIsADifference(t *testing.T) {
	file := rewritten(t, func(content string, run text.Run) string {
		m := show(run).FindAllStringSubmatchIndex(content, -1)
		if len(m) == 0 {
			t.Fatal("the total is not in the content")
		}
		at := m[len(m)-1]
		codes := content[at[2]:at[3]] // 99.00 becomes 00.99
		back := ""
		for i := len(codes) - 4; i >= 0; i -= 4 {
			back += codes[i : i+4]
		}
		return content[:at[2]] + back + content[at[3]:]
	})
	got, err := reportdata.Rescore(file)
	if err != nil {
		t.Fatal(err)
	}
	want := reportdata.Difference{Place: reportdata.PlaceTotal, Printed: "00.99", Computed: "99.00"}
	if len(got.Differences) != 1 {
		t.Fatalf("differences %+v", got.Differences)
	}
	got.Differences[0].Page = 0
	if got.Differences[0] != want || got.Agrees() {
		t.Errorf("got %+v", got.Differences)
	}
}

func TestTextThatMayLookOtherwiseIsRefused(t *testing.T) {
	for want, change := range map[text.Doubt]func(string, text.Run) string{
		officialtable.DoubtCovered: func(c string, r text.Run) string {
			return c + fmt.Sprintf("1 g %.2f %.2f %.2f %.2f re f\n", r.X-2, r.Y-3, r.Width+4, r.Size+4)
		},
		officialtable.DoubtHidden: func(c string, _ text.Run) string { return "3 Tr\n" + strings.ReplaceAll(c, "0 Tr\n", "") },
		officialtable.DoubtPale:   func(c string, r text.Run) string { return "1 g\n" + strings.ReplaceAll(c, "\n0 g\n", "\n") },
		text.DoubtClip:            func(c string, _ text.Run) string { return "0 0 100 100 re W n\n" + c },
		text.DoubtState:           func(c string, _ text.Run) string { return "/G9 gs\n" + c },
		text.DoubtLayer:           func(c string, _ text.Run) string { return "/OC /L BDC\n" + c + "EMC\n" },
	} {
		_, err := reportdata.Rescore(rewritten(t, change))
		var doubt *officialtable.DoubtError
		if !errors.As(err, &doubt) || doubt.Doubt != want {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

func TestAnnotationOverTheTableIsRefused(t *testing.T) {
	r := open(t, render(t, "zh", "jiangmen-example-2022", scoringtest.Example(t)))
	page, run := totalRun(t, r)
	u, err := pdf.NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	note := u.Add(pdf.Dict{
		"Type": pdf.Name("Annot"), "Subtype": pdf.Name("FreeText"), "Contents": pdf.String("59.00"),
		"Rect": pdf.Rect{X0: run.X, Y0: run.Y, X1: run.X + 20, Y1: run.Y + 9}.Array(),
	})
	d := maps.Clone(page.Dict)
	d["Annots"] = pdf.Array{note}
	u.Set(page.Ref, d)
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	var doubt *officialtable.DoubtError
	if _, err := reportdata.Rescore(s.Data); !errors.As(err, &doubt) || doubt.Doubt != officialtable.DoubtOver {
		t.Errorf("got %v", err)
	}
}

// carrying is a document of one blank page with attached files.
func carrying(t *testing.T, files ...pdf.Attachment) []byte {
	t.Helper()
	w := pdf.NewWriter(pdf.Options{})
	w.AddPage(100, 100)
	for _, f := range files {
		w.AttachFile(f)
	}
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func attachment(data []byte) pdf.Attachment {
	return pdf.Attachment{Name: reportdata.FileName, MIME: reportdata.MIME, Relationship: "Data", Data: data}
}

func encoded(t *testing.T) []byte {
	t.Helper()
	d, err := reportdata.Extract(open(t, render(t, "zh", "jiangmen-example-2022", scoringtest.Example(t))))
	if err != nil {
		t.Fatal(err)
	}
	data, err := reportdata.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDataAreExactlyOneWholeFile(t *testing.T) {
	good := encoded(t)
	second := attachment(good)
	second.Name = "other.json"
	source := attachment(good)
	source.Relationship = "Source"
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"none":           {carrying(t), reportdata.ErrNone},
		"two":            {carrying(t, attachment(good), second), reportdata.ErrSeveral},
		"another file":   {carrying(t, pdf.Attachment{Name: "notes.txt", Data: []byte("x")}), reportdata.ErrNone},
		"not data":       {carrying(t, source), reportdata.ErrNone},
		"empty":          {carrying(t, attachment(nil)), reportdata.ErrDamaged},
		"cut":            {carrying(t, attachment(good[:len(good)/2])), reportdata.ErrDamaged},
		"edited":         {carrying(t, attachment(bytes.Replace(good, []byte(`"9459.61"`), []byte(`"9999.61"`), 1))), reportdata.ErrDamaged},
		"unknown member": {carrying(t, attachment(bytes.Replace(good, []byte(`{"format"`), []byte(`{"extra":1,"format"`), 1))), reportdata.ErrDamaged},
		"doubled member": {carrying(t, attachment(bytes.Replace(good, []byte(`"kind":`), []byte(`"kind":"x","kind":`), 1))), reportdata.ErrDamaged},
		"another format": {carrying(t, attachment(bytes.Replace(good, []byte("report-data/1"), []byte("report-data/9"), 1))), reportdata.ErrDamaged},
		"too large":      {carrying(t, attachment(bytes.Repeat([]byte(" "), reportdata.MaxBytes+1))), reportdata.ErrTooLong},
		"no file at all": {hiddenFile(t, false), reportdata.ErrDamaged},
		"hidden second":  {hiddenFile(t, true), reportdata.ErrSeveral},
		"in a note":      {noteWithFile(t, good), reportdata.ErrSeveral},
		"replaced":       {replaced(t, good), reportdata.ErrLater},
	} {
		_, err := reportdata.Extract(open(t, c.file))
		var typed *reportdata.Error
		if !errors.Is(err, c.want) || !errors.As(err, &typed) || typed.Message().Key == "error.report-data." {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	d, err := reportdata.Extract(open(t, carrying(t, attachment(good))))
	if err != nil || d.Evaluation.Project.Unit != "江门市科学技术局" || d.Scheme.ID != "jiangmen-example-2022" {
		t.Fatalf("sound data: %v", err)
	}
	again, err := reportdata.Encode(d)
	if err != nil || !bytes.Equal(again, good) {
		t.Errorf("data change when they are read and written: %v", err)
	}
}

// hiddenFile holds an embedded file that no list names, alone or beside sound data.
func hiddenFile(t *testing.T, beside bool) []byte {
	t.Helper()
	w := pdf.NewWriter(pdf.Options{})
	w.AddPage(100, 100)
	if beside {
		w.AttachFile(attachment([]byte("{}")))
	}
	w.AddStream(pdf.Dict{"Type": pdf.Name("EmbeddedFile")}, []byte("{}"))
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// noteWithFile has sound data and a note on the page that holds another file without saying its type.
func noteWithFile(t *testing.T, good []byte) []byte {
	t.Helper()
	w := pdf.NewWriter(pdf.Options{})
	p := w.AddPage(100, 100)
	w.AttachFile(attachment(good))
	p.AddAnnotation(pdf.Dict{
		"Subtype": pdf.Name("FileAttachment"), "Rect": pdf.Rect{X1: 9, Y1: 9}.Array(),
		"FS": pdf.Dict{"Type": pdf.Name("Filespec"), "F": pdf.String("x.json"), "EF": pdf.Dict{"F": w.AddStream(nil, []byte("{}"))}},
	}, nil)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// replaced has sound data that a later revision writes once more.
func replaced(t *testing.T, good []byte) []byte {
	t.Helper()
	r := open(t, carrying(t, attachment(good)))
	u, err := pdf.NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Entries() {
		o, err := r.Object(e.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := o.(*pdf.Stream); ok && s.Dict["Type"] == pdf.Object(pdf.Name("EmbeddedFile")) {
			u.SetStream(e.Ref, pdf.Dict{"Type": pdf.Name("EmbeddedFile")}, good)
		}
	}
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s.Data
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"format":"zhunsheng/report-data/1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var typed *reportdata.Error
		if _, err := reportdata.Decode(data); err != nil && !errors.As(err, &typed) {
			t.Fatalf("untyped error %v", err)
		}
	})
}
