package pdf

import (
	"cmp"
	"fmt"
	"maps"
	"time"
)

// Options describe a new document.
type Options struct {
	ID       [16]byte // the permanent half of /ID; give the same for the same document
	Language string   // BCP 47 tag of the text, such as zh-CN; empty leaves it out
	Info     Info
	// PDFA is the conformance to claim in the metadata, such as {1, "B"} or {3, "A"}; the zero value claims none.
	// Claiming does not make it so: fonts, colours and tags are the caller's.
	PDFA Conformance
	// PDFUA claims PDF/UA-1 in the metadata.
	PDFUA bool
	// Pack keeps small objects in compressed object streams, a fifth of their size otherwise: the tag tree, links, pages, bookmarks, fonts'
	// dictionaries. Readers of PDF 1.5 and later know them; PDF/A-1 forbids them.
	Pack bool
}

// Info is the document information, written to both the information dictionary and the XMP metadata.
// Empty fields and zero times are left out.
type Info struct {
	Title, Author, Subject, Keywords string
	Creator, Producer                string
	Created, Modified                time.Time
}

// Conformance is a part and a level of PDF/A.
type Conformance struct {
	Part  int
	Level string
}

// Writer builds a new document. It is not safe for use by several goroutines.
type Writer struct {
	Body
	options  Options
	catalog  Dict
	root     Ref
	pages    []*Page
	tree     Ref
	outlines []Outline
	tags     *tagTree
	files    []attached
	fields   Array
}

// NewWriter begins an empty document.
func NewWriter(options Options) *Writer {
	w := &Writer{Body: newBody(1), options: options, catalog: Dict{"Type": Name("Catalog")}}
	w.root = w.Alloc()
	w.tree = w.Alloc()
	w.catalog["Pages"] = w.tree
	return w
}

// SetCatalog sets an entry of the document catalog. Entries the writer makes itself (/Type, /Pages, /Metadata, /Outlines …) win.
func (w *Writer) SetCatalog(key Name, value Object) { w.catalog[key] = value }

// SetPageLabels numbers the pages as shown in a viewer's page box.
func (w *Writer) SetPageLabels(labels []PageLabel) {
	nums := Array{}
	for _, l := range labels {
		nums = append(nums, Int(l.From), l.dict())
	}
	w.catalog["PageLabels"] = Dict{"Nums": nums}
}

// PageLabel numbers the pages from one index on, until the next label.
type PageLabel struct {
	From   int    // index of the first page it holds for; the first label must have 0
	Style  Name   // D decimal, r and R roman, a and A letters; empty shows the prefix alone
	Prefix string // put before the number
	Start  int    // the first number; 0 means 1
}

func (l PageLabel) dict() Dict {
	d := Dict{}
	if l.Style != "" {
		d["S"] = l.Style
	}
	if l.Prefix != "" {
		d["P"] = Text(l.Prefix)
	}
	if l.Start > 1 {
		d["St"] = Int(l.Start)
	}
	return d
}

// SetOutputIntent declares the colour space of device colours: an ICC profile with the given number of components (1, 3 or 4) and
// its registered name, such as "sRGB IEC61966-2.1". PDF/A asks for one.
func (w *Writer) SetOutputIntent(identifier string, components int, profile []byte) {
	icc := w.AddStream(Dict{"N": Int(components)}, profile)
	w.catalog["OutputIntents"] = Array{Dict{
		"Type": Name("OutputIntent"), "S": Name("GTS_PDFA1"),
		"OutputConditionIdentifier": Text(identifier), "Info": Text(identifier),
		"DestOutputProfile": icc,
	}}
}

// Bytes finishes the document and returns it. A second call returns [ErrFinished]. The error is the first fault of any call on
// the writer, its pages, contents and fonts, and wraps [ErrObject], [ErrContent], [ErrFont] or [ErrImage].
func (w *Writer) Bytes() ([]byte, error) {
	if w.done {
		return nil, ErrFinished
	}
	w.runFinishers()
	w.writeTags()
	w.writePageTree()
	w.writeOutlines()
	w.writeFiles()
	w.writeFields()
	info := w.writeCatalog()
	packed := w.pack(info)
	w.done = true
	if w.err != nil {
		return nil, w.err
	}
	size := 4096
	for _, o := range w.objects {
		if s, ok := o.(*Stream); ok {
			size += len(s.Data)
		}
		size += 256
	}
	e := encoder{out: make([]byte, 0, size)}
	e.out = append(e.out, "%PDF-1.7\n%\xe5\x87\x86\xe7\xbb\xb3\n"...)
	offsets := w.write(&e)
	if w.err != nil {
		return nil, w.err
	}
	if len(packed) > 0 {
		w.writeXrefStream(&e, offsets, packed, info)
	} else {
		w.writeXref(&e, offsets, info)
	}
	return e.out, cmp.Or(e.err, w.err)
}

func (w *Writer) writeCatalog() (info Ref) {
	preferences := Dict{}
	if given, ok := w.catalog["ViewerPreferences"].(Dict); ok {
		maps.Copy(preferences, given)
	}
	preferences["DisplayDocTitle"] = Bool(true)
	w.catalog["ViewerPreferences"] = preferences
	if w.options.Language != "" {
		w.catalog["Lang"] = Text(w.options.Language)
	}
	metadata := w.Alloc()
	w.Set(metadata, &Stream{
		Dict: Dict{"Type": Name("Metadata"), "Subtype": Name("XML")},
		Data: w.options.xmp(),
	})
	w.catalog["Metadata"] = metadata
	info = w.Add(w.options.Info.dict())
	w.Set(w.root, maps.Clone(w.catalog))
	return info
}

// writeXref ends the file with a cross-reference table; a new document uses all numbers from 1 without holes.
func (w *Writer) writeXref(e *encoder, offsets map[Ref]int, info Ref) {
	start := len(e.out)
	e.out = fmt.Appendf(e.out, "xref\n0 %d\n0000000000 65535 f \n", w.next)
	for num := 1; num < w.next; num++ {
		e.out = fmt.Appendf(e.out, "%010d 00000 n \n", offsets[Ref{Num: num}])
	}
	id := HexString(w.options.ID[:])
	e.out = append(e.out, "trailer\n"...)
	e.object(Dict{"Size": Int(w.next), "Root": w.root, "Info": info, "ID": Array{id, id}}, 0)
	e.out = fmt.Appendf(e.out, "\nstartxref\n%d\n%%%%EOF\n", start)
}
