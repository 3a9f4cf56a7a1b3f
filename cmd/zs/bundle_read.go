package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// openFlags are the flags of every command that opens a bundle.
type openFlags struct {
	trust, devices      []string
	passphrase, keyFile string
}

func addOpenFlags(flags *pflag.FlagSet) *openFlags {
	f := addTrustFlags(flags)
	flags.StringVar(&f.passphrase, "passphrase-file", "", "")
	return f
}

// addTrustFlags are the open flags without that of the passphrase, for a command that takes several.
func addTrustFlags(flags *pflag.FlagSet) *openFlags {
	f := &openFlags{}
	flags.StringArrayVar(&f.trust, "trust", nil, "")
	flags.StringArrayVar(&f.devices, "device", nil, "")
	flags.StringVar(&f.keyFile, "age-key", "", "")
	return f
}

// key is what the flags open and trust.
func (f *openFlags) key() (desk.BundleKey, error) {
	key := desk.BundleKey{Devices: f.devices, KeyFile: f.keyFile}
	var err error
	if key.Certificates, err = readCertificates(f.trust); err == nil {
		key.Passphrase, err = readPassphrase(f.passphrase)
	}
	return key, err
}

// openBundle opens a bundle that no store has to do with.
func (t *tool) openBundle(path string, f *openFlags) (*bundle.Reader, error) {
	key, err := f.key()
	if err != nil {
		return nil, err
	}
	o, err := key.Options(t.now())
	if err != nil {
		return nil, err
	}
	r, err := bundle.OpenFile(path, o)
	if err != nil {
		return nil, &app.FileError{Path: path, Err: err}
	}
	return r, nil
}

// inspection is what "zs bundle inspect --json" prints.
type inspection struct {
	Manifest    *bundle.Manifest   `json:"manifest"`
	Trust       bundle.Trust       `json:"trust"`
	Signatories []bundle.Signatory `json:"signatories"`
	Encrypted   bool               `json:"encrypted"`
	Verified    bool               `json:"verified"` // the whole content was read and is what the manifest says
	Preview     *handover.Preview  `json:"preview,omitempty"`
	Offers      []handover.Offer   `json:"offers,omitempty"` // what can become the store's own
}

// bundleInspect shows what a bundle is, and what it would change in a store: zs bundle inspect FILE [--store FOLDER] [--json].
func (t *tool) bundleInspect(ctx context.Context, args []string) error {
	v := t.deskVerb("bundle")
	opening := addOpenFlags(v.FlagSet)
	operands, err := t.parse("bundle", v.FlagSet, args, 1)
	if err != nil {
		return err
	}
	show := func(out inspection) error {
		if *v.asJSON {
			return t.writeJSON(out)
		}
		t.printBundle(operands[0], &out)
		return nil
	}
	if *v.dir == "" {
		r, err := t.openBundle(operands[0], opening)
		if err != nil {
			return err
		}
		defer r.Close()
		return show(inspection{Manifest: r.Manifest(), Trust: r.Trust(), Signatories: r.Signatories(), Encrypted: r.Encrypted()})
	}
	key, err := opening.key()
	if err != nil {
		return err
	}
	return v.work(ctx, func(d *desk.Desk) error {
		b, err := d.OpenBundle(ctx, operands[0], key)
		if err != nil {
			return &app.FileError{Path: operands[0], Err: err}
		}
		defer b.Close()
		return show(inspection{
			Manifest: b.Manifest, Trust: b.Trust, Signatories: b.Signatories, Encrypted: b.Encrypted, Preview: b.Preview, Offers: b.Offers,
		})
	})
}

// bundleVerify reads the whole bundle: zs bundle verify FILE [--json]. The answer is no where nobody trusted signed it.
func (t *tool) bundleVerify(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("bundle", pflag.ContinueOnError)
	opening := addOpenFlags(flags)
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("bundle", flags, args, 1)
	if err != nil {
		return err
	}
	r, err := t.openBundle(operands[0], opening)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.Verify(ctx, nil); err != nil {
		return &app.FileError{Path: operands[0], Err: err}
	}
	out := inspection{Manifest: r.Manifest(), Trust: r.Trust(), Signatories: r.Signatories(), Encrypted: r.Encrypted(), Verified: true}
	if *asJSON {
		err = t.writeJSON(out)
	} else {
		t.say("cli.bundle.verified", map[string]string{"path": operands[0], "records": fmt.Sprint(len(out.Manifest.Records))})
		t.printSignatories(&out)
	}
	if err == nil && out.Trust != bundle.Trusted {
		return errNo
	}
	return err
}

