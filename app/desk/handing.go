package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// BundleOrder says what is handed over, how, and where to.
type BundleOrder struct {
	// Kind says what for. [bundle.KindYear], [bundle.KindEvaluations], [bundle.KindReview] and [bundle.KindReviewed] hand over evaluations
	// with their reviews and such schemes as the receiver may lack; [bundle.KindSchemes] the schemes named; [bundle.KindUnit] the unit's
	// card with the certificates of its signers. Panels have orders of their own ([Desk.CallPanel], [Desk.AnswerPanel]).
	Kind        bundle.Kind
	Years       []int    // none: all
	Evaluations []string // as "2022/id"; none: all of the years
	Schemes     []string // hashes
	NoEvidence  bool     // files stay here, and can follow with another bundle
	// Deidentified takes out names, telephone numbers, devices, history and files. Such a bundle is not signed, and can be collected only.
	Deidentified bool
	Note         string // to the receiver
	About        string // what the file's name says that it is about ([Desk.BundleName]), such as a project; "" for nothing

	Path string // of the file, which is replaced as a whole
	// Passphrase, or Recipients (age public keys), lock the file; neither leaves it open. The passphrase is wiped.
	Passphrase []byte
	Recipients []string
	// Signer is the ID of a signer who signs besides the device ([Desk.Signers]), "" for none; Secret unlocks it and is wiped.
	Signer string
	Secret []byte
	// Signers sign, too.
	Signers []bundle.Signer
}

// MadeBundle is a bundle on disk.
type MadeBundle struct {
	Path        string
	ID          string
	Records     int
	Files       int // that went along
	Undelivered int // files that are referred to and did not
	Bytes       int64
	Manifest    *bundle.Manifest
}

// RecipientError says that a text is no age public key.
type RecipientError struct{ Found string }

// Error shows the text.
func (e *RecipientError) Error() string { return "not an age public key: " + e.Found }

// Message names the sentence for the user.
func (e *RecipientError) Message() scoring.Message {
	return scoring.Message{Key: "error.age-recipient", Args: scoring.Args{"found": e.Found}}
}

// MakeBundle writes a bundle. progress, if not nil, is called with bytes of evidence written and in all; when ctx is cancelled the file
// that was there stays. Errors are an [*ExchangeError], a [*RecipientError], a [*bundle.Error], or those of signers, store and files.
func (d *Desk) MakeBundle(ctx context.Context, o BundleOrder, progress func(done, total int64)) (MadeBundle, error) {
	selection := handover.Selection{
		Kind: o.Kind, Years: o.Years, Evaluations: o.Evaluations, NoEvidence: o.NoEvidence, Deidentified: o.Deidentified, Note: o.Note,
	}
	var err error
	switch o.Kind {
	case bundle.KindSchemes:
		selection.NoRecords = true
		selection.Documents, err = d.schemeDocuments(o.Schemes)
	case bundle.KindUnit:
		selection.NoRecords = true
		selection.Documents, err = d.unitDocuments(ctx)
	default:
		selection.Others = []string{bundle.RecordReview}
		if !o.Deidentified {
			selection.Documents, err = d.ownSchemes(ctx, o.Years)
		}
	}
	if err != nil {
		return MadeBundle{}, err
	}
	return d.writeBundle(ctx, o, progress, func(x *handover.Exchange) (bundle.Content, error) { return x.Export(ctx, selection) })
}

// writeBundle signs, locks and writes what an exchange prepares.
func (d *Desk) writeBundle(
	ctx context.Context, o BundleOrder, progress func(done, total int64), prepare func(*handover.Exchange) (bundle.Content, error),
) (MadeBundle, error) {
	defer sign.Wipe(o.Secret)
	defer sign.Wipe(o.Passphrase)
	lock := bundle.Lock{Passphrase: string(o.Passphrase)}
	for _, text := range o.Recipients {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return MadeBundle{}, &RecipientError{Found: text}
		}
		lock.Recipients = append(lock.Recipients, r)
	}
	var signers []bundle.Signer
	if !o.Deidentified {
		signers = append([]bundle.Signer{handover.SignerOf(d.store)}, o.Signers...)
	}
	if o.Signer != "" && !o.Deidentified {
		identity, release, err := d.Unlock(ctx, o.Signer, o.Secret)
		if err != nil {
			return MadeBundle{}, err
		}
		defer release()
		signers = append(signers, sign.BundleSigner{Identity: identity})
	}
	x, done, err := d.exchange(ctx)
	if err != nil {
		return MadeBundle{}, err
	}
	defer done()
	c, err := prepare(x)
	if err != nil {
		return MadeBundle{}, exchangeFault(err)
	}
	c.Signers, c.Lock, c.Progress, c.Folder = signers, lock, progress, filepath.Dir(o.Path)
	m, err := bundle.WriteFile(ctx, o.Path, c)
	if err != nil {
		return MadeBundle{}, err
	}
	made := MadeBundle{Path: o.Path, ID: m.Bundle, Records: len(m.Records), Manifest: m}
	for _, e := range m.Evidence {
		if e.Delivered {
			made.Files++
		} else {
			made.Undelivered++
		}
	}
	if info, err := os.Stat(o.Path); err == nil {
		made.Bytes = info.Size()
	}
	return made, nil
}

