package ooxml

import (
	"bytes"
	"html"
	"strings"
)

// Tag is one tag of an XML part. Its slices point into the part.
type Tag struct {
	Name  string // local name, without prefix
	Open  bool   // a start tag; an empty element is Open and Close
	Close bool
	attrs []byte
	Start int // where it begins and where what follows it begins, in bytes of the part
	End   int
}

// Scan walks the tags of a part in order, without a tree and without memory of its own, until the part ends or visit returns false.
// Comments, declarations, processing instructions and CDATA sections are passed over. It reads far more than well-formed XML: what
// it gives back is checked by whoever uses it. It reports whether the part ended where a tag may end.
func Scan(data []byte, visit func(Tag) bool) bool {
	for at := 0; ; {
		next := bytes.IndexByte(data[at:], '<')
		if next < 0 {
			return true
		}
		at += next
		if end, special := skipSpecial(data, at); special {
			if end < 0 {
				return false
			}
			at = end
			continue
		}
		tag, ok := readTag(data, at)
		if !ok {
			return false
		}
		if !visit(tag) {
			return true
		}
		at = tag.End
	}
}

// skipSpecial passes over what starts with "<!" or "<?". end is -1 when it does not end.
func skipSpecial(data []byte, at int) (end int, special bool) {
	rest := data[at:]
	closing := ""
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		closing = "-->"
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		closing = "]]>"
	case bytes.HasPrefix(rest, []byte("<?")):
		closing = "?>"
	case bytes.HasPrefix(rest, []byte("<!")):
		closing = ">"
	default:
		return 0, false
	}
	i := bytes.Index(rest, []byte(closing))
	if i < 0 {
		return -1, true
	}
	return at + i + len(closing), true
}

// readTag reads the tag at "<"; a ">" within a quoted value does not end it.
func readTag(data []byte, at int) (Tag, bool) {
	quote := byte(0)
	for i := at + 1; i < len(data); i++ {
		switch c := data[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return newTag(data[at+1:i], at, i+1), true
		}
	}
	return Tag{}, false
}

func newTag(inner []byte, start, end int) Tag {
	tag := Tag{Open: true, Start: start, End: end}
	if len(inner) > 0 && inner[0] == '/' {
		tag.Open, tag.Close, inner = false, true, inner[1:]
	} else if len(inner) > 0 && inner[len(inner)-1] == '/' {
		tag.Close, inner = true, inner[:len(inner)-1]
	}
	name := inner
	if i := bytes.IndexAny(inner, " \t\r\n"); i >= 0 {
		name, tag.attrs = inner[:i], inner[i:]
	}
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	tag.Name = nameOf(name)
	return tag
}

// nameOf gives the names that large parts repeat without making a string of each.
func nameOf(name []byte) string {
	switch string(name) {
	case "row":
		return "row"
	case "c":
		return "c"
	case "v":
		return "v"
	case "f":
		return "f"
	case "t":
		return "t"
	case "si":
		return "si"
	case "r":
		return "r"
	case "p":
		return "p"
	}
	return string(name)
}

// Attr returns the value of an attribute by its local name, with entities resolved; "" where it has none.
func (t *Tag) Attr(name string) string {
	rest := t.attrs
	for len(rest) > 0 {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return ""
		}
		key := bytes.TrimSpace(rest[:eq])
		if i := bytes.LastIndexByte(key, ':'); i >= 0 {
			key = key[i+1:]
		}
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		if string(key) == name {
			return html.UnescapeString(string(rest[1 : 1+end]))
		}
		rest = rest[end+2:]
	}
	return ""
}

// On reports whether a boolean attribute is set.
func (t *Tag) On(name string) bool {
	switch t.Attr(name) {
	case "1", "true", "on":
		return true
	}
	return false
}

// Text returns the characters between two offsets of a part with entities resolved and CDATA taken literally; tags within are left out.
func Text(data []byte, from, to int) string {
	raw := data[from:to]
	if bytes.IndexByte(raw, '<') < 0 {
		return html.UnescapeString(string(raw))
	}
	var out strings.Builder
	for len(raw) > 0 {
		open := bytes.IndexByte(raw, '<')
		if open < 0 {
			out.WriteString(html.UnescapeString(string(raw)))
			break
		}
		out.WriteString(html.UnescapeString(string(raw[:open])))
		raw = raw[open:]
		if rest, ok := bytes.CutPrefix(raw, []byte("<![CDATA[")); ok {
			inner, after, _ := bytes.Cut(rest, []byte("]]>"))
			out.Write(inner)
			raw = after
			continue
		}
		_, after, _ := bytes.Cut(raw, []byte(">"))
		raw = after
	}
	return out.String()
}
