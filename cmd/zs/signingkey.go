package main

import (
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

// given counts the keys that were named.
func (k keyFlags) given() int {
	given := 0
	for _, flag := range []string{*k.identity, *k.pkcs11, *k.windowsStore} {
		if flag != "" {
			given++
		}
	}
	return given
}

// open returns the identity and what is to be called when it has signed.
func (k keyFlags) open(t *tool, command string) (*sign.Identity, func(), error) {
	switch {
	case k.given() > 1:
		return nil, nil, &usageError{key: "cli.error.two-keys"}
	case *k.pkcs11 != "":
		return k.openToken(t, command)
	case *k.windowsStore != "":
		return winstore.Find(*k.windowsStore)
	}
	if err := t.required(command, "identity", *k.identity); err != nil {
		return nil, nil, err
	}
	id, err := t.loadIdentity(*k.identity, k.password)
	return id, func() {}, err
}

// openToken logs in to a token.
func (k keyFlags) openToken(t *tool, command string) (*sign.Identity, func(), error) {
	path, err := filepath.Abs(*k.pkcs11)
	if err != nil {
		return nil, nil, err
	}
	choice := token.Choice{Library: path, Label: *k.label}
	if *k.slot != "" {
		number, err := strconv.ParseUint(*k.slot, 10, 64)
		if err != nil {
			return nil, nil, &usageError{key: "cli.error.flag-invalid", args: scoring.Args{
				"flag": "--slot", "found": *k.slot, "allowed": t.words.Text("cli.value.uint", nil), "form": t.words.Text("cli."+command+".form", nil),
			}}
		}
		choice.Slot = &number
	}
	id, end, err := token.OpenIdentity(choice, t.now(), func(slot token.Slot) ([]byte, error) {
		name := slot.Label
		if name == "" {
			name = *k.slot
		}
		return k.password.read(t, t.words.Text("cli.password", map[string]string{"path": name}))
	})
	if err != nil {
		return nil, nil, &app.FileError{Path: path, Err: err}
	}
	return id, end, nil
}
