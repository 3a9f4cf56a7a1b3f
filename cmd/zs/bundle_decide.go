package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

// bundleImports lists the imports that can be taken back: zs bundle imports --store FOLDER.
func (t *tool) bundleImports(ctx context.Context, args []string) error {
	v := t.deskVerb("bundle")
	return v.on(ctx, args, 0, 0, func(d *desk.Desk, _ []string) error {
		list, err := d.Imports(ctx)
		if err != nil {
			return err
		}
		if *v.asJSON {
			return t.writeJSON(list)
		}
		for _, i := range list {
			write(t.stdout, "  ", i.At, "  ", i.Bundle, "  ", i.From, "  ", i.Title, "\n")
		}
		return nil
	})
}

// bundleUndo takes back an import: zs bundle undo BUNDLE --store FOLDER.
func (t *tool) bundleUndo(ctx context.Context, args []string) error {
	return t.deskVerb("bundle").on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		return t.undoImport(ctx, d, operands[0])
	})
}

func (t *tool) undoImport(ctx context.Context, d *desk.Desk, id string) error {
	if err := d.UndoImport(ctx, id); err != nil {
		return err
	}
	t.say("cli.bundle.undone", map[string]string{"bundle": id})
	return nil
}

// conflictOutput is one conflict in the JSON of "zs bundle conflicts"; docs/formats/bundle-output.schema.json describes it.
type conflictOutput struct {
	Kind     string        `json:"kind"`
	Key      string        `json:"key"`
	Title    string        `json:"title,omitempty"`
	Path     string        `json:"path"`
	Deletion bool          `json:"deletion,omitempty"`
	Ancestor *valueOutput  `json:"ancestor,omitempty"`
	Values   []valueOutput `json:"values"`
}

type valueOutput struct {
	Text   string `json:"text,omitempty"`
	Absent bool   `json:"absent,omitempty"`
	By     string `json:"by,omitempty"`
	At     string `json:"at,omitempty"`
	Device string `json:"device,omitempty"`
	Ours   bool   `json:"ours,omitempty"`
	Shown  bool   `json:"shown,omitempty"`
}

func outputOf(c *desk.Conflict) conflictOutput {
	out := conflictOutput{Kind: c.Kind, Key: c.Key, Title: c.Title, Path: c.Path, Deletion: c.Deletion, Values: []valueOutput{}}
	value := func(v *desk.ConflictValue) valueOutput {
		return valueOutput{Text: v.Text, Absent: v.Absent, By: v.By, At: v.At, Device: v.Device, Ours: v.Ours, Shown: v.Shown}
	}
	if !c.Ancestor.Absent {
		ancestor := value(&c.Ancestor)
		out.Ancestor = &ancestor
	}
	for i := range c.Values {
		out.Values = append(out.Values, value(&c.Values[i]))
	}
	return out
}

// bundleConflicts lists what waits for a decision: zs bundle conflicts --store FOLDER. The answer is no where something does.
func (t *tool) bundleConflicts(ctx context.Context, args []string) error {
	v := t.deskVerb("bundle")
	return v.on(ctx, args, 0, 0, func(d *desk.Desk, _ []string) error {
		list, err := d.Conflicts(ctx)
		if err != nil {
			return err
		}
		if *v.asJSON {
			out := []conflictOutput{}
			for i := range list {
				out = append(out, outputOf(&list[i]))
			}
			err = t.writeJSON(out)
		} else {
			for i := range list {
				t.printConflict(&list[i])
			}
		}
		if err == nil && len(list) > 0 {
			return errNo
		}
		return err
	})
}

func (t *tool) printConflict(c *desk.Conflict) {
	path := c.Path
	if path == "" {
		path = wholeRecord
	}
	t.say("cli.bundle.conflict", map[string]string{"id": c.Kind + "/" + c.Key, "path": path, "title": c.Title})
	none := t.words.Text("cli.bundle.none", nil)
	text := func(v *desk.ConflictValue) string {
		if v.Absent {
			return none
		}
		return v.Text
	}
	t.say("cli.bundle.conflict-was", map[string]string{"text": text(&c.Ancestor)})
	for i := range c.Values {
		v := &c.Values[i]
		key := "cli.bundle.conflict-theirs"
		if v.Ours {
			key = "cli.bundle.conflict-ours"
		}
		t.say(key, map[string]string{"n": fmt.Sprint(i + 1), "text": text(v), "by": v.By, "at": v.At})
	}
}

// wholeRecord stands for the empty path of a record.
const wholeRecord = "."

