// Package chronicle puts the history of a store into the user's words: which field of what changed from which value to which, without
// paths and codes.
//
// A [Teller] turns an entry of the history into [Field] values, one for each thing that a user would call a field, and into one sentence:
//
//	修改　江门市级扶持科技发展资金：指标「存量企业」实际完成值 1900 → 1500
//
// What the fields are called is in the translations under "chronicle.field.", by the members of [scoring.Evaluation]; a member without
// words of its own goes by those of what it is in. What the things in an evaluation are called (its indicators, files, parts) it asks a
// [Book], because a history names them by their ids.
package chronicle
