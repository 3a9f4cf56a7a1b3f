package main

import (
	"zhunsheng/app"
	"zhunsheng/app/report"
	"zhunsheng/app/sign"
)

// documentJSON is what became of one document, as --json prints it.
type documentJSON struct {
	Name       string         `json:"name"` // of the evaluation file
	Path       string         `json:"path,omitempty"`
	Kind       report.Kind    `json:"kind,omitempty"`
	Pages      int            `json:"pages,omitempty"`
	Bytes      int            `json:"bytes,omitempty"`
	Draft      bool           `json:"draft"`
	Undrawable []string       `json:"undrawable,omitempty"` // characters that no font draws
	Signature  *signatureJSON `json:"signature,omitempty"`
	Error      string         `json:"error,omitempty"` // why it was not made, in the user's language
	// TimestampError says why a signature of a batch has no timestamp.
	TimestampError string `json:"timestampError,omitempty"`
}

// signatureJSON is one signature that was made.
type signatureJSON struct {
	Path        string     `json:"path,omitempty"`
	Role        string     `json:"role"`
	RoleName    string     `json:"roleName"`
	Signer      string     `json:"signer"`
	Algorithm   string     `json:"algorithm"`
	Fingerprint string     `json:"fingerprint"`
	Level       sign.Level `json:"level"`
	Rejected    bool       `json:"rejected"`
	Timestamped bool       `json:"timestamped"`
	// TimestampError says in technical words why there is no timestamp though one was asked for.
	TimestampError string    `json:"timestampError,omitempty"`
	Verdict        sign.Kind `json:"verdict,omitempty"` // of the file
}

// batchJSON is what became of all documents of a folder.
type batchJSON struct {
	Documents []documentJSON `json:"documents"`
	Failed    int            `json:"failed"`
	Cancelled int            `json:"cancelled"`
}

func signatureJSONOf(id *sign.Identity, stamped bool, failed error) *signatureJSON {
	s := &signatureJSON{
		Signer: id.Name(), Algorithm: id.Algorithm(), Fingerprint: id.Fingerprint(), Level: id.Level(), Timestamped: stamped && failed == nil,
	}
	if failed != nil {
		s.TimestampError = failed.Error()
	}
	return s
}

func signatureOf(path string, signing *app.Signing, signed *sign.Signed) *signatureJSON {
	s := signatureJSONOf(signing.Identity, signing.Timestamp != nil, signed.TimestampErr)
	s.Path, s.Role, s.RoleName, s.Rejected = path, signing.Role, signing.Label, signing.Rejection != ""
	return s
}

func characters(runes []rune) []string {
	var out []string
	for _, r := range runes {
		out = append(out, string(r))
	}
	return out
}

func documentOf(name, path string, of *app.Publication, p *app.Published) documentJSON {
	d := documentJSON{Name: name, Path: path, Kind: of.Kind, Pages: p.Pages, Bytes: len(p.Data), Draft: p.Draft, Undrawable: characters(p.Undrawable)}
	if p.Verdict != nil {
		d.Signature = signatureJSONOf(of.Identity, of.Timestamp != nil, p.TimestampErr)
		d.Signature.Role, d.Signature.Verdict = of.Role, p.Verdict.Kind
		for _, role := range of.Assessment.Scheme.Roles {
			if role.ID == of.Role {
				d.Signature.RoleName = role.Name.In(of.Words.Language())
			}
		}
	}
	return d
}

func batchOf(t *tool, summary *app.BatchSummary) batchJSON {
	out := batchJSON{Documents: []documentJSON{}, Failed: summary.Failed, Cancelled: summary.Cancelled}
	for _, o := range summary.Outcomes {
		d := documentJSON{Name: o.Name, Path: o.Path, Pages: o.Pages, Bytes: o.Bytes, Draft: o.Draft, Undrawable: characters(o.Undrawable)}
		if o.Err != nil {
			d.Path, d.Error = "", app.Sentence(t.words, o.Err)
		}
		if o.TimestampErr != nil {
			d.TimestampError = o.TimestampErr.Error()
		}
		out.Documents = append(out.Documents, d)
	}
	return out
}
