package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestWrittenReadsBack(t *testing.T) {
	data := sample(t, 40)
	r := mustRead(t, data)
	pages, err := r.Pages()
	if err != nil || len(pages) != 40 {
		t.Fatal(len(pages), err)
	}
	if c, err := r.coverage(); err != nil || c.Unclaimed != nil || c.Comments != nil || c.Overlapping != nil {
		t.Errorf("%+v, %v", c, err)
	}
	if len(r.Entries()) != r.Size()-1 {
		t.Error("numbers without objects:", len(r.Entries()), r.Size())
	}
	catalog, err := r.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	if lang, _ := DecodeText(catalog["Lang"]); lang != "zh-CN" {
		t.Error(lang)
	}
	if !reflect.DeepEqual(catalog["ViewerPreferences"], Dict{"DisplayDocTitle": Bool(true)}) {
		t.Error(catalog["ViewerPreferences"])
	}
	info, ok, err := r.ResolveDict(r.Trailer()["Info"])
	title, _ := DecodeText(info["Title"])
	if !ok || err != nil || title != "绩效自评报告 <𠮷>" || info["CreationDate"] != String("D:20230301093000+08'00'") {
		t.Error(info, err)
	}
	id := HexString("\x01\x02\x03" + strings.Repeat("\x00", 13))
	if !reflect.DeepEqual(r.Trailer()["ID"], Array{id, id}) {
		t.Error(r.Trailer()["ID"])
	}
}

func TestSameInputSameBytes(t *testing.T) {
	if !bytes.Equal(sample(t, 3), sample(t, 3)) {
		t.Error("two runs differ")
	}
}

func TestWriterRefuses(t *testing.T) {
	other := NewWriter(Options{})
	stranger := other.AddPage(1, 1)
	strangerFont := other.AddFont(boxFace{name: "X"}, FontMetrics{})
	cause := errors.New("cause")
	for name, c := range map[string]struct {
		spoil func(*Writer, *Page)
		kind  error
	}{
		"never set":          {func(w *Writer, _ *Page) { w.Alloc() }, ErrObject},
		"not allocated":      {func(w *Writer, _ *Page) { w.Set(Ref{9999, 0}, Int(1)) }, ErrObject},
		"nil object":         {func(w *Writer, _ *Page) { w.Add(nil) }, ErrObject},
		"nil inside":         {func(w *Writer, _ *Page) { w.Add(Array{nil}) }, ErrObject},
		"nil in catalog":     {func(w *Writer, _ *Page) { w.SetCatalog("A", nil) }, ErrObject},
		"same file name":     {func(w *Writer, _ *Page) { w.AttachFile(Attachment{Name: "a"}); w.AttachFile(Attachment{Name: "a"}) }, ErrObject},
		"field nowhere":      {func(w *Writer, _ *Page) { w.AddSignatureField(SignatureField{Name: "a"}) }, ErrObject},
		"link elsewhere":     {func(_ *Writer, p *Page) { p.AddLink(Rect{}, Target{Page: stranger}, "", nil) }, ErrContent},
		"save":               {func(_ *Writer, p *Page) { p.Content.Save() }, ErrContent},
		"restore":            {func(_ *Writer, p *Page) { p.Content.Restore() }, ErrContent},
		"marked":             {func(_ *Writer, p *Page) { p.Content.Artifact("") }, ErrContent},
		"end":                {func(_ *Writer, p *Page) { p.Content.End() }, ErrContent},
		"tag of another":     {func(_ *Writer, p *Page) { p.Content.Tagged(other.Structure()); p.Content.End() }, ErrContent},
		"no tag":             {func(_ *Writer, p *Page) { p.Content.Tagged(nil); p.Content.End() }, ErrContent},
		"coordinate":         {func(_ *Writer, p *Page) { p.Content.LineTo(1e9, 0) }, ErrContent},
		"matrix":             {func(_ *Writer, p *Page) { p.Content.Transform(Matrix{1e9}) }, ErrContent},
		"operand":            {func(_ *Writer, p *Page) { p.Content.Operation("x", nil) }, ErrContent},
		"no font":            {func(_ *Writer, p *Page) { p.Content.Text(nil, 1, 0, 0, run("a")) }, ErrContent},
		"font of another":    {func(_ *Writer, p *Page) { p.Content.Text(strangerFont, 1, 0, 0, run("a")) }, ErrContent},
		"form of another":    {func(_ *Writer, p *Page) { p.Content.DrawForm(other.NewForm(Rect{}), Matrix{}) }, ErrContent},
		"no form":            {func(_ *Writer, p *Page) { p.Content.DrawForm(nil, Matrix{}) }, ErrContent},
		"face fails":         {func(w *Writer, _ *Page) { w.AddFont(boxFace{err: cause}, FontMetrics{}) }, ErrFont},
		"first fault counts": {func(w *Writer, p *Page) { w.fail(cause); p.Content.Save() }, cause},
		"deep outlines": {func(w *Writer, p *Page) {
			o := Outline{Title: "x", Target: Target{Page: p}}
			for range maxDepth + 1 {
				o = Outline{Title: "x", Target: Target{Page: p}, Children: []Outline{o}}
			}
			w.SetOutlines([]Outline{o})
		}, ErrObject},
	} {
		w := NewWriter(Options{})
		c.spoil(w, w.AddPage(100, 100))
		if data, err := w.Bytes(); !errors.Is(err, c.kind) || data != nil {
			t.Errorf("%s: %v; want %v", name, err, c.kind)
		}
		if _, err := w.Bytes(); !errors.Is(err, ErrFinished) {
			t.Errorf("%s: finished twice: %v", name, err)
		}
	}
	if _, err := NewWriter(Options{}).Bytes(); !errors.Is(err, ErrObject) {
		t.Error("no pages:", err)
	}
}

