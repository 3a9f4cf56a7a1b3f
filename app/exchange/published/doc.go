// Package published reads self-evaluation tables as public offices print them, transcribed into a small JSON form, and says row by
// row whether their scores can be followed.
//
// # Reading
//
// [Read] takes a table: budget rows, indicator rows, totals, every cell as printed. Nothing of it is corrected. [Table.Evaluation]
// turns it into an evaluation with the printed scores as declared ones, so that the quality checks can compare them with the rules.
// What the form does not print is not made up; where something had to be concluded it is listed as a [Doubt]:
//
//   - A weight that is not printed is taken as the printed score, the least it can be; such a row is never counted as agreeing.
//   - A row whose rule is not stated in figures, or whose cells cannot be scored, is scored by hand with the printed value and is
//     reported as not recomputable.
//   - The scheme is chosen by the printed weight of the execution row.
//
// # Comparing
//
// [Compare] gives every row a [Verdict] and names the quality checks that explain a difference. It drops nothing: the rows of the
// result are the execution row, the rows of the table in order, and the total.
package published
