// Package pdf is the PDF object layer: it writes new documents, reads existing ones strictly, and appends incremental updates.
// It knows nothing of reports, typefaces or signatures; those build on it.
//
// # Objects
//
// The Go types [Null], [Bool], [Int], [Real], [Name], [String], [HexString], [Array], [Dict], [*Stream] and [Ref] are the objects
// of ISO 32000. [Append] serialises one, [Parse] reads one. The same object always gives the same bytes: dictionary keys are
// sorted, reals have at most four decimals and no exponent.
//
// # Writing
//
// [NewWriter] begins a document; [Writer.AddPage] gives pages whose [Content] is drawn on in points from the lower left corner.
// [Body.AddFont] embeds the glyphs that are really shown, with a ToUnicode map that gives back what each glyph stands for.
// [Writer.Structure] opens the tag tree, [Writer.SetOutlines] the bookmarks, [Writer.AttachFile] associates a file,
// [Writer.AddSignatureField] prepares an empty signature field. [Writer.Bytes] ends it. There is no clock and no random number
// in here: dates and the file identifier are the caller's. The first fault of any call is kept and returned at the end.
//
// # Reading
//
// [Read] takes any bytes. It follows the chain of cross-reference sections (tables, streams, hybrid), offers every object, the
// pages and the list of [Revision] values, and never repairs: what is not well formed is an [*Error] that says where. Work and
// memory are bounded by [Limits], whatever the file claims. Encrypted files are refused with [ErrEncrypted].
// For whoever judges a signature: [Reader.At] is the file as it was, [Reader.Revisions] says of each saving which bytes it added and
// which objects it defined and freed, and [Reader.Trailing] is what stands behind the last one.
//
// # Updating
//
// [NewUpdate] collects changed and new objects for one incremental section; the original bytes stay an untouched prefix.
// [Update.SetSignature] reserves the room of a signature and [Section.Signature] tells where it lies.
//
// # Page content back as operations
//
// [NewTokenizer] splits a content stream into operators with their operands.
package pdf