// schemeDocuments are the records of schemes by their hashes.
func (d *Desk) schemeDocuments(hashes []string) ([]handover.Document, error) {
	var documents []handover.Document
	for _, scheme := range d.schemes.All() {
		if !slices.Contains(hashes, scheme.Hash()) {
			continue
		}
		content, err := scheme.Encode()
		if err != nil {
			return nil, err
		}
		document, err := handover.SchemeRecord(content)
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
	if len(documents) < len(hashes) {
		return nil, &ExchangeError{Err: fmt.Errorf("%d of %d schemes: %w", len(hashes)-len(documents), len(hashes), handover.ErrAbsent)}
	}
	return documents, nil
}

// ownSchemes are the records of the schemes that evaluations of the years, all where none is named, are scored under and the program
// does not carry.
func (d *Desk) ownSchemes(ctx context.Context, years []int) ([]handover.Document, error) {
	all, err := d.store.Years(ctx)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, y := range all {
		if len(years) > 0 && !slices.Contains(years, y.Year) {
			continue
		}
		headers, err := d.store.Headers(ctx, y.Year)
		if err != nil {
			return nil, err
		}
		for i := range headers {
			scheme, err := d.schemes.For(headers[i].Scheme)
			if err != nil {
				continue // one that nobody here has cannot be handed over
			}
			if hash := scheme.Hash(); !d.schemes.Carried(hash) && !slices.Contains(hashes, hash) {
				hashes = append(hashes, hash)
			}
		}
	}
	return d.schemeDocuments(hashes)
}

// unitDocuments are the unit's card and the certificates of its signers.
func (d *Desk) unitDocuments(ctx context.Context) ([]handover.Document, error) {
	profile, err := d.Profile(ctx)
	if err != nil {
		return nil, err
	}
	card, err := handover.UnitRecord(handover.UnitDocument(profile))
	if err != nil {
		return nil, &ExchangeError{Err: err}
	}
	documents := []handover.Document{card}
	signers, err := d.Signers(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range signers {
		if certificate := s.Certificate(); certificate != nil {
			record, err := handover.CertificateRecord(handover.CertificateDocument{Name: certificate.Subject.CommonName, Certificate: certificate.Raw})
			if err != nil {
				return nil, err
			}
			documents = append(documents, record)
		}
	}
	return documents, nil
}

// CallPanel writes the bundle by which an evaluator is asked for scores: what that one may see of the panel, and a form. Of the order
// Path, lock and signer count. Errors are those of [Desk.MakeBundle] and [Desk.Panel].
func (d *Desk) CallPanel(ctx context.Context, id, evaluator string, o BundleOrder) (MadeBundle, error) {
	p, err := d.Panel(ctx, id)
	if err != nil {
		return MadeBundle{}, err
	}
	return d.writeBundle(ctx, o, nil, func(x *handover.Exchange) (bundle.Content, error) { return x.Call(ctx, p, evaluator) })
}

// AnswerPanel writes the bundle by which an evaluator returns a form that was submitted; key is that of the call ([Desk.Panels]). The
// error is a [*panel.IncompleteError] where it was not, or as for [Desk.CallPanel].
func (d *Desk) AnswerPanel(ctx context.Context, key string, o BundleOrder) (MadeBundle, error) {
	p, form, err := d.form(ctx, key)
	if err != nil {
		return MadeBundle{}, err
	}
	if form.State != panel.Submitted {
		return MadeBundle{}, &panel.IncompleteError{Evaluator: form.Evaluator, Open: form.Open(p.Evaluation)}
	}
	own := *form
	own.Format, own.Panel = panel.FormFormat, p.ID
	return d.writeBundle(ctx, o, nil, func(x *handover.Exchange) (bundle.Content, error) { return x.Reply(ctx, &own) })
}

// BundleName suggests a name for a bundle's file, without folder, that is free of what file systems do not take.
func (d *Desk) BundleName(o BundleOrder) string {
	words := d.words()
	args := map[string]string{"kind": words.Text("bundle.kind."+string(o.Kind), nil), "date": d.now().Format("20060102")}
	if len(o.Years) == 1 {
		args["date"] = fmt.Sprintf("%d-%s", o.Years[0], args["date"])
	}
	if o.About != "" {
		args["kind"] += "-" + o.About
	}
	return safeName(words.Text("desk.bundle-name", args)) + bundle.Extension
}

// errNotOpen is returned for a bundle that was closed.
var errNotOpen = errors.New("the bundle is closed")
