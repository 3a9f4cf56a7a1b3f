// Package token signs with keys that never leave a cryptographic token: a smart card, a USB key, a security module. It speaks PKCS#11
// (Cryptoki 2.x) with the library that the token's maker supplies, without cgo.
//
// # Use
//
//	module, err := token.Open("/usr/lib/softhsm/libsofthsm2.so")
//	slots, err := module.Slots()
//	session, err := module.Login(slots[0].ID, pin)
//	identity, err := session.Identity("")  // the only certificate with a key, or the one of that label
//	…
//	session.Close(); module.Close()
//
// [Session.Identity] gives a [zhunsheng/app/sign.Identity] like any other; it can be used until the session is closed. RSA keys sign
// with CKM_RSA_PKCS and ECDSA keys with CKM_ECDSA. There is no standard mechanism for SM2 in PKCS#11: tokens that offer it have each
// their own, so SM2 keys are refused with [zhunsheng/app/sign.ErrKeyUnsupported].
//
// # PIN
//
// A [PIN] is a function that asks the user; what it returns is wiped after the one call it is for. It is called once at login, and
// again for each signature where the key demands it (CKA_ALWAYS_AUTHENTICATE). A token with a keypad of its own is never sent a PIN.
// A wrong PIN is tried once: three wrong ones lock most tokens.
//
// # Safety
//
// The library named is loaded into this process and can do what the process can do; it is loaded only when the user names it, by an
// absolute path. A module is not safe for use by several goroutines, but for Sign of one identity at a time.
package token
