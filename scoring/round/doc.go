// Package round is the conversation between a unit and who reviews its evaluation (审核): comments at the places they are about, review
// scores beside the unit's own, the unit's answers, and what changed from one round to the next.
//
// A [Review] is what a department or bureau says about one version of an evaluation. The unit answers every comment ([Review.Answer])
// and hands the evaluation in again; the next review is the next round. [Beside] puts self and review scores next to each other, and
// [Compare] says what became of every comment and score between two rounds. Everything is a value with its documented JSON; nothing is
// ever dropped from an earlier round.
package round
