// Package lines breaks texts into lines as Chinese typesetting wants them, for every control that shows wrapped text: no closing mark
// begins a line and no opening one ends it (避头尾, GB/T 15834), and words and figures stay whole.
//
//   - [Break] says where the lines of a text begin.
//   - [ClassOf] and [Between] are the rules behind it.
//   - [Ruler] measures characters, each of them once.
//
// Nothing here draws: package widget shows labels and package prose edits texts by the same rules.
package lines
