// Package bundle writes and reads the file by which evaluators hand over their data: by stick, mail or chat, without a server.
//
// # What a bundle is
//
// A zip file with the extension .zsb ([Extension]) that any unzip program opens:
//
//	mimetype                 stored, so that the file's first bytes name it
//	manifest.json            what is in the bundle, who made it, size and SHA-256 of every entry, and for every record its key, hash
//	                         and version vector: a preview decodes no record
//	manifest.dsse            detached DSSE signatures over the manifest's exact bytes; absent in an unsigned bundle
//	records/<kind>.jsonl     one record a line, sorted by key
//	evidence/<sha256>        files, as they are
//
// Names are ASCII and lower case. The same content gives the same bytes, but for signatures and encryption. The whole file may be
// encrypted with age, under a passphrase or for recipients' keys. docs/formats/bundle.md describes every field.
//
// # Writing
//
// [Write] takes records and evidence one at a time, whatever their number, and [WriteFile] replaces a file as a whole.
//
// # Reading
//
// [Open] reads the structure, the manifest and the signatures, and nothing else. A bundle comes from outside: the structure must be
// the one that [Write] makes, to the byte, within the limits of this package; there are no other entries, names, attributes or gaps.
// [Reader.Records], [Reader.Evidence] and [Reader.Verify] check content against the manifest as it flows; a record is handed out only
// after its hash has been found right. Errors are [*Error] values that wrap one of the sentinels, or [*NewerError].
//
// What the records mean, and how they are merged into a store, is the business of package handover.
package bundle
