package verification

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"zhunsheng/app/sign"
)

// Words gives sentences in the user's language; see assets/translations/sign.*.json.
type Words interface {
	Text(key string, args map[string]string) string
}

// Line is a fact with its label.
type Line struct{ Label, Text string }

// Section is what there is to say about one signature.
type Section struct {
	Title   string
	Verdict string // one sentence
	Lines   []Line
}

// Description is a verdict in words.
type Description struct {
	Verdict string // on the whole file, one sentence
	Lines   []Line // on the whole file
	// Signatures are in the order in which they were made.
	Signatures []Section
}

// describer joins what the sentences are made of.
type describer struct {
	words Words
	role  func(field string) string
}

// Describe puts a verdict into words. role gives the name of the role that a field belongs to.
func Describe(v *sign.Verdict, words Words, role func(field string) string) Description {
	d := describer{words, role}
	out := Description{Verdict: d.text(string(v.Kind))}
	add := func(label, text string) { out.Lines = append(out.Lines, Line{d.text("sign.label." + label), text}) }
	if v.Revisions > 0 {
		add("revisions", d.text("sign.revisions", "count", fmt.Sprint(v.Revisions), "bytes", fmt.Sprint(v.Size)))
	}
	if len(v.Signatures) > 0 {
		add("end", d.end(v))
	}
	if v.TailBytes > 0 {
		add("tail", d.text("sign.tail", "bytes", fmt.Sprint(v.TailBytes)))
	}
	if len(v.Missing) > 0 {
		add("missing", d.roles(v.Missing))
	}
	if len(v.Misordered) > 0 {
		add("misordered", d.roles(v.Misordered))
	}
	if v.Problem != "" {
		add("problem", v.Problem)
	}
	for i := range v.Signatures {
		out.Signatures = append(out.Signatures, d.signature(i, &v.Signatures[i]))
	}
	return out
}

func (d describer) text(key string, args ...string) string {
	given := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		given[args[i]] = args[i+1]
	}
	return d.words.Text(key, given)
}

func (d describer) roles(fields []string) string {
	var names []string
	for _, field := range fields {
		names = append(names, d.role(field))
	}
	return strings.Join(names, d.text("sign.separator"))
}

// end says whether the last signature vouches for everything there is, and whether a later revision could have been cut off.
func (d describer) end(v *sign.Verdict) string {
	covered := slices.ContainsFunc(v.Signatures, func(s sign.Signature) bool { return s.CoversFile })
	switch {
	case !covered:
		return d.text("sign.end.open")
	case len(v.Missing) > 0 || len(v.Unsigned) > 0:
		return d.text("sign.end.maybe-cut", "roles", d.roles(v.Unsigned))
	}
	return d.text("sign.end.whole")
}

func (d describer) signature(i int, s *sign.Signature) Section {
	out := Section{Verdict: d.text(string(s.Kind))}
	title, role := "sign.title", d.role(s.Field)
	switch {
	case s.Signer == "" && role == "":
		title = "sign.title.unknown"
	case s.Signer == "":
		title = "sign.title.nobody"
	}
	out.Title = d.text(title, "number", fmt.Sprint(i+1), "role", role, "signer", s.Signer)
	add := func(label, text string) {
		if text != "" {
			out.Lines = append(out.Lines, Line{d.text("sign.label." + label), text})
		}
	}
	if s.Decision == sign.DecisionRejected {
		add("rejected", s.Reason)
	} else {
		add("reason", s.Reason)
	}
	add("time", d.claimed(s))
	add("timestamp", d.timestamp(s.Timestamp))
	if s.Algorithm != "" {
		add("algorithm", s.Algorithm+d.text("sign.dash")+d.text("sign.readers."+family(s)))
	}
	d.certificate(s, add)
	add("covers", d.covers(s))
	add("changes", d.changes(s))
	add("problems", d.problems(s))
	return out
}

func (d describer) claimed(s *sign.Signature) string {
	at, err := time.Parse(time.RFC3339, s.ClaimedTime)
	if err != nil {
		return d.text("sign.time.none")
	}
	return at.Format("2006-01-02 15:04:05 -07:00")
}

func (d describer) timestamp(t *sign.Timestamp) string {
	switch {
	case t == nil:
		return d.text("sign.timestamp.none")
	case !t.OK:
		return d.text("sign.timestamp.bad", "problem", t.Problem)
	}
	return d.text("sign.timestamp.good", "time", t.Time.UTC().Format("2006-01-02 15:04:05 UTC"), "authority", t.Authority,
		"trust", d.text("trust."+string(t.Trust)))
}

// family names who can verify an algorithm.
func family(s *sign.Signature) string {
	switch {
	case strings.HasPrefix(s.Algorithm, "SM2"):
		return "sm2"
	case strings.HasPrefix(s.Algorithm, "ECDSA"):
		return "ecdsa"
	}
	return "rsa"
}

func (d describer) certificate(s *sign.Signature, add func(label, text string)) {
	c := s.Certificate
	if c.Fingerprint == "" {
		return
	}
	add("subject", c.Subject)
	if c.Issuer != c.Subject {
		add("issuer", c.Issuer)
	}
	add("chain", strings.Join(s.Chain, " → "))
	add("validity", d.text("sign.validity", "from", c.NotBefore.Format("2006-01-02"), "to", c.NotAfter.Format("2006-01-02")))
	add("fingerprint", c.Fingerprint)
	add("trust", d.text("trust."+string(s.Trust)))
}

func (d describer) covers(s *sign.Signature) string {
	switch {
	case s.CoversFile:
		return d.text("sign.covers.file")
	case s.CoversRevision:
		return d.text("sign.covers.revision", "revision", fmt.Sprint(s.Revision))
	}
	return d.text("sign.covers.unknown")
}

// changes tells what later revisions wrote; what later signatures had to write is only counted.
func (d describer) changes(s *sign.Signature) string {
	const most = 6
	permitted := 0
	var odd []string
	for _, c := range s.Changes {
		if c.Permitted {
			permitted++
			continue
		}
		odd = append(odd, d.text("sign.change", "revision", fmt.Sprint(c.Revision), "what", d.text(string(c.What)), "object", fmt.Sprint(c.Object)))
	}
	if len(odd) > most {
		odd = append(odd[:most], d.text("sign.change.more", "count", fmt.Sprint(len(odd)-most)))
	}
	switch {
	case len(odd) > 0:
		return strings.Join(odd, d.text("sign.separator"))
	case permitted > 0:
		return d.text("sign.changes.permitted", "count", fmt.Sprint(permitted))
	case s.CoversRevision:
		return d.text("sign.changes.none")
	}
	return ""
}

// problems lists what speaks against a signature besides its verdict.
func (d describer) problems(s *sign.Signature) string {
	var found []string
	for _, issue := range s.Issues {
		text := d.text(string(issue.Kind))
		if issue.Kind != s.Kind && !slices.Contains(found, text) {
			found = append(found, text)
		}
	}
	return strings.Join(found, d.text("sign.separator"))
}
