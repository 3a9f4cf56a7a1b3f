// Package verification puts into words what [zhunsheng/app/sign.Verify] found out about a file, and prints it.
//
// [Describe] turns a verdict into labelled lines in the user's language: the same ones for the screen, the command line and paper.
// [Print] sets them on a page that can be filed beside the report: what was checked, by its SHA-256, when and with which result, then
// for each signature who, when, in which role, by which algorithm and under which certificate, what changed after it, and what
// follows from that. The text is set smaller until one page holds it; more than about five signatures take two.
//
// The page itself is not signed and proves nothing: it tells what one run of the program found, and whoever doubts it runs it again.
package verification