// outlineText renders the bookmarks as a reader finds them, checking every link between them.
func outlineText(t *testing.T, r *Reader, ref Object, parent Ref, depth int) string {
	t.Helper()
	text := ""
	var previous Object
	for ref != nil {
		d, _, err := r.ResolveDict(ref)
		if err != nil {
			t.Fatal(err)
		}
		title, _ := DecodeText(d["Title"])
		text += fmt.Sprintf("%s%s %v\n", strings.Repeat("-", depth), title, d["Count"])
		if d["Parent"] != parent || d["Prev"] != previous {
			t.Errorf("%s: parent %v, previous %v", title, d["Parent"], d["Prev"])
		}
		text += outlineText(t, r, d["First"], ref.(Ref), depth+1)
		previous, ref = ref, d["Next"]
	}
	return text
}

func TestOutlines(t *testing.T) {
	r := mustRead(t, sample(t, 2))
	catalog, _ := r.Catalog()
	root, _, err := r.ResolveDict(catalog["Outlines"])
	if err != nil || root["Count"] != Int(4) {
		t.Error(root, err)
	}
	want := "第一章 2\n-甲 <nil>\n-乙 <nil>\n第一章 -2\n-甲 <nil>\n-乙 <nil>\n"
	if got := outlineText(t, r, root["First"], catalog["Outlines"].(Ref), 0); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// TestTags follows every marked content number of the pages to its element and back.
func TestTags(t *testing.T) {
	r := mustRead(t, sample(t, 2))
	catalog, _ := r.Catalog()
	tree, _, err := r.ResolveDict(catalog["StructTreeRoot"])
	if err != nil || !reflect.DeepEqual(catalog["MarkInfo"], Dict{"Marked": Bool(true)}) {
		t.Fatal(tree, err)
	}
	parents, _, err := r.ResolveDict(tree["ParentTree"])
	if err != nil {
		t.Fatal(err)
	}
	lookup := map[Object]Object{}
	nums := parents["Nums"].(Array)
	for i := 0; i < len(nums); i += 2 {
		if i > 0 && nums[i].(Int) <= nums[i-2].(Int) {
			t.Error("the parent tree is not sorted")
		}
		lookup[nums[i]] = nums[i+1]
	}
	pages, err := r.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		elements, err := r.Resolve(lookup[p.Dict["StructParents"]])
		if err != nil || len(elements.(Array)) != 2 {
			t.Fatal(elements, err)
		}
		for mcid, e := range elements.(Array) {
			d, _, err := r.ResolveDict(e)
			if err != nil || d["K"] != Int(mcid) || d["Pg"] != p.Ref {
				t.Error(mcid, d, err)
			}
		}
		link, _, err := r.ResolveDict(p.Dict["Annots"].(Array)[0])
		if err != nil {
			t.Fatal(err)
		}
		d, _, err := r.ResolveDict(lookup[link["StructParent"]])
		if err != nil || d["S"] != Name("Link") || !reflect.DeepEqual(d["K"], Dict{"Type": Name("OBJR"), "Obj": p.Dict["Annots"].(Array)[0], "Pg": p.Ref}) {
			t.Error(d, err)
		}
	}
}

