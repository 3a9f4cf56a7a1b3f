package verify

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/report/verification"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
)

// view is a checked file in words: everything that the screen shows of it, made away from the window's goroutine.
type view struct {
	name     string
	tone     look.Tone
	short    string // the verdict in a word or two
	sentence string // the verdict on the whole file
	second   string // the verdict on its data

	checked     *desk.Checked // nil where the file could not be judged
	err         error         // why it could not be judged
	locked      bool          // it wants a passphrase, or another one
	description verification.Description
	facts       []verification.Line // on the file
	data        []verification.Line // on its data
	signers     []signer
	differences []widget.Row
	revisions   []revision
}

// signer is one signature, of a report or a bundle.
type signer struct {
	row         widget.Row
	title       string
	verdict     string
	tone        look.Tone
	lines       []verification.Line
	certificate *sign.Certificate // nil where there is none to be looked at
	by          string            // fingerprint of the certificate in the user's list that vouches for it, "" for none
	device      string            // the key of the device that signed a bundle, "" for a person
	chain       []string
	trusted     bool // vouched for by the user, or by an issuer whom the user trusts
}

// revision is one saving of a file.
type revision struct {
	number, end int
	last        bool
	text        string
}

// signs say a tone without colour.
var signs = map[look.Tone]string{look.Fine: "✓", look.Warn: "!", look.Wrong: "×", look.Quiet: "…"}

// newView puts what was found out, or why nothing was, into words.
func newView(w wording.Words, name string, checked *desk.Checked, err error) *view {
	v := &view{name: name, checked: checked, err: err}
	switch {
	case err != nil && desk.Locked(err):
		v.tone, v.short, v.sentence, v.locked = look.Warn, w.Say("ui.verify.short.locked"), w.Say("ui.verify.locked"), true
	case errors.As(err, new(*desk.KeyFileError)): // another key may do
		v.tone, v.short, v.sentence, v.locked = look.Warn, w.Say("ui.verify.short.locked"), app.Sentence(w.Printer, err), true
	case err != nil:
		v.tone, v.short, v.sentence = look.Wrong, w.Say("ui.verify.short.unreadable"), app.Sentence(w.Printer, err)
	case checked.Bundle != nil:
		v.ofBundle(w)
	default:
		v.ofReport(w)
	}
	v.sentence, v.second = capital(v.sentence), capital(v.second)
	return v
}