func (t *tool) printBundle(path string, in *inspection) {
	m := in.Manifest
	t.say("cli.bundle.head", map[string]string{
		"path": path, "kind": t.words.Text("bundle.kind."+string(m.Kind), nil), "bundle": m.Bundle, "name": m.Creator.Name, "unit": m.Creator.Unit,
		"created": m.Created, "records": fmt.Sprint(len(m.Records)), "files": fmt.Sprint(len(m.Evidence)),
	})
	t.printSignatories(in)
	if in.Preview == nil {
		for i := range m.Records {
			t.printRecord(&m.Records[i], "")
		}
		return
	}
	for i := range in.Preview.Items {
		item := &in.Preview.Items[i]
		t.printRecord(&item.Info, t.words.Text("handover."+string(item.Standing), nil))
	}
	for _, o := range in.Offers {
		t.say("cli.bundle.offer", map[string]string{
			"id": o.Kind + "/" + o.Key, "what": offerTitle(&o), "standing": t.words.Text("handover.offer."+string(o.Standing), nil),
		})
	}
	if len(in.Preview.Missing) > 0 {
		t.say("cli.bundle.missing", map[string]string{"count": fmt.Sprint(len(in.Preview.Missing))})
	}
	if in.Preview.Imported {
		t.say("cli.bundle.imported-before", nil)
	}
	if in.Preview.Replayed {
		t.say("cli.bundle.replayed", nil)
	}
}

// offerTitle names what is on offer.
func offerTitle(o *handover.Offer) string {
	switch {
	case o.Scheme != nil:
		return o.Scheme.Name + " " + o.Scheme.ID + " " + o.Scheme.Version
	case o.Unit != nil:
		return o.Unit.Name
	case o.Certificate != nil:
		return o.Certificate.Name
	}
	return ""
}

func (t *tool) printRecord(r *bundle.RecordInfo, standing string) {
	t.say("cli.bundle.record", map[string]string{
		"kind": t.recordKind(r.Kind), "key": r.Key, "title": r.Title, "status": t.status(r.Status), "changed": r.Changed, "by": r.By, "standing": standing,
	})
}

// recordKind is what a kind of record is called; that of a newer program goes by its own name.
func (t *tool) recordKind(kind string) string {
	if key := "bundle.record." + kind; t.words.Has(key) {
		return t.words.Text(key, nil)
	}
	return kind
}

// status is what the status of an evaluation is called.
func (t *tool) status(status string) string {
	if key := "chronicle.value.status." + status; status != "" && t.words.Has(key) {
		return t.words.Text(key, nil)
	}
	return status
}

func (t *tool) printSignatories(in *inspection) {
	t.say("bundle.trust."+string(in.Trust), nil)
	for _, s := range in.Signatories {
		t.say("cli.bundle.signatory", map[string]string{"name": s.Name, "algorithm": s.Algorithm, "key": s.KeyID})
	}
}

// difference is one line of "zs bundle diff".
type difference struct {
	Kind   string                 `json:"kind"`
	Key    string                 `json:"key"`
	Change string                 `json:"change"` // added, removed, changed
	Fields []handover.FieldChange `json:"fields,omitempty"`
}

// bundleDiff compares two bundles record by record: zs bundle diff OLD NEW [--json]. The answer is no where they differ.
func (t *tool) bundleDiff(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("bundle", pflag.ContinueOnError)
	opening := addOpenFlags(flags)
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("bundle", flags, args, 2)
	if err != nil {
		return err
	}
	var sides [2]*bundle.Reader
	for i, path := range operands {
		if sides[i], err = t.openBundle(path, opening); err != nil {
			return err
		}
		defer sides[i].Close()
	}
	differences, err := bundleDifferences(ctx, sides[0], sides[1])
	if err != nil {
		return err
	}
	if *asJSON {
		err = t.writeJSON(differences)
	} else {
		for _, d := range differences {
			t.say("cli.bundle.difference", map[string]string{"kind": t.recordKind(d.Kind), "key": d.Key, "change": t.words.Text("bundle.change."+d.Change, nil)})
			for _, f := range d.Fields {
				t.say("cli.bundle.field", map[string]string{"path": f.Path, "old": string(f.Old), "new": string(f.New)})
			}
		}
	}
	if err == nil && len(differences) > 0 {
		return errNo
	}
	return err
}

func bundleDifferences(ctx context.Context, a, b *bundle.Reader) ([]difference, error) {
	differences := []difference{}
	find := func(r *bundle.Reader, like *bundle.RecordInfo) (*bundle.RecordInfo, bool) {
		records := r.Manifest().Records
		at := slices.IndexFunc(records, func(o bundle.RecordInfo) bool { return o.Kind == like.Kind && o.Key == like.Key })
		if at < 0 {
			return nil, false
		}
		return &records[at], true
	}
	changed := map[string][]byte{}
	err := a.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		other, ok := find(b, info)
		switch {
		case !ok:
			differences = append(differences, difference{Kind: info.Kind, Key: info.Key, Change: "removed"})
		case other.SHA256 != info.SHA256:
			changed[info.Kind+"/"+info.Key] = line
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = b.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		if _, ok := find(a, info); !ok {
			differences = append(differences, difference{Kind: info.Kind, Key: info.Key, Change: "added"})
		}
		old, ok := changed[info.Kind+"/"+info.Key]
		if !ok {
			return nil
		}
		fields, err := handover.Compare(info.Kind, old, line)
		if err == nil && len(fields) > 0 {
			differences = append(differences, difference{Kind: info.Kind, Key: info.Key, Change: "changed", Fields: fields})
		}
		return err
	})
	return differences, err
}
