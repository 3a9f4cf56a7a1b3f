// Package verify is the screen that judges files from elsewhere: reports and any other PDF, signed by whomever, and bundles.
//
// Files are dropped on the window or opened, several at once, and judged one after the other in the background. The list at the left has
// a verdict for each; at the right stand the verdict in one sentence, the signatures with what is to be said about each, whether the
// data inside give what is printed, and the revisions of the file. A certificate is shown with its fingerprint in groups, to be compared
// by telephone, and can be trusted or not any more.
//
// What a verdict says comes from app/report/verification, so screen, paper and command line say the same.
package verify