// capital begins a sentence, which is made to stand inside others too, with a capital letter.
func capital(sentence string) string {
	if sentence == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// tones say how bad the kinds of a verdict are; what is not listed is wrong.
var tones = map[sign.Kind]look.Tone{
	sign.KindValid: look.Fine, sign.KindValidUntrusted: look.Warn, sign.KindUnsigned: look.Warn, sign.KindIncomplete: look.Warn,
	sign.KindMisordered: look.Warn, sign.KindRejected: look.Warn, sign.KindCertificateExpired: look.Warn,
	sign.KindCertificateNotYetValid: look.Warn, sign.KindCertificateUnsuitable: look.Warn, sign.KindUnsupported: look.Warn, sign.KindEncrypted: look.Warn,
}

func toneOf(kind sign.Kind) look.Tone {
	if tone, ok := tones[kind]; ok {
		return tone
	}
	return look.Wrong
}

// shorts are the verdicts in a word; what is not listed has been changed or cannot be read.
var shorts = map[sign.Kind]string{
	sign.KindValid: "ui.verify.short.valid", sign.KindValidUntrusted: "ui.verify.short.intact", sign.KindUnsigned: "ui.verify.short.unsigned",
	sign.KindIncomplete: "ui.verify.short.incomplete", sign.KindMisordered: "ui.verify.short.misordered", sign.KindRejected: "ui.verify.short.rejected",
	sign.KindEncrypted: "ui.verify.short.locked",
	sign.KindNotPDF:    "ui.verify.short.unreadable", sign.KindDamaged: "ui.verify.short.unreadable", sign.KindTruncated: "ui.verify.short.unreadable",
}

func shortOf(w wording.Words, kind sign.Kind, tone look.Tone) string {
	if key, ok := shorts[kind]; ok {
		return w.Say(key)
	}
	if tone == look.Warn {
		return w.Say("ui.verify.short.doubtful")
	}
	return w.Say("ui.verify.short.wrong")
}

func (v *view) ofReport(w wording.Words) {
	r := v.checked.Report
	verdict := r.Verdict
	v.description = verification.Describe(verdict, w, func(field string) string { return roleName(w, r.Roles, field) })
	v.tone = toneOf(verdict.Kind)
	v.short, v.sentence = shortOf(w, verdict.Kind, v.tone), v.description.Verdict
	switch {
	case r.Data.Kind == app.DataUnreadable: // the verdict says the same; what helps is what to do
		v.second = app.Sentence(w.Printer, r.Data.Err)
	case v.tone == look.Wrong:
		v.second = w.Say("ui.verify.advice.wrong")
	case !r.Data.Good():
		v.tone, v.short, v.sentence, v.second = look.Wrong, w.Say("ui.verify.short.data"), w.Say(string(r.Data.Kind)), v.description.Verdict
	case r.Data.Kind == app.DataAgrees:
		v.second = w.Say(string(r.Data.Kind))
	}
	v.description.AddLate(r.Late, w)
	v.facts = v.fileFacts(w)
	v.facts = append(v.facts, v.description.Lines...)
	for i := range verdict.Signatures {
		v.signers = append(v.signers, reportSigner(w, &verdict.Signatures[i], v.description.Signatures[i], roleName(w, r.Roles, verdict.Signatures[i].Field)))
	}
	v.ofData(w, r.Data)
	v.ofRevisions(w, r)
}

// roleName returns the name of the role that a field belongs to, else the field's.
func roleName(w wording.Words, roles []scoring.Role, field string) string {
	for _, r := range roles {
		if r.ID == field {
			return w.Name(r.Name)
		}
	}
	return field
}

// fileFacts names the file itself.
func (v *view) fileFacts(w wording.Words) []verification.Line {
	return []verification.Line{
		{Label: w.Say("sign.label.file"), Text: v.checked.Path},
		{Label: w.Say("ui.verify.label.size"), Text: w.Say("ui.verify.bytes", "bytes", strconv.FormatInt(v.checked.Size, 10))},
		{Label: w.Say("sign.label.sha256"), Text: widget.Groups(v.checked.SHA256)},
		{Label: w.Say("sign.label.checked"), Text: v.checked.At.Format("2006-01-02 15:04:05")},
	}
}

func reportSigner(w wording.Words, s *sign.Signature, section verification.Section, role string) signer {
	tone := toneOf(s.Kind)
	out := signer{
		title: section.Title, verdict: capital(section.Verdict), tone: tone, lines: section.Lines, chain: s.Chain, trusted: s.Trust == sign.TrustConfirmed, by: s.TrustedBy,
	}
	if s.Certificate.Fingerprint != "" {
		out.certificate = &s.Certificate
	}
	name, at := s.Signer, "—"
	if name == "" {
		name = "—"
	}
	if len(s.ClaimedTime) >= len("2006-01-02T15:04") {
		at = strings.Replace(s.ClaimedTime[:len("2006-01-02T15:04")], "T", " ", 1)
	}
	out.row = widget.Row{ID: s.Field, Cells: []widget.Cell{
		{Text: signs[tone], Tone: tone, Bold: true},
		{Text: role},
		{Text: name},
		{Text: at, Tone: look.Quiet},
		{Text: shortOf(w, s.Kind, tone), Shape: widget.AsBadge, Tone: tone, Bold: true},
	}}
	return out
}

// ofData says whether the data inside give what is printed.
func (v *view) ofData(w wording.Words, d *app.DataVerdict) {
	v.data = []verification.Line{{Label: w.Say("sign.label.data"), Text: w.Say(string(d.Kind))}}
	if d.Kind == app.DataRefused && d.Err != nil {
		v.data = append(v.data, verification.Line{Label: w.Say("ui.verify.label.why"), Text: app.Sentence(w.Printer, d.Err)})
	}
	r := d.Rescored
	if r == nil {
		return
	}
	grade := r.Grade
	if r.Data != nil {
		grade = w.Grade(r.Data.Scheme, r.Grade)
		e := r.Data.Evaluation
		v.data = append(v.data, verification.Line{Label: w.Say("ui.verify.label.project"), Text: w.Say("ui.verify.project",
			"name", e.Project.Name, "unit", e.Project.Unit, "year", strconv.Itoa(e.FiscalYear))})
	}
	v.data = append(v.data,
		verification.Line{Label: w.Say("ui.verify.label.rescored"), Text: w.Say("ui.verify.rescored", "total", r.Total, "grade", grade, "figures", strconv.Itoa(r.Figures))},
		verification.Line{Label: w.Say("ui.verify.label.made"), Text: r.Program})
	if n := len(r.Reread); n > 0 {
		v.data = append(v.data, verification.Line{Label: w.Say("ui.verify.label.reread"), Text: w.Say("ui.verify.reread", "count", strconv.Itoa(n))})
	}
	for i, d := range r.Differences {
		place := strings.TrimSpace(w.Say("rescore.place."+string(d.Place)) + "　" + d.Row)
		page := "—"
		if d.Page > 0 {
			page = strconv.Itoa(d.Page)
		}
		v.differences = append(v.differences, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{
			{Text: strings.TrimSuffix(place, "　")}, {Text: d.Printed, Tone: look.Wrong, Bold: true}, {Text: d.Computed, Bold: true}, {Text: page, Tone: look.Quiet},
		}})
	}
}

