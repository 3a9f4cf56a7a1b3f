package verify

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhunsheng/app/report/verification"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage/bundle"
)

// bundleVerdicts say how far a bundle whose content is whole can be trusted.
var bundleVerdicts = map[bundle.Trust]struct {
	tone            look.Tone
	short, sentence string
}{
	bundle.Trusted:  {look.Fine, "ui.verify.short.valid", "ui.verify.bundle.trusted"},
	bundle.Unknown:  {look.Warn, "ui.verify.short.intact", "ui.verify.bundle.unknown"},
	bundle.Unsigned: {look.Warn, "ui.verify.short.unsigned", "ui.verify.bundle.unsigned"},
}

func (v *view) ofBundle(w wording.Words) {
	b := v.checked.Bundle
	m := b.Manifest
	verdict := bundleVerdicts[b.Trust]
	v.tone, v.short, v.sentence = verdict.tone, w.Say(verdict.short), w.Say(verdict.sentence)
	v.second = w.Say("ui.verify.bundle.whole", "records", strconv.Itoa(len(m.Records)), "files", strconv.Itoa(delivered(m)))
	v.facts = v.fileFacts(w)
	add := func(label, text string) {
		if strings.TrimSpace(text) != "" {
			v.facts = append(v.facts, verification.Line{Label: w.Say("ui.verify.label." + label), Text: text})
		}
	}
	add("kind", w.Say("bundle.kind."+string(m.Kind)))
	add("from", strings.Join(slices.DeleteFunc([]string{m.Creator.Name, m.Creator.Unit}, func(s string) bool { return s == "" }), "　"))
	add("made", m.Creator.Program)
	add("created", localTime(m.Created, v.checked.At))
	add("device", m.Creator.Device)
	add("sequence", strconv.FormatUint(m.Sequence, 10))
	add("counts", counts(w, m))
	if b.Encrypted {
		add("encrypted", w.Say("ui.verify.bundle.encrypted"))
	}
	if m.Deidentified {
		add("deidentified", w.Say("ui.verify.bundle.deidentified"))
	}
	if missing := len(m.Evidence) - delivered(m); missing > 0 {
		add("missing", w.Say("ui.verify.bundle.missing", "count", strconv.Itoa(missing)))
	}
	add("note", m.Note)
	for i, s := range b.Signatories {
		v.signers = append(v.signers, bundleSigner(w, i, s))
	}
}

// delivered counts the files that are in the bundle.
func delivered(m *bundle.Manifest) int {
	n := 0
	for _, e := range m.Evidence {
		if e.Delivered {
			n++
		}
	}
	return n
}

func counts(w wording.Words, m *bundle.Manifest) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(m.Counts)) {
		label := kind // of a kind that only newer programs know
		if slices.Contains([]string{bundle.RecordEvaluation, bundle.RecordScheme, bundle.RecordUnit, bundle.RecordPanel, bundle.RecordForm, bundle.RecordReview}, kind) {
			label = w.Say("ui.verify.record." + kind)
		}
		parts = append(parts, label+" "+strconv.Itoa(m.Counts[kind]))
	}
	return strings.Join(parts, w.Say("list.separator"))
}

// localTime shows a time of a manifest in the zone of another one.
func localTime(text string, like time.Time) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return at.In(like.Location()).Format("2006-01-02 15:04")
}

func bundleSigner(w wording.Words, i int, s bundle.Signatory) signer {
	out := signer{tone: look.Warn, verdict: w.Say("ui.verify.signatory.unknown"), trusted: s.Trusted}
	short := w.Say("ui.verify.short.intact")
	switch {
	case !s.Checked:
		out.verdict, short = w.Say("ui.verify.signatory.unchecked"), w.Say("ui.verify.short.doubtful")
	case s.Trusted:
		out.tone, out.verdict, short = look.Fine, w.Say("ui.verify.signatory.trusted"), w.Say("ui.verify.short.valid")
	}
	kind := w.Say("ui.verify.signatory.person")
	if s.Algorithm == bundle.AlgorithmEd25519 {
		kind, out.device = w.Say("ui.verify.signatory.device"), s.KeyID
	}
	name := s.Name
	if name == "" {
		name = s.KeyID[:min(len(s.KeyID), 16)]
	}
	out.title = w.Say("ui.verify.signatory.title", "number", strconv.Itoa(i+1), "kind", kind, "name", name)
	out.lines = []verification.Line{
		{Label: w.Say("sign.label.algorithm"), Text: s.Algorithm},
		{Label: w.Say("ui.verify.label.key"), Text: widget.Groups(strings.ReplaceAll(s.KeyID, " ", ""))},
	}
	out.row = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{
		{Text: signs[out.tone], Tone: out.tone, Bold: true},
		{Text: kind},
		{Text: name},
		{Text: "—", Tone: look.Quiet},
		{Text: short, Shape: widget.AsBadge, Tone: out.tone, Bold: true},
	}}
	return out
}
