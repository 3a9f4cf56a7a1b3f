// Package docx writes the narrative report as a Word document and reads narrative sections and tables back from one.
//
// # Out
//
// [Report] writes the parts of a document with encoding/xml and archive/zip alone: the outline of the scheme as headings in the
// typography of official documents (A4, body 仿宋 16 pt on a pitch of 28 pt), tables of money, goals and indicators, the figures of the
// parts, and a chart of points by level that Word can edit because its data lies beside it. What the program adds around the author's
// text carries styles whose names start with "zs", so that a reader can tell the two apart.
//
// # In
//
// [Read] takes paragraphs, headings and tables from a document: headings by their style's name or outline level or, in a document
// without any, by the numbers of official texts (一、 （一） 1.). [Document.Narrative] puts the text under the headings of a scheme's outline; what
// belongs nowhere is listed. Deleted text, comments and field codes are not read; inserted text is.
package docx
