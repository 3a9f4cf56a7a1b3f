// Package report is the screen on which a report is looked at before it leaves the building: the real pages as pictures, the options, and
// what is done with it: exported, signed, printed, made of many evaluations at once. A report that a colleague made and signed is opened
// here too, for the next signature.
//
// Pages are drawn in the background at the resolution of the screen and kept within bounds of memory (pictures). What is shown stands in
// [Page]; the strip of small pages, the page itself (view), the pane of options, the pane of signing and the line at the foot each have a
// file.
package report
