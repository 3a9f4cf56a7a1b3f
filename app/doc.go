// Package app is the list of things a user can do, shared by the desktop and the command line. It has no widgets and prints nothing.
//
//   - [OpenSchemes] gives the schemes the program carries; [Schemes.For] the one an evaluation was made under.
//   - [Assess] scores an evaluation, under its own scheme or another, and runs the quality checks.
//   - [ReadEvaluationFile] reads an evaluation from disk, bounded and strict; [OpenEvaluation] also takes a published table.
//   - [OpenPanel] puts the forms of several evaluators together.
//   - [Publish] turns an assessment into a report PDF, signed where an identity is given, verified and written whole.
//
// Sub-packages do one part each: report lays out the PDF, sign signs and verifies it, locale speaks the user's language.
package app
