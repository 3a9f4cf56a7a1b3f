package pdf

import (
	"crypto/md5" //nolint:gosec // /CheckSum is an MD5 by the format; nothing is secured by it
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Attachment is a file carried inside the document and associated with it as a whole.
type Attachment struct {
	Name         string // file name, unique in the document
	MIME         string // such as application/json
	Description  string
	Relationship Name // Source, Data, Alternative, Supplement; empty means Unspecified
	Modified     time.Time
	Data         []byte
}

type attached struct {
	name string
	spec Ref
}

// AttachFile embeds a file and lists it among the document's associated files (/AF) and its embedded files.
// Two files of the same name make the document fail.
func (w *Writer) AttachFile(a Attachment) Ref {
	sum := md5.Sum(a.Data) //nolint:gosec // see the import
	params := Dict{"Size": Int(len(a.Data)), "CheckSum": HexString(sum[:])}
	if !a.Modified.IsZero() {
		params["ModDate"] = Date(a.Modified)
	}
	d := Dict{"Type": Name("EmbeddedFile"), "Params": params}
	if a.MIME != "" {
		d["Subtype"] = Name(a.MIME)
	}
	file := w.AddStream(d, a.Data)
	relationship := a.Relationship
	if relationship == "" {
		relationship = "Unspecified"
	}
	spec := Dict{
		"Type": Name("Filespec"), "F": Text(a.Name), "UF": Text(a.Name),
		"EF": Dict{"F": file, "UF": file}, "AFRelationship": relationship,
	}
	if a.Description != "" {
		spec["Desc"] = Text(a.Description)
	}
	ref := w.Add(spec)
	w.files = append(w.files, attached{a.Name, ref})
	return ref
}

func (w *Writer) writeFiles() {
	if len(w.files) == 0 {
		return
	}
	associated := Array{}
	for _, f := range w.files {
		associated = append(associated, f.spec)
	}
	w.catalog["AF"] = associated
	// A name tree is sorted by the bytes of its keys.
	type entry struct {
		key  Object
		raw  string
		spec Ref
	}
	var entries []entry
	for _, f := range w.files {
		key := Text(f.name)
		raw, _ := Bytes(key)
		entries = append(entries, entry{key, raw, f.spec})
	}
	slices.SortFunc(entries, func(x, y entry) int { return strings.Compare(x.raw, y.raw) })
	names := Array{}
	for i, e := range entries {
		if i > 0 && entries[i-1].raw == e.raw {
			w.fail(fmt.Errorf("%w: two attached files have the same name", ErrObject))
		}
		names = append(names, e.key, e.spec)
	}
	all := Dict{}
	if given, ok := w.catalog["Names"].(Dict); ok {
		maps.Copy(all, given)
	}
	all["EmbeddedFiles"] = Dict{"Names": names}
	w.catalog["Names"] = all
}