// ofRevisions lists the savings of a report; those who signed in each, and what was appended without a signature.
func (v *view) ofRevisions(w wording.Words, r *desk.CheckedReport) {
	for i, end := range r.Revisions {
		var names []string
		for j := range r.Verdict.Signatures {
			if s := &r.Verdict.Signatures[j]; s.Revision == i+1 {
				names = append(names, roleName(w, r.Roles, s.Field)+" "+s.Signer)
			}
		}
		key := "ui.verify.revision.signed"
		switch {
		case len(names) > 0:
		case i == 0:
			key = "ui.verify.revision.first"
		default:
			key = "ui.verify.revision.plain"
		}
		v.revisions = append(v.revisions, revision{number: i + 1, end: end, last: i == len(r.Revisions)-1, text: w.Say(key,
			"number", strconv.Itoa(i+1), "signers", strings.Join(names, w.Say("list.separator")), "bytes", strconv.Itoa(end))})
	}
}

// text is everything about the file as plain text, for the clipboard.
func (v *view) text(w wording.Words) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s %s\n", v.name, signs[v.tone], v.sentence)
	if v.second != "" {
		b.WriteString(v.second + "\n")
	}
	put := func(lines []verification.Line) {
		for _, line := range lines {
			b.WriteString("  " + w.Say("ui.verify.copy.line", "label", line.Label, "text", line.Text) + "\n")
		}
	}
	put(v.facts)
	put(v.data)
	for _, row := range v.differences {
		b.WriteString("  " + w.Say("ui.verify.copy.difference", "place", row.Cells[0].Text, "printed", row.Cells[1].Text, "computed", row.Cells[2].Text, "page", row.Cells[3].Text) + "\n")
	}
	for _, s := range v.signers {
		b.WriteString("\n" + s.title + "\n" + s.verdict + "\n")
		put(s.lines)
	}
	return b.String()
}

// printed are the lines about the data that go on paper.
func (v *view) printed(w wording.Words) []verification.Line {
	lines := slices.Clone(v.data)
	for _, row := range v.differences {
		lines = append(lines, verification.Line{Label: row.Cells[0].Text, Text: w.Say("ui.verify.difference", "printed", row.Cells[1].Text, "computed", row.Cells[2].Text, "page", row.Cells[3].Text)})
	}
	return lines
}