func TestTagsAcrossPages(t *testing.T) {
	w := NewWriter(Options{})
	p := w.Structure().Add("P")
	p.Alt, p.ActualText, p.Title, p.Language = "甲", "乙", "丙", "en"
	p.Attributes = Dict{"O": Name("Layout")}
	w.MapRole("正文", "P")
	for range 2 {
		page := w.AddPage(10, 10)
		page.Content.Tagged(p)
		page.Content.End()
	}
	w.AddPage(10, 10)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r := mustRead(t, data)
	d, _, err := r.ResolveDict(p.ref)
	want := Array{Int(0), Dict{"Type": Name("MCR"), "Pg": w.pages[1].ref, "MCID": Int(0)}}
	if err != nil || !reflect.DeepEqual(d["K"], want) || d["Lang"] != String("en") || d["A"] == nil {
		t.Errorf("%v, %v; want %v", d, err, want)
	}
}

func TestAttachedFile(t *testing.T) {
	r := mustRead(t, sample(t, 1))
	catalog, _ := r.Catalog()
	spec, _, err := r.ResolveDict(catalog["AF"].(Array)[0])
	if err != nil || spec["AFRelationship"] != Name("Data") {
		t.Fatal(spec, err)
	}
	o, err := r.Resolve(spec["EF"].(Dict)["F"])
	if err != nil {
		t.Fatal(err)
	}
	content, err := r.Decode(o.(*Stream))
	if err != nil || string(content) != `{"a":1}` || o.(*Stream).Dict["Subtype"] != Name("application/json") {
		t.Errorf("%q, %v", content, err)
	}
	names := catalog["Names"].(Dict)["EmbeddedFiles"].(Dict)["Names"]
	if !reflect.DeepEqual(names, Array{String("evaluation.json"), catalog["AF"].(Array)[0]}) {
		t.Error(names)
	}
}

func TestSignatureFieldIsPrepared(t *testing.T) {
	r := mustRead(t, sample(t, 1))
	catalog, _ := r.Catalog()
	form, _, err := r.ResolveDict(catalog["AcroForm"])
	if err != nil || form["SigFlags"] != Int(1) {
		t.Fatal(form, err)
	}
	ref := form["Fields"].(Array)[0]
	field, _, err := r.ResolveDict(ref)
	name, _ := DecodeText(field["T"])
	pages, _ := r.Pages()
	if err != nil || name != "编制" || field["FT"] != Name("Sig") || field["V"] != nil || field["P"] != pages[0].Ref ||
		pages[0].Dict["Annots"].(Array)[1] != ref {
		t.Error(field, err)
	}
}

// TestMetadata reads the XMP packet as XML and compares it with what was asked for.
func TestMetadata(t *testing.T) {
	w := NewWriter(Options{
		Language: "zh-CN", Info: Info{Title: "a<b>&绩效", Subject: "s", Keywords: "k", Created: sampleTime},
		PDFA: Conformance{3, "A"}, PDFUA: true,
	})
	w.AddPage(1, 1)
	w.SetOutputIntent("sRGB IEC61966-2.1", 3, []byte("profile"))
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r := mustRead(t, data)
	catalog, _ := r.Catalog()
	o, err := r.Resolve(catalog["Metadata"])
	if err != nil {
		t.Fatal(err)
	}
	s := o.(*Stream)
	if s.Dict["Filter"] != nil {
		t.Error("metadata must not be compressed")
	}
	texts := map[string]string{}
	decoder := xml.NewDecoder(bytes.NewReader(s.Data))
	var path []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			path = append(path, v.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if text := strings.TrimSpace(string(v)); text != "" && len(path) > 3 {
				texts[path[3]] += text
			}
		}
	}
	want := map[string]string{
		"title": "a<b>&绩效", "description": "s", "Keywords": "k", "language": "zh-CN", "format": "application/pdf",
		"CreateDate": "2023-03-01T09:30:00+08:00", "part": "31", "conformance": "A",
	}
	if !reflect.DeepEqual(texts, want) {
		t.Errorf("%v\nwant %v", texts, want)
	}
	if catalog["OutputIntents"] == nil {
		t.Error("no output intent")
	}
}

func TestPageTree(t *testing.T) {
	for _, n := range []int{1, 32, 33, 1500} {
		w := NewWriter(Options{})
		for range n {
			w.AddPage(10, 20)
		}
		data, err := w.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		r := mustRead(t, data)
		pages, err := r.Pages()
		if err != nil || len(pages) != n {
			t.Fatal(len(pages), err)
		}
		for i, p := range pages {
			if p.Ref != w.pages[i].Ref() || w.pages[i].Index() != i {
				t.Fatalf("page %d of %d is %v", i, n, p.Ref)
			}
		}
		catalog, _ := r.Catalog()
		if root, _, _ := r.ResolveDict(catalog["Pages"]); root["Count"] != Int(n) {
			t.Error(root["Count"], n)
		}
	}
}
