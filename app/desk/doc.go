// Package desk is what the desktop works on: a store, the schemes and the local identity, joined into what a window asks for.
//
// [Desk] lists years and evaluations, opens one with its scheme, saves it, begins new ones (blank,
// by a scheme's headings, from last year, from files), deletes, loads the example, and exports the signed report. It has
// no widgets; every method may be called from any goroutine and returns only when what it did is on disk.
//
// # Exchange by file
//
// [Desk.MakeBundle] hands over, [Desk.OpenBundle] shows what a bundle would change before anything happens; [Bundle.Verify] reads its
// content in the background, [Bundle.Apply] takes in what was chosen, [Desk.UndoImport] takes it back as one action. What both sides
// edited waits in [Desk.Conflicts] for [Desk.Decide]. Whose bundles are trusted say [Desk.Trust] and [Desk.TrustDevice].
//
// A review goes [Desk.BeginRound], [Desk.SaveRound], [Desk.CloseRound], and after its return [Desk.AnswerComment]; [Desk.RoundTable] puts
// scores side by side, [Desk.RoundHistory] compares rounds. A panel goes [Desk.BeginPanel], [Desk.CallPanel]; at the evaluator's
// [Desk.OwnForm], [Desk.SaveForm], [Desk.AnswerPanel]; then [Bundle.TakeAnswers], [Desk.PanelResult], [Desk.Arbitrate]. [Desk.Collect]
// makes one picture of many files. Calls that hand over or take in wait for each other.
package desk
