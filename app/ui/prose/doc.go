// Package prose is the editor of a report's texts: paragraphs of Chinese and other writing with figures that are bound to data, and marks
// under what was recomputed.
//
// # Why an own control
//
// The toolkit's entry lays out its whole text at every key and cannot mark a part of it. This one lays out the paragraph that is typed in
// and draws the lines in sight, so a key costs the same in a text of 20,000 characters as in an empty one.
//
// # Parts
//
//   - [document] is the text: paragraphs that are never changed, only replaced, so that an older state costs nothing to keep.
//   - Paragraphs are broken into lines by package lines, as Chinese typesetting wants it.
//   - [Editor] is the control: keys, mouse, clipboard, undo of typing, marks.
//
// A figure is one character of the text, whatever its value: the caret stands before or behind it, never within. Its token (package
// figure) is what [Editor.Text] gives; what is shown is its value.
package prose
