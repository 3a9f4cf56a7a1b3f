// Package review is the screen where evaluations are judged by others: reviews by a department or bureau (审核), round by round, and panels
// of evaluators who score alone (多人独立评分).
//
// The list at the left holds what is going on: evaluations under review, panels that are coordinated here, and calls that came here. At the
// right stands the one that is looked at. A review is a table of the unit's points with the reviewer's beside them, and comments with the
// unit's answers; a panel is a table of every evaluator's points with what they come to; a call is a form that shows nobody else's points.
// Bundles carry all of them from one machine to another.
package review
