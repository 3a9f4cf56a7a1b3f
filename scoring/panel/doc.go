// Package panel makes one score out of several evaluators' (多人独立评分).
//
// # How a panel works
//
// A [Panel] is the call: the evaluation to be judged, who judges it, and how their points become one ([scoring.PanelRule], the
// panel's own or the scheme's). Every evaluator fills in a [Form] of points per indicator, alone: a call shows nobody
// another's form. An evaluator steps back from single indicators or from the
// whole by a [Recusal] with its reason; a recused evaluator counts neither as zero nor as missing. The coordinator takes an evaluator
// out by a [Withdrawal], with its reason, while nothing is arbitrated: what was given stays on record and counts no more.
//
// [Tally] takes the submitted forms. Per indicator it gives every evaluator's points, the aggregated ones (rounded half-up once),
// range and standard deviation, and marks disagreement beyond the rule's bounds. Points set by arbitration stand beside the single
// ones with their reason and count in their place. The budget execution row is arithmetic and is never judged.
//
// # Files
//
// A panel and a form are JSON documents ([Read], [ReadForm]); the forms can also stand inside the panel's document. Both readers
// refuse points outside 0..weight, recusals without a reason, and evaluators or indicators that the panel does not have.
package panel
