package main

import (
	"errors"
	"path/filepath"
	"strconv"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/app/sign/token"
	"zhunsheng/app/sign/winstore"
	"zhunsheng/scoring"
)

// keyFlags say with which key to sign: an identity file, a token or the Windows certificate store.
type keyFlags struct {
	identity     *string
	pkcs11       *string
	slot         *string
	label        *string
	windowsStore *string
	password     passwordFlags
}

func addKeyFlags(flags *pflag.FlagSet) keyFlags {
	return keyFlags{
		identity: flags.String("identity", "", ""), pkcs11: flags.String("pkcs11", "", ""), slot: flags.String("slot", "", ""),
		label: flags.String("label", "", ""), windowsStore: flags.String("windows-store", "", ""), password: addPasswordFlags(flags),
	}
}

// open returns the identity and what is to be called when it has signed.
func (k keyFlags) open(t *tool, command string) (*sign.Identity, func(), error) {
	given := 0
	for _, flag := range []string{*k.identity, *k.pkcs11, *k.windowsStore} {
		if flag != "" {
			given++
		}
	}
	switch {
	case given > 1:
		return nil, nil, &usageError{key: "cli.error.two-keys"}
	case *k.pkcs11 != "":
		return k.openToken(t)
	case *k.windowsStore != "":
		return winstore.Find(*k.windowsStore)
	}
	if err := t.required(command, "identity", *k.identity); err != nil {
		return nil, nil, err
	}
	id, err := t.loadIdentity(*k.identity, k.password)
	return id, func() {}, err
}

// openToken logs in to a token. The label names the token, or, where the slot is given or only one token is there, a certificate.
func (k keyFlags) openToken(t *tool) (*sign.Identity, func(), error) {
	path, err := filepath.Abs(*k.pkcs11)
	if err != nil {
		return nil, nil, err
	}
	module, err := token.Open(path)
	if err != nil {
		return nil, nil, &app.FileError{Path: path, Err: err}
	}
	id, closeSession, err := k.login(t, module)
	closeAll := func() {
		closeSession()
		_ = module.Close() // the signature is made; there is nothing left to lose
	}
	if err != nil {
		closeAll()
		return nil, nil, err
	}
	return id, closeAll, nil
}

func (k keyFlags) login(t *tool, module *token.Module) (*sign.Identity, func(), error) {
	nothing := func() {}
	slot, label, err := k.find(module)
	if err != nil {
		return nil, nothing, err
	}
	session, err := module.Login(slot.ID, func() ([]byte, error) {
		return k.password.read(t, t.words.Text("cli.password", map[string]string{"path": slot.Label}))
	})
	if err != nil {
		return nil, nothing, err
	}
	end := func() { _ = session.Close() }
	id, err := session.Identity(label)
	if err == nil {
		err = id.Check(t.now())
	}
	return id, end, err
}

// find returns the slot and the label of the certificate in it, which may be empty.
func (k keyFlags) find(module *token.Module) (token.Slot, string, error) {
	if *k.slot != "" {
		number, err := strconv.ParseUint(*k.slot, 10, 64)
		if err != nil {
			return token.Slot{}, "", &usageError{key: "cli.error.flag-invalid", args: scoring.Args{"found": *k.slot, "command": "sign", "form": ""}}
		}
		return token.Slot{ID: number, Label: *k.slot}, *k.label, nil
	}
	slot, err := module.Find(*k.label)
	if *k.label != "" && errors.Is(err, token.ErrAbsent) {
		if slot, err = module.Find(""); err == nil {
			return slot, *k.label, nil
		}
	}
	return slot, "", err
}
