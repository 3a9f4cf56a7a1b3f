// Package sign puts signatures into PDF files and judges the ones it finds there.
//
// # Identities
//
// An [Identity] is a private key with its certificate. [NewLocal] makes one on this machine: it proves that a document has not been
// changed since it was signed, not who the signer is before the law ([LevelSelfMade]). [Load] and [Decode] read PKCS#12 files that
// somebody issued, in the old and in the current encryption; [Identity.Save] writes the current one. Packages token and winstore give
// identities whose keys stay in a token or in the Windows certificate store. RSA, ECDSA and SM2 keys are used; the algorithm is a value,
// so that another one is an entry in a table.
//
// # Signing
//
// [Sign] appends one incremental update to a PDF: a PAdES baseline B-B signature (SubFilter ETSI.CAdES.detached) whose CMS carries
// content-type, message-digest and signing-certificate-v2, and no signing-time. The claimed time stands in the signature
// dictionary. An empty signature field that bears the name of the role is filled; otherwise a field is made. Nothing that was
// there before is touched, so earlier signatures stay valid; a document whose signatures are not intact is refused with
// [ErrNotIntact].
//
// With [Options.Timestamp] (package tsa) the signature also carries a timestamp over itself. [Options.Roles] keeps the order of signing,
// and [Options.Rejection] makes the signature a refusal.
//
// How a visible signature looks is the caller's business, through [Appearance]: only the caller has fonts.
//
// # Verifying
//
// [Verify] answers with a [Verdict]. It is stricter than most viewers: the signed range must start at the first byte and leave out
// exactly the hexadecimal string of /Contents, the padding must be zeros, every object that changed after a signature is looked
// at, and only later signatures may have caused such a change. The verdict holds stable keys ([Kind]); sentences are made from
// them elsewhere. Whom the user vouches for is a [TrustList]; a certificate that is not in it is valid, but untrusted.
//
// # Bundles
//
// [BundleSigner] and [BundleVerifier] do the same for the bundles of package storage/bundle, with the same identities and the same list.
//
// # What it does not know
//
// A file cut back exactly to an earlier revision is byte for byte the file that existed then; no mathematics can tell the
// difference. [VerifyOptions.Required] lets a caller say which fields must be signed, and [Verdict.Unsigned] lists the signature
// fields that stand empty. The certificate of a signature is judged at the time of checking: without a timestamp nobody knows when
// the signature was really made.
package sign