// bundleDecide settles a conflict: zs bundle decide KIND/KEY PATH --store FOLDER --take N | --value TEXT.
func (t *tool) bundleDecide(ctx context.Context, args []string) error {
	v := t.deskVerb("bundle")
	take := v.Int("take", 0, "")
	value := v.String("value", "", "")
	return v.on(ctx, args, 2, 2, func(d *desk.Desk, operands []string) error {
		decision := desk.Decision{Take: *take - 1}
		if v.Changed("value") {
			decision.Typed = value
		}
		if v.Changed("value") == v.Changed("take") {
			return &usageError{key: "cli.error.decide"}
		}
		list, err := d.Conflicts(ctx)
		if err != nil {
			return err
		}
		path := strings.TrimPrefix(operands[1], wholeRecord)
		at := slices.IndexFunc(list, func(c desk.Conflict) bool { return c.Kind+"/"+c.Key == operands[0] && c.Path == path })
		if at < 0 {
			return &usageError{key: "cli.error.no-conflict", args: scoring.Args{"found": operands[0] + " " + operands[1]}}
		}
		if err := d.Decide(ctx, list[at], decision); err != nil {
			return err
		}
		t.say("cli.bundle.decided", map[string]string{"id": operands[0], "path": operands[1], "left": fmt.Sprint(len(list) - 1)})
		return nil
	})
}

// bundleTrust manages for good whose bundles a store trusts: zs bundle trust list|add|remove [FILE.zsb | KEY | CERT.pem] --store FOLDER
// [--name NAME]. Of a bundle it is the device that made it.
func (t *tool) bundleTrust(ctx context.Context, args []string) error {
	v := t.deskVerb("bundle")
	opening := addOpenFlags(v.FlagSet)
	return v.on(ctx, args, 1, 2, func(d *desk.Desk, operands []string) error {
		verb := operands[0]
		if wanted := map[string]int{"list": 1, "add": 2, "remove": 2}[verb]; wanted != len(operands) {
			return &usageError{key: "cli.error.trust-verb", args: scoring.Args{"found": strings.Join(operands, " ")}}
		}
		if verb == "list" {
			return t.listBundleTrust(ctx, d, *v.asJSON)
		}
		device, certificate, err := t.whoIs(operands[1], opening)
		switch {
		case err != nil:
			return err
		case verb == "add" && certificate != nil:
			return d.Trust(ctx, *v.actor, "", certificate)
		case verb == "add":
			return d.TrustDevice(ctx, device, *v.actor)
		case certificate != nil:
			return d.Distrust(ctx, digest(certificate))
		default:
			return distrustKey(ctx, d, device)
		}
	})
}

// distrustKey trusts a device or a certificate no more, by its key or fingerprint. One that was not trusted is an error: a wrong key must
// not look like one that was taken away.
func distrustKey(ctx context.Context, d *desk.Desk, text string) error {
	key := strings.ToLower(strings.Join(strings.Fields(text), ""))
	devices, err := d.TrustedDevices(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(devices, func(known desk.Device) bool { return known.Key == key }) {
		return d.DistrustDevice(ctx, key)
	}
	certificates, err := d.VouchedFor(ctx)
	if err != nil {
		return err
	}
	for _, c := range certificates {
		if own := digest(c.Certificate.Raw); own == key {
			return d.Distrust(ctx, own)
		}
	}
	return &usageError{key: "cli.error.not-trusted", args: scoring.Args{"found": text}}
}

// whoIs returns the key of a device, or a certificate in DER, that an operand means: a bundle, a certificate file, or a key.
func (t *tool) whoIs(text string, opening *openFlags) (device string, certificate []byte, err error) {
	if _, statErr := os.Stat(text); errors.Is(statErr, fs.ErrNotExist) {
		return text, nil, nil
	}
	if !strings.HasSuffix(strings.ToLower(text), bundle.Extension) {
		certificate, err = desk.ReadCertificate(text)
		return "", certificate, err
	}
	r, err := t.openBundle(text, opening)
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	for _, s := range r.Signatories() {
		if s.Algorithm == bundle.AlgorithmEd25519 && s.Checked {
			return s.KeyID, nil, nil
		}
	}
	return "", nil, &app.FileError{Path: text, Err: &usageError{key: "cli.error.unsigned"}}
}

func digest(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// trustOutput is what "zs bundle trust list --json" prints.
type trustOutput struct {
	Own          string              `json:"own"` // key of this store's device, which others trust
	Devices      []desk.Device       `json:"devices"`
	Certificates []certificateOutput `json:"certificates"`
}

type certificateOutput struct {
	Fingerprint string `json:"fingerprint"`
	Name        string `json:"name"`
}

func (t *tool) listBundleTrust(ctx context.Context, d *desk.Desk, asJSON bool) error {
	out := trustOutput{Own: d.DeviceKey(), Devices: []desk.Device{}, Certificates: []certificateOutput{}}
	devices, err := d.TrustedDevices(ctx)
	if err != nil {
		return err
	}
	out.Devices = append(out.Devices, devices...)
	list, err := d.VouchedFor(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		out.Certificates = append(out.Certificates, certificateOutput{c.Fingerprint(), c.Name})
	}
	if asJSON {
		return t.writeJSON(out)
	}
	t.say("cli.bundle.own-device", map[string]string{"key": out.Own})
	for _, d := range out.Devices {
		t.say("cli.bundle.trusted-device", map[string]string{"name": d.Name, "key": d.Key})
	}
	for _, c := range out.Certificates {
		t.say("cli.bundle.trusted-certificate", map[string]string{"name": c.Name, "key": c.Fingerprint})
	}
	return nil
}
