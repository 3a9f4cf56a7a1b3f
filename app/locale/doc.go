// Package locale says things in the user's language.
//
// # Sentences
//
// Every sentence a user reads stands in the translation files: <subject>.<language>.json, a flat object of keys and sentences with
// {placeholders}. [Load] reads them into a [Catalogue]; its [Printer] for one language renders keys and [scoring.Message] values. A key
// that a language lacks is taken from Chinese, and one that Chinese lacks too is shown as it is, so nothing is ever silently empty.
// Where a language has a form for one, a sentence gives both: "{count} {count:cell|cells}" is "1 cell" and "2 cells".
//
// # Errors
//
// [Printer.Error] is the one place that turns an error into a sentence and a remedy. An error that has something to say implements
// [Speaker]; the remedy is the sentence of the same key with ".remedy" at the end. Errors of the operating system have sentences here;
// any other error becomes a general sentence with its technical text.
//
// # Languages
//
// [System] finds the language of the user's system; [Match] reads a tag such as "zh_CN.UTF-8".
package locale
