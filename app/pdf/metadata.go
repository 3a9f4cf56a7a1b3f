package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// dict is the document information dictionary.
func (i Info) dict() Dict {
	d := Dict{}
	for _, f := range []struct {
		key  Name
		text string
	}{
		{"Title", i.Title},
		{"Author", i.Author},
		{"Subject", i.Subject},
		{"Keywords", i.Keywords},
		{"Creator", i.Creator},
		{"Producer", i.Producer},
	} {
		if f.text != "" {
			d[f.key] = Text(f.text)
		}
	}
	if !i.Created.IsZero() {
		d["CreationDate"] = Date(i.Created)
	}
	if !i.Modified.IsZero() {
		d["ModDate"] = Date(i.Modified)
	}
	return d
}

// xmp is the metadata packet. It says the same as the information dictionary, as PDF/A asks, and is written uncompressed so that
// programs that know nothing of PDF find it.
func (o Options) xmp() []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n")
	i := o.Info
	describe(&b, `xmlns:dc="http://purl.org/dc/elements/1.1/"`,
		"<dc:format>application/pdf</dc:format>",
		property("dc:title", "<rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt>", i.Title),
		property("dc:creator", "<rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq>", i.Author),
		property("dc:description", "<rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt>", i.Subject),
		property("dc:language", "<rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>", o.Language))
	describe(&b, `xmlns:xmp="http://ns.adobe.com/xap/1.0/"`,
		property("xmp:CreatorTool", "%s", i.Creator),
		property("xmp:CreateDate", "%s", xmpDate(i.Created)),
		property("xmp:ModifyDate", "%s", xmpDate(i.Modified)))
	describe(&b, `xmlns:pdf="http://ns.adobe.com/pdf/1.3/"`,
		property("pdf:Producer", "%s", i.Producer),
		property("pdf:Keywords", "%s", i.Keywords))
	if o.PDFA.Part > 0 {
		describe(&b, `xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"`,
			property("pdfaid:part", "%s", fmt.Sprint(o.PDFA.Part)),
			property("pdfaid:conformance", "%s", o.PDFA.Level))
	}
	if o.PDFUA {
		describe(&b, `xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"`, "<pdfuaid:part>1</pdfuaid:part>")
	}
	b.WriteString("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>\n")
	return b.Bytes()
}

// describe writes one rdf:Description with those properties that are not empty.
func describe(b *bytes.Buffer, namespace string, properties ...string) {
	body := strings.Join(properties, "")
	if body == "" {
		return
	}
	b.WriteString(`<rdf:Description rdf:about="" ` + namespace + ">" + body + "</rdf:Description>\n")
}

func property(name, format, text string) string {
	if text == "" {
		return ""
	}
	var escaped bytes.Buffer
	// EscapeText can only fail when its writer does, and a bytes.Buffer does not.
	_ = xml.EscapeText(&escaped, []byte(text))
	return "<" + name + ">" + fmt.Sprintf(format, escaped.String()) + "</" + name + ">"
}

func xmpDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04:05-07:00")
}
